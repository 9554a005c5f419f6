"""Files people send with a form: each is judged by the office, each refusal says what to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shebao.hall.channels.web.work import Errors, Work, field_of, sendable
from shebao.hall.gateways.scan.port import ScannerDown
from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.applications import access, actions
from shebao.hall.office.connections import outside


def take_files(request: HttpRequest, errand: Work) -> Errors:
    """Take every file of the form into the draft; returns what could not be taken and why."""
    codes = [one.code for one in sendable(errand.item)]
    if codes and is_too_large(request):
        return [(field_of(codes[0]), too_large_words())]
    return take_all(
        request,
        codes,
        subject=errand.visitor.subject,
        item=errand.item.slug,
        case=None,
        now=errand.now,
    )


def is_too_large(request: HttpRequest) -> bool:
    """Whether the whole form was so large that its files were not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def too_large_words() -> str:
    """What to do then."""
    return _("这次传的文件加起来超过 12MB，没有收到。请一个一个传，每个 10MB 以内")


def take_all(
    request: HttpRequest,
    codes: Iterable[str],
    *,
    subject: str,
    item: str,
    case: Any,
    now: datetime,
) -> Errors:
    """Take the files of these materials into a draft, or into the ``case`` that waits for them."""
    errors: Errors = []
    for code in codes:
        for file in request.FILES.getlist(field_of(code)):
            words = _take(file, code, subject=subject, item=item, case=case, now=now)
            if words:
                errors.append((field_of(code), words))
    return errors


def _take(
    file: "UploadedFile[bytes]",
    code: str,
    *,
    subject: str,
    item: str,
    case: Any,
    now: datetime,
) -> str:
    try:
        actions.add_upload(
            subject=subject,
            item=item,
            case=case,
            material=code,
            file_name=file.name or "",
            content=file.read(),
            scanner=outside().scanner,
            now=now,
        )
    except actions.NotAccepted as refused:
        return str(refused)
    except ScannerDown:
        return _("现在不能检查文件安全，没有保存。请过 10 分钟再传一次")
    return ""


def drop(number: str, errand: Work) -> None:
    """Take a file back out of the draft; one that is not there is not there."""
    try:
        upload = access.own_upload(number.replace("\0", "")[:24], visitor=errand.visitor)
    except Hidden:
        return
    actions.drop_upload(upload, now=errand.now)
