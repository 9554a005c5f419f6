"""Printers beside kiosks are asked how they stand (6.5.4): what they lack is an alarm."""

from concurrent.futures import ThreadPoolExecutor

from shebao.hall.gateways.printer.port import Paper, Printer, PrinterDown
from shebao.hall.office.agencies.minding import Trouble, note_printer, with_printers
from shebao.hall.office.connections import Outside

PAPER = {Paper.OUT: Trouble.PAPER_OUT, Paper.LOW: Trouble.PAPER_LOW}
# So many are asked side by side: printers that do not answer hold the worker up once, not each.
AT_ONCE = 32


def look_at_printers(*, outside: Outside) -> int:
    """Ask every terminal's own printer; returns how many changed since the last time."""
    asked = [(one.number, outside.printer(one.printer)) for one in with_printers()]
    known = [(number, printer) for number, printer in asked if printer is not None]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        troubles = list(pool.map(trouble_of, [printer for _, printer in known]))
    return sum(
        note_printer(number=number, trouble=trouble)
        for (number, _), trouble in zip(known, troubles, strict=True)
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
