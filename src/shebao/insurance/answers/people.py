"""Who a person or a unit is, and whom a unit employs."""

from typing import Any

from shebao.exchange import port
from shebao.insurance import sql
from shebao.law.identifiers import IdKind, check
from shebao.law.text import without_blanks

_PERSON = """
    SELECT p.number, p.id_type, p.id_number, p.country, p.name, p.sex, p.birth, p.kind,
           p.retirement_group, p.region, p.household_region, p.mobile, p.address, p.first_work,
           p.died_on, p.employer, e.name
    FROM insurance_person p LEFT JOIN insurance_employer e ON e.number = p.employer
    WHERE """
_EMPLOYER = """
    SELECT number, code, name, legal_person, region, address, phone, headcount, arrears, joined
    FROM insurance_employer WHERE """
_STAFF = """
    SELECT number, name, id_number, employed_since, base FROM insurance_person
    WHERE employer = %s AND employer > 0 AND number > %s ORDER BY number LIMIT %s"""
_STAFF_SCHEMES = (port.Scheme.PENSION, port.Scheme.UNEMPLOYMENT, port.Scheme.INJURY)


def find_person(question: port.FindPerson, day: Any) -> port.Person | None:
    """By document, in its normal form; an old 15-digit number finds its 18 digits."""
    kind, number = question.id_type, without_blanks(question.id_number).upper()
    if kind == IdKind.CITIZEN_15:
        kind, number = str(IdKind.CITIZEN), check(number, on=day, kind=IdKind.CITIZEN_15).value
    where = "p.id_number = %s AND p.id_type = %s AND p.country = %s"
    return _person(sql.first(_PERSON + where, number, kind, question.country))


def person(question: port.PersonOf, day: Any) -> port.Person | None:
    """By core number."""
    return _person(sql.first(_PERSON + "p.number = %s", sql.as_number(question.number)))


def find_employer(question: port.FindEmployer, day: Any) -> port.Employer | None:
    """By credit code, in its normal form."""
    code = without_blanks(question.code).upper()
    return _employer(sql.first(_EMPLOYER + "code = %s", code))


def employer(question: port.EmployerOf, day: Any) -> port.Employer | None:
    """By core number."""
    return _employer(sql.first(_EMPLOYER + "number = %s", sql.as_number(question.number)))


def staff(question: port.StaffOf, day: Any) -> port.StaffPage:
    """A page by key: as quick at the end of a long list as at its beginning."""
    after = sql.as_number(question.after) if question.after else 0
    found = sql.rows(_STAFF, sql.as_number(question.number), after, question.limit + 1)
    members = tuple(_member(row) for row in found[: question.limit])
    has_more = len(found) > question.limit
    return port.StaffPage(members=members, next_after=members[-1].number if has_more else "")


def _member(row: sql.Row) -> port.StaffMember:
    return port.StaffMember(
        number=str(row[0]),
        name=row[1],
        id_tail=row[2][-4:],
        joined=row[3],
        base=row[4],
        schemes=_STAFF_SCHEMES,
    )


def _person(row: sql.Row | None) -> port.Person | None:
    if row is None:
        return None
    return port.Person(
        number=str(row[0]),
        id_type=row[1],
        id_number=row[2],
        country=row[3],
        name=row[4],
        sex=row[5],
        birth=row[6],
        kind=port.PersonKind(row[7]),
        retirement_group=row[8],
        region=row[9],
        household_region=row[10],
        mobile=row[11],
        address=row[12],
        first_work=row[13],
        died_on=row[14],
        employer_number=str(row[15]) if row[15] else "",
        employer_name=row[16] or "",
    )


def _employer(row: sql.Row | None) -> port.Employer | None:
    if row is None:
        return None
    return port.Employer(
        number=str(row[0]),
        code=row[1],
        name=row[2],
        legal_person=row[3],
        region=row[4],
        address=row[5],
        phone=row[6],
        headcount=row[7],
        arrears=row[8],
        joined=row[9],
    )
