"""Terminals minded (6.1.2c, 6.5.4): heard of, in need of paper, or with somebody who wants help."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from shebao.hall.kit.clock import local_date, minute_of_day
from shebao.hall.office.agencies.centres import NoSuchCentre, centre, spans_on
from shebao.hall.office.agencies.models import Terminal
from shebao.hall.office.agencies.terminals import COLUMNS, TerminalCard
from shebao.hall.office.audit import actions as audit
from shebao.law.workdays import Calendar, UnknownYear

# A screen nobody touches asks for itself about every 80 seconds, so silence means something.
HEARD_EVERY, SILENT_AFTER = timedelta(minutes=1), timedelta(minutes=5)
MOST_SHOWN = 50


class Trouble(StrEnum):
    """What is wrong with a terminal."""

    SILENT = "silent"
    PRINTER_DOWN = "down"
    PRINTER_STOPPED = "stopped"
    PAPER_OUT = "out"
    PAPER_LOW = "low"


@dataclass(frozen=True, kw_only=True)
class Troubled:
    """A terminal that wants somebody, and why."""

    number: str
    name: str
    agency: str
    trouble: Trouble


def note_heard(card: TerminalCard, *, now: datetime) -> None:
    """The terminal asked for something; written down once a minute at most."""
    if card.seen_at is None or now - card.seen_at >= HEARD_EVERY:
        Terminal.objects.filter(number=card.number).update(seen_at=now)


def note_printer(*, number: str, trouble: Trouble | None) -> bool:
    """How its printer stands; true where that is new."""
    said = trouble or ""
    rows = Terminal.objects.filter(number=number, ended_at=None).exclude(printer_trouble=said)
    return bool(rows.update(printer_trouble=said))


def with_printers() -> tuple[TerminalCard, ...]:
    """Running terminals that have a printer of their own."""
    rows = Terminal.objects.filter(ended_at=None).exclude(printer="").order_by("number")
    return tuple(TerminalCard(**row) for row in rows.values(*COLUMNS))


def ask_help(card: TerminalCard, *, now: datetime) -> None:
    """Somebody at the terminal wants a member of staff; pressing again changes nothing."""
    with transaction.atomic():
        rows = Terminal.objects.filter(number=card.number, ended_at=None, help_asked_at=None)
        if rows.update(help_asked_at=now):
            _note(card.number, "ask-help", card.number, "kiosk", now)


def answer_help(*, number: str, agency: str, actor: str, now: datetime) -> bool:
    """A member of staff goes there; false where nobody waits at a terminal of the agency."""
    with transaction.atomic():
        rows = Terminal.objects.filter(number=number, agency=agency, help_asked_at__isnull=False)
        if not rows.update(help_asked_at=None):
            return False
        _note(number, "answer-help", actor, "desk", now)
    return True


def asking_help(agency: str) -> tuple[TerminalCard, ...]:
    """Terminals of an agency at which somebody waits for help, the longest first."""
    rows = Terminal.objects.filter(agency=agency, ended_at=None, help_asked_at__isnull=False)
    found = rows.order_by("help_asked_at", "number").values(*COLUMNS)[:MOST_SHOWN]
    return tuple(TerminalCard(**row) for row in found)


def troubled(*, calendar: Calendar, now: datetime) -> tuple[Troubled, ...]:
    """Terminals that want somebody: silent while their centre is open, or in need of paper."""
    rows = Terminal.objects.filter(ended_at=None).order_by("number")
    found = []
    for row in rows.values(*COLUMNS, "printer_trouble"):
        said = row.pop("printer_trouble")
        card = TerminalCard(**row)
        trouble = Trouble(said) if said else None
        if _is_silent(card, calendar, now):
            trouble = Trouble.SILENT
        if trouble is not None:
            found.append(
                Troubled(number=card.number, name=card.name, agency=card.agency, trouble=trouble)
            )
    return tuple(found)


def _is_silent(card: TerminalCard, calendar: Calendar, now: datetime) -> bool:
    last = card.seen_at
    return last is not None and now - last > SILENT_AFTER and _is_open(card, calendar, now)


def _is_open(card: TerminalCard, calendar: Calendar, now: datetime) -> bool:
    """Whether people can stand before it; one that stands in no centre is always open."""
    if not card.centre:
        return True
    try:
        spans = spans_on(centre(card.centre), local_date(now), calendar=calendar)
    except (NoSuchCentre, UnknownYear):
        return False
    return any(opens <= minute_of_day(now) < closes for opens, closes in spans)


def _note(number: str, verb: str, actor: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=actor, verb=verb, subject="-", purpose="running the hall", channel=channel, now=now,
        details={"terminal": number},
    )  # fmt: skip
