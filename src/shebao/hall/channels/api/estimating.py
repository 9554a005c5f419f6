"""The pension what-if for programs (5.4.3d): the same record as the page and the paper."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.declaring import OWN, answers
from shebao.hall.channels.api.door import CHANNEL, READ, caller_of, demand_whole
from shebao.hall.channels.api.problems import Refused
from shebao.hall.channels.api.records import Wished
from shebao.hall.kit import clock
from shebao.hall.office.catalogue.estimating import Estimate
from shebao.hall.office.catalogue.forms import FieldError
from shebao.hall.office.connections import outside
from shebao.hall.office.records import estimating

router = Router(tags=["我"])


@router.get(
    "/me/estimate",
    operation_id="read_estimate",
    summary="养老金测算：什么时候能领、每月大约多少，仅供参考",
    auth=READ,
    response=answers(200, Estimate, *OWN, 422, 503),
)
def read_estimate(request: HttpRequest, wished: Annotated[Wished, Query()]) -> Estimate:
    """The estimate of one's own record, for one wish; sums are fen a month and never binding."""
    caller = caller_of(request)
    demand_whole(caller.visitor)
    if caller.visitor.acts_for_employer:
        raise Refused(403, "person_only", "养老金测算只供本人查询。请切换到本人再查。")
    asked = estimating.estimate(
        visitor=caller.visitor,
        insurance=outside().insurance,
        channel=CHANNEL,
        now=clock.now(),
        wishes=[wished.model_dump(exclude={"group"})],
        group=wished.group or "",
    )
    if asked.faults:
        raise problems.unfit(
            FieldError(field=fault.field, words=fault.words) for _, fault in asked.faults
        )
    return asked.estimate
