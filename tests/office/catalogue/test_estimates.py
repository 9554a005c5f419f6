"""The what-if itself: sums that are the law's own, wishes that fit, and steps found by trying."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.commands.main import main
from shebao.exchange import port
from shebao.hall.office.catalogue.estimating import (
    Estimate,
    Life,
    Wish,
    estimate_of,
    life_of,
    read_wish,
    settled,
)
from shebao.hall.office.catalogue.estimating.scenarios import assumptions, scenario
from shebao.hall.office.catalogue.estimating.wishes import unpacked
from shebao.law.residents_ahead import Plan, project_residents
from tests.office.catalogue.estimating import TODAY, YEARS, registration, told, year

WANG = life_of(told())
NEAR = {"birth": date(1966, 9, 20), "sex": "male", "retirement_group": "male"}
WISHES = st.builds(
    Wish,
    start=st.sampled_from(["", "2040-06", "2043-06", "2044-01", "2046-06"]),
    gap=st.integers(0, 200),
    ratio=st.none() | st.integers(60, 300),
    until=st.sampled_from(["", "2030-01", "2044-12"]),
    wage_growth=st.none() | st.integers(0, 1000),
    interest=st.none() | st.integers(0, 1000),
)


def found_for(life: Life, **wish: Any) -> Estimate:
    return estimate_of(life, [Wish(**wish)], today=TODAY)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"start": "2040-06"},
        {"gap": 14, "ratio": 130},
        {"until": "2033-03", "wage_growth": 350, "interest": 0},
    ],
)
def test_the_sums_are_those_of_the_command(
    wish: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    estimate = found_for(WANG, **wish)
    one, person = estimate.scenarios[0], WANG.person
    assert person is not None
    supposed = assumptions(Wish(**wish), "middle", TODAY)
    main([
        "law", "project", "--json", "--birth", person.birth, "--group", person.group,
        "--region", person.region, "--as-of", person.as_of, "--months", str(person.paid_months),
        "--index", f"{float(person.index):.9f}", "--account", "90000.00", "--start", one.start,
        "--ratio", f"{one.ratio / 100}", "--pays-until", wish.get("until", ""),
        "--gap", str(wish.get("gap", 0)), "--wage-growth", f"{supposed.wage_growth / 100}",
        "--interest", f"{supposed.interest / 100}",
        "--price-growth", f"{supposed.price_growth / 100}",
    ])  # fmt: skip
    told_ = json.loads(capsys.readouterr().out)

    assert abs(told_["total_fen"] - one.total.middle) <= 1
    assert abs(told_["total_today_fen"] - one.today.middle) <= 1
    assert told_["account_fen"] == one.account
    assert told_["credited_months"] == one.credited_months
    assert estimate.explanation is not None
    assert estimate.explanation.total == one.total.middle


@pytest.mark.clause("5.4.3d")
@given(wish=WISHES)
def test_the_parts_add_up_and_the_range_holds_the_middle(wish: Wish) -> None:
    first = scenario(WANG, wish, today=TODAY)

    assert sum(part.amount or 0 for part in first.parts) == first.total.middle
    assert first.total.low <= first.total.middle <= first.total.high
    assert first.today.low <= first.today.middle <= first.today.high
    assert first.is_met == (first.credited_months >= first.required_months)


@pytest.mark.clause("5.4.3d")
@given(wish=WISHES)
def test_a_wish_in_an_address_is_the_same_wish(wish: Wish) -> None:
    read, _faults = read_wish(unpacked(wish.packed), WANG, today=TODAY)
    again, _ = read_wish(unpacked(read.packed), WANG, today=TODAY)

    assert again == read
    assert settled(read, WANG, TODAY) == settled(settled(read, WANG, TODAY), WANG, TODAY)


@given(raw=st.dictionaries(st.sampled_from(["start", "gap", "ratio", "until", "level"]), st.text()))
def test_whatever_is_asked_is_answered_in_words(raw: dict[str, str]) -> None:
    wish, faults = read_wish(raw, WANG, today=TODAY)

    assert scenario(WANG, wish, today=TODAY).total.middle >= 0
    assert all(fault.words and fault.field in raw for fault in faults)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"start": "2041-13"}, "月份应在 01 到 12 之间"),
        ({"start": "2041-"}, "年月应写成"),
        ({"start": "2026-02"}, "不能早于这个月"),
        ({"start": "2040-05"}, "2040-06 到 2046-06"),
        ({"start": "2046-07"}, "2040-06 到 2046-06"),
        ({"ratio": "900"}, "60 到 300"),
        ({"ratio": "59"}, "60 到 300"),
        ({"ratio": "很多"}, "请填整数"),
        ({"gap": "-1"}, "请填整数"),
        ({"gap": "300"}, "0 到 244"),
        ({"until": "2026-01"}, "最早是 2026-02"),
        ({"until": "2046-07"}, "最晚是 2046-06"),
        ({"wage_growth": "1001"}, "0 到 1000"),
        ({"level": "12345"}, "给出的档次"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(raw: dict[str, str], words: str) -> None:
    _wish, (fault,) = read_wish(raw, WANG, today=TODAY)

    assert fault.field == next(iter(raw))
    assert words in fault.words


@pytest.mark.clause("5.4.3d")
def test_the_borders_of_a_start_fit() -> None:
    for start in ("2040-06", "2046-06"):
        assert read_wish({"start": start}, WANG, today=TODAY)[1] == ()


def steps(life: Life, **wish: Any) -> list[tuple[str, str]]:
    return [(one.code, one.words) for one in found_for(life, **wish).steps]


@pytest.mark.clause("5.4.3d")
def test_a_few_more_months_are_named_with_the_month_they_are_done() -> None:
    assert steps(WANG)[0] == ("keep_paying", "再缴 46 个月，2029-12 起满足最低缴费年限")
    enough = life_of(told(*(year(one) for one in range(2000, 2026)), *YEARS[-1:]))
    assert [code for code, _ in steps(enough)] == ["higher", "later", "early"]


@pytest.mark.clause("5.4.3d")
def test_a_break_that_costs_the_minimum_is_taken_back() -> None:
    near = life_of(told(*YEARS[2:], person=NEAR))

    assert near.months.credited == 170
    assert steps(near, gap=12)[0] == ("no_gap", "不停缴的话，2026-12 就满足最低缴费年限")


@pytest.mark.clause("5.4.3d")
def test_a_later_start_is_found_where_it_is_enough() -> None:
    near = life_of(told(*YEARS[3:], person=NEAR))
    code, words = steps(near)[0]

    assert (code, words) == ("start_later", "推迟到 2027-12 开始领取，一直缴费，年限就够了")
    assert found_for(near, start="2027-12").scenarios[0].is_met
    assert not found_for(near, start="2027-11").scenarios[0].is_met


@pytest.mark.clause("5.4.3d")
def test_where_no_start_is_enough_the_law_leaves_three_ways() -> None:
    near = life_of(told(*YEARS[10:], person=NEAR))
    found = steps(near)

    assert [code for code, _ in found] == ["extend", "option", "option", "option"]
    assert "2034-12" in found[0][1]
    assert "转入户籍地的城乡居民养老保险" in found[3][1]


@pytest.mark.clause("5.4.3d")
def test_arrears_come_first_and_other_provinces_are_to_be_moved() -> None:
    rows = (year(2015, region="980100"), *YEARS[6:-1], year(2026, "pa----------"))
    codes = [code for code, _ in steps(life_of(told(*rows)))]

    assert codes[0] == "arrears"
    assert "transfer" in codes


@pytest.mark.clause("5.4.3d")
def test_whoever_is_of_age_with_enough_years_is_told_to_apply() -> None:
    rows = tuple(year(one) for one in range(2000, 2026))
    old = life_of(told(*rows, person={**NEAR, "birth": date(1965, 3, 1)}))
    found = estimate_of(old, today=TODAY)

    assert found.steps[0].code == "apply"
    assert found.scenarios[0].start == "2026-03"
    assert found.earliest_month == "2026-03"


@pytest.mark.clause("5.4.3d")
def test_an_early_start_leaves_time_to_write() -> None:
    rows = tuple(year(one) for one in range(2000, 2026))
    near = life_of(told(*rows, person={**NEAR, "birth": date(1966, 3, 20)}))
    found = estimate_of(near, [Wish(start="2026-06")], today=TODAY)

    assert found.statutory_month == "2026-07"
    assert found.earliest_month == "2026-06"
    assert (found.scenarios[0].choice, found.scenarios[0].written_by) == ("early", "2026-03")
    assert read_wish({"start": "2026-05"}, near, today=TODAY)[1]


@pytest.mark.clause("5.4.3d")
def test_up_to_four_wishes_stand_side_by_side_and_each_once() -> None:
    wishes = [Wish(ratio=one) for one in (60, 80, 80, 100, 120, 140)]
    found = estimate_of(WANG, wishes, today=TODAY)

    assert [one.ratio for one in found.scenarios] == [60, 80, 100, 120]
    sums = [one.total.middle for one in found.scenarios]
    assert sums == sorted(sums)
    assert len(found.curve) == 7
    assert [one.start for one in found.curve][3] == "2043-06"


@pytest.mark.clause("5.4.3d")
def test_residents_are_shown_their_levels() -> None:
    rows = tuple(year(one, scheme=port.Scheme.RESIDENTS, bases=(0,) * 12)
                 for one in range(2013, 2026))  # fmt: skip
    person = {"kind": port.PersonKind.RESIDENT, "retirement_group": "", "birth": date(1970, 2, 1)}
    held = registration(156, scheme=port.Scheme.RESIDENTS)
    life = life_of(told(*rows, person=person, registrations=(held,)))
    found = estimate_of(life, [Wish(level=100_000), Wish()], today=TODAY)
    rich, plain = found.scenarios
    assert life.saver is not None
    law = project_residents(life.saver, Plan(yearly=106_000, interest=200, start="2030-02"))

    assert rich.total.middle == law.pension.working.total > plain.total.middle
    assert rich.account == law.account
    assert (rich.start, rich.age_years, rich.credited_months) == ("2030-02", 60, 204)
    assert rich.is_met
    assert found.steps[0].code == "higher"
    assert any("没有假定今后提高" in one for one in found.explanation.notes)  # type: ignore[union-attr]
    short = found_for(life, gap=36)
    assert short.steps[0].words == "到 2030-02 还差 12 个月，可以逐年缴费，不够的可以补缴"


@pytest.mark.clause("5.4.3d")
def test_every_line_is_explained_with_its_document() -> None:
    found = found_for(WANG).explanation
    assert found is not None

    assert [line.label for line in found.lines if line.is_part] == [
        "基础养老金", "个人账户养老金", "过渡性养老金",
    ]  # fmt: skip
    assert ("待遇测算假定(本系统自拟)", "本系统的假定") in found.documents
    assert "2.5%" in found.notes[0]
    assert not any("pension_base" in one for one in found.notes)
