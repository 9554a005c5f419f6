"""The checkpoints over the trail, for everybody to keep (6.3.2)."""

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from shebao.hall.channels.api.declaring import PUBLIC, answers
from shebao.hall.channels.api.door import anybody
from shebao.hall.channels.api.paging import After, Size, public_page
from shebao.hall.channels.api.records import Checkpoints, TrailCheckpoint
from shebao.hall.office.audit import proving, queries
from shebao.hall.office.connections import outside

router = Router(tags=["留痕"])


@router.get(
    "/trail/checkpoints",
    operation_id="list_checkpoints",
    summary="留痕检查点，最近的在最前",
    auth=None,
    response=answers(200, Checkpoints, *PUBLIC, 422),
)
@decorate_view(anybody)
def list_checkpoints(request: HttpRequest, after: After = "", size: Size = 20) -> Checkpoints:
    """Each checkpoint's number, time, entries and root."""
    page = public_page(after, lambda key: queries.checkpoints(after=key, size=size))
    return Checkpoints(rows=page.rows, next_after=page.next_after)


@router.get(
    "/trail/checkpoints/{int:number}",
    operation_id="read_checkpoint",
    summary="一个留痕检查点，连同签名、公钥和各流的末尾",
    auth=None,
    response=answers(200, TrailCheckpoint, *PUBLIC, 404),
)
@decorate_view(anybody)
def read_checkpoint(request: HttpRequest, number: int) -> TrailCheckpoint:
    """All it takes to check it; keep it elsewhere, and a later change of the trail shows."""
    return TrailCheckpoint(**proving.published(number, known=outside().trail_known))
