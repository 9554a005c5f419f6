"""More invented people: each stands before a claim of their own on the day the core stands at."""

from datetime import date
from functools import lru_cache

from shebao.exchange.memory.cast import (
    AGENCIES,
    HOME,
    JIANGBEI,
    Cast,
    Record,
    cast,
    insured,
    invented,
    paid_until,
    spell_of,
)
from shebao.exchange.memory.ledger import Spell
from shebao.exchange.port import (
    Account,
    AccountYear,
    ContributionYear,
    PersonKind,
    Registration,
    RegistrationState,
    Scheme,
)
from shebao.law.months import first_day, later, month_number

GAO, MENG, SUN = (f"300000000000{place}" for place in range(7, 10))
QIAN = "3000000000010"
_RESIDENTS_SINCE = 2010
_YEARLY = 100_000
_SUBSIDY = 6_000


@lru_cache(maxsize=16)
def everybody(day: date) -> Cast:
    """The cast and these, as they stand on this day."""
    known = cast(day)
    made = (_gao(day), _meng(day), _sun(day), _qian(day))
    records = {**known.records, **{one.person.number: one for one in made}}
    return Cast(records=records, employers=known.employers)


def _born(day: date, months: int) -> date:
    return first_day(month_number(day) - months).replace(day=12)


def _gao(day: date) -> Record:
    """Reaches her statutory month now: 55 years and 3 months."""
    person = invented(
        GAO, "高秀英", _born(day, 55 * 12 + 3), 2, group="female55", kind=PersonKind.FLEXIBLE,
        first_work=date(2001, 3, 1),
    )  # fmt: skip
    spells = (Spell(first="2006-01", last=paid_until(day), base=240_000, region=HOME),)
    return insured(person, spells, day)


def _meng(day: date) -> Record:
    """Is sixty and a month: some months before his statutory age, with years enough."""
    person = invented(
        MENG, "孟庆华", _born(day, 60 * 12 + 1), 1, group="male", employer=JIANGBEI,
        first_work=date(2003, 5, 1),
    )  # fmt: skip
    spells = (spell_of("2003-05", paid_until(day), 180_000, employer=JIANGBEI),)
    return insured(person, spells, day)


def _qian(day: date) -> Record:
    """Lost his work two months ago, after three years of it."""
    person = invented(
        QIAN, "钱程", date(1990, 4, 3), 1, group="male", kind=PersonKind.JOBLESS,
        first_work=date(2022, 1, 1),
    )  # fmt: skip
    last = later(day, -3)
    return insured(person, (spell_of(later(last, -35), last, 460_000),), day)


def _sun(day: date) -> Record:
    """Turns sixty this month, in the residents' scheme."""
    person = invented(
        SUN, "孙月娥", _born(day, 60 * 12), 2, group="residents", kind=PersonKind.RESIDENT,
        first_work=date(1990, 1, 1),
    )  # fmt: skip
    years = tuple(_resident_year(year) for year in range(_RESIDENTS_SINCE, day.year))
    card = insured(person, (spell_of("2010-01", "2010-01", 200_000),), day).card
    return Record(
        person=person,
        registrations=(_residents(day, 12 * len(years)),),
        contributions=years,
        account=_residents_account(day),
        card=card,
    )


def _residents(day: date, months: int) -> Registration:
    return Registration(
        scheme=Scheme.RESIDENTS,
        region=HOME,
        agency=AGENCIES[HOME],
        employer_number="",
        employer_name="",
        joined=date(_RESIDENTS_SINCE, 1, 1),
        ended=None,
        state=RegistrationState.ACTIVE,
        first_month=f"{_RESIDENTS_SINCE}-01",
        last_paid_month=f"{day.year - 1}-12",
        months_actual=months,
        months_deemed=0,
    )


def _resident_year(year: int) -> ContributionYear:
    """One payment a year, in October; a paid year counts whole."""
    paid = (*(0,) * 9, _YEARLY, 0, 0)
    return ContributionYear(
        scheme=Scheme.RESIDENTS,
        year=year,
        employer_number="",
        employer_name="",
        region=HOME,
        bases=paid,
        own=paid,
        employer=(*(0,) * 9, _SUBSIDY, 0, 0),
        states="p" * 12,
    )


def _residents_account(day: date) -> Account:
    rows: list[AccountYear] = []
    for year in range(_RESIDENTS_SINCE, day.year + 1):
        opening = rows[-1].closing if rows else 0
        credited = _YEARLY + _SUBSIDY if year < day.year else 0
        interest = opening * 25 // 1000 if year < day.year else 0
        closing = opening + credited + interest
        rate = "2.50" if year < day.year else ""
        rows.append(
            AccountYear(
                year=year,
                opening=opening,
                credited=credited,
                interest=interest,
                closing=closing,
                rate=rate,
            )  # fmt: skip
        )
    return Account(balance=rows[-1].closing, years=tuple(rows))
