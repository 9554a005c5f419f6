"""A person's own rights records (5.2.2): read across the wall in one message, never stored here.

Every answer carries its data date; every look leaves a trace (6.3.2).
"""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.exchange.port import (
    Account,
    AccountOf,
    Benefit,
    BenefitsOf,
    Card,
    CardOf,
    Certification,
    CertificationOf,
    ContributionsOf,
    ContributionYear,
    Exemption,
    ExemptionsOf,
    Insurance,
    Payment,
    PaymentsOf,
    Person,
    PersonOf,
    Registration,
    RegistrationsOf,
    StaffExemptionsOf,
    Transfer,
    TransfersOf,
)
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.audit import actions as audit

COUNTED = frozenset("pmtd")


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The first page of one's rights: who, which schemes, how many months, how much saved."""

    data_date: date
    person: Person | None
    registrations: tuple[Registration, ...]
    account: Account | None
    certification: Certification
    card: Card | None
    months: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class ContributionView:
    """Contribution years, newest first, and the months in which nothing was paid between."""

    data_date: date
    years: tuple[ContributionYear, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BenefitView:
    """What a person draws, what was paid, and when entitlement is proven next."""

    data_date: date
    benefits: tuple[Benefit, ...]
    payments: tuple[Payment, ...]
    certification: Certification


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """Transfers, newest first."""

    data_date: date
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, kw_only=True)
class ExemptionView:
    """Stays abroad under the Chinese schemes alone, newest first."""

    data_date: date
    exemptions: tuple[Exemption, ...]


def _trace(visitor: Visitor, what: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=visitor.account,
        verb="read",
        subject=visitor.subject,
        purpose=f"reading own {what}",
        channel=channel,
        now=now,
    )


def overview(*, visitor: Visitor, insurance: Insurance, channel: str, now: datetime) -> Overview:
    """The whole picture in one message across the wall. Raises ``Unreachable``."""
    number = visitor.subject
    person, registrations, account, certification, card = insurance.ask(
        PersonOf(number=number),
        RegistrationsOf(number=number),
        AccountOf(number=number),
        CertificationOf(number=number),
        CardOf(number=number),
    )
    _trace(visitor, "overview", channel, now)
    months = {str(row.scheme): row.months_actual + row.months_deemed for row in registrations.value}
    return Overview(
        data_date=person.data_date,
        person=person.value,
        registrations=registrations.value,
        account=account.value,
        certification=certification.value,
        card=card.value,
        months=months,
    )


def contributions(
    *, visitor: Visitor, insurance: Insurance, channel: str, now: datetime
) -> ContributionView:
    """Contributions by year and scheme, with the gaps named. Raises ``Unreachable``."""
    (answer,) = insurance.ask(ContributionsOf(number=visitor.subject))
    _trace(visitor, "contributions", channel, now)
    years = tuple(sorted(answer.value, key=lambda row: (-row.year, row.scheme)))
    return ContributionView(
        data_date=answer.data_date, years=years, gaps=pension_gaps(answer.value)
    )


def pension_gaps(years: tuple[ContributionYear, ...]) -> tuple[str, ...]:
    """Months between the first and the last paid pension month in which nothing was paid."""
    paid = {
        row.year * 12 + place
        for row in years
        if row.scheme == "pension"
        for place, state in enumerate(row.states)
        if state in COUNTED
    }
    if not paid:
        return ()
    missing = sorted(set(range(min(paid), max(paid))) - paid, reverse=True)
    return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in missing)


def benefits(*, visitor: Visitor, insurance: Insurance, channel: str, now: datetime) -> BenefitView:
    """Benefits, payments and certification. Raises ``Unreachable``."""
    found, payments, certification = insurance.ask(
        BenefitsOf(number=visitor.subject),
        PaymentsOf(number=visitor.subject),
        CertificationOf(number=visitor.subject),
    )
    _trace(visitor, "benefits", channel, now)
    return BenefitView(
        data_date=found.data_date,
        benefits=found.value,
        payments=payments.value[:36],
        certification=certification.value,
    )


def transfers(
    *, visitor: Visitor, insurance: Insurance, channel: str, now: datetime
) -> TransferView:
    """Transfers with every step of both agencies. Raises ``Unreachable``."""
    (answer,) = insurance.ask(TransfersOf(number=visitor.subject))
    _trace(visitor, "transfers", channel, now)
    return TransferView(data_date=answer.data_date, transfers=answer.value)


def exemptions(
    *, visitor: Visitor, insurance: Insurance, channel: str, now: datetime
) -> ExemptionView:
    """Stays abroad of a person, or those a unit got for its staff. Raises ``Unreachable``."""
    kind = StaffExemptionsOf if visitor.acts_for_employer else ExemptionsOf
    (answer,) = insurance.ask(kind(number=visitor.subject))
    _trace(visitor, "exemptions", channel, now)
    return ExemptionView(data_date=answer.data_date, exemptions=answer.value)
