"""Both sides of the wall for the tests: keys, clocks, and a keep-alive HTTP server on loopback."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shebao.exchange.keys import Keyring

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def two_keyrings() -> tuple[Keyring, Keyring]:
    """The hall's and the core's keys, each knowing the other."""
    hall, core = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    return (
        Keyring("hall.2026", hall, {"core.2026": core.public_key()}),
        Keyring("core.2026", core, {"hall.2026": hall.public_key()}),
    )


@dataclass
class Served:
    """A running server: where, and how many connections and messages it saw."""

    url: str
    connections: int = 0
    messages: int = 0
    bodies: list[bytes] = field(default_factory=list)
    closes_after_each: bool = False


@contextmanager
def serving(application: Any) -> Iterator[Served]:
    """Run a WSGI application on a free port of this machine, with kept-alive connections."""
    served = Served(url="")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = 10

        def setup(self) -> None:
            served.connections += 1
            super().setup()

        def log_message(self, *words: Any) -> None:
            pass

        def _run(self) -> None:
            served.messages += 1
            length = int(self.headers.get("Content-Length") or 0)
            environ = {
                "REQUEST_METHOD": self.command,
                "PATH_INFO": self.path,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": self.headers.get("Content-Length", ""),
                "HTTP_SHEBAO_SIGNATURE": self.headers.get("Shebao-Signature", ""),
                "wsgi.input": io.BytesIO(self.rfile.read(length)),
            }
            reply: dict[str, Any] = {}

            def start_response(status: str, headers: list[tuple[str, str]]) -> None:
                reply.update(status=status, headers=headers)

            body = b"".join(application(environ, start_response))
            self.send_response(int(reply["status"][:3]))
            for name, value in reply["headers"]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            if served.closes_after_each:
                # Without a word of warning, as a proxy does with a line that rested too long.
                self.close_connection = True

        do_GET = do_POST = do_PUT = _run  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
