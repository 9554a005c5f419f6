"""One's own papers (5.4.2.1): the wallet, one paper, its sealed file."""

from base64 import b64encode
from functools import partial
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Router

from shebao.hall.channels.api.declaring import OWN, answers, pdf
from shebao.hall.channels.api.door import CHANNEL, READ, caller_of, note_look
from shebao.hall.channels.api.paging import After, Size, whole_page
from shebao.hall.channels.api.records import Menu, Papers
from shebao.hall.kit import clock
from shebao.hall.office.applications import access
from shebao.hall.office.documents import actions, queries
from shebao.hall.office.documents.queries import PaperCard

router = Router(tags=["单证"])


@router.get(
    "/papers",
    operation_id="list_papers",
    summary="我的单证",
    auth=READ,
    response=answers(200, Papers, *OWN, 422),
)
def list_papers(
    request: HttpRequest, menu: Menu | None = None, after: After = "", size: Size = 20
) -> Papers:
    """One's vouchers and certificates, newest first."""
    read = partial(queries.wallet, menu=menu, after=after, size=size)
    page = whole_page(request, "papers", after=after, read=read)
    return Papers(rows=page.rows, next_after=page.next_after)


@router.get(
    "/papers/{number}",
    operation_id="read_paper",
    summary="一份单证：状态、防伪码、有效期",
    auth=READ,
    response=answers(200, PaperCard, *OWN, 404),
)
def read_paper(request: HttpRequest, number: str) -> PaperCard:
    """What there is to know of a paper besides its file."""
    caller, now = caller_of(request), clock.now()
    found = access.own_paper(number, visitor=caller.visitor)
    note_look(caller, "paper", now=now, case=found.case)
    return found


@router.get(
    "/papers/{number}/file",
    operation_id="read_paper_file",
    summary="下载盖章的 PDF",
    auth=READ,
    response=answers(200, None, *OWN, 404, 409),
    openapi_extra=pdf(),
)
def read_paper_file(request: HttpRequest, number: str) -> HttpResponse:
    """The sealed file, byte for byte as it was issued; 409 for the moments before it is."""
    caller, now = caller_of(request), clock.now()
    found = access.own_paper(number, visitor=caller.visitor)
    file = actions.hand_out(
        number=found.number, actor=caller.visitor.account, purpose="reading own paper",
        channel=CHANNEL, now=now,
    )  # fmt: skip
    digest = b64encode(bytes.fromhex(file.digest)).decode()
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    return HttpResponse(file.content, content_type="application/pdf", headers=headers)
