"""What a projection starts from: the person so far, what is chosen, and what is assumed."""

from dataclasses import dataclass
from fractions import Fraction

from shebao.law.history import Career
from shebao.law.months import BadMonth, month_number
from shebao.law.pension.facts import BadFact, demand
from shebao.law.pension.regional import rules_of
from shebao.law.tables import Tables, national
from shebao.law.working import Unit

_LARGEST = 10**15
_LIKELY = 2000
_MOST_GAP = 80 * 12
_ACCOUNTS_BEGAN = "1998-01"
_ASSUMED = "假定的每年（万分之几）"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A working life up to the last booked month ``as_of``; money in fen.

    ``index`` is the mean over the paid months, ``early_months`` those of them before the region's
    accounts; ``average_wage`` is the region's newest base where it is None.
    """

    birth: str
    group: str
    region: str
    as_of: str
    paid_months: int
    index: Fraction
    account: int
    deemed_months: int = 0
    early_months: int = 0
    deemed_index: Fraction | None = None
    average_wage: int | None = None

    def __post_init__(self) -> None:
        """Nobody is projected who cannot be.  Raises ``BadFact`` or ``months.BadMonth``."""
        _demand_life(self)
        _demand_money(self)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person may choose: the month to begin, what to pay on, and how long to pay.

    ``start`` is the statutory month and ``pays_until`` the starting month where they are empty;
    ``ratio`` is the own base as a share of the average wage, kept within the bounds of a base;
    ``gap_months`` pass without a payment before paying goes on.
    """

    start: str = ""
    ratio: Fraction = Fraction(1)
    pays_until: str = ""
    gap_months: int = 0

    def __post_init__(self) -> None:
        """Raises ``BadFact`` for a ratio or a gap that cannot be."""
        demand("ratio", "今后的缴费基数与平均工资之比", self.ratio, _LARGEST)
        demand("gap_months", "中断缴费的月数", self.gap_months, _MOST_GAP)


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """Yearly growth in hundredths of a percent: 250 is 2.5 %.  Nobody knows these numbers."""

    wage_growth: int
    interest: int
    price_growth: int = 0

    def __post_init__(self) -> None:
        """Raises ``BadFact`` for more than a fifth a year, and for negative interest."""
        demand("wage_growth", _ASSUMED + "工资增长", self.wage_growth, _LIKELY, least=-_LIKELY)
        demand("interest", _ASSUMED + "记账利率", self.interest, _LIKELY)
        demand("price_growth", _ASSUMED + "物价上涨", self.price_growth, _LIKELY, least=-_LIKELY)


def person_of(
    life: Career,
    *,
    birth: str,
    group: str,
    region: str,
    as_of: str,
    account: int,
    tables: Tables | None = None,
) -> Person:
    """The person a working life tells of, for a projection.

    Months before accounts are those the region counts as early; without a rule of its own those
    before 1998, so that nobody's early months are passed over in silence.
    Raises as :class:`Person`, and ``NoValueOn`` for a month before the national formula.
    """
    rules = rules_of(region, month_number(as_of), tables or national())
    return Person(
        birth=birth,
        group=group,
        region=region,
        as_of=as_of,
        paid_months=life.paid_months,
        index=life.index,
        account=account,
        deemed_months=life.deemed_months,
        early_months=life.paid_before(rules.early_before or _ACCOUNTS_BEGAN),
    )


def percent_text(hundredths: int) -> str:
    """Hundredths of a percent as people read them: 250 is ``"2.5"``."""
    size = f"{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}".rstrip("0").rstrip(".")
    return f"-{size}" if hundredths < 0 else size


def _month(name: str, text: str) -> int:
    try:
        return month_number(text)
    except BadMonth as error:
        raise BadMonth(f"{name}：{error}") from None


def _demand_life(person: Person) -> None:
    life = _month("as_of", person.as_of) - _month("birth", person.birth)
    if life < 0:
        raise BadFact(f"出生年月（birth）{person.birth} 晚于 {person.as_of}，还没有出生，请核对")
    left = life - person.paid_months
    demand("paid_months", "缴费月数", person.paid_months, life)
    demand("deemed_months", "视同缴费月数", person.deemed_months, left)
    demand("early_months", "早期缴费月数", person.early_months, person.paid_months)


def _demand_money(person: Person) -> None:
    demand("index", "平均缴费指数", person.index, 3)
    demand("deemed_index", "视同缴费指数", person.deemed_index or 0, 3)
    demand("account", "个人账户储存额", person.account, _LARGEST, unit=Unit.FEN)
    if person.average_wage is not None:
        wage = person.average_wage
        demand("average_wage", "平均工资", wage, _LARGEST, least=1, unit=Unit.FEN)
