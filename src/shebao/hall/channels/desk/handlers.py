"""``/desk/handlers/``: handlers of an employer entered with its sealed letter (6.2.2)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.exchange.port import Employer, FindEmployer, Unreachable, ask_one
from shebao.hall.channels.desk import naming
from shebao.hall.channels.desk.naming import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.posted import posted
from shebao.hall.office.accounts import queries
from shebao.hall.office.accounts.mandate_kinds import Nature
from shebao.hall.office.connections import outside
from shebao.law.text import without_blanks

HERE = "/desk/handlers/"
DONE = {
    "entered": gettext_lazy("已登记，等另一名工作人员核对"),
    "confirmed": gettext_lazy("已核对，经办人登录后接受即可办事"),
    "ended": gettext_lazy("已停止，立即生效"),
    "own": gettext_lazy("您登记的要由另一名工作人员核对"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
SIDES = ("handler",)


@gate.clerk
@require_http_methods(["GET", "POST"])
def handlers(request: HttpRequest) -> HttpResponse:
    """The list of this agency, and the form; each button is one act."""
    if request.method != "POST":
        return _drawn(request, {}, [])
    if request.POST.get("action") in naming.ACTS:
        return HttpResponseRedirect(f"{HERE}?done={naming.acted(request)}")
    now = clock.now()
    typed = naming.typed_of(request, SIDES) | {
        "until": posted(request.POST, "until", "date"),
        "code": without_blanks(request.POST.get("code", "")[: naming.LONGEST]).upper(),
    }
    judged = naming.judged_of(typed, SIDES, clock.local_date(now))
    errors = naming.faults_of(judged, typed) or _entered(request, typed, judged, now)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(f"{HERE}?done=entered")


def _entered(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, naming.Judged], now: datetime
) -> Errors:
    employer, fault = _found(typed["code"])
    if employer is None:
        return fault
    handler = naming.named(typed, "handler", judged["handler"])
    principal = (employer.number, employer.name)
    return naming.entered(request, Nature.HANDLER, principal, handler, typed, now)


def _found(code: str) -> tuple[Employer | None, Errors]:
    try:
        employer = ask_one(outside().insurance, FindEmployer(code=code)).value if code else None
    except Unreachable:
        return None, [("", _("社保系统暂时连不上，请过一会儿再登记，填的内容还在"))]
    if employer is None:
        return None, [("code", _("没有查到这个统一社会信用代码的参保单位，请核对"))]
    return employer, []


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    done = str(DONE.get(request.GET.get("done", ""), ""))
    return naming.drawn(request, "handlers", queries.handlers_of_agency, done, typed, errors)
