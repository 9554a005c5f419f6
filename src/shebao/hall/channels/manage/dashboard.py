"""Is everything all right? Health, what waits, what failed, and alarms in words (6.5.4)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shebao.hall.channels.manage.frame import draw
from shebao.hall.kit import clock, gate
from shebao.hall.office.connections import outside
from shebao.hall.office.operations.queries import alarms, health


@gate.operator
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """``/manage/``: how the system is at this moment."""
    now = clock.now()
    found = health(insurance=outside().insurance, calendar=outside().calendar, now=now)
    context = {"health": found, "alarms": alarms(found), "now": now}
    return draw(request, "manage/dashboard.html", context, section="dashboard")
