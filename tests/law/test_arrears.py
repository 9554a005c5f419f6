"""Late fees by the day, and the month a unit did not declare."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.arrears import PaidBeforeDue, late_fee, undeclared
from shebao.law.contributions import BadBase
from shebao.law.tables import FOLDER, NoValueOn, load
from tests.law.known import TODAY, Ask

DEBTS = st.integers(1, 10**12)
DAYS = st.integers(1, 5000)


@pytest.mark.parametrize(
    ("debt", "due", "paid", "fee"),
    [
        (1000000, "2025-03-15", "2025-03-16", 500),
        (1000000, "2025-03-15", "2025-04-14", 15000),
        (1001, "2025-03-15", "2025-03-16", 1),
        (999, "2025-03-15", "2025-03-16", 0),
        (1000000, "2011-07-01", "2011-07-02", 500),
        (1000000, "2011-06-30", "2011-07-02", 4000),
    ],
)
def test_every_day_after_the_last_one_costs_its_share(
    ask: Ask, debt: int, due: str, paid: str, fee: int
) -> None:
    found = late_fee(debt, due_on=date.fromisoformat(due), paid_on=date.fromisoformat(paid))
    asked = ask("law", "late-fee", "--debt", f"{debt / 100:.2f}", "--due", due, "--paid", paid)

    assert found.total == fee == asked["working"]["total_fen"]
    assert asked["days"] == (date.fromisoformat(paid) - date.fromisoformat(due)).days
    assert [one.name for one in found.lines] == ["late_fee"]
    assert found.confidence == "U"
    assert any("本金" in note for note in found.notes)


def test_the_working_out_of_a_fee_names_what_it_took() -> None:
    found = late_fee(1200000, due_on=date(2025, 3, 15), paid_on=date(2025, 3, 25))
    line = found.lines[0]

    assert dict(line.inputs) == {
        "欠缴金额（元）": "12,000.00",
        "天数": "10",
        "每日百分比": "0.05",
    }
    assert (line.value, line.rounding, line.is_part) == (6000, "四舍五入到分", True)
    assert "第八十六条" in line.basis
    assert [one.name for one in found.parameters] == [
        "arrears.late_fee",
        "arrears.late_fee_bound",
    ]


@given(debt=DEBTS, days=DAYS)
def test_a_longer_delay_never_costs_less(debt: int, days: int) -> None:
    due = date(2012, 1, 1)
    less = late_fee(debt, due_on=due, paid_on=due + timedelta(days=days)).total
    more = late_fee(debt, due_on=due, paid_on=due + timedelta(days=days + 1)).total

    assert 0 <= less <= more
    assert abs(less - debt * days * 5 / 10000) < 1 + debt * 1e-9


def test_a_region_that_bounds_the_fee_says_so_in_its_table(tmp_path: Path) -> None:
    (tmp_path / "arrears.toml").write_text(
        '[late_fee_bound]\nunit = "percent of the debt, or none"\n[[late_fee_bound.entry]]\n'
        'value = 100\nfrom = 2012-01-01\nregion = "990000"\ndocument = "示例文件(一)"\n'
        'confidence = "D"\n',
        encoding="utf-8",
    )
    tables, due = load(FOLDER, tmp_path), date(2012, 1, 1)
    paid = due + timedelta(days=2500)

    bounded = late_fee(10000, due_on=due, paid_on=paid, region="990000", tables=tables)

    assert bounded.total == 10000
    assert late_fee(10000, due_on=due, paid_on=paid, tables=tables).total == 12500
    sooner = late_fee(
        10000, due_on=due, paid_on=due + timedelta(days=10), region="990100", tables=tables
    )
    assert sooner.total == 50


@pytest.mark.parametrize("paid", ["2025-03-15", "2025-03-14"])
def test_who_pays_in_time_owes_no_fee(refuse: Ask, paid: str) -> None:
    with pytest.raises(PaidBeforeDue, match=rf"{paid}.*2025-03-15"):
        late_fee(1, due_on=date(2025, 3, 15), paid_on=date.fromisoformat(paid))
    asked = refuse("law", "late-fee", "--debt", "1", "--due", "2025-03-15", "--paid", paid)
    assert asked["code"] == "paid_before_due"


@pytest.mark.parametrize("debt", [0, -1])
def test_a_debt_that_cannot_be_is_refused_by_name(debt: int) -> None:
    with pytest.raises(BadBase, match="欠缴金额"):
        late_fee(debt, due_on=date(2025, 3, 15), paid_on=TODAY)


def test_before_the_tables_there_is_no_rate() -> None:
    with pytest.raises(NoValueOn, match=r"arrears\.late_fee.*1999-01-21"):
        late_fee(1, due_on=date(1999, 1, 21), paid_on=TODAY)
    with pytest.raises(NoValueOn, match=r"arrears\.undeclared"):
        undeclared(1, on=date(1999, 1, 21))


def test_an_undeclared_month_is_a_tenth_more_than_the_one_before(ask: Ask) -> None:
    found = undeclared(1000005, on=TODAY)
    asked = ask("law", "undeclared", "--last-payment", "10000.05", "--on", "2026-11-23")

    assert found.total == 1100006 == asked["working"]["total_fen"]
    assert found.confidence == "A"
    assert dict(found.lines[0].inputs) == {"上月缴费额（元）": "10,000.05", "百分比": "110"}
    assert undeclared(1, on=date(2011, 6, 30)).confidence == "K"
    assert found.notes
    for nothing in (0, -5):
        with pytest.raises(BadBase, match="经办机构核定"):
            undeclared(nothing, on=TODAY)
