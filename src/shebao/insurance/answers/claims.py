"""What a claim needs of the dead, the injured and those abroad, and nothing beyond it."""

from collections.abc import Iterable
from typing import Any

from shebao.exchange import port
from shebao.insurance import sql
from shebao.insurance.answers import people, records
from shebao.law.identifiers import same_name

_PAID = frozenset("pmt")
_INJURIES = """
    SELECT i.place, e.name, i.happened_on, i.recognised_on, i.graded_on, i.grade, i.care, i.wage,
           i.local_average, i.minimum_wage, i.claimed_on, i.is_fatal
    FROM insurance_injury i LEFT JOIN insurance_employer e ON e.number = i.employer
    WHERE i.person = %s ORDER BY i.happened_on DESC, i.place DESC"""
_INJURIES_AND_COSTS = """
    SELECT i.place, e.name, i.happened_on, i.recognised_on, i.graded_on, i.grade, i.care, i.wage,
           i.local_average, i.minimum_wage, i.claimed_on, c.kind, c.start, c.last, c.amount,
           c.paid_on
    FROM insurance_injury i LEFT JOIN insurance_employer e ON e.number = i.employer
    LEFT JOIN insurance_injurycost c ON c.person = i.person AND c.injury = i.place
    WHERE i.person = %s ORDER BY i.happened_on DESC, i.place DESC, c.place DESC"""
_EXEMPTIONS = """
    SELECT x.number, p.name, p.id_number, e.name, x.country, x.kind, x.schemes, x.first_day,
           x.last_day, x.certificate, x.is_extension
    FROM insurance_exemption x JOIN insurance_person p ON p.number = x.person
    LEFT JOIN insurance_employer e ON e.number = x.employer
    WHERE """
_NEWEST_FIRST = " ORDER BY x.first_day DESC, x.number DESC"
_MOST_ROWS = 200
_CLAIMS = "SELECT kind, scheme FROM insurance_claim WHERE deceased = %s ORDER BY kind"
_FIRST_PENSION = """
    SELECT MIN(first_month) FROM insurance_benefit
    WHERE person = %s AND kind IN ('pension', 'residents_pension')"""
_SEVERE = range(1, 5)


def deceased(question: port.DeceasedOf, day: Any) -> port.Deceased | None:
    """Only the dead, and only for who knows document and name; see :func:`departed`."""
    found = departed(question, day)
    return found[1] if found else None


def departed(question: port.DeceasedOf, day: Any) -> tuple[int, port.Deceased] | None:
    """The core number beside what a claim needs; None for the living, unknown and misnamed."""
    document = port.FindPerson(
        id_type=question.id_type, id_number=question.id_number, country=question.country
    )
    person = people.find_person(document, day)
    if person is None or person.died_on is None or not same_name(person.name, question.full_name):
        return None
    return int(person.number), _deceased(person, day)


def _deceased(person: port.Person, day: Any) -> port.Deceased:
    assert person.died_on is not None  # noqa: S101
    number = int(person.number)
    scheme, months = _relation(person.number, day)
    account = records.account(port.AccountOf(number=person.number), day)
    hurt = sql.rows(_INJURIES, number)
    severe = _that_decides(hurt)
    claims = sql.rows(_CLAIMS, number)
    return port.Deceased(
        region=person.region,
        died_on=person.died_on,
        scheme=scheme,
        paid_months=months,
        drawn_since=_drawn_since(number),
        own_contributions=_own(person.number, scheme, day),
        balance=account.balance if account else 0,
        cause=_cause(severe),
        wage=severe[7] if severe else 0,
        local_average=severe[8] if severe else 0,
        funeral_paid_by=next((by for kind, by in claims if kind == port.ClaimKind.FUNERAL), ""),
        claimed=tuple(port.ClaimKind(kind) for kind, _ in claims),
    )


def _relation(number: str, day: Any) -> tuple[str, int]:
    """The employees' scheme comes before the residents'; with the months that count in it."""
    found = records.registrations(port.RegistrationsOf(number=number), day)
    for scheme in (port.Scheme.PENSION, port.Scheme.RESIDENTS):
        mine = [row for row in found if row.scheme is scheme]
        if mine:
            kept = (row for row in mine if row.state is not port.RegistrationState.MOVED)
            return str(scheme), sum(row.months_actual + row.months_deemed for row in kept)
    return "", 0


def _own(number: str, scheme: str, day: Any) -> int:
    years = records.contributions(port.ContributionsOf(number=number), day)
    return sum(
        amount
        for year in years
        if year.scheme == scheme
        for amount, letter in zip(year.own, year.states, strict=True)
        if letter in _PAID
    )


def _drawn_since(number: int) -> str:
    row = sql.first(_FIRST_PENSION, number)
    return str(row[0]) if row and row[0] else ""


def _that_decides(hurt: Iterable[sql.Row]) -> sql.Row | None:
    """The injury that killed, else the newest of grades 1 to 4 (工伤保险条例 39)."""
    listed = list(hurt)
    fatal = (row for row in listed if row[11])
    return next(fatal, None) or next((row for row in listed if row[5] in _SEVERE), None)


def _cause(severe: sql.Row | None) -> port.DeathCause:
    if severe is None:
        return port.DeathCause.UNKNOWN
    return port.DeathCause.WORK if severe[11] else port.DeathCause.LATER


def injury_number(person: int | str, place: int) -> str:
    """An injury is named by its person and its place among that person's injuries."""
    return f"{person}-{place}"


def injuries(question: port.InjuriesOf, day: Any) -> tuple[port.Injury, ...]:
    """Newest first."""
    found = list(sql.rows(_INJURIES_AND_COSTS, sql.as_number(question.number)))
    injured = {row[0]: row for row in found}
    return tuple(
        port.Injury(
            number=injury_number(question.number, row[0]),
            employer_name=row[1] or "",
            happened_on=row[2],
            recognised_on=row[3],
            graded_on=row[4],
            grade=row[5],
            care=row[6],
            wage=row[7],
            local_average=row[8],
            minimum_wage=row[9],
            is_claimed=row[10] is not None,
            costs=_costs_of(row[0], found),
        )
        for row in injured.values()
    )


def _costs_of(place: int, found: Iterable[sql.Row]) -> tuple[port.InjuryCost, ...]:
    return tuple(
        port.InjuryCost(kind=row[11], start=row[12], end=row[13], amount=row[14], paid_on=row[15])
        for row in found
        if row[0] == place and row[11]
    )


def exemptions(question: port.ExemptionsOf, day: Any) -> tuple[port.Exemption, ...]:
    """Of one person, newest first."""
    number = sql.as_number(question.number)
    return _exemptions(sql.rows(_EXEMPTIONS + "x.person = %s" + _NEWEST_FIRST, number))


def staff_exemptions(question: port.StaffExemptionsOf, day: Any) -> tuple[port.Exemption, ...]:
    """Those a unit got for its staff: the newest 200."""
    where = f"x.employer = %s AND x.employer > 0{_NEWEST_FIRST} LIMIT {_MOST_ROWS}"
    return _exemptions(sql.rows(_EXEMPTIONS + where, sql.as_number(question.number)))


def _exemptions(found: Iterable[sql.Row]) -> tuple[port.Exemption, ...]:
    return tuple(
        port.Exemption(
            number=row[0],
            name=row[1],
            id_tail=row[2][-4:],
            employer_name=row[3] or "",
            country=row[4],
            kind=row[5],
            schemes=tuple(port.Scheme(one) for one in row[6].split(",")),
            start=row[7],
            end=row[8],
            certificate=row[9],
            is_extension=bool(row[10]),
        )
        for row in found
    )


def staff_person(question: port.StaffPersonOf, day: Any) -> port.StaffPerson | None:
    """One of the unit's own staff; somebody else's staff is nobody."""
    document = port.FindPerson(
        id_type=question.id_type, id_number=question.id_number, country=question.country
    )
    person = people.find_person(document, day)
    if (
        person is None
        or person.died_on is not None
        or person.employer_number != question.number
        or not same_name(person.name, question.full_name)
    ):
        return None
    rows = records.registrations(port.RegistrationsOf(number=person.number), day)
    active = [row for row in rows if row.state is port.RegistrationState.ACTIVE]
    pension = [row.last_paid_month for row in active if row.scheme is port.Scheme.PENSION]
    return port.StaffPerson(
        number=person.number,
        name=person.name,
        id_tail=person.id_number[-4:],
        sex=person.sex,
        birth=person.birth,
        schemes=tuple(sorted({row.scheme for row in active})),
        last_paid_month=max(pension, default=""),
        exemptions=exemptions(port.ExemptionsOf(number=person.number), day),
    )
