"""The stand-in printer: puts the PDF into a folder, and every page says that nothing comes out."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from shebao.hall.gateways.printer.port import Paper, PrinterState


@dataclass(frozen=True, kw_only=True)
class StandinPrinter:
    """Prints into a folder that only its owner reads."""

    folder: Path
    is_standin: bool = True

    def state(self) -> PrinterState:
        """Always ready."""
        return PrinterState(works=True, paper=Paper.ENOUGH)

    def send(self, *, name: str, content: bytes) -> str:
        """Keep the file; its name tells nothing about anybody."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        job = secrets.token_hex(6)
        place = self.folder / f"{job}.pdf"
        place.touch(mode=0o600)
        place.write_bytes(content)
        return job
