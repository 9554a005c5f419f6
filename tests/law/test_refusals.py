"""What cannot be is refused by every command in one line that names the value, or its table."""

from typing import Any

import pytest

from tests.law.known import Ask

PERSON = ("--birth", "1975-01", "--group", "male", "--months", "300", "--index", "1")
MONEY = ("--account", "100000")
SICHUAN = ("--region", "510000", "--month", "2024-04")
PENSION = ("pension", "--age", "60", "--index", "1", "--months", "300", *MONEY)
RESIDENT = ("residents-pension", "--birth", "1964-01", "--months", "180", *MONEY)
DISABLED = ("disability", *PERSON, *MONEY, "--region", "990000", "--month", "2026-01")
PROJECT = ("project", *PERSON, *MONEY, "--region", "990000", "--as-of", "2026-10")
SURVIVOR = ("survivor", "--paid-months", "200", "--yearly-income", "60180")
INJURY = ("injury", "--wage", "8000", "--average", "10000")
DEATH = (*INJURY, "--death", "work", "--national-income", "54188")
PLACE = ("transfer-place", "--current", "110000", "--household", "510000")
ARRIVAL = ("transfer-arrival", "--sex", "male", "--to", "110000", "--birth")
AMOUNT = ("transfer-amount", "--account", "1000")
EXEMPTION = ("exemption", "--scheme", "pension", "--from", "2026-01-01", "--country")
GERMANY = (*EXEMPTION, "DEU", "--to", "2026-12-31")
LATE = ("late-fee", "--debt", "100", "--due", "2025-03-15")
HISTORY = ("history", "--wage", "2020:5000", "--year")

MONTH_13 = [
    ("retirement", "--birth", "1970-13", "--group", "male"),
    ("retirement", "--birth", "1970-01", "--group", "male", "--start", "2031-13"),
    ("shares", "--base", "1", "--month", "2025-13"),
    ("bounds", "--average", "1", "--month", "2025-13"),
    (*PENSION, "--base", "1", "--month", "2025-13"),
    (*RESIDENT, "--month", "2025-13"),
    (*DISABLED, "--month", "2026-13"),
    ("payout-months", "--age", "60", "--month", "2025-13"),
    (*PROJECT, "--as-of", "2026-13"),
    (*PROJECT, "--start", "2036-13"),
    (*PROJECT, "--pays-until", "2036-13"),
    ("account", "--until", "2025-13"),
    ("unemployment", "--paid-months", "12", "--first-month", "2026-13"),
    ("unemployment", "--paid-months", "12", "--first-month", "2026-12", "--statutory-month",
     "2027-13"),
    ("certification", "--last", "2025-12-01", "--on", "2026-06-01", "--withheld-since", "2026-13"),
]  # fmt: skip

DAY_32 = [
    ("workday", "2026-01-32"),
    ("workday", "2026-01-30", "--until", "2026-01-32"),
    ("retirement", "--birth", "1970-01", "--group", "male", "--on", "2026-01-32"),
    ("explain", "interest", "--on", "2026-01-32"),
    ("explain", "interest", "--on", "2025-01-01", "--known-on", "2026-01-32"),
    (*SURVIVOR, "--on", "2026-01-32"),
    ("unemployment", "--paid-months", "12", "--on", "2026-01-32"),
    (*INJURY, "--grade", "1", "--on", "2026-01-32"),
    ("maternity", "--on", "2026-01-32"),
    (*PLACE, "--on", "2026-01-32"),
    (*ARRIVAL, "1980-01-32"),
    (*AMOUNT, "--on", "2026-01-32"),
    ("transfer-clock", "--applied", "2026-01-32"),
    ("transfer-clock", "--applied", "2026-01-02", "--review-ended", "2026-01-32"),
    ("certification", "--last", "2026-01-32"),
    (*EXEMPTION, "DEU", "--to", "2026-01-32"),
    (*GERMANY, "--earlier", "DEU:2025-01-01:2025-01-32"),
    ("treaties", "--on", "2026-01-32"),
    ("late-fee", "--debt", "1", "--due", "2025-01-32"),
    (*LATE, "--paid", "2026-01-32"),
    ("undeclared", "--last-payment", "1", "--on", "2026-01-32"),
]

NEGATIVE: list[Any] = [
    (("shares", "--month", "2025-03", "--base", "-5.25"), "-5.25"),
    (("shares", "--month", "2025-03", "--base", "5", "--average", "-5.25"), "-5.25"),
    (("bounds", "--month", "2025-03", "--average", "-5.25"), "-5.25"),
    ((*PENSION, *SICHUAN, "--base", "-5.25"), "-5.25"),
    ((*PENSION, *SICHUAN, "--account", "-5.25"), "-5.25"),
    ((*PENSION, *SICHUAN, "--index", "-5.25"), "-5.25"),
    ((*RESIDENT, "--account", "-5.25"), "-5.25"),
    ((*RESIDENT, "--months", "-5"), "-5"),
    ((*RESIDENT, "--extra", "-5.25"), "-5.25"),
    ((*DISABLED, "--months", "-5"), "-5"),
    ((*DISABLED, "--account", "-5.25"), "-5.25"),
    ((*PROJECT, "--months", "-5"), "-5"),
    ((*PROJECT, "--ratio", "-5.25"), "-5.25"),
    ((*PROJECT, "--interest", "-5"), "-500"),
    ((*SURVIVOR, "--paid-months", "-5"), "-5"),
    ((*SURVIVOR, "--yearly-income", "-5.25"), "-525"),
    ((*SURVIVOR, "--drawn-months", "-5"), "-5"),
    (("survivor", "--paid-months", "12", "--yearly-income", "1", "--own-contributions", "-5"),
     "-500"),
    (("unemployment", "--paid-months", "-5"), "-5"),
    (("unemployment", "--paid-months", "12", "--carried", "-5"), "-5"),
    ((*INJURY, "--grade", "-5"), "-5"),
    ((*INJURY, "--grade", "5", "--wage", "-5.25"), "-525"),
    (("injury", "--grade", "5", "--wage", "8000", "--average", "-5.25"), "-525"),
    ((*INJURY, "--grade", "5", "--minimum-wage", "-5.25"), "-525"),
    ((*DEATH, "--national-income", "-5.25"), "-525"),
    (("injury", "--stop-work-months", "-5", "--wage", "1"), "-5"),
    (("injury", "--stop-work-months", "5", "--wage", "-5.25"), "-525"),
    (("maternity", "--babies", "-5"), "-5"),
    (("maternity", "--miscarriage", "-5"), "-5"),
    (("maternity", "--average-wage", "-5.25"), "-525"),
    (("transfer-amount", "--account", "-5.25"), "-525"),
    ((*AMOUNT, "--account-before", "-5.25"), "-525"),
    ((*AMOUNT, "--temporary", "-5.25"), "-525"),
    ((*AMOUNT, "--year", "2020:12:-5.25"), "-525"),
    (("workday", "2026-03-02", "--plus", "-5"), "-5"),
    (("late-fee", "--debt", "-5.25", "--due", "2025-03-15"), "-5.25"),
    (("undeclared", "--last-payment", "-5.25"), "-5.25"),
    ((*HISTORY, "2020:pppppppppppp:-5.25"), "2020"),
    (("account", "--until", "2025-12", "--opening", "-5.25"), "-5.25"),
    (("account", "--until", "2025-12", "--credit", "2020:-5.25"), "-5.25"),
    (("retirement", "--birth", "1970-01", "--group", "male", "--paid-months", "-5"), "-5"),
]  # fmt: skip

UNBORN: list[Any] = [
    (("retirement", "--birth", "2026-12", "--group", "male", "--on", "2026-11-23"), "2026-12"),
    ((*RESIDENT, "--birth", "2026-02", "--month", "2026-01"), "2026-02"),
    ((*DISABLED, "--birth", "2026-02"), "2026-02"),
    ((*PROJECT, "--birth", "2026-11"), "2026-11"),
    ((*ARRIVAL, "2026-11-24", "--on", "2026-11-23"), "2026-11-24"),
]

NO_DATA: list[Any] = [
    ((*PENSION, "--region", "370000", "--month", "2024-04"), "pension_base.monthly", "370000"),
    ((*PENSION, "--region", "510000", "--month", "2023-04"), "pension_base.monthly", "2023-04"),
    ((*DISABLED, "--region", "370000"), "pension_base.monthly", "370000"),
    ((*PROJECT, "--region", "370000"), "pension_base.monthly", "370000"),
    (("bounds", "--month", "2025-03", "--region", "370000"), "average_wage.monthly", "370000"),
    (("shares", "--month", "2025-03", "--base", "1", "--bounded", "--region", "370000"),
     "average_wage.monthly", "370000"),
    (("interest", "--year", "2015", "--region", "370000"), "interest.account", "370000"),
    (("account", "--credit", "2014:1", "--until", "2015-01", "--region", "370000"),
     "interest.account", "2014"),
    ((*HISTORY[:1], "--year", "2020:pppppppppppp:5000", "--region", "370000"), "2020", "平均工资"),
    (("explain", "residents.long_paying", "--on", "2025-01-01", "--region", "370000"),
     "residents.long_paying", "370000"),
]  # fmt: skip

OUTSIDE: list[Any] = [
    (("retirement", "--birth", "1000-01", "--group", "male"), "minimum_months.employees", "1060"),
    (("retirement", "--birth", "1980-01", "--group", "male", "--special", "disabled"),
     "retirement.disabled", "2030-01"),
    (("minimum-months", "--year", "1900"), "minimum_months.employees", "1900-01-01"),
    (("minimum-months", "--year", "1900", "--group", "residents"), "minimum_months.residents",
     "1900-01-01"),
    (("shares", "--month", "1990-01", "--base", "1"), "rates.pension_own", "1990-01-01"),
    (("shares", "--month", "1990-01", "--base", "1", "--scheme", "injury"),
     "rates.injury_employer", "1990-01-01"),
    (("bounds", "--month", "1990-01", "--average", "1"), "rates.base_floor", "1990-01-01"),
    (("interest", "--year", "2027"), "interest.account", "2027-01-01"),
    (("explain", "rates.pension_own", "--on", "1990-01-01"), "rates.pension_own", "1990-01-01"),
    (("explain", "disability.near", "--on", "2025-01-01", "--known-on", "2024-09-26"),
     "disability.near", "2024-09-26"),
    ((*PENSION, "--base", "1", "--month", "2005-12"), "pension.years_decimals", "2005-12-01"),
    (("payout-months", "--age", "60", "--month", "2005-12"), "payout_months.by_age", "2005-12-01"),
    ((*RESIDENT, "--month", "2009-08"), "residents.base", "2009-08-01"),
    ((*DISABLED, "--month", "2024-12"), "disability.near", "2024-12-01"),
    ((*SURVIVOR, "--on", "2021-08-31"), "survivors.pension_months", "2021-08-31"),
    (("unemployment", "--paid-months", "12", "--on", "1999-01-21"), "unemployment.least_paid",
     "1999-01-21"),
    ((*INJURY, "--grade", "1", "--on", "2010-12-31"), "injury.wage_floor", "2010-12-31"),
    (("injury", "--stop-work-months", "1", "--wage", "1", "--on", "2010-12-31"),
     "injury.stop_work", "2010-12-31"),
    (("maternity", "--on", "2012-04-27"), "maternity.leave", "2012-04-27"),
    ((*PLACE, "--on", "2009-12-31"), "transfer.decisive_months", "2009-12-31"),
    (("transfer-place", "--current", "110000", "--stay", "110000:1", "--on", "2019-12-31"),
     "transfer.without_household", "2019-12-31"),
    ((*ARRIVAL, "1980-01-01", "--on", "2009-12-31"), "transfer.stay_from", "2009-12-31"),
    ((*AMOUNT, "--on", "2009-12-31"), "transfer.pooled_rate", "2009-12-31"),
    (("transfer-clock", "--applied", "2009-12-31"), "transfer.review_days", "2009-12-31"),
    (("certification", "--last", "2018-06-30"), "certification.pension_months", "2018-06-30"),
    (("workday", "2012-12-31"), "workdays.toml", "2012"),
    (("late-fee", "--debt", "1", "--due", "1999-01-21"), "arrears.late_fee", "1999-01-21"),
    (("undeclared", "--last-payment", "1", "--on", "1999-01-21"), "arrears.undeclared",
     "1999-01-21"),
]  # fmt: skip

UNKNOWN: list[Any] = [
    (("retirement", "--birth", "1970-01", "--group", "man"), "man"),
    (("retirement", "--birth", "1970-01", "--group", "male", "--special", "tired"), "tired"),
    (("retirement", "--birth", "1970-01", "--group", "male", "--post", "king"), "king"),
    (("minimum-months", "--year", "2030", "--group", "man"), "man"),
    (("shares", "--month", "2025-03", "--base", "1", "--scheme", "medical"), "medical"),
    (("shares", "--month", "2025-03", "--base", "1", "--scheme", "injury", "--injury-class", "9"),
     "9"),
    ((*DISABLED, "--group", "residents"), "residents"),
    ((*PROJECT, "--group", "man"), "man"),
    ((*SURVIVOR, "--funeral-from", "medical"), "medical"),
    ((*INJURY, "--grade", "1", "--care", "little"), "little"),
    ((*DEATH, "--dependant", "friend"), "friend"),
    (("certification", "--last", "2025-12-01", "--scheme", "medical"), "medical"),
    (("certification", "--last", "2025-12-01", "--loss", "bored"), "bored"),
    ((*EXEMPTION, "XXX", "--to", "2026-12-31"), "XXX"),
    ((*GERMANY, "--scheme", "medical"), "medical"),
    ((*GERMANY, "--kind", "tourist"), "tourist"),
    (("id-check", "1", "--kind", "nothing"), "nothing"),
    (("explain", "nothing"), "nothing"),
]  # fmt: skip

IMPOSSIBLE: list[Any] = [
    ((*PENSION, *SICHUAN, "--age", "39"), "payout_months.by_age", "39"),
    ((*PENSION, *SICHUAN, "--age", "71"), "payout_months.by_age", "71"),
    ((*PENSION, *SICHUAN, "--age", "200"), "age", "2400"),
    ((*PENSION, *SICHUAN, "--age", "60y12m"), "60y12m", "0 到 11"),
    ((*PENSION, *SICHUAN, "--months", "961"), "years", "80"),
    ((*PENSION, *SICHUAN, "--index", "3.01"), "index", "3.01"),
    ((*PENSION, *SICHUAN, "--deemed-years", "26"), "deemed_years", "26"),
    (("payout-months", "--age", "39"), "payout_months.by_age", "39"),
    ((*RESIDENT, "--months", "961"), "paid_months", "961"),
    ((*DISABLED, "--birth", "1960-01"), "2020-01", "2026-01"),
    ((*PROJECT, "--months", "700"), "paid_months", "700"),
    ((*INJURY, "--grade", "11"), "伤残等级", "11"),
    ((*INJURY, "--grade", "1", *("--wage", "1") * 12), "12", "13"),
    (("injury", "--stop-work-months", "13", "--wage", "1"), "injury.stop_work", "13"),
    (("maternity", "--babies", "0"), "孩子", "0"),
    (("maternity", "--miscarriage", "11"), "怀孕", "11"),
    ((*AMOUNT, "--year", "2020:13:1"), "2020", "13"),
    ((*AMOUNT, "--year", "1948:1:1"), "1948", "1949"),
    ((*HISTORY, "2020:ppp:1"), "2020", "12"),
]

REVERSED: list[Any] = [
    (("retirement", "--birth", "1970-01", "--group", "male", "--start", "2029-12"),
     "2030-01", "2029-12"),
    (("retirement", "--birth", "1970-01", "--group", "male", "--start", "2034-06"),
     "2034-05", "2034-06"),
    ((*EXEMPTION, "DEU", "--to", "2025-12-31"), "2025-12-31", "2026-01-01"),
    (("certification", "--last", "2026-01-02", "--on", "2026-01-01"), "2026-01-02", "2026-01-01"),
    (("certification", "--last", "2025-01-02", "--on", "2026-01-01", "--withheld-since", "2026-02"),
     "2026-02", "2026-01-01"),
    (("transfer-clock", "--applied", "2026-03-02", "--review-ended", "2026-03-01"),
     "2026-03-01", "2026-03-02"),
    (("transfer-clock", "--applied", "2026-03-02", "--statement-ended", "2026-03-03"),
     "statement", "2026-03-03"),
    (("unemployment", "--paid-months", "12", "--on", "2026-03-01", "--first-month", "2026-02"),
     "2026-02", "2026-03-01"),
    ((*LATE, "--paid", "2025-03-15"), "2025-03-15", "滞纳金"),
    ((*PROJECT, "--as-of", "2039-10"), "start", "2039-10"),
    ((*RESIDENT, "--birth", "2026-02", "--month", "2026-01"), "2026-02", "2026-01"),
]  # fmt: skip

UNREADABLE: list[Any] = [
    (("shares", "--month", "2025-03", "--base", "1.234"), "1.234"),
    (("shares", "--month", "may", "--base", "1"), "may"),
    (("workday", "tomorrow"), "tomorrow"),
    ((*PENSION, *SICHUAN, "--index", "1/2"), "--index"),
    ((*PLACE, "--stay", "110000"), "110000"),
    ((*AMOUNT, "--year", "2020"), "2020"),
    ((*GERMANY, "--earlier", "DEU:2020"), "DEU:2020"),
    (("explain", "interest", "--region", "12"), "12"),
    (("unemployment", "--paid-months", "year"), "year"),
]

REGIONS = [
    ("shares", "--month", "2025-03", "--base", "1"),
    ("bounds", "--month", "2025-03"),
    ("interest", "--year", "2024"),
    ("explain", "rates.pension_own"),
    PENSION,
    RESIDENT,
    (*DISABLED, "--base", "1"),
    PROJECT,
    ("payout-months", "--age", "60"),
    (*INJURY, "--grade", "5"),
    ("maternity",),
    ("certification", "--last", "2025-12-01", "--on", "2026-06-01"),
    LATE,
    ("undeclared", "--last-payment", "1"),
    (*HISTORY, "2020:pppppppppppp:5000"),
    ("account", "--until", "2025-12"),
]


def name_of(one: Any) -> str:
    words = one[0] if isinstance(one, tuple) and isinstance(one[0], tuple) else one
    return " ".join(words)[-60:] if isinstance(words, tuple) else str(one)


@pytest.mark.parametrize("words", MONTH_13, ids=name_of)
def test_a_month_13_is_named(refuse: Ask, words: tuple[str, ...]) -> None:
    error = refuse("law", *words)

    assert error["code"] == "bad_month"
    assert "13" in error["words"]


@pytest.mark.parametrize("words", DAY_32, ids=name_of)
def test_a_day_32_is_named(refuse: Ask, words: tuple[str, ...]) -> None:
    error = refuse("law", *words)

    assert error["code"] == "bad_date"
    assert "-01-32" in error["words"]


CASES = [
    *(NEGATIVE + UNBORN + NO_DATA + OUTSIDE),
    *(UNKNOWN + IMPOSSIBLE + REVERSED + UNREADABLE),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_cannot_be_is_refused_by_its_value_and_its_table(refuse: Ask, case: Any) -> None:
    words, *parts = case
    error = refuse("law", *words)

    assert error["code"] != "bad_command" or "没有" in error["words"] or "应是" in error["words"]
    for part in parts:
        assert part in error["words"]


@pytest.mark.parametrize("words", REGIONS, ids=name_of)
@pytest.mark.parametrize(("region", "code"), [("770000", "unknown_region"), ("12", "bad_region")])
def test_a_region_that_is_none_is_named(
    refuse: Ask, words: tuple[str, ...], region: str, code: str
) -> None:
    error = refuse("law", *words, "--region", region)

    assert error["code"] == code
    assert region in error["words"]
