"""The wall's HTTP door (6.4.4): one path, one method; any WSGI server runs it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from shebao.exchange import wire
from shebao.exchange.door import FRESHNESS, Clock, Door, Reply, Seen
from shebao.exchange.keys import Keyring
from shebao.exchange.port import Insurance
from shebao.exchange.signing import HEADER, Sealed, claimed_id
from shebao.exchange.troubles import Code, Refused

LIVE_PATH = "/livez"
_SIGNATURE = "HTTP_" + HEADER.upper().replace("-", "_")

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

STATUS: dict[Code | None, HTTPStatus] = {
    None: HTTPStatus.OK,
    Code.MALFORMED: HTTPStatus.BAD_REQUEST,
    Code.NOT_ALLOWED: HTTPStatus.BAD_REQUEST,
    Code.BAD_SIGNATURE: HTTPStatus.UNAUTHORIZED,
    Code.UNKNOWN_KEY: HTTPStatus.UNAUTHORIZED,
    Code.STALE: HTTPStatus.UNAUTHORIZED,
    Code.REPLAYED: HTTPStatus.UNAUTHORIZED,
    Code.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Code.WRONG_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Code.CONFLICT: HTTPStatus.CONFLICT,
    Code.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.FAILED: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_LINES = {code: f"{status.value} {status.phrase}" for code, status in STATUS.items()}


def wall_application(
    insurance: Insurance, *, keys: Keyring, clock: Clock, window: timedelta = FRESHNESS
) -> Application:
    """A WSGI callable that answers ``POST /wall/v1`` and ``GET /livez``.

    ``window`` is the freshness window of messages.  Each process remembers the message ids of the
    window by itself; postings are idempotent by key in any case.
    """
    door = Door(insurance, keys=keys, window=window, seen=Seen())

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        route = (environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"))
        if route == ("POST", wire.PATH):
            return _signed(_reply(door, environ, clock), start_response)
        if route == ("GET", LIVE_PATH):
            return _plain("200 OK", b"ok\n", start_response)
        if route[1] in {wire.PATH, LIVE_PATH}:
            return _plain("405 Method Not Allowed", b"", start_response)
        return _plain("404 Not Found", b"", start_response)

    return application


def _reply(door: Door, environ: Environ, clock: Clock) -> Reply:
    header = environ.get(_SIGNATURE, "")
    try:
        sealed = Sealed(header, _body(environ))
    except Refused as refused:
        return door.refusal(refused, message_id=claimed_id(header), now=clock())
    return door.reply(sealed, now=clock())


def _body(environ: Environ) -> bytes:
    length = _length(environ.get("CONTENT_LENGTH") or "")
    if length > wire.MOST_REQUEST_BYTES:
        _drain(environ["wsgi.input"], length)
        raise Refused(Code.TOO_LARGE, f"at most {wire.MOST_REQUEST_BYTES} bytes")
    body: bytes = environ["wsgi.input"].read(length)
    if len(body) != length:
        raise Refused(Code.MALFORMED, "the body is shorter than its Content-Length")
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != wire.CONTENT_TYPE:
        raise Refused(Code.WRONG_TYPE, f"send {wire.CONTENT_TYPE}")
    return body


def _length(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Refused(Code.MALFORMED, "Content-Length is missing")
    return int(text[:12])


def _drain(stream: Any, length: int) -> None:
    # A sender that is cut off while still writing never sees the refusal.
    left = min(length, 4 * wire.MOST_REQUEST_BYTES)
    while left > 0 and (piece := stream.read(min(left, 65536))):
        left -= len(piece)


def _signed(reply: Reply, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [
        ("Content-Type", wire.CONTENT_TYPE),
        ("Content-Length", str(len(reply.sealed.body))),
        ("Cache-Control", "no-store"),
        (HEADER, reply.sealed.header),
    ]
    start_response(_LINES[reply.refused], headers)
    return [reply.sealed.body]


def _plain(line: str, body: bytes, start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response(line, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
