"""Money to somebody: benefits paid once, and benefits that run with their months already gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shebao.insurance import province, sql
from shebao.insurance.answers.payments import benefit_number
from shebao.insurance.books import NOTHING, join_parts, mark, month_of, pack, put, unpack
from shebao.insurance.postings.outcome import Refusal
from shebao.law.months import month_number, month_text

_USABLE = frozenset({"normal"})
_BENEFIT = sql.insert(
    "benefit",
    "person, place, scheme, kind, first_month, last_month, until_month, monthly, parts, state, "
    "payee_bank, payee_tail",
)
_YEAR = sql.insert("paymentyear", "person, place, year, amounts, days, results, bank, account_tail")


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Where the money goes: the bank of the person's own social security card."""

    person: int
    bank: str
    tail: str


def payee(person: int) -> Payee:
    """The person's own card; raises :class:`Refusal` where there is none that works."""
    row = sql.first("SELECT state, bank, card_number FROM insurance_card WHERE person = %s", person)
    if row is None or row[0] not in _USABLE:
        raise Refusal("没有可以发放的社会保障卡，请先申领或解挂社会保障卡，再办这一项。")
    return Payee(person=person, bank=row[1], tail=row[2][-4:])


def pay_once(to: Payee, *, scheme: str, kind: str, parts: Mapping[str, int], day: date) -> str:
    """Pay a sum today; returns the number of the benefit, which is over with it."""
    month = month_text(month_of(day))
    total = sum(parts.values())
    place = _entered(to, scheme, kind, parts, monthly=0, first=month, last=month, state="ended")
    _write(to, place, [month_of(day)], total, day)
    return benefit_number(to.person, place)


def pay_monthly(
    to: Payee, *, scheme: str, kind: str, parts: Mapping[str, int], first: str, day: date
) -> str:
    """Pay every month from ``first`` on; the months already gone are paid today."""
    monthly = sum(parts.values())
    place = _entered(to, scheme, kind, parts, monthly=monthly, first=first, last="", state="active")
    gone = range(month_number(first), province.last_payment_month(day) + 1)
    _write(to, place, gone, monthly, day)
    return benefit_number(to.person, place)


def _entered(
    to: Payee,
    scheme: str,
    kind: str,
    parts: Mapping[str, int],
    *,
    monthly: int,
    first: str,
    last: str,
    state: str,
) -> int:
    row = sql.first("SELECT MAX(place) FROM insurance_benefit WHERE person = %s", to.person)
    place = (row[0] if row and row[0] else 0) + 1
    sql.change(
        _BENEFIT,
        to.person,
        place,
        scheme,
        kind,
        first,
        last,
        last,
        monthly,
        join_parts(parts.items()),
        state,
        to.bank,
        to.tail,
    )
    return int(place)


def _write(to: Payee, place: int, months: Iterable[int], amount: int, day: date) -> None:
    years: dict[int, tuple[bytes, bytes, str]] = {}
    for month in months:
        year, at = divmod(month, 12)
        amounts, days, results = years.get(year, (bytes(48), bytes(48), NOTHING))
        years[year] = (
            pack(put(unpack(amounts), at, amount)),
            pack(put(unpack(days), at, day.toordinal())),
            mark(results, at, "p" if month == month_of(day) else "b"),
        )
    sql.change_many(
        _YEAR, ((to.person, place, year, *row, to.bank, to.tail) for year, row in years.items())
    )
