"""The clerk's own pages: the keys, and what they have done today and this week."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.hall.channels.desk import times
from shebao.hall.channels.desk.frame import KEYS, draw
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.preferences import preferences
from shebao.hall.office.applications import queries


@gate.desk
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """``/desk/keys/``: every single-key shortcut, and the switch that turns them off."""
    rows = [
        *KEYS,
        (("N",), _("不予办理")),
        (("/",), _("跳到查找框")),
        (("?",), _("打开这一页")),
    ]
    context = {"rows": rows, "is_on": preferences(request).keys == "on"}
    return draw(request, "desk/keys.html", context, section="keys", now=clock.now())


@gate.desk
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """``/desk/me/``: what I closed, what I hold, and the way out."""
    now, visitor = clock.now(), visitor_of(request)
    today = times.start_of_day(now)
    week = today - timedelta(days=today.weekday())
    context = {
        "today": queries.closed_by(visitor.account, since=today),
        "week": queries.closed_by(visitor.account, since=week),
    }
    return draw(request, "desk/me.html", context, section="me", now=now)
