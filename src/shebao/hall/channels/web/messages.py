"""``/my/msg/``: the inbox (5.4.4, 5.3.1c): what happened, what to do, by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.hall.channels.web.door import page_after
from shebao.hall.kit import clock, gate
from shebao.hall.office.notices import actions, queries


@gate.whole
def inbox(request: HttpRequest) -> HttpResponse:
    """All my messages, newest first."""
    subject = gate.visitor_of(request).subject
    page = page_after(request, lambda after: queries.inbox(subject, after=after))
    context = {
        "page": page,
        "unread": queries.unread(subject),
        "is_first": not request.GET.get("after"),
    }
    return render(request, "web/inbox.html", context)


@gate.whole
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; opening it marks it read."""
    subject = gate.visitor_of(request).subject
    found = queries.message(subject, pk)
    actions.mark_read(subject=subject, pk=pk, now=clock.now())
    return render(request, "web/message.html", {"message": found})
