"""``/desk/guardians/``: guardians entered by one clerk with the proof, confirmed by another."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk import naming
from shebao.hall.channels.desk.naming import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.posted import posted
from shebao.hall.office.accounts import queries
from shebao.hall.office.accounts.mandate_kinds import Nature

HERE = "/desk/guardians/"
DONE = {
    "entered": gettext_lazy("已登记，等另一名工作人员核对"),
    "confirmed": gettext_lazy("已核对，监护人登录后接受即可代办"),
    "ended": gettext_lazy("已停止，立即生效"),
    "own": gettext_lazy("您登记的要由另一名工作人员核对"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
SIDES = ("ward", "guardian")


@gate.clerk
@require_http_methods(["GET", "POST"])
def guardians(request: HttpRequest) -> HttpResponse:
    """The list of this agency, and the form; each button is one act."""
    if request.method != "POST":
        return _drawn(request, {}, [])
    if request.POST.get("action") in naming.ACTS:
        return HttpResponseRedirect(f"{HERE}?done={naming.acted(request)}")
    now = clock.now()
    typed = naming.typed_of(request, SIDES) | {"until": posted(request.POST, "until", "date")}
    judged = naming.judged_of(typed, SIDES, clock.local_date(now))
    errors = naming.faults_of(judged, typed) or _entered(request, typed, judged, now)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(f"{HERE}?done=entered")


def _entered(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, naming.Judged], now: datetime
) -> Errors:
    who = naming.named(typed, "ward", judged["ward"])
    ward, fault = naming.found(request, who, "ward_id_number", "entering a guardian", now)
    if ward is None:
        return fault
    guardian = naming.named(typed, "guardian", judged["guardian"])
    principal = (ward.number, ward.name)
    return naming.entered(request, Nature.GUARDIAN, principal, guardian, typed, now)


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    done = str(DONE.get(request.GET.get("done", ""), ""))
    return naming.drawn(request, "guardians", queries.guardians_of_agency, done, typed, errors)
