"""Accounts that cannot sign in just now, and letting them in again (6.2.5c)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.office.accounts import actions, queries

DONE = {"unlocked": _("已解锁，现在可以登录了。密码没有变"), "none": _("这个账号没有锁着")}


@gate.security
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """``/manage/users/``: accounts that are locked or have failed lately; names stay covered."""
    after = request.GET.get("after", "")[:200]
    page = queries.troubled_accounts(now=clock.now(), after=after)
    context = {
        "rows": page.rows,
        "next_href": href_with("manage:users", after=page.next_after) if page.next_after else "",
        "first_href": href_with("manage:users") if after else "",
        "done": done_words(request, DONE),
    }
    return draw(request, "manage/users.html", context, section="users")


@gate.security
@require_POST
def unlocking(request: HttpRequest, number: str) -> HttpResponse:
    """``/manage/users/<number>/unlocking/``: let the account sign in again at once."""
    was_locked = actions.unlock(number=number, actor=visitor_of(request).account, now=clock.now())
    done = "unlocked" if was_locked else "none"
    return HttpResponseRedirect(href_with("manage:users", done=done))
