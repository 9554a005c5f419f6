"""The worker's timetable (6.5): each job runs when it is due; a failing one never stops others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from shebao.hall.kit.limits.actions import sweep
from shebao.hall.office.accounts import jobs as accounts
from shebao.hall.office.applications import jobs as cases
from shebao.hall.office.appointments import jobs as bookings
from shebao.hall.office.audit import jobs as trail
from shebao.hall.office.connections import Outside
from shebao.hall.office.documents import jobs as papers
from shebao.hall.office.notices import jobs as notices
from shebao.hall.office.operations import beating, closing, mandating, minding, sweeping

log = structlog.get_logger("worker")
Job = Callable[[Outside, datetime], int]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A job and how often it runs."""

    name: str
    every: timedelta
    run: Job


TIMETABLE: tuple[Entry, ...] = (
    Entry(
        name="deliver postings",
        every=timedelta(seconds=1),
        run=lambda outside, now: cases.deliver_postings(outside=outside, now=now),
    ),
    Entry(
        name="produce papers",
        every=timedelta(seconds=1),
        run=lambda outside, now: papers.produce_queued(seal=outside.seal, now=now, limit=20),
    ),
    Entry(
        name="decide waiting cases",
        every=timedelta(seconds=2),
        run=lambda outside, now: cases.decide_waiting(outside=outside, now=now),
    ),
    Entry(
        name="follow the core",
        every=timedelta(seconds=2),
        run=lambda outside, now: cases.follow_core(outside=outside, now=now),
    ),
    Entry(
        name="send messages",
        every=timedelta(seconds=2),
        run=lambda outside, now: notices.send_due(carrier=outside.sms, now=now),
    ),
    Entry(
        name="spread messages",
        every=timedelta(seconds=2),
        run=lambda outside, now: notices.spread(now=now),
    ),
    Entry(
        name="send e-mail",
        every=timedelta(seconds=2),
        run=lambda outside, now: notices.send_mail(carrier=outside.mail, now=now),
    ),
    Entry(
        name="forget old messages",
        every=timedelta(hours=6),
        run=lambda outside, now: notices.forget_old(now=now),
    ),
    Entry(
        name="send codes",
        every=timedelta(seconds=1),
        run=lambda outside, now: accounts.send_texts(carrier=outside.sms, now=now),
    ),
    Entry(
        name="forget unfinished registrations",
        every=timedelta(hours=1),
        run=lambda outside, now: accounts.forget_sign_ups(now=now),
    ),
    Entry(
        name="open places",
        every=timedelta(minutes=10),
        run=lambda outside, now: bookings.open_places(calendar=outside.calendar, now=now),
    ),
    Entry(
        name="remind of bookings",
        every=timedelta(minutes=10),
        run=lambda outside, now: bookings.remind(now=now),
    ),
    Entry(
        name="note who did not come",
        every=timedelta(hours=1),
        run=lambda outside, now: bookings.note_no_shows(now=now),
    ),
    Entry(
        name="look at printers",
        every=timedelta(minutes=5),
        run=lambda outside, now: minding.look_at_printers(outside=outside),
    ),
    Entry(
        name="close queues",
        every=timedelta(hours=1),
        run=lambda outside, now: bookings.close_queues(now=now),
    ),
    Entry(
        name="let wishes lapse",
        every=timedelta(minutes=1),
        run=lambda outside, now: bookings.let_wishes_lapse(now=now),
    ),
    Entry(
        name="forget old places",
        every=timedelta(hours=6),
        run=lambda outside, now: bookings.forget_old_places(now=now),
    ),
    Entry(
        name="warn of endings",
        every=timedelta(hours=1),
        run=lambda outside, now: accounts.warn_of_endings(seal=outside.seal, now=now),
    ),
    Entry(
        name="let mandates lapse",
        every=timedelta(minutes=10),
        run=lambda outside, now: mandating.let_lapse(now=now),
    ),
    Entry(
        name="close accounts",
        every=timedelta(hours=1),
        run=lambda outside, now: closing.close_due(now=now),
    ),
    Entry(
        name="forget closed accounts",
        every=timedelta(hours=6),
        run=lambda outside, now: accounts.forget_closed(now=now),
    ),
    Entry(
        name="forget tickets",
        every=timedelta(hours=6),
        run=lambda outside, now: accounts.forget_tickets(now=now),
    ),
    Entry(
        name="say alive",
        every=beating.EVERY,
        run=lambda outside, now: beating.beat(now=now),
    ),
    Entry(
        name="let supplements lapse",
        every=timedelta(minutes=30),
        run=lambda outside, now: cases.lapse_supplements(outside=outside, now=now),
    ),
    Entry(
        name="confirm provisional due dates",
        every=timedelta(hours=6),
        run=lambda outside, now: cases.confirm_due_dates(outside=outside, now=now),
    ),
    Entry(
        name="sign the trail",
        every=timedelta(minutes=5),
        run=lambda outside, now: trail.sign_what_is_new(keys=outside.trail, now=now),
    ),
    Entry(
        name="sweep counters",
        every=timedelta(hours=1),
        run=lambda outside, now: sweep(now=now),
    ),
    Entry(
        name="sweep files",
        every=sweeping.EVERY,
        run=lambda outside, now: sweeping.sweep_files(now=now),
    ),
)


@dataclass
class Worker:
    """Runs what is due; several workers may run side by side."""

    outside: Outside
    timetable: tuple[Entry, ...] = TIMETABLE
    due: dict[str, datetime] = field(default_factory=dict)

    def turn(self, now: datetime) -> int:
        """Run every job that is due once; returns how much was done."""
        return sum(self._run(entry, now) for entry in self.timetable)

    def _run(self, entry: Entry, now: datetime) -> int:
        if self.due.get(entry.name, now) > now:
            return 0
        self.due[entry.name] = now + entry.every
        try:
            return int(entry.run(self.outside, now))
        except Exception:
            log.exception("job failed", job=entry.name)
            return 0
