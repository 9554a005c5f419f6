"""Transfers go on by their clocks: both agencies are played here, each step on its own day."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from shebao.insurance import feed, province, sql
from shebao.insurance.books import half_up, local_date, unpack
from shebao.insurance.places import agency
from shebao.insurance.stations import (
    STATIONS,
    Move,
    Station,
    following,
    leg_due,
    news,
    next_at,
    region_of,
    station,
    write_step,
)
from shebao.law import money, tables

_DUE = """
    SELECT t.number, t.key, t.person, t.from_region, t.to_region, t.state, t.next_at, t.due,
           (SELECT COUNT(*) FROM insurance_transferstep s WHERE s.transfer = t.number)
    FROM insurance_transfer t WHERE t.next_at <= %s ORDER BY t.next_at, t.number LIMIT %s"""
_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What the old place hands over, in fen."""

    account: int
    pooled: int


def advance(until: datetime) -> int:
    """Make every step whose time has come by this moment; returns how many were made.

    Each step is one transaction and is dated when it was due, so a tick that comes late, or
    twice, leaves the same history.
    """
    made = 0
    while True:
        found = sql.rows(_DUE, until.astimezone(UTC), _AT_ONCE)
        if not found:
            return made
        made += sum(_step(_move(row)) for row in found)


def _move(row: sql.Row) -> Move:
    number, key, person, from_region, to_region, state, at, due, steps = row
    return Move(
        number=number,
        key=key,
        person=person,
        from_region=from_region,
        to_region=to_region,
        state=state,
        steps=steps,
        next_at=at,
        due=due,
    )


def _step(move: Move) -> bool:
    """One station further; False if another process was first."""
    made = following(move.state)
    is_last = made is STATIONS[-1]
    with sql.together():
        sql.first(sql.locked("SELECT number FROM insurance_person WHERE number = %s"), move.person)
        claimed = sql.change(
            "UPDATE insurance_transfer SET state = %s, holder = %s, due = %s, next_at = %s "
            "WHERE number = %s AND state = %s",
            made.state,
            agency(region_of(made.held_by, move)),
            None if is_last else _due(move, made),
            None if is_last else next_at(move.next_at).astimezone(UTC),
            move.number,
            move.state,
        )
        if not claimed:
            return False
        write_step(move, made, at=move.next_at)
        _do(replace(move, state=made.state))
        feed.tell([news(move, made)], at=move.next_at)
    return True


def _due(move: Move, made: Station) -> date | None:
    """A new leg starts a new clock; within a leg the clock runs on."""
    if made.leg == station(move.state).leg:
        return move.due
    return leg_due(local_date(move.next_at), made.leg)


def _do(move: Move) -> None:
    if move.state == "info_sent":
        sums = handed_over(move)
        sql.change(
            "UPDATE insurance_transfer SET amount_account = %s, amount_pooled = %s "
            "WHERE number = %s",
            sums.account,
            sums.pooled,
            move.number,
        )
    if move.state == "merged":
        _merge(move)


def handed_over(move: Move) -> Sums:
    """The account with its interest, and the pooled share; within a province no pool moves."""
    credits: dict[int, int] = {}
    bases = 0
    for year, packed, states in _years(move):
        paid = [base for base, letter in zip(unpack(packed), states, strict=True) if letter in "pm"]
        rate = province.account_rate(year * 12)
        credits[year] = credits.get(year, 0) + sum(half_up(base * rate, 10000) for base in paid)
        bases += sum(paid)
    is_inside = move.from_region[:2] == move.to_region[:2]
    day = local_date(move.next_at)
    percent = tables.national().value("transfer.pooled_rate", day)
    pooled = 0 if is_inside else money.share(bases, percent)
    return Sums(account=_with_interest(credits, day.year), pooled=pooled)


def _with_interest(credits: dict[int, int], until: int) -> int:
    closing = 0
    for year in range(min(credits, default=until), until + 1):
        credit = credits.get(year, 0)
        rate = province.interest(year) if year < until else 0
        closing += credit + province.year_interest(closing, credit, rate)
    return closing


def _years(move: Move) -> list[sql.Row]:
    return sql.rows(
        "SELECT year, bases, states FROM insurance_contributionyear WHERE person = %s "
        "AND region = %s AND footing IN ('employee', 'flexible') ORDER BY year",
        move.person,
        move.from_region,
    )


def _merge(move: Move) -> None:
    """Months and money arrive: the old relation is closed, the new one counts them."""
    row = sql.first(
        "SELECT months, amount_account FROM insurance_transfer WHERE number = %s", move.number
    )
    old = sql.first(
        "SELECT first_month, last_paid_month, joined, months_actual, months_deemed "
        "FROM insurance_registration "
        "WHERE person = %s AND scheme = 'pension' AND region = %s",
        move.person,
        move.from_region,
    )
    if row is None or old is None:
        return
    day = local_date(move.next_at)
    sql.change(
        "UPDATE insurance_contributionyear SET states = REPLACE(REPLACE(states, 'p', 't'), 'm', "
        "'t') WHERE person = %s AND region = %s AND footing IN ('employee', 'flexible')",
        move.person,
        move.from_region,
    )
    sql.change(
        "UPDATE insurance_registration SET state = 'moved', ended = %s, months_actual = 0, "
        "months_deemed = 0 WHERE person = %s AND scheme = 'pension' AND region = %s",
        day,
        move.person,
        move.from_region,
    )
    _add_months(move, old)
    _add_money(move, int(row[1]), day.year)


def _add_months(move: Move, old: sql.Row) -> None:
    """Where nothing is paid at the new place yet, the relation begins there, paused."""
    first, last, joined, actual, deemed = old
    sql.change(
        sql.insert(
            "registration",
            "person, scheme, region, employer, joined, ended, state, first_month, "
            "last_paid_month, months_actual, months_deemed",
            "ON CONFLICT (person, scheme, region) DO UPDATE SET months_actual = "
            "insurance_registration.months_actual + excluded.months_actual, months_deemed = "
            "insurance_registration.months_deemed + excluded.months_deemed, first_month = CASE "
            "WHEN insurance_registration.first_month = '' OR excluded.first_month < "
            "insurance_registration.first_month THEN excluded.first_month ELSE "
            "insurance_registration.first_month END",
        ),
        move.person,
        "pension",
        move.to_region,
        0,
        joined,
        None,
        "paused",
        first,
        last,
        actual,
        deemed,
    )


def _add_money(move: Move, amount: int, year: int) -> None:
    """The money is credited in the open year; who has no account yet gets one."""
    credited = sql.change(
        "UPDATE insurance_accountyear SET credited = credited + %s, closing = closing + %s "
        "WHERE person = %s AND rate = ''",
        amount,
        amount,
        move.person,
    )
    if not credited:
        sql.change(
            sql.insert(
                "accountyear", "person, year, opening, credited, interest, paid_out, closing, rate"
            ),
            *(move.person, year, 0, amount, 0, 0, amount, ""),
        )
