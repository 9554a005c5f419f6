"""What stands round every page of the desk: the boxes with their numbers, the search, the keys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.desk import times, words
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.accounts.duties import CASES
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.applications import queries
from shebao.hall.office.connections import outside

# What whoever answers the telephone finds here.
HEARD = ("me", "keys")
EVERYBODYS = ("account",)
KEYS = (
    (("J", "K"), gettext_lazy("上下选件")),
    (("Enter",), gettext_lazy("看摘要")),
    (("O",), gettext_lazy("看全件")),
    (("A",), gettext_lazy("通过")),
    (("R",), gettext_lazy("要求补正")),
    (("T",), gettext_lazy("转办")),
)


def draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    section: str,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    """One page of the desk, with everything round it."""
    whole = {**frame(visitor_of(request), now=now), "section": section, **context}
    return render(request, template, whole, status=status)


def frame(visitor: Visitor, *, now: datetime) -> dict[str, Any]:
    """The frame of a clerk's pages."""
    today = local_date(now)
    soon = times.soon_day(today, calendar=outside().calendar)
    counts = queries.desk_counts(visitor, today=today, soon=soon)
    return {
        "rail": _rail(visitor, counts),
        "place": agency(visitor.agency).name,
        "counts": counts,
        "seek": reverse("desk:worklist"),
        "seek_words": _("办件编号，或末几位"),
        "keys_href": reverse("desk:keys"),
        "sign_out": reverse("desk:sign-out"),
        "role_words": _("、").join(str(words.ROLES[role]) for role in sorted(visitor.roles)),
    }


def boxes_of(visitor: Visitor) -> tuple[str, ...]:
    """The boxes that mean something to this clerk."""
    hidden = set()
    if not visitor.has(Role.SECOND_REVIEWER):
        hidden.add("second")
    if not visitor.has(Role.CLERK):
        hidden.add("counter")
    return tuple(box for box in queries.BOXES if box not in hidden)


def _rail(visitor: Visitor, counts: queries.DeskCounts) -> list[tuple[str, list[Any]]]:
    home = reverse("desk:worklist")
    boxes = [
        (
            box,
            words.BOXES[box],
            words.BOX_ICONS[box],
            f"{home}?box={box}",
            getattr(counts, box),
            box == "mine" and counts.due_today > 0,
        )
        for box in boxes_of(visitor)
    ]
    mine = [
        ("queue", _("叫号"), "clock", reverse("desk:queue"), "", False),
        ("bookings", _("今日预约"), "calendar", reverse("desk:bookings"), "", False),
        ("joinings", _("合并号码"), "users", reverse("desk:joinings"), "", False),
        ("guardians", _("监护人登记"), "users", reverse("desk:guardians"), "", False),
        ("handlers", _("单位经办人"), "users", reverse("desk:handlers"), "", False),
        ("me", _("我的统计"), "records", reverse("desk:me"), "", False),
        ("account", _("我的账号"), "lock", reverse("desk:account"), "", False),
        ("keys", _("快捷键"), "keyboard", reverse("desk:keys"), "", False),
    ]
    if not visitor.roles & CASES:
        doors = (*HEARD, *EVERYBODYS) if visitor.has(Role.HOTLINE) else EVERYBODYS
        return [(_("我"), [one for one in mine if one[0] in doors])]
    return [(_("办件"), boxes), (_("我"), mine)]
