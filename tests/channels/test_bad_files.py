"""Files that are not what they say (5.3.1a): refused in words, and nothing else is lost."""

import struct
import zlib
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from shebao.hall.office.applications.models import Draft, Upload
from tests.channels.test_bad_input import _noon  # noqa: F401
from tests.channels.web.errands import KEY_FACTS, RENAMING, do, photo, press, read, token_of
from tests.support.staff import seated


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A picture that says it is so large, whatever it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    inner = chunks or ((b"IDAT", zlib.compress(b"")),)
    parts = [(b"IHDR", head), *inner, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


BOMB = zlib.compress(b"0" * 30_000_000)
FILES = {
    "a bomb of pixels": (png(60_000, 60_000), "太大"),
    "more pixels than numbers": (png(2**31 - 1, 2**31 - 1), "太大"),
    "pixels just over the limit": (png(12_000, 12_000), "太大"),
    "no pixels": (png(0, 0), "打不开"),
    "a bomb in a comment": (png(900, 600, (b"zTXt", b"a\0\0" + BOMB)), "打不开"),
    "an archive called a picture": (b"\x89PNG\r\n\x1a\nPK\x03\x04" + BOMB[:9000], "打不开"),
    "an archive": (b"PK\x03\x04" + BOMB[:9000], "只收"),
    "half a photo": (photo()[:150], "打不开"),
    "a page called a document": (b"<html><script>alert(1)</script>", "只收"),
    "a page dressed as a document": (b"%PDF-1.4\n<html><script>alert(1)</script>", "打不开"),
    "another kind of picture": (b"GIF89a" + b"0" * 900, "只收"),
    "a hair too large": (b"%PDF-1.4\n" + b"0" * (11 * 1024 * 1024), "太大"),
}


@pytest.mark.clause("5.3.1a")
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(wang: Any, name: str) -> None:
    content, words = FILES[name]
    sent = SimpleUploadedFile("照片.png", content, "image/png")
    answer = press(seated(wang), KEY_FACTS, "check", material_evidence=sent, **RENAMING)

    assert answer.status_code == 422
    assert words in read(answer)
    assert not Upload.objects.exists()
    assert Draft.objects.get().answers["new_name"] == RENAMING["new_name"]


NAMES = (
    "../../etc/passwd", "C:\\Windows\\a.jpg", "/a/b.jpg", "a\u202egpj.exe", "a\0.jpg", "..",
    "a\r\nX: y.jpg", "<img src=x onerror=alert(1)>.jpg", "名" * 200,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_only_shown(wang: Any, name: str) -> None:
    token = token_of(seated(wang), KEY_FACTS)
    field = f'name="material_evidence"; filename="{name}"'.encode()
    parts = (b'name="token"\r\n\r\n' + token.encode(), b'name="action"\r\n\r\nsave',
             field + b"\r\nContent-Type: image/jpeg\r\n\r\n" + photo())  # fmt: skip
    head = b"--b\r\nContent-Disposition: form-data; "
    body = b"".join(head + part + b"\r\n" for part in parts) + b"--b--\r\n"
    answer = seated(wang).post(do(KEY_FACTS), body, content_type="multipart/form-data; boundary=b")
    page = seated(wang).get(do(KEY_FACTS))

    assert answer.status_code in {302, 400}
    assert page.status_code == 200
    assert "<img src=x" not in read(page)
    assert not [one for one in Upload.objects.all() if set(one.file_name) & set("\0\r\n/\\\u202e")]
    names = {path.name for path in settings.SHEBAO_FILES.rglob("*") if path.is_file()}
    assert all(len(one) == 64 for one in names)
