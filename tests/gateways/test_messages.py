"""Carriers of messages: each speaks its public protocol to a peer that checks what it hears."""

import hashlib
import hmac
import json
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from shebao.hall.gateways.mail.port import MailDown
from shebao.hall.gateways.mail.settled import mail_in
from shebao.hall.gateways.mail.smtp import Smtp
from shebao.hall.gateways.sms.aliyun import Aliyun, signed
from shebao.hall.gateways.sms.port import CarrierDown, SmsCarrier, Uncertain
from shebao.hall.gateways.sms.settled import BadSetting, carriers_in
from shebao.hall.gateways.sms.smpp import Smpp
from shebao.hall.gateways.sms.standin import PhoneOnScreen, Unsent
from shebao.hall.gateways.sms.tencent import Tencent

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
WORDS = "【社会保险】您的“参保证明”已办结。请勿点击陌生链接，咨询请拨12333。"
MOBILE = "13800000001"

pytestmark = pytest.mark.clause("5.4.4")


class Peer:
    """What arrived, and whether the peer takes it, refuses it or says nothing."""

    def __init__(self) -> None:
        self.mood = "takes"
        self.heard: list[tuple[str, str]] = []
        self.port = 0
        self.url = ""


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _http(peer: Peer, answer: Any) -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if peer.mood == "silent":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            told = json.dumps(answer(self, body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    peer.port = server.server_address[1]
    peer.url = f"http://127.0.0.1:{peer.port}/"
    yield peer
    server.shutdown()
    server.server_close()


@pytest.fixture
def alibaba() -> Iterator[Peer]:
    """Checks the signature as the published algorithm says."""
    peer = Peer()

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> dict[str, str]:
        query = urlsplit(request.path).query
        names = sorted(
            name.lower()
            for name in request.headers
            if name.lower() == "host" or name.lower().startswith("x-acs-")
        )
        lines = "".join(f"{name}:{request.headers[name]}\n" for name in names)
        text = "\n".join(["POST", "/", query, lines, ";".join(names), _sha(body)])
        mark = hmac.new(b"secret", f"ACS3-HMAC-SHA256\n{_sha(text.encode())}".encode(), "sha256")
        if not request.headers["Authorization"].endswith(f"Signature={mark.hexdigest()}"):
            return {"Code": "SignatureDoesNotMatch"}
        if peer.mood == "refuses":
            return {"Code": "isv.BUSINESS_LIMIT_CONTROL"}
        fields = {name: one[0] for name, one in parse_qs(query).items()}
        peer.heard.append((fields["PhoneNumbers"], json.loads(fields["TemplateParam"])["words"]))
        return {"Code": "OK", "BizId": f"B-{fields['OutId']}"}

    yield from _http(peer, answer)


def _sha(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


@pytest.fixture
def tencent() -> Iterator[Peer]:
    """Checks the signature as the published algorithm says."""
    peer = Peer()

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        heads = request.headers
        lines = (
            f"content-type:{heads['Content-Type']}\nhost:{heads['Host']}\n"
            f"x-tc-action:{heads['X-TC-Action'].lower()}\n"
        )
        text = f"POST\n/\n\n{lines}\ncontent-type;host;x-tc-action\n{_sha(body)}"
        stamp = int(heads["X-TC-Timestamp"])
        day = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")
        key = b"TC3secret"
        for part in (day, "sms", "tc3_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        said = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{_sha(text.encode())}"
        mark = hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
        if not heads["Authorization"].endswith(f"Signature={mark}"):
            return {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}
        fields = json.loads(body)
        if peer.mood == "refuses":
            return {"Response": {"SendStatusSet": [{"Code": "LimitExceeded"}]}}
        number = fields["PhoneNumberSet"][0].removeprefix("+86")
        peer.heard.append((number, fields["TemplateParamSet"][0]))
        status = {"Code": "Ok", "SerialNo": f"S-{fields['SessionContext']}"}
        return {"Response": {"SendStatusSet": [status]}}

    yield from _http(peer, answer)


@pytest.fixture
def centre() -> Iterator[Peer]:
    """A message centre that reads SMPP 3.4 field by field."""
    peer = Peer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self.rfile.read(16):
                length, command, _, number = struct.unpack(">IIII", head)
                body = self.rfile.read(length - 16)
                if command == 0x04 and peer.mood == "silent":
                    return
                status = 0x58 if command == 0x04 and peer.mood == "refuses" else 0
                reply = b"" if status else _centre_says(peer, command, body)
                self.wfile.write(
                    struct.pack(">IIII", 16 + len(reply), command | 0x80000000, status, number)
                    + reply
                )

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    peer.port = server.server_address[1]
    yield peer
    server.shutdown()
    server.server_close()


def _centre_says(peer: Peer, command: int, body: bytes) -> bytes:
    if command != 0x04:
        return b"CENTRE\0"
    _, rest = body.split(b"\0", 1)
    source, rest = rest[2:].split(b"\0", 1)
    number, rest = rest[2:].split(b"\0", 1)
    flags, rest = rest[:3], rest[3:].split(b"\0", 2)[2]
    registered, _, coding, _, length = rest[:5]
    assert (source, flags, registered, coding, length) == (b"12333", b"\0\0\1", 1, 8, 0)
    fields, rest = {}, rest[5:]
    while rest:
        tag, size = struct.unpack(">HH", rest[:4])
        fields[tag], rest = rest[4 : 4 + size], rest[4 + size :]
    peer.heard.append((number.decode().removeprefix("86"), fields[0x0424].decode("utf-16-be")))
    return b"M-1\0"


def carrier_of(kind: str, peer: Peer) -> SmsCarrier:
    common = {"key_id": "id", "secret": "secret", "sign_name": "社会保险", "template": "T1"}
    if kind == "alibaba":
        return Aliyun(**common, variable="words", clock=lambda: AT, url=peer.url)
    if kind == "tencent":
        return Tencent(**common, app="1400", clock=lambda: AT, url=peer.url)
    return Smpp(
        host="127.0.0.1", port=peer.port, system_id="shebao", password="secret",
        source="12333", is_tls=False,
    )  # fmt: skip


KINDS = ["alibaba", "tencent", "centre"]


@pytest.fixture(params=KINDS)
def link(request: pytest.FixtureRequest) -> tuple[Peer, SmsCarrier]:
    """Each carrier with its peer."""
    peer = request.getfixturevalue(request.param)
    return peer, carrier_of(request.param, peer)


def test_a_carrier_brings_the_words_and_gives_its_reference(link: tuple[Peer, SmsCarrier]) -> None:
    peer, carrier = link

    reference = carrier.send(mobile=MOBILE, words=WORDS, key="notice-1")

    assert peer.heard == [(MOBILE, WORDS)]
    assert reference in {"B-notice-1", "S-notice-1", "M-1"}


def test_a_refusal_is_told_and_is_certain(link: tuple[Peer, SmsCarrier]) -> None:
    peer, carrier = link
    peer.mood = "refuses"

    with pytest.raises(CarrierDown) as told:
        carrier.send(mobile=MOBILE, words=WORDS, key="notice-1")

    assert not isinstance(told.value, Uncertain)
    assert MOBILE not in str(told.value)


def test_silence_is_told_as_uncertain(link: tuple[Peer, SmsCarrier]) -> None:
    peer, carrier = link
    peer.mood = "silent"

    with pytest.raises(Uncertain):
        carrier.send(mobile=MOBILE, words=WORDS, key="notice-1")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_at_the_door_is_certain(kind: str) -> None:
    peer = Peer()
    peer.port = free_port()
    peer.url = f"http://127.0.0.1:{peer.port}/"

    with pytest.raises(CarrierDown) as told:
        carrier_of(kind, peer).send(mobile=MOBILE, words=WORDS, key="notice-1")

    assert not isinstance(told.value, Uncertain)


def test_the_stand_ins_name_themselves(tmp_path: Path) -> None:
    phone = PhoneOnScreen(tmp_path)
    for carrier in (Unsent(), phone):
        assert carrier.send(mobile=MOBILE, words=WORDS, key="k").startswith("STANDIN-")
    assert phone.shown()[0].words == WORDS


def test_the_signature_is_that_of_the_published_example() -> None:
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": _sha(b""),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    made = signed(
        headers, query=query, body=b"", key_id="YourAccessKeyId", secret="YourAccessKeySecret"
    )

    expected = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    assert made["Authorization"].endswith(f"Signature={expected}")


@pytest.fixture
def mailbox() -> Iterator[Any]:
    """A mail server that keeps what it gets; one address is refused."""

    class Box:
        def __init__(self) -> None:
            self.letters: list[Any] = []

        async def handle_RCPT(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, address: str, options: Any
        ) -> str:
            if address.startswith("nobody"):
                return "550 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            self.letters.append(envelope)
            return "250 OK"

    port = free_port()
    controller = Controller(Box(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, controller.handler
    controller.stop()


def smtp(port: int) -> Smtp:
    return Smtp(
        host="127.0.0.1", port=port, sender="no-reply@hall.example", name="社会保险",
        security="none",
    )  # fmt: skip


def test_a_letter_arrives_with_its_key_as_message_id(mailbox: Any) -> None:
    port, box = mailbox

    reference = smtp(port).send(
        address="w@example.cn", title="已办结", words="正文", key="notice-7"
    )

    (letter,) = box.letters
    assert reference == "<notice-7@hall.example>"
    assert letter.rcpt_tos == ["w@example.cn"]
    assert b"Message-ID: <notice-7@hall.example>" in letter.content
    assert b"Auto-Submitted: auto-generated" in letter.content


def test_a_refused_address_or_a_closed_door_is_told(mailbox: Any) -> None:
    port, _ = mailbox
    for post, address in ((smtp(port), "nobody@example.cn"), (smtp(1), "w@example.cn")):
        with pytest.raises(MailDown) as told:
            post.send(address=address, title="已办结", words="正文", key="notice-7")
        assert address not in str(told.value)


def test_carriers_and_mail_are_read_from_one_file_with_secrets_apart(tmp_path: Path) -> None:
    (tmp_path / "one.secret").write_text("s1\n")
    file = tmp_path / "messages.toml"
    file.write_text(
        '[[sms]]\nname = "first"\nkind = "tencent"\nsecret_file = "one.secret"\nkey_id = "id"\n'
        'sign_name = "社会保险"\ntemplate = "1"\napp = "2"\n'
        '[[sms]]\nname = "second"\nkind = "smpp"\nsecret_file = "one.secret"\nhost = "sms"\n'
        'port = 2775\nsystem_id = "shebao"\nsource = "12333"\n'
        '[mail]\nhost = "mail"\nport = 587\nsender = "a@b.cn"\nname = "社会保险"\n'
        'secret_file = "one.secret"\n'
    )

    found = carriers_in(file, clock=lambda: AT)

    assert list(found) == ["first", "second"]
    assert found["first"] == Tencent(
        key_id="id", secret="s1", sign_name="社会保险", template="1", app="2",
        clock=found["first"].clock,  # type: ignore[attr-defined]
    )  # fmt: skip
    mail = mail_in(file)
    assert mail is not None
    assert (mail.password, mail.security) == ("s1", "starttls")


@pytest.mark.parametrize(
    "words",
    ["", '[[sms]]\nname = "a"\nkind = "pigeon"\nsecret_file = "s"\n',
     '[[sms]]\nname = "a"\nkind = "smpp"\nsecret_file = "s"\nhost = "sms"\n'],
)  # fmt: skip
def test_a_file_that_does_not_say_enough_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "s").write_text("x")
    file = tmp_path / "messages.toml"
    file.write_text(words)

    with pytest.raises(BadSetting):
        carriers_in(file, clock=lambda: AT)
