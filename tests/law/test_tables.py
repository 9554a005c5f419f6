"""The tables themselves: every number named, dated and sourced, with no hole in time."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from shebao.law.tables import (
    CONFIDENCES,
    FOLDER,
    BadTable,
    Entry,
    NoValueOn,
    UnknownTable,
    load,
    national,
)
from tests.law.known import VECTORS, Ask

ROWS = [
    (f"{name} {region}", national().series(name, region=region))
    for name in national().names()
    for region in national().regions(name)
]
ENTRIES = [entry for _, row in ROWS for entry in row]
A_SERIES = """
[rate]
unit = "percent"
[[rate.entry]]
value = 8
from = 2020-01-01
to = 2020-12-31
document = "甲文"
confidence = "A"
"""


@pytest.mark.parametrize(("name", "row"), ROWS, ids=lambda one: one if type(one) is str else "")
def test_a_series_has_no_gap_and_no_overlap(name: str, row: tuple[Entry, ...]) -> None:
    assert row, name
    for earlier, later in pairwise(row):
        if earlier.until is None:
            assert later.known_from
            assert later.known_from > (earlier.known_from or date.min)
        else:
            assert earlier.until + timedelta(days=1) == later.since


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.name}-{entry.since}")
def test_every_number_names_its_document_unit_and_confidence(entry: Entry) -> None:
    assert len(entry.document) >= 6
    assert any(sign in entry.document for sign in "〔第(")
    assert entry.confidence in CONFIDENCES
    assert entry.unit
    if entry.confidence == "U":
        assert entry.note or "待核" in entry.document


def test_the_payout_months_are_the_annex() -> None:
    table = national().value("payout_months.by_age", date(2026, 1, 1))

    assert table == VECTORS["payout_months"]["by_age"]


def test_files_are_read_once() -> None:
    assert national() is national()
    assert load(FOLDER) is national() or load(FOLDER) is load(FOLDER)


def test_a_region_comes_before_its_city_its_province_and_the_nation(tmp_path: Path) -> None:
    rows = [("000000", 1), ("990000", 2), ("990100", 3)]
    entries = "".join(
        f'[[own.entry]]\nvalue = {value}\nfrom = 2020-01-01\nregion = "{region}"\n'
        'document = "示例文件"\nconfidence = "D"\n'
        for region, value in rows
    )
    (tmp_path / "local.toml").write_text(f'[own]\nunit = "x"\n{entries}', encoding="utf-8")
    tables = load(FOLDER, tmp_path)
    day = date(2026, 1, 1)

    found = [
        tables.value("local.own", day, region=region)
        for region in ("990101", "990100", "990201", "990000", "110101", "000000")
    ]

    assert found == [3, 3, 2, 2, 1, 1]
    assert tables.value("rates.pension_own", day, region="990101") == 8


def test_unknown_names_and_days_are_answered_by_name() -> None:
    with pytest.raises(UnknownTable, match=r"rates\.pension_own"):
        national().value("rates.nothing", date(2026, 1, 1))
    with pytest.raises(NoValueOn, match="1900-01-01"):
        national().value("rates.pension_own", date(1900, 1, 1))
    with pytest.raises(NoValueOn, match="2026-01-01"):
        national().value("interest.account", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (A_SERIES.replace('document = "甲文"', ""), "document"),
        (A_SERIES.replace('"甲文"', '" "'), "文件依据"),
        (A_SERIES.replace('"A"', '"Z"'), "confidence"),
        (A_SERIES.replace("2020-12-31", "2019-12-31"), "to 早于 from"),
        (A_SERIES.replace("value = 8", "value = 8\nvalu = 8"), "不认识"),
        (A_SERIES.replace("from = 2020-01-01", 'from = "2020"'), "第 1 条"),
        (A_SERIES + A_SERIES.split('unit = "percent"')[1], "两个数"),
        ("[rate", "写得不对"),
    ],
)
def test_a_broken_table_says_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "broken.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadTable, match=words):
        load(tmp_path)


def test_the_command_explains_a_number(ask: Ask, refuse: Ask) -> None:
    found = ask("law", "explain", "rates.pension_employer", "--on", "2019-04-30")

    assert (found["value"], found["from"], found["to"]) == (20, "1998-01-01", "2019-04-30")
    assert found["confidence"] == "K"
    assert "国发〔1997〕26号" in found["document"]
    assert ask("law", "explain", "interest", "--on", "2025-06-30")["value"] == "1.50"
    assert "rates.pension_own" in ask("law", "explain")["names"]
    assert refuse("law", "explain", "nothing")["code"] == "unknown_table"
    assert refuse("law", "explain", "x" * 5_000_000)["code"] == "unknown_table"
    assert refuse("law", "explain", "\ud800")["code"] == "unknown_table"
    assert refuse("law", "explain", "interest", "--on", "2027-01-01")["code"] == "no_value_on"
    assert refuse("law", "explain", "interest", "--on", "tomorrow")["code"] == "bad_date"


REVISED = """
[rate]
unit = "percent"
[[rate.entry]]
value = 8
from = 2020-01-01
document = "甲文"
confidence = "A"
[[rate.entry]]
value = 7
from = 2021-01-01
to = 2021-12-31
known_from = 2021-09-01
document = "乙文"
confidence = "A"
"""


def test_what_became_known_later_takes_the_place_of_what_was_believed(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(REVISED, encoding="utf-8")
    tables, day = load(tmp_path), date(2021, 3, 1)

    assert tables.value("own.rate", day) == 7
    assert tables.entry("own.rate", day, known_on=date(2021, 9, 1)).value == 7
    assert tables.entry("own.rate", day, known_on=date(2021, 8, 31)).value == 8
    assert tables.value("own.rate", date(2022, 1, 1)) == 8
    assert tables.entry("own.rate", date(2020, 6, 1)).until == date(2020, 12, 31)
    assert tables.entry("own.rate", date(2020, 6, 1), known_on=date(2021, 8, 31)).until is None


def test_two_numbers_that_became_known_together_are_refused(tmp_path: Path) -> None:
    both = REVISED.replace("from = 2020-01-01", "from = 2020-01-01\nknown_from = 2021-09-01")
    (tmp_path / "own.toml").write_text(both, encoding="utf-8")

    with pytest.raises(BadTable, match="两个数"):
        load(tmp_path)


@pytest.mark.clause("5.4.3d")
def test_the_command_tells_what_was_known_on_another_day(ask: Ask, refuse: Ask) -> None:
    asked = ("law", "explain", "minimum_months.employees", "--on", "2035-01-01", "--known-on")

    assert ask(*asked, "2024-01-01")["value"] == 180
    found = ask(*asked, "2025-01-01")
    assert (found["value"], found["known_from"]) == (216, "2024-09-13")
    assert ask("law", "explain", "retirement.male", "--on", "2020-01-01")["to"] == "2024-12-31"
    assert ask("law", "minimum-months", "--year", "2028")["to"] == "2029-12-31"
    assert refuse(*asked, "yesterday")["code"] == "bad_date"
