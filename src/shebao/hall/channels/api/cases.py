"""One's own cases (5.2.1): how they stand, and what an applicant can do with them."""

from functools import partial
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from shebao.hall.channels.api.declaring import FORM, OWN, answers
from shebao.hall.channels.api.door import CHANNEL, FILE, READ, caller_of, note_look
from shebao.hall.channels.api.filing import cleaned, demand_material, upload_card
from shebao.hall.channels.api.paging import After, Size, own_page
from shebao.hall.channels.api.records import Case, Cases, CaseState, Supplement, state_of
from shebao.hall.channels.api.skin import JSON, MULTIPART, taking
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.applications import access, actions, queries
from shebao.hall.office.applications.queries import UploadCard
from shebao.hall.office.catalogue.queries import pinned
from shebao.hall.office.connections import outside
from shebao.hall.office.documents.queries import papers_of

router = Router(tags=["我的办件"])


@router.get(
    "/applications",
    operation_id="list_applications",
    summary="我的办件",
    auth=READ,
    response=answers(200, Cases, *OWN, 422),
)
def list_applications(request: HttpRequest, after: After = "", size: Size = 20) -> Cases:
    """One's cases, newest first."""
    read = partial(queries.my_cases, after=after, size=size)
    page = own_page(request, "cases", after=after, read=read, is_dated=True)
    return Cases(rows=page.rows, next_after=page.next_after)


@router.get(
    "/applications/{number}",
    operation_id="read_application",
    summary="一件办件：进度、时间线、由谁办到哪天、决定和依据",
    auth=READ,
    response=answers(200, Case, *OWN, 404),
)
def read_application(request: HttpRequest, number: str) -> Case:
    """A case whole, as its applicant sees it on every channel."""
    caller, now = caller_of(request), clock.now()
    case = access.own_case(number, visitor=caller.visitor)
    note_look(caller, "case", now=now, case=case.number)
    return Case(
        progress=queries.progress(case),
        decisions=queries.decisions(case.number),
        papers=papers_of(case.number),
    )


@router.post(
    "/applications/{number}/withdrawal",
    operation_id="withdraw_application",
    summary="撤回申请",
    auth=FILE,
    response=answers(200, CaseState, 400, 401, 403, 404, 409, 413, 429),
)
def withdraw_application(request: HttpRequest, number: str) -> CaseState:
    """Take a case back as long as nobody has passed it; repeating changes nothing."""
    visitor, now = caller_of(request).visitor, clock.now()
    case = access.own_case(number, visitor=visitor)
    actions.withdraw(case, account=visitor.account, channel=CHANNEL, outside=outside(), now=now)
    return _state(number, visitor)


@router.post(
    "/applications/{number}/review",
    operation_id="ask_for_a_person",
    summary="请工作人员复核规则作出的不予办理",
    auth=FILE,
    response=answers(200, CaseState, 400, 401, 403, 404, 409, 413, 429),
)
def ask_for_a_person(request: HttpRequest, number: str) -> CaseState:
    """After a refusal by rules, once: let a person decide (PIPL art. 24)."""
    visitor, now = caller_of(request).visitor, clock.now()
    case = access.own_case(number, visitor=visitor)
    actions.ask_for_a_person(
        case, account=visitor.account, channel=CHANNEL, outside=outside(), now=now
    )
    return _state(number, visitor)


@router.post(
    "/applications/{number}/supplement",
    operation_id="send_supplement",
    summary="补正完成，继续审核",
    auth=FILE,
    response=answers(200, CaseState, *FORM, 404),
)
@decorate_view(taking(JSON))
def send_supplement(request: HttpRequest, number: str, body: Supplement) -> CaseState:
    """Send the case back to the clerk once everything that was asked for is there."""
    visitor, now = caller_of(request).visitor, clock.now()
    case = access.own_case(number, visitor=visitor)
    stands = queries.progress(case)
    item = pinned(stands.item, stands.version).item
    given = {**stands.answers, **body.answers}
    actions.send_supplement(
        case,
        account=visitor.account,
        channel=CHANNEL,
        answers=cleaned(item, given, today=clock.local_date(now)) if body.answers else {},
        outside=outside(),
        now=now,
    )
    return _state(number, visitor)


@router.post(
    "/applications/{number}/materials/{code}",
    operation_id="add_case_material",
    summary="上传工作人员要求补正的材料",
    auth=FILE,
    response=answers(201, UploadCard, *FORM, 404, 503),
)
@decorate_view(taking(MULTIPART))
def add_case_material(
    request: HttpRequest, number: str, code: str, file: Annotated[UploadedFile, File()]
) -> Status[UploadCard]:
    """Send one file that was asked for; then ``/supplement`` says that all is there."""
    visitor, now = caller_of(request).visitor, clock.now()
    case = access.own_case(number, visitor=visitor)
    stands = queries.progress(case)
    offered = pinned(stands.item, stands.version).item.materials
    wanted = {one.code for one in offered} | {want["material"] for want in stands.wants}
    demand_material(code, wanted=wanted - {""})
    kept = actions.add_upload(
        subject=visitor.subject, item=stands.item, case=case, material=code,
        file_name=file.name or "", content=file.read(), scanner=outside().scanner, now=now,
    )  # fmt: skip
    card = upload_card(kept.number, visitor=visitor, item=stands.item, case=stands.number)
    return Status(201, card)


def _state(number: str, visitor: Visitor) -> CaseState:
    return state_of(queries.progress(access.own_case(number, visitor=visitor)))
