"""What the core told, and what of it a person should hear: remarks, and where it disagrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shebao.exchange import port
from shebao.law.history import Career
from shebao.law.months import month_number, month_text

# So many months without payment are a pause, not a payment on its way.
PAUSE = 3


@dataclass(frozen=True, kw_only=True)
class Told:
    """The core's answers about one person, and the day they stand at."""

    person: port.Person | None
    registrations: tuple[port.Registration, ...]
    contributions: tuple[port.ContributionYear, ...]
    account: port.Account | None
    benefits: tuple[port.Benefit, ...]
    data_date: date


@dataclass(frozen=True, kw_only=True)
class Months:
    """The months that count, each once, and those that don't; ``elsewhere`` is by region code."""

    credited: int = 0
    actual: int = 0
    made_up: int = 0
    transferred: int = 0
    deemed: int = 0
    arrears: int = 0
    overlapping: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    """The rows and the registrations say different numbers of months."""

    label: str
    by_rows: int
    by_registrations: int


def registered_months(told: Told, scheme: str) -> tuple[int, int]:
    """Actual and deemed months as registered, without relations that have moved away."""
    here = [
        row
        for row in told.registrations
        if row.scheme == scheme and row.state is not port.RegistrationState.MOVED
    ]
    return sum(row.months_actual for row in here), sum(row.months_deemed for row in here)


def checks(told: Told, scheme: str, lived: Career | None, months: Months) -> Iterable[Check]:
    """Where rows and registrations differ; months told of twice explain as many."""
    paid = lived.paid_months if lived else 0
    actual, deemed = registered_months(told, scheme)
    if not paid <= actual <= paid + months.overlapping:
        yield Check(label="实际缴费月数", by_rows=paid, by_registrations=actual)
    by_rows = lived.deemed_months if lived else 0
    if by_rows != deemed:
        yield Check(label="视同缴费月数", by_rows=by_rows, by_registrations=deemed)


def remarks(told: Told, lived: Career | None, months: Months) -> Iterable[str]:
    """Sentences on what was counted how, the most pressing first."""
    if lived is None:
        if months.credited:
            yield f"缴费明细里没有记录，按登记的 {months.credited} 个月算"
        return
    yield from _stopped(told, lived)
    if months.arrears:
        yield f"有 {months.arrears} 个月欠费，缴清以后才算年限"
    if months.made_up:
        yield f"其中 {months.made_up} 个月是补缴的，照样算年限"
    if months.elsewhere:
        away = sum(count for _, count in months.elsewhere)
        yield f"其中 {away} 个月在外省，还没有转过来；测算已经算进去，退休前要办好转移"
    if months.overlapping:
        yield f"有 {months.overlapping} 个月在两处都有缴费，同一个月只算一次，按较高的基数算"
    if lived.unmeasured:
        first, last = lived.unmeasured[0], lived.unmeasured[-1]
        yield f"{first} 至 {last} 年没有公布的平均工资，这些年只算年限，缴费指数按其他年份的平均数"
    yield from _bounded(lived)
    yield from _personal(told)


def _stopped(told: Told, lived: Career) -> Iterable[str]:
    last = max((*lived.paid, *lived.deemed), default=0)
    if last and lived.years and month_number(told.data_date) - last > PAUSE:
        yield f"您从 {month_text(last + 1)} 起没有缴费；测算假定从现在起接着缴"


def _bounded(lived: Career) -> Iterable[str]:
    raw = {one.year: _raw_index(one.base_total, one.average_wage, one.paid) for one in lived.years}
    low = sum(1 for one in lived.years if one.index and raw[one.year] < one.index)
    high = sum(1 for one in lived.years if one.index and raw[one.year] > one.index)
    if low:
        yield f"有 {low} 年的缴费基数低于下限，缴费指数按下限算"
    if high:
        yield f"有 {high} 年的缴费基数高于上限，缴费指数按上限算"


def _raw_index(total: int, wage: int, paid: int) -> Fraction:
    return Fraction(total, wage * paid) if wage and paid else Fraction(0)


def _personal(told: Told) -> Iterable[str]:
    if told.account is None:
        yield "还没有个人账户的记录，个人账户从零算起"
    country = told.person.country if told.person else "CHN"
    if country in {"HKG", "MAC", "TWN"}:
        yield "港澳台居民在缴费年限最长的地方领取；离开内地的，个人账户可以保留"
    elif country != "CHN":
        yield "外国人离境时可以保留个人账户，以后再来接着算；也可以书面申请一次性支取"
