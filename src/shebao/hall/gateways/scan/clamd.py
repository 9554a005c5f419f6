"""ClamAV's daemon over its own protocol: INSTREAM, chunks with a length in front."""

import socket
import struct

from shebao.hall.gateways.scan.port import ScannerDown, ScanReport

CHUNK = 64 * 1024


class Clamd:
    """A clamd at ``host:port`` or at the path of a Unix socket."""

    def __init__(self, address: str, *, timeout: float = 20.0) -> None:
        """Remember where it listens; ``timeout`` is in seconds."""
        self.address = address
        self.timeout = timeout

    def scan(self, content: bytes) -> ScanReport:
        """Stream the file to the daemon and read its verdict. Raises ``ScannerDown``."""
        try:
            with self._connection() as line:
                answer = _ask(line, content)
        except OSError as error:
            raise ScannerDown(str(error)) from error
        return _report(answer)

    def _connection(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.timeout)
            line.connect(self.address)
            return line
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), self.timeout)


def _ask(line: socket.socket, content: bytes) -> str:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        piece = content[start : start + CHUNK]
        line.sendall(struct.pack("!I", len(piece)) + piece)
    line.sendall(struct.pack("!I", 0))
    answer = b""
    while piece := line.recv(4096):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _report(answer: str) -> ScanReport:
    verdict = answer.partition(": ")[2]
    if verdict == "OK":
        return ScanReport(was_scanned=True)
    if verdict.endswith(" FOUND"):
        return ScanReport(was_scanned=True, finding=verdict.removesuffix(" FOUND"))
    raise ScannerDown(answer or "no answer")
