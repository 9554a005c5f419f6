"""How each question is answered from what the core in memory holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shebao.exchange.claims import Deceased, Exemption, StaffPerson
from shebao.exchange.memory.cast import NO_CERTIFICATION, Record
from shebao.exchange.memory.people import deceased, named, normal, staff_person
from shebao.exchange.port import (
    AccountOf,
    BenefitsOf,
    CardOf,
    CertificationOf,
    Change,
    Changes,
    ChangesSince,
    ContributionsOf,
    DeceasedOf,
    Employer,
    EmployerOf,
    ExemptionsOf,
    FindEmployer,
    FindPerson,
    InjuriesOf,
    PaymentsOf,
    Person,
    PersonOf,
    Question,
    RegistrationsOf,
    RegistrationState,
    StaffExemptionsOf,
    StaffMember,
    StaffOf,
    StaffPage,
    StaffPersonOf,
    TransfersOf,
)


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """All that can be read."""

    records: Mapping[str, Record]
    employers: Mapping[str, Employer]
    changes: Sequence[Change]

    def of(self, number: str) -> Record | None:
        """The record of a person."""
        return self.records.get(number)


def answer_to(question: Question[Any], held: Holdings) -> Any:
    """The value of the answer; an unknown number gives None or nothing."""
    return _ANSWERS[type(question)](question, held)


def _find_person(question: FindPerson, held: Holdings) -> Person | None:
    wanted = (question.id_type, normal(question.id_number), question.country)
    for record in held.records.values():
        person = record.person
        if (person.id_type, person.id_number, person.country) == wanted:
            return person
    return None


def _person(question: PersonOf, held: Holdings) -> Person | None:
    record = held.of(question.number)
    return record.person if record else None


def _find_employer(question: FindEmployer, held: Holdings) -> Employer | None:
    wanted = normal(question.code)
    return next((unit for unit in held.employers.values() if unit.code == wanted), None)


def _employer(question: EmployerOf, held: Holdings) -> Employer | None:
    return held.employers.get(question.number)


def _registrations(question: RegistrationsOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.registrations if record else ()


def _contributions(question: ContributionsOf, held: Holdings) -> Any:
    record = held.of(question.number)
    rows = record.contributions if record else ()
    return tuple(row for row in rows if question.from_year <= row.year <= question.to_year)


def _account(question: AccountOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.account if record else None


def _benefits(question: BenefitsOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.benefits if record else ()


def _payments(question: PaymentsOf, held: Holdings) -> Any:
    record = held.of(question.number)
    rows = record.payments if record else ()
    return tuple(row for row in rows if question.from_month <= row.month <= question.to_month)


def _transfers(question: TransfersOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.transfers if record else ()


def _card(question: CardOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.card if record else None


def _certification(question: CertificationOf, held: Holdings) -> Any:
    record = held.of(question.number)
    return record.certification if record else NO_CERTIFICATION


def _staff(question: StaffOf, held: Holdings) -> StaffPage:
    numbers = sorted(
        number
        for number, record in held.records.items()
        if record.person.employer_number == question.number and number > question.after
    )
    page, rest = numbers[: question.limit], numbers[question.limit :]
    members = tuple(_member(held.records[number]) for number in page)
    return StaffPage(members=members, next_after=page[-1] if rest else "")


def _member(record: Record) -> StaffMember:
    person = record.person
    mine = [
        row
        for row in record.registrations
        if row.state is RegistrationState.ACTIVE and row.employer_number == person.employer_number
    ]
    return StaffMember(
        number=person.number,
        name=person.name,
        id_tail=person.id_number[-4:],
        joined=min(row.joined for row in mine),
        base=max(record.contributions[-1].bases),
        schemes=tuple(row.scheme for row in mine),
    )


def _deceased(question: DeceasedOf, held: Holdings) -> Deceased | None:
    record = named(question, held.records)
    return deceased(record) if record is not None and record.death is not None else None


def _injuries(question: InjuriesOf, held: Holdings) -> Any:
    record = held.of(question.number)
    rows = record.injuries if record else ()
    return tuple(sorted(rows, key=lambda row: row.happened_on, reverse=True))


def _exemptions(question: ExemptionsOf, held: Holdings) -> tuple[Exemption, ...]:
    record = held.of(question.number)
    return record.exemptions if record else ()


def _staff_person(question: StaffPersonOf, held: Holdings) -> StaffPerson | None:
    record = named(question, held.records)
    if record is None or record.person.employer_number != question.number:
        return None
    return staff_person(record)


def _staff_exemptions(question: StaffExemptionsOf, held: Holdings) -> tuple[Exemption, ...]:
    unit = held.employers.get(question.number)
    rows = [
        row
        for record in held.records.values()
        for row in record.exemptions
        if unit is not None and row.employer_name == unit.name
    ]
    return tuple(sorted(rows, key=lambda row: (row.start, row.number), reverse=True))


def _changes(question: ChangesSince, held: Holdings) -> Changes:
    rows = tuple(held.changes[question.after : question.after + question.limit])
    return Changes(changes=rows, last=rows[-1].sequence if rows else question.after)


_ANSWERS: Mapping[type[Question[Any]], Callable[[Any, Holdings], Any]] = {
    FindPerson: _find_person,
    PersonOf: _person,
    FindEmployer: _find_employer,
    EmployerOf: _employer,
    RegistrationsOf: _registrations,
    ContributionsOf: _contributions,
    AccountOf: _account,
    BenefitsOf: _benefits,
    PaymentsOf: _payments,
    TransfersOf: _transfers,
    CardOf: _card,
    CertificationOf: _certification,
    StaffOf: _staff,
    DeceasedOf: _deceased,
    InjuriesOf: _injuries,
    ExemptionsOf: _exemptions,
    StaffPersonOf: _staff_person,
    StaffExemptionsOf: _staff_exemptions,
    ChangesSince: _changes,
}
