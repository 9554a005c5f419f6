"""SMPP 3.4, as carriers offer it to big senders: bind as transmitter, submit, unbind.

Words go as UCS-2 in ``message_payload``, so that their length needs no splitting here.
"""

import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shebao.hall.gateways.sms.port import CarrierDown, Uncertain

HEAD = struct.Struct(">IIII")
BIND_TRANSMITTER, SUBMIT, UNBIND, ANSWER = 0x02, 0x04, 0x06, 0x80000000
MESSAGE_PAYLOAD, USER_REFERENCE = 0x0424, 0x0204
INTERNATIONAL, ISDN, UCS2, VERSION = 0x01, 0x01, 0x08, 0x34
LARGEST = 4096
SECONDS = 8


@dataclass(frozen=True, kw_only=True)
class Smpp:
    """One account at a message centre; ``source`` is the number or name that phones show."""

    host: str
    port: int
    system_id: str
    password: str
    source: str
    is_tls: bool = True

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Submit one message; its number at the centre comes back."""
        try:
            with self._connected() as link:
                _exchange(link, BIND_TRANSMITTER, self._bind(), 1)
                answer = _exchange(link, SUBMIT, self._submit(mobile, words, key), 2)
                link.sendall(HEAD.pack(HEAD.size, UNBIND, 0, 3))
        except ConnectionRefusedError as error:
            raise CarrierDown("cannot be reached") from error
        except OSError as error:
            if isinstance(error, CarrierDown):
                raise
            raise Uncertain(f"no answer: {type(error).__name__}") from error
        return answer.rstrip(b"\0").decode("ascii", "replace")

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        with socket.create_connection((self.host, self.port), timeout=SECONDS) as plain:
            if not self.is_tls:
                yield plain
                return
            context = ssl.create_default_context()
            with context.wrap_socket(plain, server_hostname=self.host) as link:
                yield link

    def _bind(self) -> bytes:
        names = _text(self.system_id) + _text(self.password) + _text("")
        return names + bytes([VERSION, 0, 0]) + _text("")

    def _submit(self, mobile: str, words: str, key: str) -> bytes:
        body = words.encode("utf-16-be")
        reference = int.from_bytes(key.encode()[-2:], "big")
        return b"".join(
            [
                _text(""), bytes([0, 0]), _text(self.source),
                bytes([INTERNATIONAL, ISDN]), _text(f"86{mobile}"),
                bytes([0, 0, 1]), _text(""), _text(""), bytes([1, 0, UCS2, 0, 0]),
                struct.pack(">HHH", USER_REFERENCE, 2, reference),
                struct.pack(">HH", MESSAGE_PAYLOAD, len(body)), body,
            ]
        )  # fmt: skip


def _text(words: str) -> bytes:
    return words.encode("ascii") + b"\0"


def _exchange(link: socket.socket, command: int, body: bytes, number: int) -> bytes:
    """Send one request and read its answer; raises ``CarrierDown`` for a bad status."""
    link.sendall(HEAD.pack(HEAD.size + len(body), command, 0, number) + body)
    length, answered, status, _ = HEAD.unpack(_read(link, HEAD.size))
    if not HEAD.size <= length <= LARGEST:
        raise CarrierDown("smpp: unreadable answer")
    rest = _read(link, length - HEAD.size)
    if answered != command | ANSWER or status:
        raise CarrierDown(f"smpp status {status:#010x}")
    return rest


def _read(link: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = link.recv(size - len(found))
        if not piece:
            raise ConnectionResetError("closed")
        found += piece
    return found
