"""One more revision at the end of a PDF our own typesetter wrote, with room for a signature.

The typesetter writes a plain cross-reference table and plain objects, so the revision is a handful
of appended objects: the signature, its field, the seal's drawing, and the page and catalogue that
name them. Any other PDF is refused (``Unfamiliar``) and takes the general way.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from shebao.hall.gateways.seal.art import Art
from shebao.hall.gateways.seal.port import Place

FIELD = "Seal"
TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.S)
ENTRY = 20
BYTE_RANGE = b"[%010d %010d %010d %010d]"
ALREADY = (b"/AcroForm", b"/Perms", b"/Encrypt", b"/Prev")


class Unfamiliar(ValueError):
    """Not a PDF as our typesetter writes it, or one that was revised before."""


@dataclass(frozen=True)
class Room:
    """A PDF with an empty place, ``[start, end)``; the signature covers all the rest."""

    content: bytearray
    start: int
    end: int

    def signed_parts(self) -> tuple[memoryview, memoryview]:
        """What the signature covers: all bytes but its own."""
        view = memoryview(self.content)
        return view[: self.start], view[self.end :]

    def fill(self, signature: bytes) -> bytes:
        """Put the signature in; raises ``ValueError`` if it is longer than its room."""
        digits = signature.hex().encode()
        if len(digits) > self.end - self.start - 2:
            raise ValueError("the signature does not fit its room")
        self.content[self.start + 1 : self.start + 1 + len(digits)] = digits
        return bytes(self.content)


class Written:
    """A typeset PDF, read just as far as a revision needs."""

    def __init__(self, content: bytes) -> None:
        """Find trailer and objects. Raises ``Unfamiliar``."""
        found = TRAILER.search(content, max(0, len(content) - 2048))
        if found is None or any(word in found[1] for word in ALREADY):
            raise Unfamiliar("trailer")
        self.content = content
        self.trailer = found[1]
        self.table_at = int(found[2])
        self.size = self._number(rb"/Size (\d+)", self.trailer)
        self.first_entry = self._first_entry()
        self.root = self._number(rb"/Root (\d+) 0 R", self.trailer)
        self.catalogue = self.object(self.root)
        if any(word in self.catalogue for word in ALREADY):
            raise Unfamiliar("catalogue")

    def _number(self, pattern: bytes, text: bytes) -> int:
        found = re.search(pattern, text)
        if found is None:
            raise Unfamiliar(pattern.decode())
        return int(found[1])

    def _first_entry(self) -> int:
        head = re.compile(rb"xref\s+0 (\d+)\s*\n").match(self.content, self.table_at)
        if head is None or int(head[1]) != self.size:
            raise Unfamiliar("cross-reference table")
        return head.end()

    def object(self, number: int) -> bytes:
        """The dictionary of one object, as written."""
        entry = self.first_entry + ENTRY * number
        start = int(self.content[entry : entry + 10])
        head = b"%d 0 obj\n" % number
        end = self.content.find(b"\nendobj", start)
        body = self.content[start + len(head) : end].strip()
        is_plain = self.content.startswith(head, start) and body.endswith(b">>")
        if not is_plain or not body.startswith(b"<<"):
            raise Unfamiliar(f"object {number}")
        return body

    def last_page(self) -> int:
        """The object number of the last page."""
        number = self._number(rb"/Pages (\d+) 0 R", self.catalogue)
        for _ in range(40):
            node = self.object(number)
            if re.search(rb"/Type\s*/Page\b(?!s)", node):
                return number
            number = self._number(rb"/Kids\s*\[[^\]]*?(\d+) 0 R\s*\]", node)
        raise Unfamiliar("page tree")


def with_room(
    pdf: bytes, *, art: Art, place: Place, holder: str, now: datetime, reserve: int
) -> Room:
    """Append the revision that certifies a paper, with ``reserve`` bytes for the signature."""
    written = Written(pdf)
    page_number = written.last_page()
    sign, field, look = range(written.size, written.size + 3)
    objects = {
        sign: _signature(holder=holder, now=now, reserve=reserve),
        field: _field(sign, look=look, page=page_number, art=art, place=place),
        look: _look(art),
        page_number: _with_annotation(written.object(page_number), field),
        written.root: _with_form(written.catalogue, field=field, sign=sign),
    }
    return _room(pdf, _appended(written, objects), at=len(pdf))


def pdf_text(text: str) -> bytes:
    """A PDF text string in hexadecimal UTF-16, which needs no escapes."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def pdf_time(moment: datetime) -> bytes:
    """A PDF date with its offset from UTC."""
    offset = moment.strftime("%z") or "+0000"
    return f"(D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}')".encode()


def _signature(*, holder: str, now: datetime, reserve: int) -> bytes:
    locked = b"/TransformParams<</Type/TransformParams/P 1/V/1.2>>"
    return b"".join(
        [
            b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
            b"/Name" + pdf_text(holder) + b"/M" + pdf_time(now),
            b"/Reference[<</Type/SigRef/TransformMethod/DocMDP" + locked + b">>]",
            b"/ByteRange" + BYTE_RANGE % (0, 0, 0, 0),
            b"/Contents<" + b"0" * (2 * reserve) + b">>>",
        ]
    )


def _field(sign: int, *, look: int, page: int, art: Art, place: Place) -> bytes:
    corners = (place.x, place.y, place.x + art.width, place.y + art.height)
    words = pdf_text("电子印章")
    return b"".join(
        [
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/TU" % FIELD.encode() + words,
            b"/Contents" + words + b"/F 132/V %d 0 R/P %d 0 R" % (sign, page),
            b"/Rect[%.3f %.3f %.3f %.3f]" % corners,
            b"/AP<</N %d 0 R>>>>" % look,
        ]
    )


def _look(art: Art) -> bytes:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/Resources<<>>" % (
        art.width,
        art.height,
    )
    tail = b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(art.packed)
    return head + tail + art.packed + b"\nendstream"


def _with_annotation(page: bytes, field: int) -> bytes:
    if b"/Annots" not in page:
        return page[:-2] + b"/Annots[%d 0 R]>>" % field
    listed = re.compile(rb"/Annots\s*\[([^\]]*)\]")
    if listed.search(page) is None:
        raise Unfamiliar("annotations")
    return listed.sub(lambda found: b"/Annots[%s %d 0 R]" % (found[1], field), page, count=1)


def _with_form(catalogue: bytes, *, field: int, sign: int) -> bytes:
    form = b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>>>" % (field, sign)
    return catalogue[:-2] + form


def _appended(written: Written, objects: dict[int, bytes]) -> bytes:
    parts = [b"\n"]
    starts: dict[int, int] = {}
    place = len(written.content) + 1
    for number, body in objects.items():
        starts[number] = place
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        place += len(parts[-1])
    kept = re.sub(rb"/Size \d+", b"/Size %d" % (max(objects) + 1), written.trailer)
    lines = [b"%d 1\n%010d 00000 n \n" % (number, starts[number]) for number in sorted(starts)]
    parts.append(b"xref\n" + b"".join(lines))
    parts.append(b"trailer\n<<%s/Prev %d>>\n" % (kept, written.table_at))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % place)
    return b"".join(parts)


def _room(pdf: bytes, appended: bytes, *, at: int) -> Room:
    content = bytearray(pdf + appended)
    range_at = content.index(BYTE_RANGE % (0, 0, 0, 0), at)
    start = content.index(b"/Contents<", range_at) + len(b"/Contents")
    end = content.index(b">", start) + 1
    numbers = BYTE_RANGE % (0, start, end, len(content) - end)
    content[range_at : range_at + len(numbers)] = numbers
    return Room(content, start, end)
