"""What the core's own books hold of somebody who claims, as the law's formulas take it."""

from dataclasses import dataclass
from datetime import date

from shebao.exchange import port
from shebao.insurance import sql
from shebao.insurance.answers import records
from shebao.insurance.books import month_of
from shebao.insurance.parts import DISABILITY, UNEMPLOYMENT
from shebao.insurance.postings.outcome import Refusal, Subject
from shebao.law.months import month_text
from shebao.law.pension import Books
from shebao.law.unemployment import Earlier

COUNTED = frozenset("pmt")


@dataclass(frozen=True, kw_only=True)
class Relation:
    """The pension relation somebody claims from."""

    region: str
    state: str
    months: int


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A benefit on record."""

    place: int
    scheme: str
    kind: str
    last_month: str
    until_month: str
    parts: str
    is_running: bool


def relation(person: Subject, scheme: str) -> Relation:
    """Where the person pays, else where they paid last.  Raises :class:`Refusal` without one."""
    row = sql.first(
        sql.locked(
            "SELECT region, state, months_actual + months_deemed FROM insurance_registration "
            "WHERE person = %s AND scheme = %s AND state IN ('active', 'paused') "
            "ORDER BY state, last_paid_month DESC"
        ),
        *(person.number, scheme),
    )
    if row is None:
        raise Refusal("没有可以领取待遇的养老保险关系，请先核对参保登记。")
    return Relation(region=row[0], state=row[1], months=int(row[2]))


def books(person: Subject, region: str, *, day: date) -> Books:
    """The books behind an employee's pension there; months kept elsewhere are left out."""
    number = str(person.number)
    account = records.account(port.AccountOf(number=number), day)
    return Books(
        birth=month_text(month_of(person.birth)),
        group=person.group,
        region=region,
        rows=records.contributions(port.ContributionsOf(number=number), day),
        years=account.years if account else (),
        elsewhere=_elsewhere(person, region),
    )


def account_years(person: Subject, *, day: date) -> tuple[port.AccountYear, ...]:
    """The personal account year by year."""
    found = records.account(port.AccountOf(number=str(person.number)), day)
    return found.years if found else ()


def unemployment_months(person: Subject, *, day: date) -> set[int]:
    """The month numbers paid in the unemployment scheme."""
    rows = records.contributions(port.ContributionsOf(number=str(person.number)), day)
    return {
        row.year * 12 + place
        for row in rows
        if row.scheme is port.Scheme.UNEMPLOYMENT
        for place, letter in enumerate(row.states)
        if letter in COUNTED
    }


def drawn(person: Subject) -> tuple[Drawn, ...]:
    """All benefits on record, newest first."""
    found = sql.rows(
        sql.locked(
            "SELECT place, scheme, kind, last_month, until_month, parts, state "
            "FROM insurance_benefit WHERE person = %s ORDER BY place DESC"
        ),
        person.number,
    )
    return tuple(
        Drawn(
            place=place, scheme=scheme, kind=kind, last_month=last, until_month=until,
            parts=parts, is_running=state != "ended",
        )
        for place, scheme, kind, last, until, parts, state in found
    )  # fmt: skip


def running_pension(known: tuple[Drawn, ...]) -> Drawn | None:
    """The pension of either scheme that runs; an allowance or a benefit is none."""
    schemes, others = {"pension", "residents"}, {DISABILITY}
    return next(
        (
            one
            for one in known
            if one.is_running and one.scheme in schemes and one.kind not in others
        ),
        None,
    )


def running(known: tuple[Drawn, ...], kind: str) -> Drawn | None:
    """The running benefit of a kind."""
    return next((one for one in known if one.is_running and one.kind == kind), None)


def earlier_unemployment(known: tuple[Drawn, ...]) -> Earlier | None:
    """The last unemployment benefit that has ended."""
    past = (one for one in known if one.kind == UNEMPLOYMENT and not one.is_running)
    last = next(past, None)
    return Earlier(last_month=last.last_month, until_month=last.until_month) if last else None


def end(person: Subject, one: Drawn, *, last_month: str) -> None:
    """End a benefit with a month; what could still have been drawn stays on record."""
    sql.change(
        "UPDATE insurance_benefit SET state = 'ended', last_month = %s "
        "WHERE person = %s AND place = %s",
        *(last_month, person.number, one.place),
    )


def _elsewhere(person: Subject, region: str) -> frozenset[str]:
    found = sql.rows(
        "SELECT region FROM insurance_registration WHERE person = %s AND scheme = 'pension' "
        "AND state <> 'moved' AND region <> %s",
        *(person.number, region),
    )
    return frozenset(row[0] for row in found)
