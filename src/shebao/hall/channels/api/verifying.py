"""Checking papers, for anybody (5.4.2.4): by the printed code, or with the file itself."""

from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from ninja.decorators import decorate_view

from shebao.hall.channels.api.declaring import PUBLIC, answers
from shebao.hall.channels.api.door import anybody
from shebao.hall.channels.api.skin import MULTIPART, taking
from shebao.hall.kit import clock
from shebao.hall.kit.address import address_of
from shebao.hall.office.connections import outside
from shebao.hall.office.documents import verification
from shebao.hall.office.documents.verification import Verification

router = Router(tags=["验真"])


# Before the address with a code, which would take "file" for one.
@router.post(
    "/verify/file",
    operation_id="verify_file",
    summary="用文件验真",
    auth=None,
    response=answers(200, Verification, *PUBLIC, 413, 415, 422),
)
@decorate_view(taking(MULTIPART), anybody)
def verify_file(
    request: HttpRequest,
    file: Annotated[UploadedFile, File()],
    code: Annotated[
        str, Form(max_length=80, description="印在单证上的防伪码；不填就从文件里找")
    ] = "",
) -> Verification:
    """Whether the file is unaltered, who sealed it, and whether the paper still stands."""
    return verification.verify_file(
        content=file.read(),
        seal=outside().seal,
        now=clock.now(),
        code=code or None,
        asker=address_of(request),
    )


@router.get(
    "/verify/{code}",
    operation_id="verify_code",
    summary="按防伪码验真",
    auth=None,
    response=answers(200, Verification, *PUBLIC),
)
@decorate_view(anybody)
def verify_code(request: HttpRequest, code: str) -> Verification:
    """Whether a paper with this code was issued and still stands; names are masked."""
    return verification.verify_code(code=code, now=clock.now(), asker=address_of(request))
