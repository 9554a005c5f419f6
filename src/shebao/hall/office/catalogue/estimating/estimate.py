"""The whole what-if: a life, up to four scenarios, a curve over the starts, what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shebao.exchange import port
from shebao.hall.office.catalogue.estimating.lives import Life, Situation
from shebao.hall.office.catalogue.estimating.scenarios import (
    LEVELS,
    Explanation,
    Scenario,
    default_start,
    explained,
    scenario,
    supposed,
    with_start,
)
from shebao.hall.office.catalogue.estimating.steps import OPTIONS, NextStep, next_steps
from shebao.hall.office.catalogue.estimating.told import Check, Months
from shebao.hall.office.catalogue.estimating.wishes import Wish, earliest_start, latest_start
from shebao.law.months import month_number, month_text
from shebao.law.pension.projection import ESTIMATE

MOST_SCENARIOS = 4
MOST_POINTS = 7
YEAR = 12
REASONS = {
    Situation.DRAWING: "您已经在领养老金，不用再测算",
    Situation.NO_GROUP: "系统里没有您的岗位类别，请先选一项",
    Situation.NO_BASE: "参保地没有公布可用的养老金计发基数，金额算不出来",
    Situation.BEYOND: "您已过可以选择的最晚领取时间，请尽快到窗口或打 12333 办理",
    Situation.UNCLEAR: "记录里有对不上的地方，要核对清楚才能测算",
    Situation.NOTHING: "没有查到您的养老保险缴费记录",
    Situation.DECEASED: "登记信息里有需要核对的地方，请打 12333",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """The monthly sum at today's prices for one start, in fen; None with months missing."""

    start: str
    age_years: int
    age_months: int
    today: int | None


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """One of the three assumptions, in hundredths of a percent a year."""

    level: str
    wage_growth: int
    interest: int
    price_growth: int


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A benefit that is drawn already; parts are names and fen, as the core tells them."""

    kind: str
    first_month: str
    monthly: int
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a person may expect (5.4.3d, 5.2.2c); never binding.

    ``reason`` says in words why there is no sum, empty where there is one; ``options`` are the
    ways the law leaves open when months are missing at the end.
    """

    data_date: date
    as_of: str
    disclaimer: str = ESTIMATE
    standing: Situation
    reason: str
    scheme: str
    region: str
    group: str
    asks_group: bool
    months: Months
    ratio: int
    gaps: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    statutory_month: str
    earliest_month: str
    latest_month: str
    required_months: int
    missing_now: int
    scenarios: tuple[Scenario, ...] = ()
    curve: tuple[Point, ...] = ()
    steps: tuple[NextStep, ...] = ()
    explanation: Explanation | None = None
    supposed: tuple[Supposed, ...] = ()
    supposed_by: str = ""
    drawn: tuple[Drawn, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def is_projected(self) -> bool:
        """Is there a sum?"""
        return bool(self.scenarios)


def estimate_of(life: Life, wishes: Sequence[Wish] = (), *, today: date) -> Estimate:
    """The estimate for a life: what was wished, or what happens by itself.

    ``wishes`` come from ``read_wish``; the first one is explained and given its next steps.
    """
    if not life.is_projected:
        return _without_sum(life, today)
    asked = list(dict.fromkeys(wishes))[:MOST_SCENARIOS] or [Wish()]
    found = tuple(scenario(life, wish, today=today) for wish in asked)
    first, wish = found[0], asked[0]
    return _whole(
        life,
        today,
        scenarios=found,
        curve=_curve(life, wish, today),
        steps=next_steps(life, wish, first, today=today),
        explanation=explained(life, wish, today=today),
        supposed=_supposed(today),
        supposed_by=supposed(today).document,
    )


def _without_sum(life: Life, today: date) -> Estimate:
    short = _missing_now(life)
    is_late = life.standing is Situation.BEYOND and short > 0
    return _whole(
        life,
        today,
        reason=REASONS[life.standing],
        drawn=tuple(_drawn(one) for one in life.benefits if not one.last_month),
        options=OPTIONS if is_late else (),
    )


def _whole(life: Life, today: date, **more: object) -> Estimate:
    law = life.retirement
    values: dict[str, object] = {"reason": "", **more}
    return Estimate(
        data_date=life.data_date,
        as_of=life.as_of,
        standing=life.standing,
        scheme=life.scheme,
        region=life.region,
        group=life.group,
        asks_group=life.asks_group,
        months=life.months,
        ratio=life.ratio,
        gaps=life.gaps,
        checks=life.checks,
        remarks=life.remarks,
        statutory_month=law.statutory_month if law else "",
        earliest_month=earliest_start(life, today) if law else "",
        latest_month=latest_start(life, today) if law else "",
        required_months=law.required_months if law else 0,
        missing_now=_missing_now(life),
        **values,  # type: ignore[arg-type]
    )


def _missing_now(life: Life) -> int:
    law = life.retirement
    return max(law.required_months - life.months.credited, 0) if law else 0


def _drawn(one: port.Benefit) -> Drawn:
    return Drawn(kind=one.kind, first_month=one.first_month, monthly=one.monthly, parts=one.parts)


def _curve(life: Life, wish: Wish, today: date) -> tuple[Point, ...]:
    """The same wish for starts so many half years apart, the usual month always among them."""
    first = month_number(earliest_start(life, today))
    last = month_number(latest_start(life, today))
    middle = month_number(default_start(life, today))
    step = YEAR // 2 * max(-(-(last - first) // (MOST_POINTS - 1) // (YEAR // 2)), 1)
    before = range(middle, first - 1, -step)
    after = range(middle, last + 1, step)
    months = sorted({first, last, *before, *after})
    return tuple(_point(life, wish, month_text(one), today) for one in _spread(months, step))


def _spread(months: list[int], step: int) -> list[int]:
    """Not two points so near that their labels would touch."""
    kept = [months[0]]
    for one in months[1:]:
        if one - kept[-1] >= step // 2:
            kept.append(one)
    return kept


def _point(life: Life, wish: Wish, month: str, today: date) -> Point:
    found = scenario(life, with_start(wish, month), today=today)
    return Point(
        start=found.start,
        age_years=found.age_years,
        age_months=found.age_months,
        today=found.today.middle if found.is_met else None,
    )


def _supposed(today: date) -> tuple[Supposed, ...]:
    value = supposed(today).value
    return tuple(
        Supposed(
            level=level, **{name: int(percent * 100) for name, percent in value[level].items()}
        )
        for level in LEVELS
    )
