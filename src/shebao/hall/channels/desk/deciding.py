"""Yes, no, and to somebody else: each one page with what will happen, then one press (5.3.1b)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk.beside import Beside, beside, put_together, record_look
from shebao.hall.channels.desk.frame import draw
from shebao.hall.channels.desk.troubles import Trouble, tried, was_first
from shebao.hall.channels.desk.worklist import after_deciding
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.accounts.queries import Colleague, colleagues
from shebao.hall.office.applications import access, actions, queries
from shebao.hall.office.applications.access import Case
from shebao.hall.office.connections import outside

Errors = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One clerk with one case in front of them, at one moment."""

    request: HttpRequest
    visitor: Visitor
    case: Case
    now: datetime

    @property
    def box(self) -> str:
        """The box the clerk came from."""
        asked = self.request.POST.get("box", self.request.GET.get("box", "mine"))
        return asked if asked in queries.BOXES else "mine"

    def look(self) -> Beside:
        """The case as it stands now; the first look is written down, later ones are the same."""
        make = beside if self.request.method == "GET" else put_together
        return make(self.case, self.visitor, now=self.now, box=self.box)

    def is_stale(self) -> bool:
        """Whether the case changed since the page was drawn."""
        return self.request.POST.get("turn", "") != str(self.case.turn)

    def act(self, verb: Callable[[], object]) -> Trouble | None:
        """Do it on the case as the clerk saw it, or say why not."""
        return was_first() if self.is_stale() else tried(verb)

    def draw(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        trouble: Trouble | None = None,
        errors: Errors = (),  # type: ignore[assignment]
    ) -> HttpResponse:
        """The page of this act, with what went wrong."""
        fresh = access.desk_case(self.case.number, visitor=self.visitor)
        here = Sitting(request=self.request, visitor=self.visitor, case=fresh, now=self.now)
        whole = {"chosen": here.look(), "trouble": trouble, "errors": errors, **context}
        status = trouble.status if trouble else 400 if errors else 200
        return draw(self.request, template, whole, section=self.box, now=self.now, status=status)

    def onward(self, how: str) -> HttpResponse:
        """To the next case."""
        href = after_deciding(self.visitor, box=self.box, done=self.case.number, how=how)
        return HttpResponseRedirect(href)


def sit_down(request: HttpRequest, number: str) -> Sitting:
    """Fetch the case for this clerk. Raises ``Hidden``."""
    visitor = visitor_of(request)
    case = access.desk_case(number, visitor=visitor)
    return Sitting(request=request, visitor=visitor, case=case, now=clock.now())


@gate.clerk
@require_http_methods(["GET", "POST"])
def passing(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/passing/``: say yes; at the counter, with every original looked at."""
    here = sit_down(request, number)
    seen = request.POST.getlist("seen")
    context = {"seen": seen}
    if request.method == "GET":
        return here.draw("desk/passing.html", context)
    errors = _unseen(here, seen)
    if errors:
        return here.draw("desk/passing.html", context, errors=errors)
    trouble = here.act(lambda: _pass(here, seen))
    if trouble:
        return here.draw("desk/passing.html", context, trouble=trouble)
    return here.onward("passed")


def _pass(here: Sitting, seen: list[str]) -> None:
    if here.case.role == Role.CLERK and seen:
        record_look(
            here.case, here.visitor, verb="originals-checked",
            purpose=f"handling {here.case.item}", now=here.now, about="、".join(seen)[:200],
        )  # fmt: skip
    actions.pass_step(here.case, clerk=here.visitor, outside=outside(), now=here.now)


def _unseen(here: Sitting, seen: list[str]) -> Errors:
    """At the counter every required original has to be ticked."""
    if here.case.role != Role.CLERK:
        return []
    return [
        (f"seen-{sheet.code}", _("请核验“%(name)s”的原件，再打勾") % {"name": sheet.name})
        for sheet in queries.dossier(here.case).originals
        if sheet.is_required and sheet.code not in seen
    ]


@gate.clerk
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/handover/``: to a colleague of the same role, or back to the pool."""
    here = sit_down(request, number)
    others = _others(here)
    to = request.POST.get("to", "")
    context = {"colleagues": others, "to": to}
    if request.method == "GET":
        return here.draw("desk/handover.html", context)
    known = {other.number for other in others}
    if to != "pool" and to not in known:
        first = others[0].number if others else "pool"
        errors = [(f"to-{first}", _("请选择转给哪位同事，或放回组内待领"))]
        return here.draw("desk/handover.html", context, errors=errors)
    target = "" if to == "pool" else to
    trouble = here.act(
        lambda: actions.hand_over(here.case, clerk=here.visitor, to=target, now=here.now)
    )
    if trouble:
        return here.draw("desk/handover.html", context, trouble=trouble)
    return here.onward("handed" if target else "pooled")


def _others(here: Sitting) -> tuple[Colleague, ...]:
    if not here.case.role:
        return ()
    found = colleagues(
        agency=here.visitor.agency, role=Role(here.case.role), besides=here.visitor.account
    )
    is_second = here.case.role in {Role.SECOND_REVIEWER, Role.CLERK}
    return tuple(
        other for other in found if not (is_second and other.number == here.case.first_clerk)
    )
