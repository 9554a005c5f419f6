"""The best next step, found by trying: what would change if one thing were done otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from shebao.hall.office.catalogue.estimating.lives import Life, Situation
from shebao.hall.office.catalogue.estimating.scenarios import (
    Scenario,
    level_of,
    scenario,
    with_start,
)
from shebao.hall.office.catalogue.estimating.wishes import (
    Wish,
    bounds,
    earliest_start,
    latest_start,
    levels,
)
from shebao.law.months import later, month_number, month_text

YEAR = 12
HIGHER = 20
OPTIONS = (
    "可以延长缴费，缴满最低年限后按月领取",
    "2011 年 7 月以前参保、延长五年仍不够的，可以一次性缴满",
    "也可以转入户籍地的城乡居民养老保险，按那边的规定领取",
)


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing to do; ``gain`` is fen a month more at today's prices, 0 where it is not money.

    ``packed`` is the wish that shows it, empty where there is nothing to show.
    """

    code: str
    words: str
    gain: int = 0
    packed: str = ""


def next_steps(life: Life, wish: Wish, found: Scenario, *, today: date) -> tuple[NextStep, ...]:
    """What to do, the most pressing first; then what pays most."""
    if life.standing is Situation.RESIDENT:
        pressing, better = _of_residents(life, wish, found, today)
    else:
        pressing = [*_arrears(life), *_missing(life, wish, found, today), *_due(life, found, today)]
        better = list(_better(life, wish, found, today))
    rest = sorted(better, key=lambda step: -step.gain)
    return (*pressing, *rest, *_moving(life), *_early(life, wish, found, today))


def _try(life: Life, wish: Wish, today: date) -> Scenario | None:
    """A wish that the law refuses is no step."""
    try:
        return scenario(life, wish, today=today)
    except (ValueError, LookupError):
        return None


def _arrears(life: Life) -> Iterable[NextStep]:
    if life.months.arrears:
        words = f"先缴清 {life.months.arrears} 个月欠费，单位欠的请单位缴；缴清就算年限"
        yield NextStep(code="arrears", words=words)


def _missing(life: Life, wish: Wish, found: Scenario, today: date) -> Iterable[NextStep]:
    short = found.required_months - life.months.credited
    if short <= 0:
        return
    if found.is_met:
        words = f"再缴 {short} 个月，{found.met_month} 起满足最低缴费年限"
        yield NextStep(code="keep_paying", words=words)
        return
    yield from _not_met(life, wish, found, today)


def _not_met(life: Life, wish: Wish, found: Scenario, today: date) -> Iterable[NextStep]:
    steady = replace(wish, gap=0, until="")
    unbroken = _try(life, steady, today)
    if unbroken is not None and unbroken.is_met:
        words = f"不停缴的话，{unbroken.met_month} 就满足最低缴费年限"
        yield NextStep(code="no_gap", words=words, packed=steady.packed)
        return
    start = _first_met(life, steady, found.start, today)
    if start:
        words = f"推迟到 {start} 开始领取，一直缴费，年限就够了"
        yield NextStep(code="start_later", words=words, packed=with_start(steady, start).packed)
        return
    words = f"一直缴费，要到 {found.met_month} 才满足最低缴费年限"
    yield NextStep(code="extend", words=words)
    yield from (NextStep(code="option", words=words) for words in OPTIONS)


def _first_met(life: Life, wish: Wish, after: str, today: date) -> str:
    """The first later start with enough months; more months never become fewer, so halving does."""
    low, high = month_number(after), month_number(latest_start(life, today))
    if not _is_met(life, wish, high, today):
        return ""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_met(life, wish, middle, today) else (middle, high)
    return month_text(high)


def _is_met(life: Life, wish: Wish, number: int, today: date) -> bool:
    found = _try(life, with_start(wish, month_text(number)), today)
    return found is not None and found.is_met


def _due(life: Life, found: Scenario, today: date) -> Iterable[NextStep]:
    """The statutory age is reached and the months are there: nothing is gained by forgetting."""
    if life.retirement is None or not found.is_met:
        return
    if life.retirement.statutory_month <= month_text(month_number(today)):
        words = f"您 {life.retirement.statutory_month} 已到法定退休年龄，年限也够，可以申请领取"
        yield NextStep(code="apply", words=words)


def _better(life: Life, wish: Wish, found: Scenario, today: date) -> Iterable[NextStep]:
    if not found.is_met:
        return
    trials: tuple[tuple[str, Wish, Callable[[Scenario, int], str]], ...] = (
        ("later", _year_later(life, wish, found, today), lambda one, gain:
         f"晚一些，{one.start} 开始领取，每月约多 {gain} 元"),
        ("higher", _paid_higher(life, wish, today), lambda one, gain:
         f"今后按平均工资的 {one.ratio}% 缴费，每月约多 {gain} 元"),
        ("no_gap", replace(wish, gap=0, until=""), lambda one, gain:
         f"不停缴的话，每月约多 {gain} 元"),
    )  # fmt: skip
    for code, other, say in trials:
        tried = _try(life, other, today) if other != wish else None
        gain = tried.today.middle - found.today.middle if tried else 0
        if tried is not None and gain >= 100:
            words = say(tried, gain // 100)
            yield NextStep(code=code, words=words, gain=gain, packed=other.packed)


def _year_later(life: Life, wish: Wish, found: Scenario, today: date) -> Wish:
    return with_start(wish, min(later(found.start, YEAR), latest_start(life, today)))


def _paid_higher(life: Life, wish: Wish, today: date) -> Wish:
    _, high = bounds(life, today)
    return replace(wish, ratio=min((wish.ratio or life.ratio) + HIGHER, high))


def _moving(life: Life) -> Iterable[NextStep]:
    if life.months.elsewhere and life.standing is Situation.EMPLOYEE:
        away = sum(count for _, count in life.months.elsewhere)
        words = f"外省的 {away} 个月，请在退休前办好关系转移"
        yield NextStep(code="transfer", words=words)


def _early(life: Life, wish: Wish, found: Scenario, today: date) -> Iterable[NextStep]:
    """How early it may begin, and what that costs: said last, because it cannot be undone."""
    first = earliest_start(life, today)
    if life.standing is not Situation.EMPLOYEE or first >= found.start or not found.is_met:
        return
    other = with_start(wish, first)
    tried = _try(life, other, today)
    if tried is None or not tried.is_met:
        return
    less = max(found.today.middle - tried.today.middle, 0) // 100
    words = f"最早 {tried.start} 可以开始领取，每月约少 {less} 元"
    yield NextStep(code="early", words=words, packed=other.packed)


def _of_residents(
    life: Life, wish: Wish, found: Scenario, today: date
) -> tuple[list[NextStep], list[NextStep]]:
    pressing = []
    if found.missing_months:
        words = f"到 {found.start} 还差 {found.missing_months} 个月，可以逐年缴费，不够的可以补缴"
        pressing.append(NextStep(code="pay_up", words=words))
    return pressing, list(_higher_level(life, wish, found, today))


def _higher_level(life: Life, wish: Wish, found: Scenario, today: date) -> Iterable[NextStep]:
    now = level_of(wish, today)["level"]
    above = [row["level"] for row in levels(today) if row["level"] > now]
    for level in (above[:1], above[-1:]):
        other = replace(wish, level=level[0]) if level else wish
        tried = _try(life, other, today) if other != wish else None
        gain = tried.today.middle - found.today.middle if tried else 0
        if tried is not None and gain > 0:
            words = f"每年改缴 {level[0] // 100} 元，每月约多 {gain // 100} 元"
            yield NextStep(code="higher", words=words, gain=gain, packed=other.packed)
