"""Who somebody is, in memory: by document and name, and what may be told of the dead."""

from collections.abc import Mapping
from typing import Protocol

from shebao.exchange.claims import ClaimKind, Deceased, StaffPerson
from shebao.exchange.memory.cast import Death, Record
from shebao.exchange.records import RegistrationState, Scheme
from shebao.law.identifiers import same_name

_PAID = frozenset("pmt")


class Named(Protocol):
    """A question that names somebody."""

    @property
    def id_type(self) -> str:
        """The kind of document."""

    @property
    def id_number(self) -> str:
        """Its number."""

    @property
    def country(self) -> str:
        """Who issued it."""

    @property
    def full_name(self) -> str:
        """The name beside it."""


def normal(number: str) -> str:
    """A document number as it is compared: upper case, without blanks."""
    return "".join(number.split()).upper()


def named(question: Named, records: Mapping[str, Record]) -> Record | None:
    """Whoever has this document and this name."""
    wanted = (question.id_type, normal(question.id_number), question.country)
    for record in records.values():
        person = record.person
        if (person.id_type, person.id_number, person.country) == wanted:
            return record if same_name(person.name, question.full_name) else None
    return None


def deceased(record: Record) -> Deceased:
    """What a claim needs of somebody who died."""
    person, death = record.person, record.death or Death()
    assert person.died_on is not None  # noqa: S101
    rows = [row for row in record.registrations if row.scheme is Scheme.PENSION]
    claims = dict(death.claims)
    drawn = [one.first_month for one in record.benefits if one.kind == "pension"]
    return Deceased(
        region=person.region,
        died_on=person.died_on,
        scheme=Scheme.PENSION if rows else "",
        paid_months=sum(row.months_actual + row.months_deemed for row in rows),
        drawn_since=min(drawn, default=""),
        own_contributions=_own(record),
        balance=record.account.balance if record.account else 0,
        cause=death.cause,
        wage=death.wage,
        local_average=death.local_average,
        funeral_paid_by=claims.get(ClaimKind.FUNERAL, ""),
        claimed=tuple(kind for kind, _ in death.claims),
    )


def staff_person(record: Record) -> StaffPerson:
    """What a unit's errand needs of one of its staff."""
    person = record.person
    active = [row for row in record.registrations if row.state is RegistrationState.ACTIVE]
    return StaffPerson(
        number=person.number,
        name=person.name,
        id_tail=person.id_number[-4:],
        sex=person.sex,
        birth=person.birth,
        schemes=tuple(sorted({row.scheme for row in active})),
        last_paid_month=max(
            (row.last_paid_month for row in active if row.scheme is Scheme.PENSION), default=""
        ),
        exemptions=record.exemptions,
    )


def _own(record: Record) -> int:
    return sum(
        amount
        for year in record.contributions
        if year.scheme is Scheme.PENSION
        for amount, letter in zip(year.own, year.states, strict=True)
        if letter in _PAID
    )
