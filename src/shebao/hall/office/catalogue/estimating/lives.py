"""From what the core tells of a person to the life that is projected, or the reason why none is.

Nothing is made up: a month counts once and only by its letter, a year without a published average
wage is left out of the mean index and said so, and a region without a base gets no figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from shebao.exchange import port
from shebao.hall.office.catalogue.estimating.told import (
    Check,
    Months,
    Told,
    checks,
    registered_months,
    remarks,
)
from shebao.law import pension
from shebao.law.history import BadYear, Career, career, published_wages
from shebao.law.money import half_up
from shebao.law.months import later, month_number, month_text
from shebao.law.pension.base import latest_base
from shebao.law.residents_ahead import Saver
from shebao.law.retirement import Group, Retirement, retirement
from shebao.law.tables import NoValueOn

MEN = frozenset({"m", "male", "1", "男"})
WORKS = frozenset({port.PersonKind.EMPLOYEE, port.PersonKind.FLEXIBLE, port.PersonKind.JOBLESS})
DRAWN = frozenset({port.Scheme.PENSION, port.Scheme.RESIDENTS})
GROUPS = frozenset({Group.MALE, Group.FEMALE55, Group.FEMALE50})
COUNTED = frozenset("ptmd")
PENDING = str(port.MonthState.PENDING)
TRANSFERRED = str(port.MonthState.TRANSFERRED)


class Situation(StrEnum):
    """What can be told: a projection of either scheme, or why there is none."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"
    DRAWING = "drawing"
    NO_GROUP = "no_group"
    NO_BASE = "no_base"
    BEYOND = "beyond"
    UNCLEAR = "unclear"
    NOTHING = "nothing"
    DECEASED = "deceased"


@dataclass(frozen=True, kw_only=True)
class Life:
    """A life as far as an estimate needs it; ``person`` or ``saver`` where one can be made.

    ``ratio`` is that of the last measured year, in percent; ``remarks`` are sentences for people.
    """

    standing: Situation
    scheme: str
    data_date: date
    as_of: str
    birth: str
    region: str
    group: str
    asks_group: bool
    has_account: bool
    months: Months
    gaps: tuple[tuple[str, str], ...] = ()
    ratio: int = 100
    retirement: Retirement | None = None
    person: pension.Person | None = None
    saver: Saver | None = None
    checks: tuple[Check, ...] = ()
    remarks: tuple[str, ...] = ()
    benefits: tuple[port.Benefit, ...] = field(default=())

    @property
    def is_projected(self) -> bool:
        """Is there a sum to tell?"""
        return self.standing in {Situation.EMPLOYEE, Situation.RESIDENT}


def life_of(told: Told, *, group: str = "") -> Life:
    """The life behind these answers; ``group`` is what the person says, where the core knows none.

    Never raises for what a core may hold: whatever cannot be projected is a standing of its own.
    """
    scheme = _scheme(told)
    rows = tuple(row for row in told.contributions if row.scheme == scheme)
    lived = _career(rows, told) if rows else None
    blank = _blank(told, scheme, rows, lived, _group(told.person, scheme, group))
    standing = _standing(told, blank, lived)
    if standing is not None:
        return replace(blank, standing=standing)
    try:
        return _projected(told, blank, lived)
    except pension.NoPensionBase:
        return replace(blank, standing=Situation.NO_BASE)
    except (ValueError, NoValueOn):
        return replace(blank, standing=Situation.UNCLEAR)


def booked_month(told: Told, rows: Iterable[port.ContributionYear]) -> str:
    """The last month that is settled: the one before the data date, or before what still comes."""
    letters: dict[int, set[str]] = {}
    for row in rows:
        for place, letter in enumerate(row.states):
            letters.setdefault(row.year * 12 + place, set()).add(letter)
    last = month_number(told.data_date) - 1
    while PENDING in letters.get(last, ()) and not letters[last] & COUNTED:
        last -= 1
    return month_text(max([last, *(one for one, told in letters.items() if told & COUNTED)]))


def _scheme(told: Told) -> str:
    """The scheme whose pension is asked about: employees' months come before residents' ones."""
    held = {row.scheme for row in told.contributions if set(row.states) & COUNTED}
    works = told.person is not None and told.person.kind in WORKS
    if port.Scheme.PENSION in held or works or port.Scheme.RESIDENTS not in _registered(told):
        return str(port.Scheme.PENSION)
    return str(port.Scheme.RESIDENTS)


def _registered(told: Told) -> set[port.Scheme]:
    return {row.scheme for row in told.registrations}


def _group(person: port.Person | None, scheme: str, said: str) -> str:
    """Read from the core; a man's is his sex's, a woman's is never guessed."""
    if scheme == port.Scheme.RESIDENTS:
        return str(Group.RESIDENTS)
    known = person.retirement_group if person else ""
    if known in GROUPS:
        return known
    if person is not None and person.sex.lower() in MEN:
        return str(Group.MALE)
    return said if said in GROUPS - {Group.MALE} else ""


def _career(rows: tuple[port.ContributionYear, ...], told: Told) -> Career | None:
    """Measured by the wages of the place where the pension is drawn (国办发〔2009〕66号 art. 7)."""
    region = told.person.region if told.person else ""
    try:
        return career(
            rows,
            average_wages=published_wages(region),
            scheme=str(rows[0].scheme),
            leaves_out_unknown=True,
        )
    except (BadYear, NoValueOn):
        return None


def _blank(
    told: Told,
    scheme: str,
    rows: tuple[port.ContributionYear, ...],
    lived: Career | None,
    group: str,
) -> Life:
    person, months = told.person, _months(told, scheme, rows, lived)
    birth = month_text(month_number(person.birth)) if person else ""
    return Life(
        standing=Situation.NOTHING,
        scheme=scheme,
        data_date=told.data_date,
        as_of=booked_month(told, rows),
        birth=birth,
        region=person.region if person else "",
        group=group,
        asks_group=_asks_group(person, scheme),
        has_account=told.account is not None,
        months=months,
        gaps=lived.gaps if lived else (),
        ratio=_ratio(lived),
        retirement=_retirement(birth, group),
        checks=tuple(checks(told, scheme, lived, months)),
        remarks=tuple(remarks(told, lived, months)),
        benefits=told.benefits,
    )


def _asks_group(person: port.Person | None, scheme: str) -> bool:
    """Whether the person has to be asked, because the core does not say."""
    return person is not None and not _group(person, scheme, "")


def _retirement(birth: str, group: str) -> Retirement | None:
    try:
        return retirement(birth, group) if birth and group else None
    except (ValueError, NoValueOn):
        return None


def _months(
    told: Told, scheme: str, rows: tuple[port.ContributionYear, ...], lived: Career | None
) -> Months:
    if lived is None:
        actual, deemed = registered_months(told, scheme)
        return Months(credited=actual + deemed, actual=actual, deemed=deemed)
    deemed = max(lived.deemed_months, registered_months(told, scheme)[1])
    return Months(
        credited=lived.paid_months + deemed,
        actual=sum(year.actual for year in lived.years),
        made_up=sum(year.made_up for year in lived.years),
        transferred=len(_month_numbers(rows, TRANSFERRED)),
        deemed=deemed,
        arrears=lived.arrears,
        overlapping=lived.overlapping,
        elsewhere=_elsewhere(told, rows),
    )


def _month_numbers(rows: Iterable[port.ContributionYear], letters: str) -> set[int]:
    return {
        row.year * 12 + place
        for row in rows
        for place, letter in enumerate(row.states)
        if letter in letters
    }


def _elsewhere(told: Told, rows: Iterable[port.ContributionYear]) -> tuple[tuple[str, int], ...]:
    """Paid months in other provinces that have not been moved yet."""
    home = told.person.region[:2] if told.person else ""
    by_region: dict[str, list[port.ContributionYear]] = {}
    for row in rows:
        if row.region[:2] != home:
            by_region.setdefault(row.region, []).append(row)
    counted = {region: len(_month_numbers(some, "pm")) for region, some in by_region.items()}
    return tuple((region, months) for region, months in sorted(counted.items()) if months)


def _ratio(lived: Career | None) -> int:
    """The last measured year's own base as percent of the average wage; 100 where none is."""
    measured = [one.index for one in lived.years if one.index is not None] if lived else []
    return half_up(measured[-1] * 100) if measured else 100


def _standing(told: Told, life: Life, lived: Career | None) -> Situation | None:
    """Why there is nothing to project; None where there is."""
    person = told.person
    if person is None:
        return Situation.NOTHING
    if person.died_on is not None:
        return Situation.DECEASED
    if any(one.scheme in DRAWN and not one.last_month for one in told.benefits):
        return Situation.DRAWING
    if not life.months.credited and not life.months.arrears:
        return Situation.NOTHING
    if lived is None and life.scheme != port.Scheme.RESIDENTS:
        return Situation.UNCLEAR
    if not life.group:
        return Situation.NO_GROUP
    return _too_late(life)


def _too_late(life: Life) -> Situation | None:
    if life.retirement is None:
        return Situation.UNCLEAR
    if life.scheme == port.Scheme.RESIDENTS:
        return None
    is_over = later(life.as_of, 1) > life.retirement.latest_month
    return Situation.BEYOND if is_over else None


def _projected(told: Told, life: Life, lived: Career | None) -> Life:
    balance = told.account.balance if told.account else 0
    if lived is None or life.scheme == port.Scheme.RESIDENTS:
        saver = _saver(told, life, lived, balance)
        return replace(life, standing=Situation.RESIDENT, saver=saver)
    if lived.paid_months and len(lived.unmeasured) == sum(1 for one in lived.years if one.paid):
        return replace(life, standing=Situation.NO_BASE)
    latest_base(life.as_of, region=life.region)
    person = pension.person_of(
        lived,
        birth=life.birth,
        group=life.group,
        region=life.region,
        as_of=life.as_of,
        account=balance,
    )
    person = replace(person, deemed_months=life.months.deemed)
    return replace(life, standing=Situation.EMPLOYEE, person=person)


def _saver(told: Told, life: Life, lived: Career | None, balance: int) -> Saver:
    last = [row.last_paid_month[:4] for row in told.registrations if row.scheme == life.scheme]
    years = [number // 12 for number in lived.paid] if lived else []
    return Saver(
        birth=life.birth,
        region=life.region,
        as_of=life.as_of,
        paid_months=life.months.credited,
        account=balance,
        paid_until_year=max([0, *years, *(int(year) for year in last if year and not lived)]),
    )
