"""The catalogue and the page of each service with the ten elements of 3.2."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from shebao.hall.channels.web import words
from shebao.hall.kit import gate
from shebao.hall.office.catalogue.item import Audience, Channel, Handling, Item, Material
from shebao.hall.office.catalogue.queries import (
    Card,
    NotOffered,
    Pinned,
    catalogue,
    current,
    guide_html,
)

# Services whose answer can be looked at first, on a page of one's own.
LOOK_FIRST = {"pension-estimate": "/my/estimate/"}
# What a service is called that corrects records; agencies name the folder as they like.
CORRECTION = "核查更正"
FILTERS = ("audience", "theme", "handling", "life_event", "q")


class Choice(NamedTuple):
    """One value of a filter: its words, where it leads, and whether it is chosen."""

    words: words.Words
    href: str
    is_current: bool


@gate.public
def services(request: HttpRequest) -> HttpResponse:
    """``/p/``: all services, searched and filtered by plain links (4.1, 6.1.3c)."""
    return _listed(request, path="/p/", fixed={})


@gate.public
def employer_services(request: HttpRequest) -> HttpResponse:
    """``/e/``: the same catalogue, for units."""
    return _listed(request, path="/e/", fixed={"audience": Audience.EMPLOYER.value})


@gate.public
def search(request: HttpRequest) -> HttpResponse:
    """``/search/``: the address people type; the catalogue answers."""
    query = urlencode({"q": request.GET.get("q", "")[:60]}) if request.GET.get("q") else ""
    return HttpResponseRedirect(f"/p/?{query}" if query else "/p/")


def _listed(request: HttpRequest, *, path: str, fixed: dict[str, str]) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:60].strip() for name in FILTERS} | fixed
    cards = catalogue(
        audience=_member(Audience, asked["audience"]),
        theme=asked["theme"] if asked["theme"] in words.THEMES else None,
        life_event=asked["life_event"] or None,
        handling=_member(Handling, asked["handling"]),
        text=asked["q"],
    )
    context: dict[str, Any] = {
        "cards": cards,
        "wanted": asked,
        "path": path,
        "is_employer": path == "/e/",
        "themes": _choices(path, asked, "theme", words.THEMES, _themes_of(fixed)),
        "handlings": _choices(path, asked, "handling", words.HANDLINGS, words.HANDLINGS),
        "chips": _chips(path, asked, fixed),
        "words": words,
    }
    return render(request, "web/services.html", context)


def _member(kind: Any, value: str) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


def _themes_of(fixed: dict[str, str]) -> tuple[str, ...]:
    cards = catalogue(audience=_member(Audience, fixed.get("audience", "")))
    return tuple(theme for theme in words.THEMES if theme in {card.theme for card in cards})


def _address(path: str, asked: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in {**asked, **changes}.items() if value}
    if path == "/e/":
        kept.pop("audience", None)
    return f"{path}?{urlencode(kept)}" if kept else path


def _choices(
    path: str, asked: dict[str, str], name: str, table: Any, offered: Any
) -> Sequence[Choice]:
    everything = Choice(
        words=words.ALL, href=_address(path, asked, **{name: ""}), is_current=not asked[name]
    )
    return [
        everything,
        *(
            Choice(
                words=table[value],
                href=_address(path, asked, **{name: value}),
                is_current=asked[name] == value,
            )
            for value in offered
        ),
    ]


def _chips(path: str, asked: dict[str, str], fixed: dict[str, str]) -> list[tuple[Any, str]]:
    tables = {
        "audience": words.AUDIENCES, "theme": words.THEMES, "handling": words.HANDLINGS,
    }  # fmt: skip
    return [
        (words.said(tables.get(name, {}), value), _address(path, asked, **{name: ""}))
        for name, value in asked.items()
        if value and name not in fixed
    ]


@gate.public
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """``/p/<slug>/``: one service, whole: the ten elements, guide, materials, risk (3.2, 5.3.2)."""
    pinned = offered(slug)
    item = pinned.item
    context = {
        "pinned": pinned,
        "item": item,
        "guide": guide_html(pinned),
        "needed": needed(item),
        "others": [material for material in item.materials if material not in needed(item)],
        "is_online": Channel.WEB in item.channels,
        "look_first": LOOK_FIRST.get(item.slug, ""),
        "near": _near(item),
        "words": words,
    }
    return render(request, "web/service.html", context)


def offered(slug: str) -> Pinned:
    """The version offered now; a service that is not there is a page that is not there."""
    try:
        return current(slug)
    except NotOffered:
        raise Http404(slug) from None


def needed(item: Item) -> list[Material]:
    """The papers an applicant must bring."""
    return [one for one in item.materials if one.required and one.source == "applicant"]


def _near(item: Item) -> list[Card]:
    same = catalogue(theme=item.theme)
    return [card for card in same if card.slug != item.slug][:4]


def handling_address(slug: str) -> str:
    """Where a service is handled, or an empty text where it is not offered."""
    try:
        current(slug)
    except NotOffered:
        return ""
    return f"/p/{slug}/do/"


def correction_address() -> str:
    """Where a record is corrected, or an empty text where no such service is offered."""
    return next((f"/p/{card.slug}/" for card in catalogue() if CORRECTION in card.name), "")
