"""The list of what to do, the nearest due date first, with the chosen case beside it (5.3.1b)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.hall.channels.desk import times, words
from shebao.hall.channels.desk.beside import beside
from shebao.hall.channels.desk.frame import KEYS, draw
from shebao.hall.kit import clock, gate
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.applications import access, queries
from shebao.hall.office.connections import outside
from shebao.law.identifiers import mask_name

STATE_KINDS = {"review": "warn", "second_review": "", "counter": "ok"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for."""

    box: str = "mine"
    item: str = ""
    text: str = ""
    due: str = ""
    after: str = ""
    case: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """Read an address; what is not one of the known words counts as the usual."""
        box, due = query.get("box", "mine"), query.get("due", "")
        text = query.get("q", "").strip()[:40]
        return cls(
            box="all" if text else box if box in queries.BOXES else "mine",
            item=query.get("item", "")[:64],
            text=text,
            due=due if due in {"today", "soon", "back"} else "",
            after=query.get("after", "")[:200],
            case=query.get("case", "")[:24],
        )

    def href(self, **changes: str) -> str:
        """This list with changes."""
        named = {"box": self.box, "item": self.item, "q": self.text, "due": self.due}
        kept = {name: value for name, value in (named | changes).items() if value}
        return f"{reverse('desk:worklist')}?{urlencode(kept)}"

    def filter(self, *, today: date, soon: date) -> queries.DeskFilter:
        """The same as the office asks it."""
        return queries.DeskFilter(
            box=self.box,
            item=self.item,
            text=self.text,
            due_by={"today": today, "soon": soon}.get(self.due),
            is_back=self.due == "back",
        )


@gate.clerk
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """``/desk/``: boxes, numbers, rows by time left, and the chosen case in the pane."""
    now, visitor = clock.now(), visitor_of(request)
    asked = Asked.of(request.GET)
    if _is_there(asked.text, visitor):
        return HttpResponseRedirect(reverse("desk:case", args=[asked.text.upper()]))
    today = local_date(now)
    soon = times.soon_day(today, calendar=outside().calendar)
    page = queries.worklist(visitor, asked.filter(today=today, soon=soon), after=asked.after)
    context = {
        "wish": asked,
        "title": words.BOXES[asked.box],
        "empty_title": words.EMPTY[asked.box][0],
        "empty_words": words.EMPTY[asked.box][1],
        "pauses": words.PAUSES,
        "rows": list(_rows(page.rows, asked, today=today)),
        "next_href": asked.href(after=page.next_after) if page.next_after else "",
        "first_href": asked.href() if asked.after else "",
        "items": queries.desk_items(visitor),
        "closed_today": queries.closed_by(visitor.account, since=times.start_of_day(now)),
        "keys": KEYS,
        "now": now,
        "done": _done(request.GET),
        **_chosen(asked, visitor, now=now),
    }
    return draw(request, "desk/worklist.html", context, section=asked.box, now=now)


def _is_there(text: str, visitor: Visitor) -> bool:
    """Whether the text is the whole number of a case of this agency."""
    if not text.upper().startswith("SB"):
        return False
    try:
        access.desk_case(text.upper(), visitor=visitor)
    except Hidden:
        return False
    return True


def _rows(found: Any, asked: Asked, *, today: date) -> Iterator[dict[str, Any]]:
    for row in found:
        time_left = times.left(
            row.due_on,
            received=row.submitted_at,
            is_provisional=row.due_is_provisional,
            today=today,
            calendar=outside().calendar,
        )
        state, kind = _state(row)
        yield {
            "number": row.number,
            "title": row.item_name,
            "href": asked.href(case=row.number, after=asked.after),
            "who": row.subject_name if row.is_employer else mask_name(row.subject_name),
            "channel": words.CHANNELS.get(row.channel, row.channel),
            "left": time_left,
            "state": state,
            "kind": kind,
            "is_selected": row.number == asked.case,
        }


def _state(row: queries.DeskRow) -> tuple[str, str]:
    if row.is_back_from_applicant:
        return _("补正已回"), "ok"
    return _("待%(step)s") % {"step": told(row.step_label)}, STATE_KINDS.get(row.role, "warn")


def _chosen(asked: Asked, visitor: Visitor, *, now: datetime) -> dict[str, Any]:
    """The pane's case; opening it is a look at personal data and is written down (6.3.2)."""
    if not asked.case:
        return {"chosen": None}
    case = access.desk_case(asked.case, visitor=visitor)
    return {"chosen": beside(case, visitor, now=now, box=asked.box)}


def _done(query: QueryDict) -> str:
    """What was just done to which case, in words."""
    how, number = query.get("how", ""), query.get("done", "")[:24]
    if how not in words.DONE or not number.isalnum():
        return ""
    return _("%(number)s：%(words)s") % {"number": number, "words": words.DONE[how]}


def after_deciding(visitor: Visitor, *, box: str, done: str, how: str) -> str:
    """The list again with the next case chosen: the most urgent one left in the same box."""
    known = box if box in queries.BOXES else "mine"
    rows = queries.worklist(visitor, queries.DeskFilter(box=known), size=2).rows
    following = next((row.number for row in rows if row.number != done), "")
    query = {"box": known, "case": following, "done": done, "how": how}
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse('desk:worklist')}?{urlencode(kept)}"
