"""Filing by programs (5.3.1a): safe to repeat by the caller's own key, materials beforehand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Header, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.declaring import FORM, answers
from shebao.hall.channels.api.door import CHANNEL, FILE, caller_of
from shebao.hall.channels.api.problems import Refused
from shebao.hall.channels.api.records import KEY_PATTERN, CaseState, Filing, state_of
from shebao.hall.channels.api.skin import JSON, MULTIPART, taking
from shebao.hall.kit import clock
from shebao.hall.kit.fields import ring
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.applications import access, actions, queries
from shebao.hall.office.applications.queries import Progress, UploadCard
from shebao.hall.office.catalogue import queries as catalogue
from shebao.hall.office.catalogue.forms import FieldError, clean
from shebao.hall.office.catalogue.item import Audience, Channel, Item
from shebao.hall.office.catalogue.queries import Pinned
from shebao.hall.office.connections import outside

router = Router(tags=["办理"])
KEY_TAKEN = "这个幂等键已经用来办过另一件事（{number}）。重发请保持内容不变，办新的请换一个键。"


@router.post(
    "/items/{slug}/applications",
    operation_id="file_application",
    summary="提交申请",
    auth=FILE,
    response={201: CaseState, **answers(200, CaseState, *FORM, 404)},
)
@decorate_view(taking(JSON))
def file_application(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    body: Filing,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", pattern=KEY_PATTERN)
    ] = None,
) -> Status[CaseState]:
    """File a case: 201 once, 200 whenever the same key comes again, 409 with other content.

    An instant service is decided before the answer. While the core system is out of reach the
    case is filed as waiting, and decided later.
    """
    visitor, now = caller_of(request).visitor, clock.now()
    token = stored_token(visitor, key_of(body.token, idempotency_key), "api-filing")
    filed = _filed_before(token, visitor)
    status = 200 if filed else 201
    if filed is None:
        filed = _file(slug, body, token=token, visitor=visitor, now=now)
    _demand_same(filed, slug, body)
    response["Location"] = f"/api/v1/applications/{filed.number}"
    return Status(status, state_of(filed))


def key_of(in_body: str | None, in_header: str | None) -> str:
    """The caller's key, from the body or the header. Raises ``Refused`` (422) for none or two."""
    key = in_body or in_header
    if key is None:
        raise problems.unfit_field("token", "请给这次提交一个幂等键，重发时保持不变")
    if in_header not in (None, key):
        raise problems.unfit_field("token", "和 Idempotency-Key 头里的不一样，请只用一个")
    return key


def stored_token(visitor: Visitor, key: str, what: str) -> str:
    """The caller's key as it is kept: its own for every account and subject, never guessable."""
    return ring().blind(f"{what}:{visitor.account}:{visitor.subject}:{key}")[:32]


def _filed_before(token: str, visitor: Visitor) -> Progress | None:
    number = queries.filed_with(token, subject=visitor.subject)
    return _progress(number, visitor) if number else None


def _progress(number: str, visitor: Visitor) -> Progress:
    return queries.progress(access.own_case(number, visitor=visitor))


def _file(slug: str, body: Filing, *, token: str, visitor: Visitor, now: datetime) -> Progress:
    pinned = offered(slug, visitor)
    errand = actions.Errand(
        pinned=pinned,
        visitor=visitor,
        answers=cleaned(pinned.item, body.answers, today=clock.local_date(now)),
        token=token,
        channel=CHANNEL,
        default_agency=settings.SHEBAO_AGENCY,
        risk_confirmed=body.risk_confirmed,
    )
    number = actions.file_case(errand=errand, outside=outside(), now=now)
    return _progress(number, visitor)


def _demand_same(filed: Progress, slug: str, body: Filing) -> None:
    """What is filed under this key is what was sent now; judged on the day it was filed."""
    item = catalogue.pinned(filed.item, filed.version).item
    day = clock.local_date(filed.submitted_at)
    is_same = filed.item == slug and _asked(item, body.answers, day) == dict(filed.answers)
    if not is_same:
        raise Refused(409, "key_taken", KEY_TAKEN.format(number=filed.number))


def _asked(item: Item, answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    return dict(clean(item, answers, today=day).answers)


def offered(slug: str, visitor: Visitor) -> Pinned:
    """The service, if programs may file it for this subject. Raises ``Refused`` (422)."""
    pinned = catalogue.current(slug)
    if Channel.API not in pinned.item.channels:
        ways = pinned.item.elements.ways
        raise problems.unfit_field("item", f"这件事不能通过接口办。可以这样办：{ways}")
    wanted = Audience.EMPLOYER if visitor.acts_for_employer else Audience.PERSON
    if wanted not in pinned.item.audience:
        words = "这件事由个人办理" if visitor.acts_for_employer else "这件事由单位办理"
        raise problems.unfit_field("item", f"{words}，请换一个身份再办。")
    item = pinned.item
    if not visitor.may_file(item.slug, is_for_others_too=item.may_act_for_another):
        raise not_mandated()
    return pinned


def not_mandated() -> Refused:
    """The mandate does not reach so far (5.4.1.5)."""
    return Refused(403, "not_mandated", "授权不包括这件事，或者按规定要由本人办理。")


def cleaned(item: Item, answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The answers as they are stored. Raises ``Refused`` (422) with every fault at once."""
    known = {field.name for field in item.fields}
    errors = [
        FieldError(field=f"answers.{name}", words="表里没有这一项，请去掉")
        for name in answers
        if name not in known
    ]
    found = clean(item, answers, today=today)
    errors += [FieldError(field=f"answers.{one.field}", words=one.words) for one in found.errors]
    if errors:
        raise problems.unfit(errors)
    return dict(found.answers)


@router.post(
    "/items/{slug}/materials/{code}",
    operation_id="add_material",
    summary="上传材料，提交申请前用",
    auth=FILE,
    response=answers(201, UploadCard, *FORM, 404, 503),
)
@decorate_view(taking(MULTIPART))
def add_material(
    request: HttpRequest, slug: str, code: str, file: Annotated[UploadedFile, File()]
) -> Status[UploadCard]:
    """Send one file (PDF, JPEG or PNG, at most 10 MB); a newer one takes the older one's place."""
    visitor, now = caller_of(request).visitor, clock.now()
    item = offered(slug, visitor).item
    demand_material(code, wanted={one.code for one in item.materials if one.form != "original"})
    kept = actions.add_upload(
        subject=visitor.subject, item=slug, case=None, material=code, file_name=file.name or "",
        content=file.read(), scanner=outside().scanner, now=now,
    )  # fmt: skip
    return Status(201, upload_card(kept.number, visitor=visitor, item=slug))


def demand_material(code: str, *, wanted: set[str]) -> None:
    """This material is one that may be sent. Raises ``Refused`` (404)."""
    if code not in wanted:
        raise problems.not_there()


def upload_card(number: str, *, visitor: Visitor, item: str, case: str = "") -> UploadCard:
    """The record of a file just sent; gone again only if a still newer one came meanwhile."""
    found = queries.uploads(subject=visitor.subject, item=item, case=case)
    card = next((one for one in found if one.number == number), None)
    if card is None:
        raise Refused(409, "replaced", "同一份材料刚刚又传了一次，以后一次为准。")
    return card
