"""Materials (5.3.1a, 5.3.6): judged by content, scanned, stored by digest outside the web root."""

import secrets
import unicodedata
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from django.db import IntegrityError, transaction
from PIL import Image, UnidentifiedImageError

from shebao.hall.gateways.scan.port import Scanner
from shebao.hall.kit import store
from shebao.hall.office.applications.models import Application, Upload
from shebao.hall.office.applications.moves import Status

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
FEWEST_SIDE = 300
TRIES = 5
TOO_MANY_PIXELS = "这张照片太大了。请用手机普通模式重新拍一张。"
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}


class NotAccepted(ValueError):
    """The file cannot be taken; the words say what to do instead."""


def add_upload(
    *,
    subject: str,
    item: str,
    case: Application | None,
    material: str,
    file_name: str,
    content: bytes,
    scanner: Scanner,
    now: datetime,
) -> Upload:
    """Take one file for one material; a newer file takes the older one's place.

    Raises ``NotAccepted`` or ``gateways.scan.ScannerDown``; then nothing was stored.
    """
    if case is not None and case.status != Status.SUPPLEMENT:
        raise NotAccepted("这件申请现在不需要补材料。")
    kind = kind_of(content)
    report = scanner.scan(content)
    if not report.is_clean:
        raise NotAccepted("这个文件里有病毒，没有保存。请换一个文件，或用手机重新拍照上传。")
    return _in_place(
        Upload(
            number=f"U{secrets.token_hex(8)}",
            subject=subject,
            item=item,
            case=case.number if case is not None else "",
            material=material,
            file_name=tidy_name(file_name),
            digest=store.keep(content),
            kind=kind,
            size=len(content),
            was_scanned=report.was_scanned,
            sent_at=now,
        )
    )


def _in_place(upload: Upload, *, tries: int = TRIES) -> Upload:
    """Keep the file instead of an older one; of two sent at once one replaces the other."""
    older = Upload.objects.filter(
        subject=upload.subject,
        item=upload.item,
        case=upload.case,
        material=upload.material,
        replaced_at=None,
    )
    try:
        with transaction.atomic():
            older.update(replaced_at=upload.sent_at)
            upload.save(force_insert=True)
    except IntegrityError:
        if tries == 1:
            raise
        return _in_place(upload, tries=tries - 1)
    return upload


def drop_upload(upload: Upload, *, now: datetime) -> None:
    """Take a file back out of a draft."""
    Upload.objects.filter(pk=upload.pk, case="").update(replaced_at=now)


def kind_of(content: bytes) -> str:
    """``pdf``, ``jpeg`` or ``png`` by content, whatever the name says. Raises ``NotAccepted``."""
    if not content:
        raise NotAccepted("这个文件是空的。请重新选一个。")
    if len(content) > MOST_BYTES:
        raise NotAccepted(
            f"这个文件 {len(content) / 1048576:.0f}MB，太大了。请选 10MB 以内的，或换一张照片。"
        )
    kind = next((kind for sign, kind in SIGNATURES.items() if content.startswith(sign)), "")
    if not kind:
        raise NotAccepted("只收 JPG、PNG 照片和 PDF 文件。请换一个，或直接拍照上传。")
    if kind == "pdf":
        _check_pdf(content)
    else:
        _check_image(content)
    return kind


def _check_pdf(content: bytes) -> None:
    """A whole file ends with its mark; one that was cut off could be opened by nobody."""
    if b"%%EOF" not in content[-2048:]:
        raise NotAccepted("这个 PDF 打不开，可能没有传完。请重新选一次。")


def _check_image(content: bytes) -> None:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            width, height = image.size
            if width * height <= MOST_PIXELS:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAccepted(TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotAccepted("这张照片打不开，可能没有传完。请重新选一次。") from None
    if width * height > MOST_PIXELS:
        raise NotAccepted(TOO_MANY_PIXELS)
    if min(width, height) < FEWEST_SIDE:
        raise NotAccepted("这张照片太小，看不清字。请靠近一点重新拍一张。")


def tidy_name(name: str) -> str:
    """The file's own name without folders and control signs, for display only."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return shown[:80] or "file"
