"""Every working-out a command prints adds up again and keeps the names of its fields."""

from collections.abc import Iterator
from typing import Any

import pytest

from shebao.commands.main import main
from tests.law.known import Ask

PERSON = ("--birth", "1975-01", "--group", "male", "--months", "200", "--index", "1.2")
MONEY = ("--account", "100000")
ON = ("--on", "2026-11-23")
INJURY = ("injury", "--wage", "8000.55", "--average", "10000", *ON)
QUESTIONS = {
    "pension": ("pension", "--age", "60y1m", "--index", "1.37", "--months", "377",
                "--account", "123456.78", "--region", "510000", "--month", "2025-04",
                "--deemed-years", "3.5", "--early-years", "1"),
    "pension of an unknown province": ("pension", "--age", "60y1m", "--index", "1.37",
                "--months", "377", "--account", "1", "--base", "8000", "--region", "370000",
                "--month", "2025-04", "--deemed-years", "3.5"),
    "residents": ("residents-pension", "--birth", "1964-01", "--months", "188",
                  "--account", "13901.23", "--region", "990000", "--month", "2026-01",
                  "--extra", "12.34"),
    "disability near": ("disability", "--birth", "1966-01", *PERSON[2:], *MONEY,
                        "--region", "990000", "--month", "2026-01"),
    "disability far": ("disability", *PERSON, *MONEY, "--region", "990000",
                       "--month", "2026-01"),
    "disability short": ("disability", *PERSON, *MONEY, "--months", "100",
                         "--region", "990000", "--month", "2026-01"),
    "projection": ("project", *PERSON, *MONEY, "--region", "990000", "--as-of", "2026-10",
                   "--wage-growth", "3.21", "--interest", "2.5", "--price-growth", "1.9"),
    "survivors": ("survivor", "--paid-months", "186", "--yearly-income", "60180.55", *ON),
    "survivors cut": ("survivor", "--paid-months", "30", "--yearly-income", "60180.55",
                      "--own-contributions", "12345.67", *ON),
    "injury 1": (*INJURY, "--grade", "1", "--care", "whole"),
    "injury 5": (*INJURY, "--grade", "5", "--care", "part", "--region", "440000"),
    "injury 10": (*INJURY, "--grade", "10"),
    "death": (*INJURY, "--death", "work", "--national-income", "54188", "--dependant", "spouse",
              "--dependant", "other-alone", "--dependant", "other", "--dependant", "other"),
    "stop-work": ("injury", "--stop-work-months", "7", "--wage", "8000.55", *ON),
    "maternity": ("maternity", "--average-wage", "9000.55", "--difficult", "--babies", "2", *ON),
    "late fee": ("late-fee", "--debt", "12345.67", "--due", "2025-03-15", "--paid", "2026-01-01"),
    "undeclared": ("undeclared", "--last-payment", "12345.67", *ON),
}  # fmt: skip
FIELDS = {
    "title", "lines", "total_fen", "total", "parameters", "notes", "not_calculated", "confidence",
}  # fmt: skip
LINE = {
    "name", "label", "formula", "inputs", "value", "text", "unit", "basis", "rounding",
    "confidence", "is_part",
}  # fmt: skip


def workings(record: Any) -> Iterator[dict[str, Any]]:
    if isinstance(record, dict):
        if "lines" in record and "total_fen" in record:
            yield record
        for one in record.values():
            yield from workings(one)


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize("words", QUESTIONS.values(), ids=QUESTIONS)
def test_every_working_out_adds_up_again_and_names_its_numbers(
    ask: Ask, words: tuple[str, ...]
) -> None:
    found = list(workings(ask("law", *words)))

    assert found
    for one in found:
        parts = [line for line in one["lines"] if line["is_part"]]
        assert sum(line["value"] for line in parts) == one["total_fen"]
        assert one["total"].replace(",", "") == f"{one['total_fen'] / 100:.2f}"
        assert set(one) == FIELDS
        assert all(set(line) == LINE for line in one["lines"])
        assert len({line["name"] for line in one["lines"]}) == len(one["lines"])
        assert all(line["basis"] and line["rounding"] for line in parts)
        assert all(line["inputs"] for line in parts if line["formula"] and line["value"])
        assert all(number["document"] for number in one["parameters"])


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=QUESTIONS)
def test_people_read_the_same_lines(
    ask: Ask, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    records = list(workings(ask("law", *words)))

    assert main(["law", *words]) == 0
    printed = capsys.readouterr().out

    for one in records:
        assert f"合计：{one['total']} 元" in printed
        for line in one["lines"]:
            assert line["label"] in printed
            assert line["text"] in printed
        for left_out in one["not_calculated"]:
            assert f"未计算 {left_out['label']}" in printed
