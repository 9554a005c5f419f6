"""``/desk/joinings/``: one person under two numbers, joined by one clerk and another (6.2.1)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.desk import naming
from shebao.hall.channels.desk.naming import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.operations import mandating

HERE = "/desk/joinings/"
DONE = {
    "entered": gettext_lazy("已登记，等另一名工作人员核对"),
    "confirmed": gettext_lazy("已合并：两个号码都登录同一个账号，另一个账号已关闭"),
    "ended": gettext_lazy("已分开，两个号码各是各的"),
    "own": gettext_lazy("您登记的要由另一名工作人员核对"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
SIDES = ("kept", "other")
PURPOSE = "joining two numbers"


@gate.clerk
@require_http_methods(["GET", "POST"])
def joinings(request: HttpRequest) -> HttpResponse:
    """The list of this agency, and the form; each button is one act."""
    if request.method != "POST":
        return _drawn(request, {}, [])
    if request.POST.get("action") in naming.ACTS:
        return HttpResponseRedirect(f"{HERE}?done={_acted(request)}")
    now = clock.now()
    typed = naming.typed_of(request, SIDES)
    judged = naming.judged_of(typed, SIDES, clock.local_date(now))
    errors = naming.faults_of(judged, typed) or _entered(request, typed, judged, now)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(f"{HERE}?done=entered")


def _acted(request: HttpRequest) -> str:
    visitor, now = visitor_of(request), clock.now()
    terms: dict[str, Any] = {
        "number": request.POST.get("number", "")[:24], "clerk": visitor.account,
        "agency": visitor.agency, "now": now,
    }  # fmt: skip
    if request.POST["action"] == "end":
        return "ended" if actions.end_joining(**terms) else "gone"
    try:
        return "confirmed" if mandating.confirm_joining(**terms) else "gone"
    except actions.NotAnother:
        return "own"


def _entered(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, naming.Judged], now: datetime
) -> Errors:
    people = {}
    for side in SIDES:
        who = naming.named(typed, side, judged[side])
        person, fault = naming.found(request, who, f"{side}_id_number", PURPOSE, now)
        if person is None:
            return fault
        people[side] = person
    visitor = visitor_of(request)
    try:
        actions.ask_joining(
            kept=people["kept"], other=people["other"], proof=typed["proof"],
            clerk=visitor.account, agency=visitor.agency, now=now,
        )  # fmt: skip
    except actions.NotYourself:
        return [("other_id_number", _("社保系统里这已经是同一个人，不用合并"))]
    except actions.NoAccount:
        return [("kept_id_number", _("保留的这一边还没有开通账号。请先开通，或者两边对调"))]
    except actions.AlreadyJoined:
        return [("other_id_number", _("这两个号码里已有一个在合并，或者合并过了"))]
    return []


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    done = str(DONE.get(request.GET.get("done", ""), ""))
    return naming.drawn(request, "joinings", queries.joinings_of_agency, done, typed, errors)
