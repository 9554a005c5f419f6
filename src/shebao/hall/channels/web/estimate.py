"""``/my/estimate/``: when I may draw, how much a month about, and what if (5.4.3d, 5.2.2c).

Answered at once from one's own record.  Every scenario stands in the address as one ``s``, so that
a page can be kept, sent and gone back to; the form needs no script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from shebao.hall.channels.web import estimate_words as say
from shebao.hall.channels.web import places, services, words
from shebao.hall.channels.web.door import CHANNEL, trace_look
from shebao.hall.kit import clock, gate
from shebao.hall.kit.posted import posted
from shebao.hall.kit.preferences import preferences
from shebao.hall.office.catalogue.estimating import MOST_SCENARIOS, Scenario
from shebao.hall.office.catalogue.estimating.wishes import NAMES, levels, unpacked
from shebao.hall.office.connections import outside
from shebao.hall.office.records import estimating

HERE = "/my/estimate/"
ITEM = "pension-estimate"
TRANSFER = "pension-transfer"
MONTHS = ("start", "until")
FIELDS = {
    "pension": ("start", "gap", "ratio", "until", "wage_growth", "interest"),
    "residents": ("start", "level", "gap", "until", "interest"),
}
Raw = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Way:
    """The page as its address says it: the scenarios, the group somebody told, the form at hand."""

    wishes: tuple[str, ...]
    group: str
    is_whole: bool

    def to(self, *wishes: str) -> str:
        """The address of the same page with these scenarios."""
        pairs = [("group", self.group)] if self.group else []
        pairs += [("all", "1")] if self.is_whole else []
        pairs += [("s", one) for one in dict.fromkeys(wishes)]
        return f"{HERE}?{urlencode(pairs)}" if pairs else HERE

    def first(self, wish: str) -> str:
        """This scenario before the others."""
        return self.to(wish, *[one for one in self.wishes if one != wish][: MOST_SCENARIOS - 1])

    def without(self, wish: str) -> str:
        """The others alone."""
        return self.to(*(one for one in self.wishes if one != wish))


@gate.whole
def estimate(request: HttpRequest) -> HttpResponse:
    """Results at once; a form that was sent leads to the address that keeps its scenario."""
    visitor, now = gate.visitor_of(request), clock.now()
    if visitor.acts_for_employer:
        return render(request, "web/estimate_own.html", {})
    way, typed = _way(request.GET), _typed(request.GET)
    raw = _placed(way, typed, request.GET.get("act", ""))
    asked = estimating.estimate(
        visitor=visitor,
        insurance=outside().insurance,
        channel=CHANNEL,
        now=now,
        wishes=raw,
        group=way.group,
    )
    shown = replace(way, wishes=tuple(one.packed for one in asked.estimate.scenarios))
    if typed and not asked.faults:
        return HttpResponseRedirect(shown.to(*shown.wishes))
    is_shown = request.method == "POST" and bool(request.POST.get("show"))
    if is_shown:
        trace_look(visitor, "reading own amounts", now=now, verb="reveal")
    kept = way.wishes if typed else shown.wishes
    context = {**_page(asked, shown, raw), "is_shown": is_shown, "kept": kept}
    is_short = preferences(request).is_elder and not way.is_whole and not asked.faults
    page = "web/estimate_elder.html" if is_short else "web/estimate.html"
    return render(request, page, context, status=422 if asked.faults else 200)


def _way(query: QueryDict) -> Way:
    wishes = tuple(one.replace("\0", "")[:120] for one in query.getlist("s"))
    return Way(
        wishes=wishes[:MOST_SCENARIOS],
        group=query.get("group", "")[:20],
        is_whole=query.get("all") == "1",
    )


def _typed(query: QueryDict) -> Raw:
    """What the form holds; nothing where no form was sent."""
    if "act" not in query:
        return {}
    return {
        name: posted(query, name, "month" if name in MONTHS else "text").replace("\0", "")[:40]
        for name in NAMES
    }


def _placed(way: Way, typed: Raw, act: str) -> list[Raw]:
    """All scenarios in the order of the page: what was typed comes first, or is one more."""
    kept: list[Raw] = [unpacked(one) for one in way.wishes]
    if not typed:
        return kept
    others = kept if act == "add" else kept[1:]
    return [typed, *others][:MOST_SCENARIOS]


def _page(asked: estimating.Asked, way: Way, raw: Sequence[Raw]) -> dict[str, Any]:
    found = asked.estimate
    first = found.scenarios[0] if found.scenarios else None
    place = asked.faults[0][0] if asked.faults else 0
    errors = [(fault.field, fault.words) for at, fault in asked.faults if at == place]
    return {
        "estimate": found,
        "first": first,
        "way": way,
        "say": say,
        "words": words,
        "place_of": places.name_of,
        "errors": errors,
        "by_field": dict(errors),
        "fields": FIELDS.get(found.scheme, ()),
        "typed": _shown(first, raw[place] if asked.faults else None),
        "rates": say.rates(),
        "levels": say.levels(levels(asked.today)),
        "may_add": len(found.scenarios) < MOST_SCENARIOS,
        "scenarios": [(one, say.choice(one.choice)) for one in found.scenarios],
        "bar": say.bar(first) if first else (),
        "points": say.points(found.curve),
        "print_at": services.handling_address(ITEM),
        "print": _print(first, way) if first else {},
        "transfer": services.handling_address(TRANSFER),
        "correction": services.correction_address(),
    }


def _shown(first: Scenario | None, faulty: Raw | None) -> Raw:
    """What stands in the form: as it was typed, or the scenario that is shown."""
    if faulty is not None:
        return faulty
    if first is None:
        return dict.fromkeys(NAMES, "")
    given = unpacked(first.packed)
    return given | {"start": first.start, "ratio": str(first.ratio or "")}


def _print(first: Scenario, way: Way) -> dict[str, str]:
    """The scenario as the answers of the service that prints it."""
    given = unpacked(first.packed)
    year, month = first.start.split("-")
    until = given.pop("until").split("-") if given["until"] else ["", ""]
    return {
        **given,
        "start_year": year,
        "start_month": month,
        "until_year": until[0],
        "until_month": until[1],
        "ratio": given["ratio"],
        "group": way.group or "registered",
        "action": "save",
    }
