"""``/my/access/``: who did or saw what about me, when, why, by which way, and its proof (6.3.2)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web import words
from shebao.hall.channels.web.door import CHANNEL, page_after
from shebao.hall.kit import clock, gate
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.agencies import queries as agencies
from shebao.hall.office.audit import access, proving, queries
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.audit import words as trail
from shebao.hall.office.catalogue.queries import catalogue
from shebao.hall.office.connections import outside

SHOWS: Mapping[str, Promise] = {
    "": gettext_lazy("全部"),
    queries.OTHERS_ONLY: gettext_lazy("别人的"),
    queries.READS_ONLY: gettext_lazy("只看查看"),
    queries.ACTS_ONLY: gettext_lazy("只看办理"),
}


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One entry of the trail as a person reads it (6.3.2)."""

    number: int
    at: datetime
    who: str
    did: str
    why: str
    channel: str
    case: str
    is_sealed: bool
    is_mine: bool


@gate.whole
def looks(request: HttpRequest) -> HttpResponse:
    """The list, newest first; looking at it is an entry too."""
    visitor = gate.visitor_of(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    page = page_after(
        request,
        lambda after: queries.about(visitor.subject, after=after, show=show, own=_own(visitor)),
    )
    _note(visitor, "read", "reading own access log")
    context = {
        "looks": in_words(page.rows, visitor),
        "shows": [(label, _address(name), name == show) for name, label in SHOWS.items()],
        "next_href": _address(show, page.next_after) if page.next_after else "",
        "first_href": _address(show) if request.GET.get("after") else "",
        "is_narrowed": bool(show),
    }
    return render(request, "web/access.html", context)


def _address(show: str, after: str = "") -> str:
    asked = [f"{name}={value}" for name, value in (("show", show), ("after", after)) if value]
    return "/my/access/" + ("?" + "&".join(asked) if asked else "")


@gate.whole
def look(request: HttpRequest, number: int) -> HttpResponse:
    """``/my/access/<no>/``: one entry, and what to do if it looks wrong."""
    visitor = gate.visitor_of(request)
    found = queries.look(access.own_entry(number, subject=visitor.subject))
    _note(visitor, "read", "reading own access log")
    (row,) = in_words([found], visitor)
    return render(request, "web/look.html", {"look": row})


@gate.whole
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """``/my/access/<no>/proof/``: a file with which anybody can check the entry without us."""
    visitor = gate.visitor_of(request)
    entry = access.own_entry(number, subject=visitor.subject)
    try:
        made = proving.proof_of(entry, known=outside().trail_known)
    except proving.NotCovered:
        raise Hidden(str(number)) from None
    _note(visitor, "download", "reading own proof")
    text = json.dumps(made, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="proof-{number}.json"'
    return response


def _note(visitor: Visitor, verb: str, purpose: str) -> None:
    audit.record(
        actor=visitor.account,
        verb=verb,
        subject=visitor.subject,
        purpose=purpose,
        channel=CHANNEL,
        now=clock.now(),
    )


def in_words(entries: Iterable[queries.Look], visitor: Visitor) -> list[Looked]:
    """The trail in words: staff by role, agency and covered name, oneself as oneself."""
    rows = list(entries)
    strangers = frozenset(row.actor for row in rows) - _own(visitor) - set(words.SYSTEM)
    known = accounts.actors(strangers) if strangers else {}
    names = {card.slug: card.name for card in catalogue()} if rows else {}
    return [_in_words(row, visitor, known, names) for row in rows]


def _in_words(
    row: queries.Look,
    visitor: Visitor,
    known: Mapping[str, accounts.Actor],
    names: Mapping[str, str],
) -> Looked:
    return Looked(
        number=row.number,
        at=row.at,
        who=_who(row.actor, visitor, known),
        did=trail.deed(row.verb),
        why=trail.purpose(row.purpose, verb=row.verb, names=names),
        channel=trail.channel(row.channel),
        case=row.case,
        is_sealed=row.is_sealed,
        is_mine=row.actor in _own(visitor),
    )


def _own(visitor: Visitor) -> frozenset[str]:
    return frozenset({visitor.account, visitor.person})


def _who(actor: str, visitor: Visitor, known: Mapping[str, accounts.Actor]) -> str:
    if actor in _own(visitor):
        return _("您本人")
    if actor in words.SYSTEM:
        return str(words.SYSTEM[actor])
    found = known.get(actor)
    if found is None:
        return _("已注销的账号")
    name = f"{found.name[:1]}*{found.name[2:]}"
    if found.is_staff:
        return _staff(found, name)
    if visitor.acts_for_employer:
        return _("单位经办人%(name)s") % {"name": name}
    return _("替您办事的%(name)s") % {"name": name}


def _staff(found: accounts.Actor, name: str) -> str:
    held = [str(words.STAFF[role]) for role in found.roles if role in words.STAFF]
    role = _("、").join(held) or _("工作人员")
    try:
        place = told(agencies.agency(found.agency).name)
    except agencies.NoSuchAgency:
        return _("%(role)s%(name)s") % {"role": role, "name": name}
    return _("%(agency)s的%(role)s%(name)s") % {"agency": place, "role": role, "name": name}
