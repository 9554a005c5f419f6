"""The working-out (5.4.3d): every step of a sum, so that page, paper and audit print the same.

A working-out holds lines; those that are parts add up to its total.  Values are exact: fen are
integers, everything else integers or fractions.  Nothing is rounded but where a line says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from shebao.law.money import half_up, yuan
from shebao.law.tables import Entry

ROUNDED = "四舍五入到分"
EXACT = "不取整"
_MOST_DECIMALS = 6
_SURE_TO_UNSURE = "ABKDU"


class Unit(StrEnum):
    """What a value counts."""

    FEN = "fen"
    MONTHS = "months"
    YEARS = "years"
    RATIO = "ratio"


class DoesNotAdd(ValueError):
    """The parts of a working-out do not add up to its total: a fault in the rule itself."""


_SPOKEN_UNITS = {Unit.FEN: " 元", Unit.MONTHS: " 个月", Unit.YEARS: " 年", Unit.RATIO: ""}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step: what was taken, how, by which article, and what came out.

    ``inputs`` are pairs of name and value as text, in the order of the formula.
    """

    name: str
    label: str
    value: int | Fraction
    unit: Unit
    formula: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    rounding: str = EXACT
    confidence: str = "B"
    is_part: bool = False

    @property
    def text(self) -> str:
        """The value as people read it, without its unit."""
        return value_text(self.value, self.unit)

    def spoken(self) -> str:
        """The whole line for people."""
        taken = "，".join(f"{name} {value}" for name, value in self.inputs)
        how = f" = {self.formula}" if self.formula else ""
        return f"{self.label}{how}{f'（{taken}）' if taken else ''}：{self.amount}"

    @property
    def amount(self) -> str:
        """The value with its unit."""
        return self.text + _SPOKEN_UNITS[self.unit]


@dataclass(frozen=True, kw_only=True)
class NotCalculated:
    """Something that belongs to the sum and was left out, with the reason for people."""

    name: str
    label: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkingOut:
    """A sum with all its steps, the numbers of the law it took, and what it left out.

    Raises :class:`DoesNotAdd` when made of parts that do not add up to the total.
    """

    title: str
    lines: tuple[Line, ...]
    total: int
    parameters: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    not_calculated: tuple[NotCalculated, ...] = ()

    def __post_init__(self) -> None:
        """A working-out that does not add is never handed on."""
        if sum(line.value for line in self.parts) != self.total:
            raise DoesNotAdd(f"“{self.title}”的各项之和不等于合计，请联系经办机构")

    @property
    def parts(self) -> tuple[Line, ...]:
        """The lines that make up the total."""
        return tuple(line for line in self.lines if line.is_part)

    @property
    def confidence(self) -> str:
        """That of the least certain step or number."""
        known = [*(line.confidence for line in self.lines)]
        known += [entry.confidence for entry in self.parameters]
        return max(known, key=_SURE_TO_UNSURE.index, default="A")

    def value(self, name: str) -> int | Fraction:
        """The value of the line of this name; raises ``KeyError``."""
        return {line.name: line.value for line in self.lines}[name]

    def as_record(self) -> dict[str, Any]:
        """The same as plain JSON values, in a stable order; fractions are text such as 1733/100."""
        return {
            "title": self.title,
            "lines": [_line_record(line) for line in self.lines],
            "total_fen": self.total,
            "total": yuan(self.total),
            "parameters": [_entry_record(entry) for entry in self.parameters],
            "notes": list(self.notes),
            "not_calculated": [
                {"name": one.name, "label": one.label, "reason": one.reason}
                for one in self.not_calculated
            ],
            "confidence": self.confidence,
        }

    def spoken(self) -> tuple[str, ...]:
        """The lines for people, the total after them, then what was left out and what to know."""
        return (
            *(line.spoken() for line in self.lines),
            f"合计：{yuan(self.total)} 元",
            *(f"未计算 {one.label}：{one.reason}" for one in self.not_calculated),
            *(f"说明：{note}" for note in self.notes),
            *(f"依据：{document}" for document in documents(self.parameters)),
        )


def documents(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The documents behind some numbers, each once, in order."""
    return tuple(dict.fromkeys(entry.document for entry in entries))


def value_text(value: int | Fraction, unit: Unit = Unit.RATIO) -> str:
    """A value as people read it: yuan for fen, else decimals, at most six."""
    if unit is Unit.FEN:
        return yuan(half_up(value))
    size = half_up(Fraction(value) * 10**_MOST_DECIMALS)
    whole, rest = divmod(abs(size), 10**_MOST_DECIMALS)
    decimals = f"{rest:0{_MOST_DECIMALS}d}".rstrip("0")
    return f"{'-' if size < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


def _line_record(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "label": line.label,
        "formula": line.formula,
        "inputs": [[name, value] for name, value in line.inputs],
        "value": line.value if isinstance(line.value, int) else str(line.value),
        "text": line.text,
        "unit": line.unit.value,
        "basis": line.basis,
        "rounding": line.rounding,
        "confidence": line.confidence,
        "is_part": line.is_part,
    }


def _entry_record(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "value": _plain(entry.value),
        "unit": entry.unit,
        "region": entry.region,
        "from": entry.since.isoformat(),
        "to": _day(entry.until),
        "known_from": _day(entry.known_from),
        "document": entry.document,
        "confidence": entry.confidence,
        "note": entry.note,
    }


def _plain(value: Any) -> Any:
    """Exact decimals become text; whatever holds them keeps its shape."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | str) else str(value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
