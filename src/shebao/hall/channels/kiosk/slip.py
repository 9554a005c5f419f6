"""The slip with a number of the queue (5.1): what is called, about how long, which originals."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shebao.hall.gateways.printer.port import PrinterDown
from shebao.hall.kit import clock, typeset
from shebao.hall.kit.words import moment_words
from shebao.hall.office.agencies.centres import CentreCard
from shebao.hall.office.agencies.terminals import TerminalCard
from shebao.hall.office.applications.queries import originals
from shebao.hall.office.appointments import queries
from shebao.hall.office.appointments.queries import TurnCard
from shebao.hall.office.connections import outside

SOURCE = Path(__file__).with_name("slip.typ").read_text(encoding="utf-8")


def printed(found: TerminalCard, where: CentreCard, number: str) -> bool:
    """Print the slip of a turn at the terminal; false where nothing came out.

    The number stands on the screen as well, so a printer that fails stops nobody.
    """
    printer, turn = outside().printer(found.printer), queries.turn(number)
    if printer is None or turn is None:
        return False
    try:
        content = drawn(turn, where)
        if not printer.state().can_print:
            return False
        printer.send(name=turn.label, content=content)
    except (PrinterDown, typeset.BadSource):
        return False
    return True


def drawn(turn: TurnCard, where: CentreCard) -> bytes:
    """The slip as PDF; no name stands on it."""
    ahead, day = queries.forecast(turn, now=clock.now()), clock.local_date(turn.joined_at)
    data: dict[str, Any] = {
        "title": _("排队号"),
        "day": [day.year, day.month, day.day],
        "centre": where.name,
        "label": turn.label,
        "item": turn.item_name,
        "ahead": _("前面还有 %(count)s 位，大约等 %(minutes)s 分钟")
        % {"count": ahead.ahead, "minutes": ahead.minutes},
        "at": moment_words(turn.joined_at),
        "bring": _("请准备好这些原件"),
        "originals": [one.name for one in originals(turn.item, case=turn.case)]
        if turn.item
        else [],
        "notes": _("请看大屏、听叫号。叫到时不在的，到窗口说一声，可以重新排"),
    }
    return typeset.pdf({"main.typ": SOURCE}, data=data)
