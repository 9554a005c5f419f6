"""CEL, the small language of rules: compiled once, given only known names, money kept whole.

Dates are texts ``"YYYY-MM-DD"`` and months ``"YYYY-MM"``; they compare as texts, and a blank one
is ``""``.  :data:`FUNCTIONS` adds what texts cannot do.  A function given a blank or impossible
date answers ``null``; a comparison with ``null`` fails, and then a person decides, not a rule.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import cel

from shebao.law.text import without_blanks

_TEXT = re.compile(r"r?(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')")
_BOUND = re.compile(r"\.(?:all|exists|exists_one|filter|map)\s*\(\s*([A-Za-z_]\w*)\s*,")
_BINDING = re.compile(r"\(\s*[A-Za-z_]\w*\s*,")
_INDEXED = re.compile(r"\]\s*[.\[]")
_PATH = re.compile(r"(?<![\w.)\]])([A-Za-z_]\w*)((?:\s*\.\s*[A-Za-z_]\w*(?!\w|\s*\())*)")
_OPERATOR = re.compile(r"[^A-Za-z]|^_|_$")
BUILT_IN = frozenset({
    "size", "has", "string", "int", "double", "contains", "startsWith", "endsWith", "matches",
    "all", "exists", "exists_one", "filter", "map", "min", "max", "dyn", "type", "bool",
})  # fmt: skip
LONGEST = 2000


class BadExpression(ValueError):
    """The expression does not compile, or names something that is not there."""


class Undecided(ArithmeticError):
    """The expression could not be worked out on these values; the message says why, in short."""


@dataclass(frozen=True)
class Expression:
    """A compiled expression and what it names; a path of one part is a name used whole.

    ``members`` are the parts that members of lists are asked for, None where that cannot be told.
    """

    source: str
    program: Any
    names: frozenset[str]
    functions: frozenset[str]
    paths: frozenset[tuple[str, ...]]
    members: frozenset[str] | None


@lru_cache(maxsize=8192)
def compiled(source: str) -> Expression:
    """Compile once per process; raises :class:`BadExpression`."""
    if len(source) > LONGEST:
        raise BadExpression(f"It is longer than {LONGEST} characters.")
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise BadExpression(str(error).split("\n", 1)[0]) from None
    bare = _TEXT.sub('""', source)
    bound = frozenset(_BOUND.findall(bare))
    names = frozenset(program.variables()) - bound
    return Expression(
        source=source,
        program=program,
        names=names,
        functions=frozenset(one for one in program.functions() if not _OPERATOR.search(one)),
        paths=_paths(bare, names),
        members=_members(bare, bound),
    )


def demand_known(expression: Expression, names: Iterable[str]) -> None:
    """Refuse names and functions that will not be there; raises :class:`BadExpression`."""
    unknown = sorted(expression.names - set(names))
    if unknown:
        raise BadExpression(f"Unknown name {', '.join(unknown)}.")
    strange = sorted(expression.functions - BUILT_IN - set(FUNCTIONS))
    if strange:
        raise BadExpression(f"Unknown function {', '.join(strange)}().")


def context(values: Mapping[str, Any]) -> Any:
    """The values every expression of one decision sees; build it once and share it."""
    try:
        return cel.Context(dict(values), functions=FUNCTIONS)
    except ValueError:
        raise Undecided("A value is outside what the rules can read.") from None


def value_of(source: str, surroundings: Any) -> Any:
    """Work out an expression; raises :class:`BadExpression` or :class:`Undecided`."""
    program = compiled(source).program
    try:
        return program.execute(surroundings)
    except (KeyError, IndexError) as error:
        raise Undecided(f"Nothing is known of {error}.") from None
    except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise Undecided(str(error).split(". ", 1)[0]) from None


def is_true(source: str, surroundings: Any) -> bool:
    """Work out a condition; anything but true or false is :class:`Undecided`."""
    found = value_of(source, surroundings)
    if not isinstance(found, bool):
        raise Undecided("The condition is neither true nor false.")
    return found


def _paths(bare: str, names: frozenset[str]) -> frozenset[tuple[str, ...]]:
    found = set()
    for first, rest in _PATH.findall(bare):
        if first in names:
            found.add((first, *(part.strip() for part in rest.split(".")[1:])))
    return frozenset(found)


def _members(bare: str, bound: frozenset[str]) -> frozenset[str] | None:
    if _INDEXED.search(bare):
        return None
    used = _paths(_BINDING.sub("(", bare), bound)
    return None if any(len(path) == 1 for path in used) else frozenset(path[1] for path in used)


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value if len(value) == 10 else f"{value}-01")  # type: ignore
    except (TypeError, ValueError):
        return None


def months_between(earlier: str, later: str) -> int | None:
    """Whole calendar months from one date or month to another; negative if it lies before."""
    start, end = _date(earlier), _date(later)
    if start is None or end is None:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day and not _is_last_day(end):
        months -= 1
    return months


def years_between(earlier: str, later: str) -> int | None:
    """Whole years from one date to another; a person's age on that day."""
    months = months_between(earlier, later)
    return None if months is None else int(months / 12)


def add_months(value: str, months: int) -> str | None:
    """The same day so many months later, or the last day of a shorter month."""
    start = _date(value)
    if start is None or not isinstance(months, int):
        return None
    number = start.year * 12 + start.month - 1 + months
    year, month = number // 12, number % 12 + 1
    if not 1 <= year <= 9999:
        return None
    text = date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()
    return text[: len(value)]


def add_days(value: str, days: int) -> str | None:
    """The date so many days later."""
    start = _date(value)
    try:
        return None if start is None else (start + timedelta(days=days)).isoformat()
    except (OverflowError, TypeError):
        return None


def is_before(one: str, other: str) -> bool | None:
    """Whether the first date or month lies before the second; blanks are neither."""
    first, second = _date(one), _date(other)
    return None if first is None or second is None else first < second


def month_of(value: str) -> str | None:
    """The month of a date."""
    found = _date(value)
    return None if found is None else found.isoformat()[:7]


def year_of(value: str) -> int | None:
    """The year of a date or month."""
    found = _date(value)
    return None if found is None else found.year


def province(code: str) -> str:
    """The province of a region code, as six digits."""
    return f"{code[:2]}0000" if len(code) == 6 else ""


def city(code: str) -> str:
    """The prefecture of a region code, as six digits."""
    return f"{code[:4]}00" if len(code) == 6 else ""


def length(text: str) -> int:
    """The number of characters; CEL's own ``size`` counts bytes."""
    return len(text)


def plain_number(text: str) -> str:
    """A document number as it is compared: half-width, upper case, without blanks."""
    return without_blanks(text).upper()


def _is_last_day(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        months_between, years_between, add_months, add_days, is_before, month_of, year_of,
        province, city, length, plain_number,
    )
}  # fmt: skip
