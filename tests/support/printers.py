"""A printer that says what a test tells it to say."""

from shebao.hall.gateways.printer.port import PrinterDown, PrinterState


class Played:
    """A printer that says what it is told to say."""

    is_standin = True

    def __init__(self, state: PrinterState | None) -> None:
        self.said = state

    def state(self) -> PrinterState:
        if self.said is None:
            raise PrinterDown
        return self.said

    def send(self, *, name: str, content: bytes) -> None:
        """Nothing comes out."""
