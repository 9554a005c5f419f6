"""People on both sides of every border of the law, counted from the data date where it moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shebao.insurance.books import same_day_after
from shebao.insurance.nation.documents import citizen
from shebao.insurance.nation.made import Made
from shebao.insurance.nation.world import World, retirement_month

FIRST_BORDER = 30
_NAMES = "安宁平顺和泰祥瑞康健"
_TURNS = {
    "male": ((1964, 12), (1965, 1), (1976, 8), (1976, 9)),
    "female55": ((1969, 12), (1970, 1), (1981, 8), (1981, 9)),
    "female50": ((1974, 12), (1975, 1), (1984, 10), (1984, 11)),
}
# Who can sign in to a demo: each stands before an errand of their own.
DEMO = {
    "may_claim_a_pension": "daoling",
    "resident_sixty_this_month": "jumin",
    "unclaimed_after_60_months": "shiye",
}
_ORIGINAL_AGE = {"male": 60, "female55": 55, "female50": 50}


@dataclass(frozen=True, kw_only=True)
class _Order:
    """A border case before it has a number and a name."""

    key: str
    purpose: str
    birth: date
    group: str
    standing: str
    months: int = 0
    away_months: int = 0
    due_in: int = 200
    household: str = "990100"
    has_claimed: bool = True


def borders(world: World) -> tuple[Made, ...]:
    """All border cases, from place :data:`FIRST_BORDER` on, always in the same order."""
    return tuple(_made(FIRST_BORDER + place, one) for place, one in enumerate(_orders(world)))


def _orders(world: World) -> Iterator[_Order]:
    yield from _retirement_groups(world)
    yield from _retiring_now(world)
    yield from _minimum_months(world)
    yield from _transfer_ages(world)
    yield from _sixteen(world)
    yield from _certifications()
    yield from _residents_at_sixty(world)
    yield from _unemployment_months()
    yield from _benefit_not_claimed_yet()
    yield _pension_not_claimed_yet(world)


def _retirement_groups(world: World) -> Iterator[_Order]:
    """The last and first births that the reform treats differently."""
    for group, births in _TURNS.items():
        for year, month in births:
            yield _worker(world, f"born_{year}_{month:02d}_{group}", date(year, month, 15), group)


def _retiring_now(world: World) -> Iterator[_Order]:
    """Whose statutory month was last month, is this one, comes next."""
    for group in _TURNS:
        for name, month in (("last", -1), ("this", 0), ("next", 1)):
            born = _born_to_retire_in(world.month + month, group)
            birth = date(born // 12, born % 12 + 1, 15)
            yield _worker(world, f"retires_{name}_month_{group}", birth, group)


def _born_to_retire_in(month: int, group: str) -> int:
    """The youngest who have reached their month by then."""
    born = month - _ORIGINAL_AGE[group] * 12
    while retirement_month(born, group) > month:
        born -= 1
    return born


def _worker(world: World, key: str, birth: date, group: str) -> _Order:
    born = birth.year * 12 + birth.month - 1
    is_retired = retirement_month(born, group) < world.month
    return _Order(
        key=key,
        purpose="法定退休年龄的分界",
        birth=birth,
        group=group,
        standing="pensioner" if is_retired else "employee",
        months=200,
    )


def _minimum_months(world: World) -> Iterator[_Order]:
    for months in (179, 180, 181):
        birth = date(world.ask.as_of.year - 59, 1, 8)
        yield _Order(
            key=f"paid_{months}_months",
            purpose="最低缴费年限 180 个月的分界",
            birth=birth,
            group="male",
            standing="employee",
            months=months,
        )


def _transfer_ages(world: World) -> Iterator[_Order]:
    """From 50 and 40 on, a relation does not move to a place that is not the household's."""
    for group, age in (("male", 50), ("female50", 40)):
        for name, days in (("tomorrow", 1), ("today", 0), ("yesterday", -1)):
            birth = same_day_after(world.ask.as_of, -12 * age) + timedelta(days=days)
            yield _Order(
                key=f"turns_{age}_{name}",
                purpose=f"跨省转移 {age} 周岁的分界",
                birth=birth,
                group=group,
                standing="employee",
                months=14,
                away_months=25,
                household="980100",
            )


def _sixteen(world: World) -> Iterator[_Order]:
    for name, days in (("tomorrow", 1), ("today", 0), ("yesterday", -1)):
        yield _Order(
            key=f"turns_16_{name}",
            purpose="16 周岁的分界",
            birth=same_day_after(world.ask.as_of, -12 * 16) + timedelta(days=days),
            group="male",
            standing="student",
        )


def _certifications() -> Iterator[_Order]:
    for name, due_in in (("yesterday", -1), ("today", 0), ("tomorrow", 1), ("long_ago", -150)):
        yield _Order(
            key=f"certification_due_{name}",
            purpose="资格认证到期日的分界",
            birth=date(1958, 2, 3),
            group="male",
            standing="pensioner",
            months=210,
            due_in=due_in,
        )


def _residents_at_sixty(world: World) -> Iterator[_Order]:
    for name, months in (("last", -1), ("this", 0), ("next", 1)):
        born = world.month + months - 720
        yield _Order(
            key=f"resident_sixty_{name}_month",
            purpose="城乡居民 60 周岁的分界",
            birth=date(born // 12, born % 12 + 1, 20),
            group="male",
            standing="resident_pensioner" if months < 0 else "resident",
        )


def _unemployment_months() -> Iterator[_Order]:
    """One year opens the right; five and ten years lengthen it."""
    for edge in (12, 60, 120):
        for months in (edge - 1, edge):
            yield _Order(
                key=f"lost_job_after_{months}_months",
                purpose="失业保险金领取期限的分界",
                birth=date(1990, 5, 5),
                group="male",
                standing="jobless",
                months=months,
            )


def _benefit_not_claimed_yet() -> Iterator[_Order]:
    """Who lost work, and has not asked for the benefit."""
    for months in (11, 12, 60, 120):
        yield _Order(
            key=f"unclaimed_after_{months}_months",
            purpose="失业后还没有申领失业保险金",
            birth=date(1991, 8, 9),
            group="female55",
            standing="jobless",
            months=months,
            has_claimed=False,
        )


def _pension_not_claimed_yet(world: World) -> _Order:
    """Has reached the age, this month or where the reform leaves it out the one before."""
    born = _born_to_retire_in(world.month, "male")
    return _Order(
        key="may_claim_a_pension",
        purpose="已到法定退休年龄，年限够，还没有申请养老金",
        birth=date(born // 12, born % 12 + 1, 25),
        group="male",
        standing="employee",
        months=230,
    )


def _made(index: int, order: _Order) -> Made:
    is_male = order.group == "male"
    number = citizen("990102", order.birth, index - FIRST_BORDER << 1 | is_male)
    first, second = divmod(index - FIRST_BORDER, len(_NAMES))
    return Made(
        index=index,
        key=order.key,
        purpose=order.purpose,
        name=f"边{_NAMES[first % len(_NAMES)]}{_NAMES[second]}",
        id_type="citizen_id",
        id_number=number,
        country="CHN",
        is_male=is_male,
        birth=order.birth,
        mobile=f"154000{index:05d}",
        standing=order.standing,
        group=order.group,
        months=order.months,
        away_months=order.away_months,
        due_in=order.due_in,
        household=order.household,
        has_claimed=order.has_claimed,
        username=DEMO.get(order.key, ""),
    )
