"""``/desk/guardians/``: guardians entered by one clerk with the proof, confirmed by another."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk import naming
from shebao.hall.channels.desk.naming import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.posted import posted
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.mandate_kinds import Act
from shebao.hall.office.operations import mandating

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
    act = {"confirm": _confirm, "end": _end}.get(request.POST.get("action", ""), _enter)
    if request.method == "POST":
        return act(request)
    return _drawn(request, {}, [])


def _confirm(request: HttpRequest) -> HttpResponse:
    visitor, number = visitor_of(request), request.POST.get("number", "")[:24]
    try:
        done = mandating.confirm_guardian(
            number=number, clerk=visitor.account, agency=visitor.agency, now=clock.now()
        )
    except actions.NotAnother:
        return HttpResponseRedirect(f"{HERE}?done=own")
    return HttpResponseRedirect(f"{HERE}?done={'confirmed' if done else 'gone'}")


def _end(request: HttpRequest) -> HttpResponse:
    visitor, number = visitor_of(request), request.POST.get("number", "")[:24]
    done = mandating.refuse_guardian(
        number=number, clerk=visitor.account, agency=visitor.agency, now=clock.now()
    )
    return HttpResponseRedirect(f"{HERE}?done={'ended' if done else 'gone'}")


def _enter(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    until = posted(request.POST, "until", "date")
    typed = naming.typed_of(request, SIDES) | {"until": until}
    judged = naming.judged_of(typed, SIDES, clock.local_date(now))
    errors = naming.faults_of(judged, typed["proof"])
    if _day(until) is None:
        errors.append(("until", _("请填写授权到哪一天，最长一年")))
    errors = errors or _entered(request, typed, judged, now)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(f"{HERE}?done=entered")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entered(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, naming.Judged], now: datetime
) -> Errors:
    visitor, until = visitor_of(request), _day(typed["until"])
    assert until is not None  # noqa: S101
    who = naming.named(typed, "ward", judged["ward"])
    ward, fault = naming.found(request, who, "ward_id_number", "entering a guardian", now)
    if ward is None:
        return fault
    try:
        actions.enter_guardian(
            ward=ward.number,
            ward_name=ward.name,
            guardian=naming.named(typed, "guardian", judged["guardian"]),
            terms=actions.Terms(items=(), acts=(Act.LOOK, Act.FILE), until=until),
            proof=typed["proof"],
            clerk=visitor.account,
            agency=visitor.agency,
            now=now,
            today=clock.local_date(now),
        )
    except actions.TooLong:
        return [("until", _("最长一年，并且不能早于今天"))]
    except actions.AlreadyGiven:
        return [("guardian_id_number", _("已经登记过这位监护人"))]
    return []


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    done = str(DONE.get(request.GET.get("done", ""), ""))
    return naming.drawn(request, "guardians", queries.guardians_of_agency, done, typed, errors)
