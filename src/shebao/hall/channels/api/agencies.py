"""The agencies, for anybody (5.6.1c)."""

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from shebao.hall.channels.api.declaring import PUBLIC, answers
from shebao.hall.channels.api.door import anybody
from shebao.hall.channels.api.records import Agencies
from shebao.hall.office.agencies import queries

router = Router(tags=["经办机构"])


@router.get(
    "/agencies",
    operation_id="list_agencies",
    summary="经办机构：地址、时间、电话",
    auth=None,
    response=answers(200, Agencies, *PUBLIC),
)
@decorate_view(anybody)
def list_agencies(request: HttpRequest) -> Agencies:
    """All agencies by code."""
    return Agencies(rows=queries.agencies())
