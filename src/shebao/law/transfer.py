"""Moving an employee's pension relation (5.4.3b): where it is drawn, whether it moves, what moves.

A place is a province: six-digit region codes are compared by their first two digits, any other
name as it stands.  Where and when each agency acts is in ``transfer_clock``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum

from shebao.law.money import share
from shebao.law.months import month_number
from shebao.law.tables import Entry, Tables, national
from shebao.law.text import shown, told


class Rule(StrEnum):
    """Which step decided the place; ``NUMBERS`` holds the step of art. 6."""

    AT_HOME = "at_home"
    CURRENT = "current"
    LAST_LONG = "last_long"
    GATHERED = "gathered"
    LONGEST = "longest"


NUMBERS = {Rule.AT_HOME: 1, Rule.CURRENT: 2, Rule.LAST_LONG: 3, Rule.GATHERED: 4, Rule.LONGEST: 5}


class Sex(StrEnum):
    """Whose age counts."""

    MALE = "male"
    FEMALE = "female"


class Landing(StrEnum):
    """What a move becomes at the new place."""

    MOVES = "moves"
    TEMPORARY = "temporary"
    STAYS = "stays"


class Ground(StrEnum):
    """Why a relation moves or not."""

    RETIRED = "retired"
    HOME = "home"
    CONTINUOUS = "continuous"
    APPROVED = "approved"
    YOUNG = "young"
    AGE = "age"


class BadStay(ValueError):
    """A stay, a sex or a year that cannot be; the message names the value."""


class NoPlace(LookupError):
    """Neither a household nor a single ordinary stay is known, so no place can be named."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Months paid at a place, deemed ones with those of the work; temporary accounts are marked."""

    place: str
    months: int
    is_temporary: bool = False


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Where the pension is drawn and why; ``gathered`` are the places whose money follows."""

    place: str
    rule: Rule
    number: int
    months: int
    gathered: tuple[str, ...]
    words: str
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Whether the relation moves to a new place, a temporary account is opened there, or neither.

    ``turns_on`` is the day from which a new place opens temporary accounts for this person.
    """

    landing: Landing
    ground: Ground
    turns_on: date
    age: int
    words: str
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class PaidYear:
    """One calendar year of contributions: months paid and the sum of their own bases, in fen."""

    year: int
    months: int
    bases: int


@dataclass(frozen=True, kw_only=True)
class PooledYear:
    """What the pooled fund hands over for one year, in fen."""

    year: int
    months: int
    bases: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What follows the person, in fen; the core's own figures come before these.

    ``temporary`` is all that was paid into temporary accounts, by both sides, with its interest.
    """

    account: int
    pooled: int
    temporary: int
    total: int
    years: tuple[PooledYear, ...]
    sources: tuple[Entry, ...]


def province(place: str) -> str:
    """The place as the rules compare it: a region code by its province."""
    is_code = len(place) == 6 and place.isascii() and place.isdigit()
    return f"{place[:2]}0000" if is_code else place


def drawing_place(
    stays: Iterable[Stay],
    *,
    current: str,
    household: str,
    on: date,
    tables: Tables | None = None,
) -> Drawing:
    """The place of drawing (待遇领取地) by the steps of 国办发〔2009〕66号 art. 6.

    ``stays`` are in order of time, the oldest first; ``current`` is where the relation is.  Without
    a mainland ``household`` (empty) the longest place decides, of equals the last (港澳台居民).
    Raises :class:`BadStay`, :class:`NoPlace`, ``NoValueOn``.
    """
    tables, rows = tables or national(), _sound(stays)
    paid = _months_by_place(rows)
    if not household:
        rule, place, entry = _without_household(paid, on, tables)
    else:
        entry = tables.entry("transfer.decisive_months", on)
        rule, place = _by_steps(paid, province(current), province(household), entry.value)
    gathered = dict.fromkeys(province(one.place) for one in rows if province(one.place) != place)
    return Drawing(
        place=place,
        rule=rule,
        number=NUMBERS[rule],
        months=paid.get(place, 0),
        gathered=tuple(gathered),
        words=_PLACE_WORDS[rule].format(months=entry.value),
        sources=(entry,),
    )


_PLACE_WORDS = {
    Rule.AT_HOME: "养老保险关系在户籍地，在户籍地领取",
    Rule.CURRENT: "在现参保地缴费满 {months} 个月，在现参保地领取",
    Rule.LAST_LONG: "在现参保地缴费不满 {months} 个月，回到上一个缴费满 {months} 个月的参保地领取",
    Rule.GATHERED: "各参保地缴费都不满 {months} 个月，归集到户籍地领取",
    Rule.LONGEST: "在内地没有户籍，在缴费时间最长的参保地领取，一样长的取最后一个",
}


def arrival(
    *,
    sex: str,
    birth: date,
    to: str,
    household: str,
    on: date,
    is_approved: bool = False,
    is_continuous: bool = False,
    is_retired: bool = False,
    tables: Tables | None = None,
) -> Arrival:
    """Does the relation move to ``to``, or does a temporary account begin there (art. 5)?

    ``is_approved``: a move approved by a county-level organisation or personnel department, with a
    job there; ``is_continuous``: the relation has been there all along and was only kept up.
    Who draws a pension already (``is_retired``) moves nothing.
    Raises :class:`BadStay` or ``NoValueOn``.
    """
    entry = (tables or national()).entry("transfer.stay_from", on)
    if birth > on:
        raise BadStay(f"出生日期 {birth} 晚于 {on}，还没有出生，请核对")
    age = int(entry.value[_known(sex)])
    turns_on = _birthday(birth, age)
    grounds = (
        (Ground.RETIRED, is_retired),
        (Ground.HOME, bool(household) and province(to) == province(household)),
        (Ground.CONTINUOUS, is_continuous),
        (Ground.APPROVED, is_approved),
        (Ground.YOUNG, on < turns_on),
    )
    ground = next((one for one, holds in grounds if holds), Ground.AGE)
    return Arrival(
        landing=_LANDINGS.get(ground, Landing.MOVES),
        ground=ground,
        turns_on=turns_on,
        age=age,
        words=_ARRIVAL_WORDS[ground].format(age=age),
        sources=(entry,),
    )


_LANDINGS = {Ground.AGE: Landing.TEMPORARY, Ground.RETIRED: Landing.STAYS}
_ARRIVAL_WORDS = {
    Ground.RETIRED: "已经按月领取基本养老金，养老保险关系不再转移",
    Ground.HOME: "转回户籍地，养老保险关系随本人转移，不受年龄限制",
    Ground.CONTINUOUS: "养老保险关系一直在当地，不因年龄改为临时账户",
    Ground.APPROVED: "经县级以上组织、人社部门批准调动，养老保险关系随本人转移",
    Ground.YOUNG: "未满 {age} 周岁，养老保险关系随本人转移",
    Ground.AGE: "已满 {age} 周岁且户籍不在转入省，养老保险关系保留在原参保地，"
    "由转入地建立临时缴费账户，退休时再归集",
}


def moved(
    years: Sequence[PaidYear],
    *,
    account_since_1998: int,
    own_before_1998: int = 0,
    temporary: int = 0,
    on: date,
    tables: Tables | None = None,
) -> Moved:
    """What is handed over by a transfer made ``on`` this day (art. 4), in fen.

    The account follows whole, of the time before 1998 only the own payments with their interest;
    the pooled part is 12 % of the own bases since 1998-01, each year rounded half up.  What lies in
    temporary accounts follows whole, with both sides' payments.
    Raises :class:`BadStay` or ``NoValueOn``.
    """
    tables = tables or national()
    rate, since = (tables.entry(f"transfer.pooled_{name}", on) for name in ("rate", "since"))
    first = month_number(since.value) // 12
    account = _amount(account_since_1998) + _amount(own_before_1998)
    rows = tuple(_pooled(_year(one), rate, first) for one in years)
    if len({row.year for row in rows}) != len(rows):
        twice = next(row.year for row in rows if [one.year for one in rows].count(row.year) > 1)
        raise BadStay(f"{twice} 年写了两次，请合并后再算")
    pooled = sum(row.amount for row in rows)
    return Moved(
        account=account,
        pooled=pooled,
        temporary=_amount(temporary),
        total=account + pooled + temporary,
        years=rows,
        sources=(rate, since),
    )


def _sound(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    rows = tuple(stays)
    for one in rows:
        if not one.place:
            raise BadStay("参保地不能是空的，请写行政区划代码")
        if isinstance(one.months, bool) or not isinstance(one.months, int) or one.months < 0:
            raise BadStay(
                f"在{shown(one.place)}的缴费月数应是不小于 0 的整数，"
                f"现在是 {told(one.months)}，请核对"
            )
    return rows


def _months_by_place(rows: Iterable[Stay]) -> dict[str, int]:
    """Ordered by the last stay at each place; temporary accounts never decide."""
    found: dict[str, int] = {}
    for one in rows:
        if not one.is_temporary:
            place = province(one.place)
            found[place] = found.pop(place, 0) + one.months
    return found


def _by_steps(
    paid: dict[str, int], current: str, household: str, decisive: int
) -> tuple[Rule, str]:
    if current == household:
        return Rule.AT_HOME, household
    if paid.get(current, 0) >= decisive:
        return Rule.CURRENT, current
    long = [place for place, months in paid.items() if months >= decisive]
    return (Rule.LAST_LONG, long[-1]) if long else (Rule.GATHERED, household)


def _without_household(paid: dict[str, int], on: date, tables: Tables) -> tuple[Rule, str, Entry]:
    entry = tables.entry("transfer.without_household", on)
    if not paid:
        raise NoPlace("没有户籍地，也没有正式的参保地，不能确定待遇领取地")
    most = max(paid.values())
    return Rule.LONGEST, [place for place, months in paid.items() if months == most][-1], entry


def _known(sex: str) -> Sex:
    try:
        return Sex(sex)
    except ValueError:
        raise BadStay(f"性别应是 {'、'.join(Sex)}，现在是“{shown(sex)}”") from None


def _birthday(birth: date, age: int) -> date:
    """Whoever is born on 29 February turns a year older on 28 February in a common year."""
    year = birth.year + age
    if year > MAXYEAR:
        raise BadStay(f"出生日期 {birth} 太晚，请核对")
    is_missing = (birth.month, birth.day) == (2, 29) and not _is_leap(year)
    return date(year, 2, 28) if is_missing else date(year, birth.month, birth.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _amount(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadStay(f"转移的金额应是不小于 0 的整数分，现在是 {told(value)}，请核对")
    return value


def _year(one: PaidYear) -> PaidYear:
    if not 1 <= one.months <= 12 or one.bases < 0 or not 1949 <= one.year <= 9999:
        raise BadStay(
            f"{told(one.year)} 年的缴费月数应在 1 到 12 之间，现在是 {told(one.months)}；"
            f"基数不能小于 0，现在是 {told(one.bases)} 分；年份从 1949 年起，请核对"
        )
    return one


def _pooled(one: PaidYear, rate: Entry, first: int) -> PooledYear:
    amount = share(one.bases, rate.value) if one.year >= first else 0
    return PooledYear(year=one.year, months=one.months, bases=one.bases, amount=amount)
