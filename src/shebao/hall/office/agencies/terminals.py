"""Kiosks of the agencies (6.1.2c): registered with a key, ended at once, known by the key."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.agencies.centres import NoSuchCentre
from shebao.hall.office.agencies.centres import centre as centre_of
from shebao.hall.office.agencies.models import Terminal
from shebao.hall.office.agencies.queries import agency as agency_of
from shebao.hall.office.audit import actions as audit

PRINTER_SCHEMES = ("ipp://", "ipps://")
COLUMNS = (
    "number", "agency", "name", "printer", "centre", "registered_at", "seen_at", "help_asked_at",
)  # fmt: skip
LONGEST_KEY = 80


class NameTaken(ValueError):
    """A running terminal of this agency has the name already."""


class NoPrinterAddress(ValueError):
    """The printer's address is not one of IPP."""


@dataclass(frozen=True, kw_only=True)
class NewTerminal:
    """A terminal just registered; ``key`` is known here and never again."""

    number: str
    key: str


@dataclass(frozen=True, kw_only=True)
class TerminalCard:
    """A running terminal, as the operator and its own screen show it."""

    number: str
    agency: str
    name: str
    printer: str
    centre: str
    registered_at: datetime
    seen_at: datetime | None
    help_asked_at: datetime | None


def _digest(key: str) -> str:
    return ring().blind(f"terminal:{key}")


def register_terminal(
    *, agency: str, name: str, printer: str, actor: str, now: datetime, centre: str = ""
) -> NewTerminal:
    """Let one more kiosk work for an agency; its key is shown only this once.

    ``centre`` is the centre of this agency in whose queue it draws numbers. Raises
    ``NoSuchAgency``, ``NoSuchCentre``, ``NoPrinterAddress`` or ``NameTaken``.
    """
    agency_of(agency)
    if centre and centre_of(centre).agency != agency:
        raise NoSuchCentre(centre)
    if printer and not printer.startswith(PRINTER_SCHEMES):
        raise NoPrinterAddress(printer)
    key = f"sbk_{secrets.token_urlsafe(32)}"
    row = Terminal(
        number=f"K{secret_code(8)}", agency=agency, name=name, digest=_digest(key),
        printer=printer, centre=centre, registered_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _note_terminal(row.number, "register-terminal", actor=actor, now=now)
    except IntegrityError:
        raise NameTaken(name) from None
    return NewTerminal(number=row.number, key=key)


def end_terminal(*, number: str, actor: str, now: datetime) -> bool:
    """Turn a terminal away from this moment on; false when none such runs."""
    with transaction.atomic():
        running = Terminal.objects.filter(number=number, ended_at=None)
        if not running.update(ended_at=now):
            return False
        _note_terminal(number, "end-terminal", actor=actor, now=now)
    return True


def _note_terminal(number: str, verb: str, *, actor: str, now: datetime) -> None:
    audit.record(
        actor=actor, verb=verb, subject="-", purpose="running the hall", channel="manage",
        now=now, details={"terminal": number},
    )  # fmt: skip


def terminal_with_key(key: str) -> TerminalCard | None:
    """The running terminal that has this key."""
    if not 0 < len(key) <= LONGEST_KEY:
        return None
    row = Terminal.objects.filter(digest=_digest(key), ended_at=None).values(*COLUMNS).first()
    return TerminalCard(**row) if row else None


def terminal_called(number: str) -> TerminalCard | None:
    """The running terminal with this number."""
    row = Terminal.objects.filter(number=number[:24], ended_at=None).values(*COLUMNS).first()
    return TerminalCard(**row) if row else None


def terminals(*, after: str = "", size: int = 30) -> tuple[TerminalCard, ...]:
    """Running terminals by number, those after ``after``; one more than ``size`` if there are."""
    rows = Terminal.objects.filter(ended_at=None, number__gt=after).order_by("number")
    return tuple(TerminalCard(**row) for row in rows.values(*COLUMNS)[: size + 1])
