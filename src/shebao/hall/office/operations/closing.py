"""Closing an account, over all rooms (6.2.5a): what stands in its way, and what goes with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shebao.hall.office.accounts import actions as accounts
from shebao.hall.office.accounts import queries
from shebao.hall.office.applications import actions as cases_actions
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.appointments import queries as appointments
from shebao.hall.office.notices import choosing
from shebao.hall.office.operations import mandating


@dataclass(frozen=True, kw_only=True)
class Hurdles:
    """What has to be over first: how many cases are under way, how many bookings open."""

    cases: int
    bookings: int

    @property
    def any(self) -> bool:
        """Whether something stands in the way."""
        return bool(self.cases or self.bookings)


class NotYet(ValueError):
    """Something is under way; ``hurdles`` says what."""

    def __init__(self, hurdles: Hurdles) -> None:
        """Remember what."""
        super().__init__("not yet")
        self.hurdles = hurdles


def hurdles(person: str) -> Hurdles:
    """What stands in the way of closing this person's account."""
    return Hurdles(cases=cases.open_count(person), bookings=appointments.open_count(person))


def ask(*, account: str, person: str, channel: str, now: datetime) -> datetime:
    """Ask for closing; the moment it will be. Raises ``NotYet``."""
    found = hurdles(person)
    if found.any:
        raise NotYet(found)
    return accounts.ask_closing(account=account, channel=channel, now=now)


def close_due(*, now: datetime) -> int:
    """Close what is due; where something came in between, the account stays and the phone hears."""
    return sum(_closed(number, person, now) for number, person in accounts.due_to_close(now=now))


def _closed(number: str, person: str, now: datetime) -> bool:
    with transaction.atomic():
        if hurdles(person).any:
            return accounts.keep_open(account=number, channel="worker", now=now)
        ended = _end_mandates(number, person, now)
        drafts = [item for item, _at in cases.drafts(person)]
        for item in drafts:
            cases_actions.discard_draft(subject=person, item=item, now=now)
        gone = {"mandate": ended, "draft": len(drafts), "preference": choosing.forget(person)}
        return accounts.close(account=number, gone=gone, now=now)


def _end_mandates(number: str, person: str, now: datetime) -> int:
    found = queries.open_mandates(person)
    for mandate in found:
        mandating.end(
            number=mandate, person=person, subject=person, account=number, channel="worker",
            now=now,
        )  # fmt: skip
    return len(found)
