"""What goes back to the applicant: what is missing, once and whole; or a no with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk.deciding import Errors, Sitting, sit_down
from shebao.hall.channels.desk.words import STANDARD_BY_CODE, STANDARDS
from shebao.hall.kit import gate
from shebao.hall.office.applications import actions, queries
from shebao.hall.office.applications.actions.reviewing import Wanted
from shebao.hall.office.applications.queries.dossier import Reason, Sheet
from shebao.hall.office.connections import outside

LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Want:
    """One line of the supplement form: a material, whether it is wanted, and why."""

    code: str
    name: str
    is_wanted: bool
    standard: str
    typed: str

    @property
    def words(self) -> str:
        """What the applicant reads: the clerk's own words, or the standard ones."""
        if self.typed or not self.name:
            return self.typed
        return STANDARD_BY_CODE[self.standard].words % {"name": self.name}


@gate.clerk
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/supplement/``: all that is missing, told once (5.3.1c)."""
    here = sit_down(request, number)
    wants = list(_wants(here))
    wanted = [want for want in wants if want.is_wanted]
    context = {"wants": wants, "wanted": wanted, "standards": STANDARDS}
    if request.method == "GET" or "preview" in request.POST:
        return here.draw("desk/supplement.html", context)
    errors = _supplement_errors(wants)
    if errors:
        return here.draw("desk/supplement.html", context, errors=errors)
    asked = [Wanted(material=want.code, words=want.words) for want in wanted]
    trouble = here.act(
        lambda: actions.ask_for_supplement(
            here.case, clerk=here.visitor, wanted=asked, outside=outside(), now=here.now
        )
    )
    if trouble:
        return here.draw("desk/supplement.html", context, trouble=trouble)
    return here.onward("asked")


def _wants(here: Sitting) -> Iterator[Want]:
    for sheet in queries.dossier(here.case).sheets:
        if not sheet.is_shared and sheet.code != "other":
            yield _want(here, sheet.code, sheet.name, usual=_usual(sheet))
    yield _want(here, "", "", usual="")


def _usual(sheet: Sheet) -> str:
    return "blurred" if sheet.files else "missing"


def _want(here: Sitting, code: str, name: str, *, usual: str) -> Want:
    post, key = here.request.POST, code or "other"
    standard = post.get(f"standard-{key}", usual)
    return Want(
        code=code,
        name=name,
        is_wanted=key in post.getlist("want"),
        standard=standard if standard in STANDARD_BY_CODE else usual,
        typed=" ".join(post.get(f"words-{key}", "").split())[:LONGEST],
    )


def _supplement_errors(wants: list[Want]) -> Errors:
    if not any(want.is_wanted for want in wants):
        first = wants[0].code or "other"
        return [(f"want-{first}", _("请勾选要补的材料，至少一项"))]
    if any(want.is_wanted and not want.words for want in wants):
        return [("words-other", _("请写明还要补什么，让申请人一看就懂"))]
    return []


@gate.clerk
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/refusal/``: a no with reason, article and advice (5.3.1c)."""
    here = sit_down(request, number)
    reasons = queries.refusal_reasons(here.case)
    chosen = _chosen(request, reasons)
    typed = _typed(request, chosen)
    context: dict[str, Any] = {"reasons": reasons, "reason": chosen, "typed": typed}
    if request.method == "GET" or "preview" in request.POST:
        return here.draw("desk/refusal.html", context)
    errors = _refusal_errors(typed)
    if errors:
        return here.draw("desk/refusal.html", context, errors=errors)
    trouble = here.act(
        lambda: actions.refuse(
            here.case, clerk=here.visitor, **typed, outside=outside(), now=here.now
        )
    )
    if trouble:
        return here.draw("desk/refusal.html", context, trouble=trouble)
    return here.onward("refused")


def _chosen(request: HttpRequest, reasons: tuple[Reason, ...]) -> Reason | None:
    """The reason the address names; else the first that held when rules last looked."""
    named = request.POST.get("reason", request.GET.get("reason", ""))
    by_name = {reason.name: reason for reason in reasons}
    if named:
        return by_name.get(named)
    return next((reason for reason in reasons if reason.has_fired), None)


def _typed(request: HttpRequest, chosen: Reason | None) -> dict[str, str]:
    offered = {
        "words": chosen.words if chosen else "",
        "basis": chosen.basis if chosen else "",
        "advice": chosen.advice if chosen else "",
    }
    if request.method == "GET":
        return offered
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in offered}


def _refusal_errors(typed: dict[str, str]) -> Errors:
    sentences = {
        "words": _("请写明为什么不予办理"),
        "basis": _("请写明依据哪一条规定"),
        "advice": _("请告诉申请人接下来可以怎么办"),
    }
    return [(name, words) for name, words in sentences.items() if not typed[name]]
