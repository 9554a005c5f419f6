"""``/``: the front door; its elders' form has a greeting, one urgent thing and six entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import words
from shebao.hall.kit import clock, gate
from shebao.hall.kit.preferences import preferences
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.kit.words import date_words
from shebao.hall.office.agencies import queries as agencies
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.catalogue.item import Audience, Handling
from shebao.hall.office.catalogue.queries import Card, catalogue, pinned
from shebao.hall.office.connections import outside
from shebao.hall.office.notices import queries as notices
from shebao.hall.office.records import queries as records

MOST_TILES = 6
# What has a tile of its own.
OWN_TILES = frozenset({"pension-estimate"})
MOST_OFFICES = 3
MOST_HOT = 4
CERTIFICATION = "eligibility-certification"
SOON = timedelta(days=90)
SHORTEST = 4
# What most people come for stands first; within a theme, what is done at once.
THEMES = ("records", "pension", "unemployment", "card", "injury", "registration", "maintenance")
# A word in a situation's name, and its picture.
LIFE_ICONS: Mapping[str, str] = {
    "城市": "map",
    "工作": "work",
    "失业": "umbrella",
    "伤": "bandage",
    "退休": "sun",
    "养老金": "coins",
    "国": "plane",
    "房": "home",
    "缴费": "records",
    "手机": "phone",
    "子女": "users",
    "退伍": "star",
    "搬家": "place",
    "落户": "place",
    "改名": "edit",
    "信息": "edit",
    "贷款": "card",
}


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What the home page says to somebody who is signed in; no overview while the core is down."""

    overview: records.Overview | None
    is_down: bool
    urgent: tuple[cases.CaseCard, ...]
    unread: int


@gate.public
def home(request: HttpRequest) -> HttpResponse:
    """The home page, signed in or not, in the usual form or the elders'."""
    visitor = gate.visitor_of(request)
    cards = catalogue()
    audience = Audience.EMPLOYER if visitor.acts_for_employer else Audience.PERSON
    tiles = common([card for card in cards if audience in card.audience])
    mine = _mine(visitor, clock.now()) if visitor.subject else None
    context: dict[str, Any] = {
        "visitor": visitor,
        "mine": mine,
        "urgent": _urgent(mine, clock.local_date(clock.now()), cards) if mine else None,
        "cards": cards,
        "common": tiles,
        "hot": [(tile.short, f"/p/{tile.card.slug}/") for tile in tiles[:MOST_HOT]],
        "handling_words": handling_words,
        "life": [(*one, f"/p/?{urlencode({'life_event': one[1]})}") for one in life_events(cards)],
        "offices": agencies.agencies()[:MOST_OFFICES],
    }
    is_elder = preferences(request).is_elder
    return render(request, "web/home_elder.html" if is_elder else "web/home.html", context)


def _mine(visitor: Visitor, now: datetime) -> Mine:
    overview, is_down = None, False
    if visitor.sees_all and not visitor.acts_for_employer:
        try:
            overview = records.overview(
                visitor=visitor, insurance=outside().insurance, channel="web", now=now
            )
        except Unreachable:
            is_down = True
    return Mine(
        overview=overview,
        is_down=is_down,
        urgent=cases.wanting_me(visitor),
        unread=notices.unread(visitor.subject) if visitor.sees_all else 0,
    )


Entry = tuple[str, str, str, str, bool]


def _urgent(mine: Mine, today: date, cards: Sequence[Card]) -> Entry | None:
    """The one thing an elder should do first: a case that waits, else a certification due."""
    for case in mine.urgent[:1]:
        href = f"/my/cases/{case.number}/"
        return (
            "warning",
            case.item_name,
            _("%(state)s，请点这里去办") % {"state": told(case.status_words)},
            href,
            True,
        )
    proof = mine.overview.certification if mine.overview else None
    if proof is None or proof.next_due is None or proof.next_due > today + SOON:
        return None
    name = next((card.name for card in cards if card.slug == CERTIFICATION), "")
    words = _("%(day)s前要办，大约 2 分钟。") % {"day": date_words(proof.next_due)}
    late = _("已经过期，请尽快办。办好后停发的会补发。")
    return (
        "face", name, late if proof.suspended else words, f"/p/{CERTIFICATION}/do/", True,
    ) if name else None  # fmt: skip


def handling_words(card: Card) -> str:
    """How fast a service is done, for its tag."""
    if card.working_days:
        return _("承诺 %(days)s 个工作日") % {"days": card.working_days}
    return str(words.HANDLINGS[card.handling])


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A common service, with the short name that a phone's grid has room for."""

    card: Card
    short: str


def common(cards: Sequence[Card]) -> list[Tile]:
    """The few services that most people come for."""
    first = sorted((one for one in cards if one.slug not in OWN_TILES), key=_turn)[:MOST_TILES]
    return [Tile(card=card, short=_short(card)) for card in first]


def _turn(card: Card) -> tuple[int, bool, str]:
    place = THEMES.index(card.theme) if card.theme in THEMES else len(THEMES)
    return place, card.handling != Handling.INSTANT, card.code


def _short(card: Card) -> str:
    keywords = pinned(card.slug, card.version).item.keywords
    return next((word for word in keywords if len(word) <= SHORTEST), card.name)


def life_events(cards: Sequence[Card]) -> list[tuple[str, str, str]]:
    """Up to six situations in life: icon, name, and what can be done then."""
    found: dict[str, list[str]] = {}
    for card in cards:
        for event in card.life_events:
            found.setdefault(event, []).append(_short(card))
    most = sorted(found.items(), key=lambda pair: (-len(pair[1]), _picture(pair[0]) == "user"))[:6]
    return [(_picture(event), event, _("、").join(names[:2])) for event, names in most]


def _picture(event: str) -> str:
    return next((icon for word, icon in LIFE_ICONS.items() if word in event), "user")
