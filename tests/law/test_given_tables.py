"""Whoever brings tables is answered from them alone, and by the numbers of the region asked for."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import shebao.law
from shebao.law import (
    abroad,
    accounts,
    arrears,
    certification,
    contributions,
    disability,
    history,
    injury,
    injury_leaving,
    maternity,
    payout,
    pension,
    residents,
    retirement,
    survivors,
    tables,
    transfer,
    transfer_clock,
    unemployment,
    workdays,
)
from shebao.law.tables import Entry, Tables
from tests.law.known import TODAY

REGION = "880000"
REGIONAL = (
    "accounts", "arrears", "average_wage", "certification", "disability", "injury.leaving",
    "interest", "maternity", "payout_months", "pension", "pension_base", "rates", "residents",
)  # fmt: skip
FOLLOW_ON = ("interest.account", "rates.flexible_own")
MONTH = date(2024, 4, 1)

Ask = Callable[[Tables, str], Any]
ROW = history.Row(year=2020, bases=(500000,) * 12, states="pppmmddaaw--")
WAGES = {2020: 500000}
FACTS = pension.Facts(
    region="", month="2025-06", age_months=721, years=Fraction(30), index=Fraction(1),
    account=10000000, deemed_years=Fraction(3), early_years=Fraction(2),
)  # fmt: skip
PERSON = pension.Person(
    birth="1975-01", group="male", region="", as_of="2026-10", paid_months=200, index=Fraction(1),
    account=100000, early_months=10,
)  # fmt: skip
SUPPOSED = pension.Assumptions(wage_growth=200, interest=250)
CLAIMANT = disability.Claimant(
    birth="1966-01", group="male", region="", month="2026-01", paid_months=200, index=Fraction(1),
    account=100000, deemed_months=10, early_months=10,
)  # fmt: skip
FAR = replace(CLAIMANT, birth="1975-01")
RESIDENT = residents.Resident(
    birth="1964-01", region="", month="2026-01", paid_months=190, account=100000
)
KIN = (injury.Dependant(is_spouse=True),) * 3
STAYS = (transfer.Stay(place="110000", months=130),)


def wage(given: Tables) -> injury.Wage:
    return injury.own_wage([800000], local_average=1000000, on=TODAY, tables=given)


def man(given: Tables, **known: Any) -> retirement.Retirement:
    return retirement.retirement("1970-01", "male", given, **known)


QUESTIONS: dict[str, Ask] = {
    "retirement": lambda t, _: man(t),
    "retirement of a manager": lambda t, _: man(t, post="manager"),
    "retirement, hazardous": lambda t, _: man(t, special="hazardous"),
    "retirement of a resident": lambda t, _: retirement.retirement("1960-01", "residents", t),
    "early start": lambda t, _: retirement.start("2030-02", man(t), t),
    "late start": lambda t, _: retirement.start("2032-02", man(t), t),
    "shortfall": lambda t, _: retirement.shortfall(retirement.start("2031-05", man(t), t), 1, t),
    "minimum": lambda t, _: retirement.minimum_months(2031, t),
    "shares": lambda t, r: contributions.shares("pension", MONTH, 1, region=r, tables=t),
    "rates": lambda t, r: contributions.rates("injury", MONTH, region=r, tables=t),
    "old flexible rates": lambda t, r: contributions.rates("flexible", "2001-01", region=r,
                                                           tables=t),
    "rate entries": lambda t, r: contributions.rate_entries("unemployment", MONTH, region=r,
                                                            tables=t),
    "account rate": lambda t, r: contributions.account_rate(MONTH, region=r, tables=t),
    "bounds": lambda t, r: contributions.bounds(1, MONTH, region=r, tables=t),
    "average wage": lambda t, r: contributions.average_wage("2010-01", region=r, tables=t),
    "interest": lambda t, r: contributions.interest_rate(2024, region=r, tables=t),
    "credits": lambda t, r: accounts.credits([ROW], region=r, tables=t),
    "growth": lambda t, r: accounts.grown({2014: 100}, until="2016-05", region=r, tables=t),
    "career": lambda t, _: history.career([ROW, ROW], average_wages=WAGES, tables=t),
    "published wages": lambda t, r: history.published_wages(r, tables=t),
    "years": lambda t, r: history.years_of(208, MONTH, region=r, tables=t),
    "decimals": lambda t, r: history.years_decimals(MONTH, region=r, tables=t),
    "payout": lambda t, r: payout.payout_months(721, "2025-06", region=r, tables=t),
    "pension": lambda t, r: pension.pension(replace(FACTS, region=r), tables=t),
    "pension base": lambda t, r: pension.pension_base("2025-06", region=r, tables=t),
    "projection": lambda t, r: pension.project(replace(PERSON, region=r), pension.Choice(),
                                               SUPPOSED, tables=t),
    "scenarios": lambda t, r: pension.scenarios(replace(PERSON, region=r), pension.Choice(),
                                                SUPPOSED, tables=t),
    "projection worked out": lambda t, r: pension.worked_out(
        replace(PERSON, region=r), pension.Choice(), SUPPOSED, tables=t
    ),
    "person": lambda t, r: pension.person_of(
        history.career([ROW], average_wages=WAGES, tables=t), birth="1980-01", group="male",
        region=r, as_of="2026-10", account=1, tables=t,
    ),
    "residents": lambda t, r: residents.residents_pension(replace(RESIDENT, region=r), tables=t),
    "disability near": lambda t, r: disability.allowance(replace(CLAIMANT, region=r), tables=t),
    "disability far": lambda t, r: disability.allowance(replace(FAR, region=r), tables=t),
    "disability short": lambda t, r: disability.allowance(
        replace(FAR, region=r, paid_months=61), tables=t
    ),
    "survivors": lambda t, _: survivors.survivors(186, yearly_income=6018000, on=TODAY, tables=t),
    "survivors below five": lambda t, _: survivors.survivors(
        12, yearly_income=6018000, own_contributions=1, on=TODAY, tables=t
    ),
    "survivors of a pensioner": lambda t, _: survivors.pension_months(
        240, on=TODAY, drawn_months=24, tables=t
    ),
    "funeral choice": lambda t, _: survivors.funeral_choice({"injury": 1}, on=TODAY, tables=t),
    "unemployment": lambda t, _: unemployment.duration(61, on=TODAY, tables=t),
    "right": lambda t, _: unemployment.right(
        61, on=TODAY, left_by_own_will=False, is_registered=True, tables=t
    ),
    "extended": lambda t, _: unemployment.extended_to(
        "2026-10", statutory_month="2027-05", on=TODAY, tables=t
    ),
    "own wage": lambda t, _: wage(t),
    "grade": lambda t, _: injury.grade(
        1, wage=wage(t), local_average=1, on=TODAY, care="part", tables=t
    ),
    "grade 6": lambda t, r: injury.grade(
        6, wage=wage(t), local_average=1, on=TODAY, region=r, tables=t
    ).leaving.lines[1].value,
    "leaving": lambda t, r: injury_leaving.leaving_grants(
        5, own_wage=1, local_average=2, on=TODAY, region=r, tables=t
    ).lines[0].value,
    "death": lambda t, _: injury.death(
        wage=wage(t), local_average=1, national_income=1, dependants=KIN, on=TODAY, tables=t
    ),
    "shares of dependants": lambda t, _: injury.dependant_shares(
        KIN, wage=wage(t), on=TODAY, tables=t
    ),
    "advance": lambda t, _: injury.missing_advance(3, on=TODAY, tables=t),
    "stop-work": lambda t, _: injury.stop_work_pay(3, monthly_wage=1, on=TODAY, tables=t),
    "birth": lambda t, r: maternity.birth_leave(on=TODAY, region=r, tables=t),
    "miscarriage": lambda t, r: maternity.miscarriage_leave(4, on=TODAY, region=r, tables=t),
    "allowance": lambda t, r: maternity.allowance(
        maternity.birth_leave(on=TODAY, region=r, tables=t), average_wage=1, on=TODAY, tables=t
    ) if r == tables.NATIONAL else "",
    "place": lambda t, _: transfer.drawing_place(
        STAYS, current="110000", household="510000", on=TODAY, tables=t
    ),
    "place without a household": lambda t, _: transfer.drawing_place(
        STAYS, current="110000", household="", on=TODAY, tables=t
    ),
    "arrival": lambda t, _: transfer.arrival(
        sex="male", birth=date(1980, 1, 1), to="1", household="2", on=TODAY, tables=t
    ),
    "moved": lambda t, _: transfer.moved(
        [transfer.PaidYear(year=2020, months=1, bases=1)], account_since_1998=1, on=TODAY, tables=t
    ),
    "leg": lambda t, _: transfer_clock.leg_days("review", TODAY, t),
    "clocks": lambda t, _: transfer_clock.clocks(
        date(2026, 3, 2), on=date(2026, 3, 2), calendar=workdays.national(), tables=t
    ),
    "due": lambda t, r: certification.due(TODAY, "residents", region=r, tables=t),
    "period": lambda t, r: certification.period("pension", TODAY, region=r, tables=t),
    "certification": lambda t, r: certification.certification(
        TODAY, "injury", on=TODAY, region=r, tables=t
    ),
    "resumption": lambda t, r: certification.resumption(
        TODAY, "survivors", withheld_since="2026-08", region=r, tables=t
    ),
    "report": lambda t, _: certification.report_by(date(2026, 3, 2), workdays.national(), t),
    "agreements": lambda t, _: abroad.agreements(TODAY, t),
    "agreement": lambda t, _: abroad.agreement("DEU", TODAY, t),
    "exemption": lambda t, _: abroad.exemption(
        country="DEU", schemes=["pension"], start=TODAY, end=TODAY, kind="posted", tables=t
    ),
    "late fee": lambda t, r: arrears.late_fee(
        100, due_on=MONTH, paid_on=TODAY, region=r, tables=t
    ),
    "undeclared": lambda t, r: arrears.undeclared(100, on=TODAY, region=r, tables=t),
}  # fmt: skip
NEEDS_A_PROVINCE = {
    "average wage", "published wages", "pension", "pension base", "projection", "scenarios",
    "projection worked out", "disability near", "disability far", "disability short", "growth",
    "grade 6", "leaving", "old flexible rates",
}  # fmt: skip


# The bounds of an index are the nation's: a working life may lie in several regions.
WITHOUT_A_REGION = {"career", "person"}


def every_entry() -> list[Entry]:
    known = tables.national()
    return [
        entry
        for name in known.names()
        for region in known.regions(name)
        for entry in known.series(name, region=region)
    ]


def in_one_region() -> Tables:
    """The same numbers, but what a region may set itself stands under one region alone."""
    nation = {entry.name for entry in every_entry() if entry.region == tables.NATIONAL}
    return Tables(
        replace(entry, region=REGION)
        if entry.name.startswith(REGIONAL) and is_taken(entry, nation)
        else entry
        for entry in every_entry()
    )


def is_taken(entry: Entry, nation: set[str]) -> bool:
    if entry.region == tables.NATIONAL:
        return entry.name not in {"residents.began"}
    is_sample = entry.region == "990000"
    return is_sample and (entry.name not in nation or entry.name in FOLLOW_ON)


@pytest.fixture
def nothing_else_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for found in pkgutil.walk_packages(shebao.law.__path__, "shebao.law."):
        module = importlib.import_module(found.name)
        if getattr(module, "national", None) is tables.national and module is not tables:
            monkeypatch.setattr(module, "national", _looked_elsewhere)


def _looked_elsewhere() -> Tables:
    raise AssertionError("the product's own tables were asked")


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.usefixtures("nothing_else_known")
def test_who_brings_tables_is_answered_from_them_alone(name: str) -> None:
    region = "990000" if name in NEEDS_A_PROVINCE else tables.NATIONAL

    assert QUESTIONS[name](Tables(every_entry()), region) is not None


@pytest.mark.parametrize("name", [one for one in QUESTIONS if one not in WITHOUT_A_REGION])
@pytest.mark.usefixtures("nothing_else_known")
def test_who_names_a_region_is_answered_by_its_numbers(name: str) -> None:
    assert QUESTIONS[name](in_one_region(), REGION) is not None
