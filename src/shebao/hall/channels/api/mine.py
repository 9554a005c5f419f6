"""The caller themselves: who they are, their messages, and who looked at their data (6.3.2)."""

from functools import partial

from django.http import HttpRequest
from ninja import Router

from shebao.hall.channels.api.declaring import OWN, answers
from shebao.hall.channels.api.door import READ, caller_of, note_look
from shebao.hall.channels.api.paging import After, Size, whole_page
from shebao.hall.channels.api.records import Looks, Me, Messages
from shebao.hall.kit import clock
from shebao.hall.office.accounts.queries import handled_employers
from shebao.hall.office.audit.queries import about
from shebao.hall.office.notices.queries import inbox

router = Router(tags=["我"])


@router.get(
    "/me",
    operation_id="read_me",
    summary="我是谁，现在为谁办事，有哪些权限",
    auth=READ,
    response=answers(200, Me, *OWN),
)
def read_me(request: HttpRequest) -> Me:
    """The account behind the token or session."""
    caller, now = caller_of(request), clock.now()
    visitor = caller.visitor
    note_look(caller, "account", now=now)
    return Me(
        account=visitor.account,
        name=visitor.name,
        subject=visitor.subject,
        subject_name=visitor.subject_name,
        acts_for_employer=visitor.acts_for_employer,
        mandate=visitor.mandate,
        may_only_look=visitor.may_only_look,
        employers=handled_employers(visitor.person, today=clock.local_date(now)),
        scopes=caller.scopes,
        token=caller.token,
    )


@router.get(
    "/messages",
    operation_id="list_messages",
    summary="我的消息",
    auth=READ,
    response=answers(200, Messages, *OWN, 422),
)
def list_messages(request: HttpRequest, after: After = "", size: Size = 20) -> Messages:
    """One's inbox, newest first; reading it here does not mark anything as read."""
    read = partial(inbox, after=after, size=size)
    page = whole_page(request, "messages", after=after, read=read)
    return Messages(rows=page.rows, next_after=page.next_after)


@router.get(
    "/access-log",
    operation_id="list_looks",
    summary="谁看过我的信息",
    auth=READ,
    response=answers(200, Looks, *OWN, 422),
)
def list_looks(request: HttpRequest, after: After = "", size: Size = 20) -> Looks:
    """Who did or saw what about the subject, when, why, by which channel."""
    read = partial(about, after=after, size=size)
    page = whole_page(request, "access log", after=after, read=read)
    return Looks(rows=page.rows, next_after=page.next_after)
