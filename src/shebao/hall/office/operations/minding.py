"""Printers beside kiosks are asked how they stand (6.5.4): what they lack is an alarm."""

from shebao.hall.gateways.printer.port import Paper, Printer, PrinterDown
from shebao.hall.office.agencies.minding import Trouble, note_printer, with_printers
from shebao.hall.office.connections import Outside

PAPER = {Paper.OUT: Trouble.PAPER_OUT, Paper.LOW: Trouble.PAPER_LOW}


def look_at_printers(*, outside: Outside) -> int:
    """Ask every terminal's own printer; returns how many changed since the last time."""
    return sum(
        note_printer(number=one.number, trouble=trouble_of(printer))
        for one in with_printers()
        if (printer := outside.printer(one.printer)) is not None
    )


def trouble_of(printer: Printer) -> Trouble | None:
    """What a printer lacks; none where it prints with paper for a while."""
    try:
        state = printer.state()
    except PrinterDown:
        return Trouble.PRINTER_DOWN
    if not state.works:
        return Trouble.PRINTER_STOPPED
    return PAPER.get(state.paper)
