"""Projections of a block of lines as text: a line of CSV or a JSON object for each, in order."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shebao.commands.law_project import PLAIN, projection_record
from shebao.commands.speaking import Failure
from shebao.law.months import month_text
from shebao.law.retirement import Choice

if TYPE_CHECKING:
    from shebao.law.pension.arrays import Projections

_CHOICES = tuple(one.value for one in Choice)
_BEFORE = "line"
_FOUND = (
    *PLAIN,
    "base_fen",
    "index",
    "account_fen",
    "payout_months",
    "basic_fen",
    "account_part_fen",
    "transitional_fen",
    "local_fen",
    "total_fen",
    "total_today_fen",
    "is_met",
)
_AFTER = ("error_code", "error_words")
COLUMNS = (_BEFORE, *_FOUND, *_AFTER)


@dataclass(frozen=True)
class Block:
    """The numbers of some lines, those that could be read, their projections, and the failures."""

    lines: Sequence[int]
    read: Sequence[int]
    found: "Projections"
    failures: Mapping[int, Failure]

    def as_csv(self) -> str:
        """A line for each, with the columns of :data:`COLUMNS`."""
        text = io.StringIO()
        rows = dict(zip(self.read, zip(*_columns(self.found), strict=True), strict=True))
        nothing = ("",) * len(_FOUND)
        writer = csv.writer(text, lineterminator="\n")
        for line in self.lines:
            failure = self.failures.get(line)
            if failure is None:
                writer.writerow((line, *rows[line], "", ""))
            else:
                writer.writerow((line, *nothing, failure.code, failure.words))
        return text.getvalue().removesuffix("\n")

    def as_json(self) -> str:
        """An object for each: that of ``project``, or what is wrong with the line."""
        rows = {line: row for row, line in enumerate(self.read)}
        records = (self._record(line, rows) for line in self.lines)
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in records)

    def _record(self, line: int, rows: Mapping[int, int]) -> dict[str, Any]:
        failure = self.failures.get(line)
        if failure is not None:
            return {"line": line, "error": {"code": failure.code, "words": failure.words}}
        return {"line": line} | projection_record(self.found.row(rows[line]))


def _columns(found: "Projections") -> tuple[Sequence[Any], ...]:
    """The cells of each column, as long as there are people."""
    one = {name: column.tolist() for name, column in found.columns().items()}
    return (
        [_month(number) for number in one["start"]],
        [_CHOICES[place] for place in one["choice"]],
        one["age_months"],
        one["credited_months"],
        one["paid_months"],
        one["required_months"],
        one["missing_months"],
        [_month(number) for number in one["met_month"]],
        [_month(number) for number in one["written_by"]],
        one["base"],
        [_ratio(*pair) for pair in zip(one["index"], one["index_of"], strict=True)],
        one["account"],
        [f"{tenths // 10}.{tenths % 10}" for tenths in one["payout_tenths"]],
        one["basic_part"],
        one["account_part"],
        _known(one["transitional_part"], one["is_transitional_known"]),
        _known(one["local_part"], one["is_local_known"]),
        one["total"],
        one["total_today"],
        ["false" if missing else "true" for missing in one["missing_months"]],
    )


@lru_cache(maxsize=4096)
def _month(number: int) -> str:
    return month_text(number) if number else ""


def _ratio(above: int, of: int) -> str:
    return f"{above}" if of == 1 else f"{above}/{of}"


def _known(amounts: Sequence[int], are_known: Sequence[bool]) -> list[int | str]:
    return [amount if is_known else "" for amount, is_known in zip(amounts, are_known, strict=True)]
