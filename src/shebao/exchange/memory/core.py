"""The core system in memory: answers, postings, a change feed, and a day that can be advanced."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from threading import RLock
from typing import Any

from shebao.exchange.forms import check_posting, check_question
from shebao.exchange.memory.cast import Record
from shebao.exchange.memory.claimants import everybody
from shebao.exchange.memory.effects import FINISHED, Effect, effect_of, merged, next_station, pay
from shebao.exchange.memory.grants import GRANTS, grant_effect, subject_of
from shebao.exchange.memory.kin import with_kin
from shebao.exchange.memory.reading import Holdings, answer_to
from shebao.exchange.port import (
    Answer,
    Change,
    Posting,
    Question,
    Receipt,
    ReceiptState,
    Transfer,
    Unreachable,
)
from shebao.exchange.troubles import Conflict

CHINA_TIME = timezone(timedelta(hours=8))
DAY = date(2026, 3, 2)


class MemoryInsurance:
    """An :class:`~shebao.exchange.port.Insurance` with a small fixed cast, for tests of the hall.

    ``day`` is the data date.  ``is_down`` makes every call raise :class:`Unreachable`.  ``posted``
    lists the postings that arrived, repetitions included.  Thread-safe.
    """

    def __init__(self, *, day: date = DAY) -> None:
        made = everybody(day)
        self.day = day
        self.is_down = False
        self.posted: list[Posting] = []
        self._records: dict[str, Record] = with_kin(made.records, day)
        self._employers = made.employers
        self._changes: list[Change] = []
        self._receipts: dict[str, tuple[Posting, Receipt]] = {}
        self._lock = RLock()

    def ask(self, *questions: Question[Any]) -> tuple[Answer[Any], ...]:
        """Answer from memory; see :class:`~shebao.exchange.port.Insurance`."""
        self._require_up()
        for question in questions:
            check_question(question)
        with self._lock:
            held = Holdings(records=self._records, employers=self._employers, changes=self._changes)
            return tuple(
                Answer(value=answer_to(question, held), data_date=self.day)
                for question in questions
            )

    def post(self, posting: Posting) -> Receipt:
        """Apply once; see :class:`~shebao.exchange.port.Insurance`."""
        self._require_up()
        check_posting(posting)
        with self._lock:
            self.posted.append(posting)
            known = self._receipts.get(posting.key)
            if known is None:
                known = self._receipts[posting.key] = (posting, self._applied(posting))
            if _content(known[0]) != _content(posting):
                raise Conflict(posting.key)
            return known[1]

    def advance(self, day: date) -> None:
        """Go on to a later day: every open transfer moves one station, overdue proofs suspend,
        and pensions are paid.
        """
        with self._lock:
            self.day = max(day, self.day)
            for number in sorted(self._records):
                self._live(number)

    def _require_up(self) -> None:
        if self.is_down:
            raise Unreachable("the core in memory is down")

    def _applied(self, posting: Posting) -> Receipt:
        record = self._records.get(subject_of(posting))
        if record is None:
            return self._receipt(posting, ReceiptState.REFUSED, reason="查无此人")
        effect = self._effect(posting, record)
        if effect.state is not ReceiptState.REFUSED:
            for changed in (effect.record, *effect.also):
                self._records[changed.person.number] = changed
            self._note(posting.kind, posting.subject, posting.key, dict(posting.values))
        return self._receipt(posting, effect.state, effect.reference, effect.reason)

    def _effect(self, posting: Posting, record: Record) -> Effect:
        if posting.kind in GRANTS:
            return grant_effect(posting, record, self._records, day=self.day)
        return effect_of(posting, record, day=self.day)

    def _receipt(
        self, posting: Posting, state: ReceiptState, reference: str = "", reason: str = ""
    ) -> Receipt:
        number = f"M{len(self._receipts) + 1:06d}"
        return Receipt(
            key=posting.key,
            state=state,
            reference=reference or number,
            reason=reason,
            at=self._now(),
        )

    def _live(self, number: str) -> None:
        for transfer in self._records[number].transfers:
            if transfer.state != FINISHED:
                self._move_on(number, transfer)
        self._suspend_if_overdue(number)
        self._records[number] = pay(self._records[number], day=self.day)

    def _move_on(self, number: str, transfer: Transfer) -> None:
        moved = next_station(transfer, day=self.day)
        record = self._records[number]
        rows = tuple(moved if row is transfer else row for row in record.transfers)
        record = replace(record, transfers=rows)
        is_finished = moved.state == FINISHED
        self._records[number] = merged(record, moved) if is_finished else record
        values = {"number": moved.number, "state": moved.state, "holder": moved.holder}
        self._note("transfer", number, moved.key, values)

    def _suspend_if_overdue(self, number: str) -> None:
        record = self._records[number]
        proof = record.certification
        if proof.suspended or proof.next_due is None or proof.next_due >= self.day:
            return
        held = tuple(replace(row, state="suspended") for row in record.benefits)
        self._records[number] = replace(
            record, certification=replace(proof, suspended=True), benefits=held
        )
        self._note("certification", number, "", {"state": "suspended"})

    def _note(self, kind: str, subject: str, key: str, values: Mapping[str, str]) -> None:
        change = Change(
            sequence=len(self._changes) + 1,
            at=self._now(),
            kind=str(kind),
            subject=subject,
            key=key,
            values=values,
        )
        self._changes.append(change)

    def _now(self) -> datetime:
        return datetime.combine(self.day, time(9), CHINA_TIME)


def _content(posting: Posting) -> dict[str, Any]:
    return {**vars(posting), "values": dict(posting.values)}
