"""What is on its way to the core, and what was given up and may be sent again (6.4.4, 6.5.4)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.office.applications import jobs, queries

STATES = {
    "dead": _("送不出去"),
    "waiting": _("等待发送"),
    "started": _("对方办理中"),
    "refused": _("对方退回"),
    "done": _("已入账"),
}
DONE = {"one": _("已重新发送，稍后会再试"), "all": _("已全部重新发送，稍后会再试"),
        "none": _("没有可以重新发送的，可能别人已经发过了")}  # fmt: skip


@gate.operator
@require_GET
def postings(request: HttpRequest) -> HttpResponse:
    """``/manage/postings/``: one state at a time, newest first; no values, they are personal."""
    state = request.GET.get("state", "dead")
    state = state if state in STATES else "dead"
    after = request.GET.get("after", "")[:200]
    page = queries.postings(state, after=after)
    context = {
        "state": state,
        "states": [
            (words, href_with("manage:postings", state=code), code == state)
            for code, words in STATES.items()
        ],
        "rows": page.rows,
        "next_href": href_with("manage:postings", state=state, after=page.next_after)
        if page.next_after
        else "",
        "first_href": href_with("manage:postings", state=state) if after else "",
        "numbers": queries.posting_numbers(),
        "done": done_words(request, DONE),
    }
    return draw(request, "manage/postings.html", context, section="postings")


@gate.operator
@require_http_methods(["GET", "POST"])
def replaying(request: HttpRequest) -> HttpResponse:
    """``/manage/postings/replaying/``: ask, then send one or all given-up postings again."""
    key = request.POST.get("key", request.GET.get("key", ""))[:64]
    if request.method == "GET":
        context = {"key": key, "count": queries.posting_numbers().dead}
        return draw(request, "manage/replaying.html", context, section="postings")
    actor, now = visitor_of(request).account, clock.now()
    keys = (key,) if key else queries.dead_keys()
    sent = sum(jobs.replay(key=one, actor=actor, now=now) for one in keys)
    done = ("one" if key else "all") if sent else "none"
    return HttpResponseRedirect(href_with("manage:postings", state="dead", done=done))
