"""A person's rights on record: registrations, contribution years, the personal account."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from shebao.exchange import port
from shebao.insurance import province, sql
from shebao.insurance.books import share, unpack
from shebao.insurance.places import agency

_REGISTRATIONS = """
    SELECT r.scheme, r.region, r.employer, e.name, r.joined, r.ended, r.state, r.first_month,
           r.last_paid_month, r.months_actual, r.months_deemed, COALESCE(d.until_month, '')
    FROM insurance_registration r LEFT JOIN insurance_employer e ON e.number = r.employer
    LEFT JOIN insurance_deferral d ON d.person = r.person AND r.scheme = 'pension'
    WHERE r.person = %s ORDER BY r.scheme, r.region"""
_CONTRIBUTIONS = """
    SELECT c.year, c.employer, c.footing, c.region, c.bases, c.states, e.name, e.injury_class
    FROM insurance_contributionyear c LEFT JOIN insurance_employer e ON e.number = c.employer
    WHERE c.person = %s AND c.year BETWEEN %s AND %s
    ORDER BY c.year, c.employer, c.footing, c.region"""
_ACCOUNT = """
    SELECT year, opening, credited, interest, closing, rate
    FROM insurance_accountyear WHERE person = %s ORDER BY year"""
_NOTHING = (0,) * 12
_EMPLOYEE = ("pension", "unemployment", "injury")
_FLEXIBLE_NAME = "灵活就业"
Shares = tuple[tuple[int, ...], tuple[int, ...]]


def registrations(question: port.RegistrationsOf, day: Any) -> tuple[port.Registration, ...]:
    """All schemes and regions."""
    found = sql.rows(_REGISTRATIONS, sql.as_number(question.number))
    return tuple(_registration(row) for row in found)


def _registration(row: sql.Row) -> port.Registration:
    scheme, region, employer, name, joined, ended, state, first, last, actual, deemed, put_off = row
    return port.Registration(
        scheme=port.Scheme(scheme),
        region=region,
        agency=agency(region),
        employer_number=str(employer) if employer else "",
        employer_name=name or "",
        joined=joined,
        ended=ended,
        state=port.RegistrationState(state),
        first_month=first,
        last_paid_month=last,
        months_actual=actual,
        months_deemed=deemed,
        deferred_until=put_off if state in {"active", "paused"} else "",
    )


def contributions(question: port.ContributionsOf, day: Any) -> tuple[port.ContributionYear, ...]:
    """One stored year of an employee is three scheme years: one base was declared for all."""
    found = sql.rows(
        _CONTRIBUTIONS,
        sql.as_number(question.number),
        min(question.from_year, 9999),
        min(question.to_year, 9999),
    )
    return tuple(one for row in found for one in _scheme_years(row))


def _scheme_years(row: sql.Row) -> Iterator[port.ContributionYear]:
    year, employer, footing, region, packed, states, name, injury_class = row
    bases = unpack(packed)
    for scheme, payer in _schemes(footing, states):
        shares = _shares(payer, year, bases, injury_class or 1)
        if shares is not None:
            yield port.ContributionYear(
                scheme=port.Scheme(scheme),
                year=year,
                employer_number=str(employer) if employer else "",
                employer_name=name or (_FLEXIBLE_NAME if footing == "flexible" else ""),
                region=region,
                bases=bases,
                own=shares[0],
                employer=shares[1],
                states=states,
            )


def _schemes(footing: str, states: str) -> tuple[tuple[str, str], ...]:
    """Scheme and payer of each scheme year; only the pension moves between provinces."""
    if footing == "resident":
        return (("residents", "residents"),)
    if footing in {"flexible", "deemed"}:
        return (("pension", footing),)
    if "t" in states:
        return (("pension", "pension"),)
    return tuple((scheme, scheme) for scheme in _EMPLOYEE)


def _shares(payer: str, year: int, bases: tuple[int, ...], injury_class: int) -> Shares | None:
    """Own and employer's twelve shares; None where the scheme did not exist yet."""
    if payer == "deemed":
        return _NOTHING, _NOTHING
    if payer == "residents":
        return bases, _subsidies(year, bases)
    rates = _year_rates(payer, year, injury_class if payer == "injury" else 1)
    if not any(rates):
        return None
    own = tuple(
        share(base, rate[0]) if rate else 0 for base, rate in zip(bases, rates, strict=True)
    )
    employer = tuple(
        share(base, rate[1]) if rate else 0 for base, rate in zip(bases, rates, strict=True)
    )
    return own, employer


@lru_cache(maxsize=2048)
def _year_rates(payer: str, year: int, injury_class: int) -> tuple[tuple[int, int] | None, ...]:
    return tuple(province.rates(payer, year * 12 + place, injury_class) for place in range(12))


def _subsidies(year: int, bases: tuple[int, ...]) -> tuple[int, ...]:
    """What the government adds in the month in which a resident pays."""
    added = province.amount("residents_subsidy", date(year, 12, 31))
    return tuple(added if base else 0 for base in bases)


def account(question: port.AccountOf, day: date) -> port.Account | None:
    """Year by year; the balance includes what the open year has earned so far."""
    found = sql.rows(_ACCOUNT, sql.as_number(question.number))
    if not found:
        return None
    years = tuple(
        port.AccountYear(
            year=year,
            opening=opening,
            credited=credited,
            interest=interest,
            closing=closing,
            rate=rate,
        )
        for year, opening, credited, interest, closing, rate in found
    )
    return port.Account(balance=years[-1].closing + _earned(years[-1], day), years=years)


def _earned(last: port.AccountYear, day: date) -> int:
    """Interest of the open year by the newest published rate, for the months gone by."""
    if last.rate or last.year != day.year:
        return 0
    opening = last.closing - last.credited
    whole = province.year_interest(opening, last.credited, province.interest(day.year))
    return whole * (day.month - 1) // 12
