"""Printers that speak IPP, such as CUPS (RFC 8010, 8011): the two questions a kiosk asks.

A client of these two operations is shorter than the use of a library made for all of them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import urllib3

from shebao.hall.gateways.printer.port import Paper, PrinterDown, PrinterState

PRINT_JOB, GET_ATTRIBUTES = 0x0002, 0x000B
OPERATION, END = 0x01, 0x03
CHARSET, LANGUAGE, URI, NAME, MIME, KEYWORD = 0x47, 0x48, 0x45, 0x42, 0x49, 0x44
INTEGERS = frozenset({0x21, 0x23})
STOPPED = 5
SECONDS = 10.0
ASKED = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
OUT = frozenset({"media-empty", "media-needed"})
BROKEN = frozenset({"media-jam", "door-open", "cover-open", "shutdown", "toner-empty", "paused"})
TONER = frozenset({"toner-low", "marker-supply-low"})
Attributes = dict[str, list[bytes | int]]


@dataclass(frozen=True, kw_only=True)
class IppPrinter:
    """One printer at an ``ipp://`` or ``ipps://`` address."""

    address: str
    is_standin: bool = False
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager, repr=False)

    def state(self) -> PrinterState:
        """Ask for state and its reasons. Raises ``PrinterDown``."""
        wanted = [(KEYWORD, "requested-attributes", ASKED[0])]
        wanted += [(KEYWORD, "", name) for name in ASKED[1:]]
        return _state(self._ask(GET_ATTRIBUTES, wanted))

    def send(self, *, name: str, content: bytes) -> str:
        """Print-Job; the printer has it all when this returns. Raises ``PrinterDown``."""
        named = [(NAME, "requesting-user-name", "kiosk"), (NAME, "job-name", name)]
        said = self._ask(PRINT_JOB, [*named, (MIME, "document-format", "application/pdf")], content)
        return str(said.get("job-id", [""])[0])

    def _ask(
        self, operation: int, attributes: list[tuple[int, str, str]], content: bytes = b""
    ) -> Attributes:
        body = _question(operation, self.address, attributes) + content
        try:
            answer = self.pool.request(
                "POST", _web_address(self.address), body=body, timeout=SECONDS, retries=False,
                headers={"Content-Type": "application/ipp"},
            )  # fmt: skip
        except urllib3.exceptions.HTTPError as error:
            raise PrinterDown(type(error).__name__) from error
        if answer.status != 200:
            raise PrinterDown(f"HTTP {answer.status}")
        return _read(answer.data)


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    scheme = "https" if parts.scheme == "ipps" else "http"
    host = parts.netloc if parts.port else f"{parts.netloc}:631"
    return urlunsplit((scheme, host, parts.path, "", ""))


def _question(operation: int, address: str, attributes: list[tuple[int, str, str]]) -> bytes:
    first = [
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "zh-cn"),
        (URI, "printer-uri", address),
    ]
    head = struct.pack(">BBHI", 2, 0, operation, 1) + bytes([OPERATION])
    return head + b"".join(_packed(*one) for one in (*first, *attributes)) + bytes([END])


def _packed(tag: int, name: str, text: str) -> bytes:
    key, value = name.encode(), text.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value


def _read(data: bytes) -> Attributes:
    """The attributes of an answer. Raises ``PrinterDown`` for a refusal and for what is no IPP."""
    try:
        status = struct.unpack_from(">BBHI", data)[2]
        found: Attributes = {}
        last = ""
        for name, value in _pairs(data):
            last = name or last
            found.setdefault(last, []).append(value)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise PrinterDown("no IPP") from error
    if status >= 0x0100:
        raise PrinterDown(f"IPP {status:#06x}")
    return found


def _pairs(data: bytes) -> Iterator[tuple[str, bytes | int]]:
    place = 8
    while (tag := data[place]) != END:
        place += 1
        if tag < 0x10:
            continue
        name, place = _chunk(data, place)
        value, place = _chunk(data, place)
        is_number = tag in INTEGERS
        yield name.decode(), struct.unpack(">i", value)[0] if is_number else value


def _chunk(data: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, place)
    start = place + 2
    if start + length > len(data):
        raise IndexError(place)
    return data[start : start + length], start + length


def _state(said: Attributes) -> PrinterState:
    reasons = {_reason(one) for one in said.get("printer-state-reasons", [])}
    takes = said.get("printer-is-accepting-jobs", [b"\x01"])[0] != b"\x00"
    is_stopped = said.get("printer-state", [STOPPED])[0] == STOPPED
    paper = Paper.LOW if "media-low" in reasons else Paper.ENOUGH
    return PrinterState(
        works=takes and not is_stopped and not reasons & BROKEN,
        paper=Paper.OUT if reasons & OUT else paper,
        is_toner_low=bool(reasons & TONER),
    )


def _reason(value: bytes | int) -> str:
    """A reason without how grave it is: ``media-low-warning`` is ``media-low``."""
    text = value.decode() if isinstance(value, bytes) else ""
    for end in ("-report", "-warning", "-error"):
        text = text.removesuffix(end)
    return text
