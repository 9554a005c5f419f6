"""What would turn a refusal, for programs (5.3.1c)."""

from django.http import HttpRequest
from ninja import Router, Schema

from shebao.hall.channels.api.declaring import OWN, answers
from shebao.hall.channels.api.door import READ, caller_of, note_look
from shebao.hall.kit import clock
from shebao.hall.office.applications import access, queries
from shebao.hall.office.catalogue.turning import Way
from shebao.hall.office.connections import outside

router = Router(tags=["我的办件"])


class Ways(Schema):
    """The easiest first; one without steps means that it would be right today."""

    may_be_turned: bool
    ways: list[Way]


@router.get(
    "/applications/{number}/ways",
    operation_id="list_ways",
    summary="怎样才能办成：能改变规则所作的不予办理的最小变化",
    auth=READ,
    response=answers(200, Ways, *OWN, 404, 503),
)
def list_ways(request: HttpRequest, number: str) -> Ways:
    """Found by letting the same rules judge again on today's record."""
    caller, now = caller_of(request), clock.now()
    case = access.own_case(number, visitor=caller.visitor)
    note_look(caller, "case", now=now, case=case.number)
    found = queries.ways_on(case, insurance=outside().insurance, today=clock.local_date(now))
    return Ways(may_be_turned=queries.may_be_turned(case), ways=list(found))
