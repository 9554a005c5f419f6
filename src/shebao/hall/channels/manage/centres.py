"""``/manage/centres/``: centres with their counters, and closing one for a day (5.1a)."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.posted import posted
from shebao.hall.office.agencies.centres import NoSuchCentre, booking_counters, centres, days_off
from shebao.hall.office.appointments.actions import close_day
from shebao.hall.office.appointments.queries import numbers_of_centres
from shebao.hall.office.appointments.rules import bookable_days

DONE = {"closed": gettext_lazy("这一天已关闭，每位预约的人都收到了消息和新的位置")}
Errors = list[tuple[str, str]]


@gate.operator
@require_http_methods(["GET", "POST"])
def manage_centres(request: HttpRequest) -> HttpResponse:
    """Every centre with its counters, days off and the queue so far; the form closes one day."""
    errors = _closed(request) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        return HttpResponseRedirect(href_with("manage:centres", done="closed"))
    today = clock.local_date(clock.now())
    days = (today, *bookable_days(today))
    rows = [(one, len(booking_counters(one.code)), days_off(one.code, days)) for one in centres()]
    queues = numbers_of_centres([one.code for one, _count, _off in rows], today)
    context = {
        "rows": rows,
        "queues": [(one.name, queues[one.code]) for one, _count, _off in rows],
        "choices": [(one.code, one.name) for one, _count, _off in rows],
        "chosen": request.POST.get("centre", ""),
        "day": posted(request.POST, "day", "date"),
        "why": request.POST.get("why", "").strip()[:80],
        "errors": errors,
        "by_field": dict(errors),
        "done": done_words(request, DONE),
    }
    status = 422 if errors else 200
    return draw(request, "manage/centres.html", context, section="centres", status=status)


def _closed(request: HttpRequest) -> Errors:
    now = clock.now()
    why = request.POST.get("why", "").strip()[:80]
    try:
        day = date.fromisoformat(posted(request.POST, "day", "date"))
    except ValueError:
        return [("day", _("请填写要关闭的日期"))]
    if day < clock.local_date(now):
        return [("day", _("这一天已经过去了"))]
    if len(why) < 2:
        return [("why", _("请写明原因，会告诉每位预约的人，例如“停电”"))]
    try:
        close_day(
            code=request.POST.get("centre", "")[:24], day=day, why=why,
            actor=visitor_of(request).account, now=now,
        )  # fmt: skip
    except NoSuchCentre:
        return [("centre", _("请选择网点"))]
    return []
