"""The pension what-if of one's own record (5.4.3d, 5.2.2c): asked across the wall, never kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shebao.exchange.port import (
    AccountOf,
    BenefitsOf,
    ContributionsOf,
    Insurance,
    PersonOf,
    RegistrationsOf,
)
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.catalogue.estimating import (
    Estimate,
    Fault,
    Life,
    Told,
    Wish,
    estimate_of,
    life_of,
    read_wish,
    settled,
)

PURPOSE = "reading own pension estimate"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An estimate with the wishes as they were read; ``faults`` stand beside the wish they are of.

    A wish with a fault is not among the scenarios; the others are.
    """

    estimate: Estimate
    life: Life
    today: date
    faults: tuple[tuple[int, Fault], ...]


def estimate(
    *,
    visitor: Visitor,
    insurance: Insurance,
    channel: str,
    now: datetime,
    wishes: Sequence[Mapping[str, Any]] = (),
    group: str = "",
) -> Asked:
    """The what-if of the visitor's own record; the look leaves a trace. Raises ``Unreachable``."""
    number = visitor.subject
    person, registrations, contributions, account, benefits = insurance.ask(
        PersonOf(number=number),
        RegistrationsOf(number=number),
        ContributionsOf(number=number),
        AccountOf(number=number),
        BenefitsOf(number=number),
    )
    audit.record(
        actor=visitor.account,
        verb="read",
        subject=number,
        purpose=PURPOSE,
        channel=channel,
        now=now,
    )
    told = Told(
        person=person.value,
        registrations=registrations.value,
        contributions=contributions.value,
        account=account.value,
        benefits=benefits.value,
        data_date=person.data_date,
    )
    life, today = life_of(told, group=group), local_date(now)
    good, faults = _read(wishes, life, today)
    found = estimate_of(life, good, today=today)
    return Asked(estimate=found, life=life, today=today, faults=faults)


def _read(
    wishes: Sequence[Mapping[str, Any]], life: Life, today: date
) -> tuple[list[Wish], tuple[tuple[int, Fault], ...]]:
    good, faults = [], []
    for place, raw in enumerate(wishes):
        wish, found = read_wish(raw, life, today=today)
        faults += [(place, fault) for fault in found]
        good += [] if found else [settled(wish, life, today)]
    return good, tuple(faults)
