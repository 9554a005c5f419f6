"""The stand-in scanner: it does not look, and its report says so."""

from shebao.hall.gateways.scan.port import ScanReport


class Unscanned:
    """Reports every file as not scanned; pages show that."""

    def scan(self, content: bytes) -> ScanReport:
        """Say that nobody looked."""
        return ScanReport(was_scanned=False)
