"""How the core's compact columns are written and read: months, twelves, parts."""

import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

_TWELVE = struct.Struct("<12i")
NOTHING = "-" * 12
_ZONE = ZoneInfo("Asia/Shanghai")


def pack(values: Sequence[int]) -> bytes:
    """Twelve 32-bit integers, little-endian, January first."""
    return _TWELVE.pack(*values)


def unpack(packed: bytes | memoryview) -> tuple[int, ...]:
    """The twelve integers of :func:`pack`."""
    return _TWELVE.unpack(packed)


def put(values: Sequence[int], place: int, value: int) -> tuple[int, ...]:
    """The same twelve with one of them replaced."""
    return (*values[:place], value, *values[place + 1 :])


def mark(states: str, place: int, letter: str) -> str:
    """The same twelve letters with one of them replaced."""
    return states[:place] + letter + states[place + 1 :]


def join_parts(parts: Iterable[tuple[str, int]]) -> str:
    """A benefit's monthly pieces as ``name:fen;name:fen``."""
    return ";".join(f"{name}:{amount}" for name, amount in parts)


def split_parts(text: str) -> tuple[tuple[str, int], ...]:
    """The pieces of :func:`join_parts`."""
    pairs = (piece.rpartition(":") for piece in text.split(";") if piece)
    return tuple((name, int(amount)) for name, _, amount in pairs)


def local_date(moment: datetime) -> date:
    """The calendar day of a moment where the agencies are."""
    return moment.astimezone(_ZONE).date()


def end_of(day: date) -> datetime:
    """The last second of a day where the agencies are."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=_ZONE)


def month_of(day: date) -> int:
    """The number of a day's month: ``year * 12 + month - 1``."""
    return day.year * 12 + day.month - 1


def same_day_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    number = month_of(day) + months
    first = date(number // 12, number % 12 + 1, 1)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def share(base: int, percent_hundredths: int) -> int:
    """A share of a base in fen, rounded half up; the percentage is given in hundredths."""
    return (base * percent_hundredths + 5000) // 10000


def half_up(value: int, divisor: int) -> int:
    """``value / divisor`` of two positive numbers, to the nearest whole."""
    return (2 * value + divisor) // (2 * divisor)
