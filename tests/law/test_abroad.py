"""Exemption abroad: which agreement covers whom, and for how long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law import abroad
from shebao.law.abroad import (
    BadRequest,
    Code,
    Outcome,
    Period,
    UnknownCountry,
    agreement,
    agreements,
    exemption,
    months_of,
)
from shebao.law.certification import same_day_after
from tests.law.known import TODAY, Ask

ALL = agreements(TODAY)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def codes(found: abroad.Exemption) -> list[Code]:
    return [one.code for one in found.reasons]


def asked_for(country: str, start: str, end: str, **options: object) -> abroad.Exemption:
    settings: dict[str, object] = {"schemes": ["pension"], "kind": "posted", **options}
    days = {"start": date.fromisoformat(start), "end": date.fromisoformat(end)}
    return exemption(country=country, **days, **settings)  # type: ignore[arg-type]


@pytest.mark.clause("5.4.3c")
def test_thirteen_agreements_are_signed_and_one_is_not_in_force(ask: Ask) -> None:
    assert len(ALL) == 13
    assert [one.country for one in ALL if not one.is_in_force] == ["FRA"]
    asked = ask("law", "treaties", "--on", "2026-11-23")["agreements"]
    assert [row["country_name"] for row in asked if not row["is_in_force"]] == ["法国"]
    assert all(row["sources"][0]["confidence"] in "ABKU" for row in asked)


@pytest.mark.parametrize("known", ALL, ids=lambda one: one.country)
def test_an_agreement_holds_only_from_its_day_on(known: abroad.Agreement) -> None:
    assert agreement(known.country, known.signed_on - timedelta(days=1)) is None
    signed = agreement(known.country, known.signed_on)
    assert signed is not None
    assert (signed.is_in_force, signed.schemes) == (False, ())
    if known.in_force_on is not None:
        assert known.schemes
        assert known.certificate
        assert agreement(known.country, known.in_force_on) is not None
        before = known.in_force_on - timedelta(days=1)
        refused = asked_for(known.country, str(before), str(TODAY))
        assert refused.outcome is Outcome.REFUSED
        assert Code.NOT_IN_FORCE in codes(refused)


@pytest.mark.clause("5.4.3c")
def test_a_stay_within_the_limit_is_allowed(ask: Ask) -> None:
    found = asked_for("DEU", "2026-01-01", "2030-12-31", schemes=["pension", "unemployment"])
    asked = ask(
        "law", "exemption", "--country", "DEU", "--scheme", "pension", "--scheme", "unemployment",
        "--from", "2026-01-01", "--to", "2030-12-31",
    )  # fmt: skip

    assert (found.outcome, found.months, found.limit) == (Outcome.ALLOWED, 60, 60)
    assert (asked["outcome"], asked["certificate"]) == ("allowed", "参保证明")
    assert asked["conditions"]
    assert asked["sources"][0]["document"]


@pytest.mark.clause("5.4.3c")
@pytest.mark.parametrize(
    ("country", "end", "options", "outcome", "code"),
    [
        ("DEU", "2031-01-01", {}, Outcome.REFUSED, Code.TOO_LONG),
        ("FIN", "2031-01-01", {}, Outcome.REVIEW, Code.LIMIT_UNSURE),
        ("KGZ", "2026-12-31", {}, Outcome.REVIEW, Code.LIMIT_UNKNOWN),
        ("FRA", "2026-12-31", {}, Outcome.REFUSED, Code.NOT_IN_FORCE),
        ("USA", "2026-12-31", {}, Outcome.REFUSED, Code.NO_AGREEMENT),
        ("JPN", "2026-12-31", {"schemes": ["unemployment"]}, Outcome.REFUSED,
         Code.SCHEME_NOT_COVERED),
        ("DNK", "2026-12-31", {}, Outcome.REVIEW, Code.SCHEMES_UNSURE),
        ("JPN", "2026-12-31", {"kind": "transport"}, Outcome.REVIEW, Code.KIND_UNSURE),
        ("KOR", "2026-12-31", {"is_extension": True}, Outcome.REFUSED, Code.NOT_CONTINUOUS),
    ],
)  # fmt: skip
def test_every_reason_against_is_named(
    country: str, end: str, options: dict[str, object], outcome: Outcome, code: Code
) -> None:
    found = asked_for(country, "2026-01-01", end, **options)

    assert found.outcome is outcome
    assert code in codes(found)


@pytest.mark.clause("5.4.3c")
def test_an_extension_counts_with_the_certificates_it_follows() -> None:
    first = Period(country="KOR", start=date(2020, 1, 1), end=date(2024, 12, 31))

    within = asked_for("KOR", "2025-01-01", "2029-12-31", earlier=[first], is_extension=True)
    above = asked_for("KOR", "2025-01-01", "2030-01-01", earlier=[first], is_extension=True)
    undeclared = asked_for("KOR", "2025-01-01", "2030-01-01", earlier=[first])

    assert (within.outcome, within.months_in_a_row, within.limit) == (Outcome.ALLOWED, 120, 120)
    assert codes(above) == codes(undeclared) == [Code.TOO_LONG]


def test_short_term_work_is_not_extended() -> None:
    first = Period(country="KOR", start=date(2020, 1, 1), end=date(2024, 12, 31))

    found = asked_for("KOR", "2025-01-01", "2025-01-31", earlier=[first], kind="short_term")

    assert codes(found) == [Code.TOO_LONG]


def test_where_no_longest_is_known_a_person_decides_an_extension() -> None:
    first = Period(country="ESP", start=date(2019, 1, 1), end=date(2024, 12, 31))

    found = asked_for("ESP", "2025-01-01", "2025-12-31", earlier=[first], is_extension=True)

    assert (found.outcome, codes(found)) == (Outcome.REVIEW, [Code.LIMIT_UNKNOWN])


def test_serbia_gives_another_paper_and_two_more_years() -> None:
    first = Period(country="SRB", start=date(2021, 2, 1), end=date(2026, 1, 31))

    found = asked_for("SRB", "2026-02-01", "2028-01-31", earlier=[first], is_extension=True)

    assert (found.outcome, found.certificate) == (Outcome.ALLOWED, "法律适用证明")


def test_nobody_is_abroad_twice_at_once(ask: Ask) -> None:
    other = Period(country="JPN", start=date(2025, 6, 1), end=date(2026, 1, 1))

    found = asked_for("DEU", "2026-01-01", "2026-12-31", earlier=[other])

    assert codes(found) == [Code.OVERLAP]
    asked = ask(
        "law", "exemption", "--country", "DEU", "--scheme", "pension", "--from", "2026-01-01",
        "--to", "2026-12-31", "--earlier", "JPN:2025-06-01:2026-01-01",
    )  # fmt: skip
    assert [one["code"] for one in asked["reasons"]] == ["overlap"]


def test_embassy_staff_in_germany_have_no_limit() -> None:
    found = asked_for("DEU", "2026-01-01", "2050-12-31", kind="diplomat")

    assert (found.outcome, found.limit) == (Outcome.ALLOWED, None)


@given(start=DAYS, months=st.integers(1, 200))
def test_a_stay_of_whole_months_is_counted_so(start: date, months: int) -> None:
    end = same_day_after(start, months) - timedelta(days=1)

    assert months_of(start, end) in {months, months + (start.day > 28)}
    assert months_of(start, end + timedelta(days=2)) > months


@given(first=DAYS, second=DAYS, third=DAYS)
def test_a_longer_stay_never_takes_fewer_months(first: date, second: date, third: date) -> None:
    start, shorter, longer = sorted((first, second, third))

    assert 1 <= months_of(start, shorter) <= months_of(start, longer)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--country", "deu"), "unknown_country"),
        (("--country", "XXX"), "unknown_country"),
        (("--country", "\ud800" * 9), "unknown_country"),
        (("--country", "DEU", "--earlier", "DEU"), "bad_request"),
        (("--country", "DEU", "--kind", "tourist"), "bad_command"),
    ],
)
def test_a_bad_question_about_exemption_is_refused(
    refuse: Ask, words: tuple[str, ...], code: str
) -> None:
    period = ("--scheme", "pension", "--from", "2026-01-01", "--to", "2026-12-31")
    assert refuse("law", "exemption", *period, *words)["code"] == code


def test_wrong_periods_schemes_and_kinds_are_refused_by_name() -> None:
    with pytest.raises(BadRequest, match="早于"):
        asked_for("DEU", "2026-01-02", "2026-01-01")
    for start, end in (("0001-01-01", "2026-01-01"), ("2026-01-01", "9999-12-31")):
        with pytest.raises(BadRequest, match="之间"):
            asked_for("DEU", start, end)
    with pytest.raises(BadRequest, match="至少一个"):
        asked_for("DEU", "2026-01-01", "2026-01-02", schemes=[])
    with pytest.raises(BadRequest, match="medical"):
        asked_for("DEU", "2026-01-01", "2026-01-02", schemes=["medical"])
    with pytest.raises(BadRequest, match="posted"):
        asked_for("DEU", "2026-01-01", "2026-01-02", kind="tourist")
    with pytest.raises(UnknownCountry, match="DEU"):
        asked_for("", "2026-01-01", "2026-01-02")
