"""Messages that no carrier took, and how quickly the others left (5.4.4, 6.5.4)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.tongues import told
from shebao.hall.office.notices import actions, queries
from shebao.hall.office.notices.wishes import TOPIC_WORDS, WAY_WORDS

DONE = {"one": _("已重新发送，稍后会再试"), "none": _("没有可以重新发送的，可能别人已经发过了")}
LATELY = timedelta(days=7)


@gate.operator
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """``/manage/messages/``: dead letters, newest first, without whom they were for."""
    now = clock.now()
    if request.method == "POST":
        actor = visitor_of(request).account
        pk = request.POST.get("pk", "")
        sent = pk.isdecimal() and actions.replay(pk=int(pk[:18]), actor=actor, now=now)
        return HttpResponseRedirect(href_with("manage:messages", done="one" if sent else "none"))
    after = request.GET.get("after", "")[:200]
    page = queries.dead_letters(after=after)
    context = {
        "rows": [(row, _way(row.way), told(TOPIC_WORDS.get(row.topic, "—"))) for row in page.rows],
        "next_href": href_with("manage:messages", after=page.next_after) if page.next_after else "",
        "first_href": href_with("manage:messages") if after else "",
        "speeds": [
            (_way(one.way), one.sent, one.percent)
            for one in queries.punctuality(since=now - LATELY)
        ],
        "done": done_words(request, DONE),
    }
    return draw(request, "manage/messages.html", context, section="messages")


def _way(code: str) -> str:
    return told(WAY_WORDS.get(code, code))
