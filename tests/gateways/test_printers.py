"""Printers keep one promise: the stand-in, and IPP against a peer that speaks it over HTTP."""

import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.gateways.printer import ipp
from shebao.hall.gateways.printer.ipp import IppPrinter
from shebao.hall.gateways.printer.port import Paper, Printer, PrinterDown
from shebao.hall.gateways.printer.standin import StandinPrinter

pytestmark = pytest.mark.clause("6.1.2c")
PDF = b"%PDF-1.7\n\x03\x00binary\n%%EOF"


def attribute(tag: int, name: str, value: bytes) -> bytes:
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value


class Peer(ThreadingHTTPServer):
    """An IPP printer of RFC 8011 as far as two operations go."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.status, self.reasons, self.state = 0, ["none"], 3
        self.asked: list[tuple[int, list[tuple[int, str, bytes]]]] = []
        self.jobs: list[bytes] = []

    @property
    def address(self) -> str:
        return f"ipp://127.0.0.1:{self.server_port}/ipp/print"


class Answering(BaseHTTPRequestHandler):
    server: Peer

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/ipp"
        _major, _minor, operation, number = struct.unpack_from(">BBHI", body)
        attributes, rest = self._attributes(body)
        self.server.asked.append((operation, attributes))
        answer = struct.pack(">BBHI", 2, 0, self.server.status, number) + b"\x01"
        answer += attribute(0x47, "attributes-charset", b"utf-8")
        answer += self._job(rest) if operation == 0x0002 else self._printer()
        answer += b"\x03"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    @staticmethod
    def _attributes(body: bytes) -> tuple[list[tuple[int, str, bytes]], bytes]:
        found, place = [], 8
        while (tag := body[place]) != 3:
            place += 1
            if tag < 0x10:
                continue
            texts = []
            for _ in range(2):
                (length,) = struct.unpack_from(">H", body, place)
                texts.append(body[place + 2 : place + 2 + length])
                place += 2 + length
            found.append((tag, texts[0].decode(), texts[1]))
        return found, body[place + 1 :]

    def _job(self, content: bytes) -> bytes:
        if not self.server.status:
            self.server.jobs.append(content)
        return b"\x02" + attribute(0x21, "job-id", struct.pack(">i", 41))

    def _printer(self) -> bytes:
        first, *more = self.server.reasons
        said = b"\x04" + attribute(0x23, "printer-state", struct.pack(">i", self.server.state))
        said += attribute(0x22, "printer-is-accepting-jobs", b"\x01")
        said += attribute(0x44, "printer-state-reasons", first.encode())
        return said + b"".join(attribute(0x44, "", one.encode()) for one in more)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with Peer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(params=["ipp", "standin"])
def printer(request: Any, peer: Peer, tmp_path: Path) -> Printer:
    is_real = request.param == "ipp"
    return IppPrinter(address=peer.address) if is_real else StandinPrinter(folder=tmp_path / "p")


def test_a_printer_says_how_it_stands_and_takes_a_paper(printer: Printer) -> None:
    state = printer.state()

    assert (state.works, state.paper, state.can_print) == (True, Paper.ENOUGH, True)
    assert printer.send(name="99010020260302C0000001", content=PDF)


def test_the_stand_in_says_that_it_is_one_and_keeps_the_file_for_its_owner(tmp_path: Path) -> None:
    printer = StandinPrinter(folder=tmp_path / "p")
    job = printer.send(name="a", content=PDF)
    kept = tmp_path / "p" / f"{job}.pdf"

    assert printer.is_standin
    assert kept.read_bytes() == PDF
    assert kept.stat().st_mode & 0o077 == 0


def test_the_peer_gets_the_paper_byte_for_byte_with_what_the_rfc_wants_first(peer: Peer) -> None:
    printer = IppPrinter(address=peer.address)

    assert printer.send(name="99010020260302C0000001", content=PDF) == "41"
    assert not printer.is_standin
    assert peer.jobs == [PDF]
    operation, attributes = peer.asked[0]
    assert operation == 0x0002
    names = [name for _, name, _ in attributes]
    assert names[:3] == ["attributes-charset", "attributes-natural-language", "printer-uri"]
    assert (0x49, "document-format", b"application/pdf") in attributes
    assert (0x45, "printer-uri", peer.address.encode()) in attributes


@pytest.mark.parametrize(
    ("state", "reasons", "works", "paper", "toner"),
    [
        (3, ["none"], True, Paper.ENOUGH, False),
        (4, ["none"], True, Paper.ENOUGH, False),
        (3, ["media-low-warning"], True, Paper.LOW, False),
        (3, ["toner-low-report", "media-low"], True, Paper.LOW, True),
        (3, ["media-empty-error"], True, Paper.OUT, False),
        (3, ["media-jam"], False, Paper.ENOUGH, False),
        (3, ["toner-empty-error"], False, Paper.ENOUGH, False),
        (5, ["media-needed"], False, Paper.OUT, False),
    ],
)
def test_what_the_peer_says_of_itself_is_understood(
    peer: Peer, state: int, reasons: list[str], works: bool, paper: Paper, toner: bool
) -> None:
    peer.state, peer.reasons = state, reasons
    found = IppPrinter(address=peer.address).state()

    assert (found.works, found.paper, found.is_toner_low) == (works, paper, toner)
    assert found.can_print is (works and paper is not Paper.OUT)


def test_a_refusal_and_a_silent_peer_are_a_printer_that_is_down(peer: Peer) -> None:
    peer.status = 0x0507
    with pytest.raises(PrinterDown):
        IppPrinter(address=peer.address).send(name="a", content=PDF)
    with pytest.raises(PrinterDown):
        IppPrinter(address="ipp://127.0.0.1:9/").state()


@given(st.binary(max_size=60))
def test_what_is_no_ipp_is_never_taken_for_an_answer_by_accident(data: bytes) -> None:
    try:
        found = ipp._read(data)
    except PrinterDown:
        return
    assert all(isinstance(name, str) for name in found)
