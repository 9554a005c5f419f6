"""The people and units of the core in memory: invented, few, and the same in every test.

Their documents carry valid check digits in district codes that are assigned to nobody.  Everything
that moves with time is reckoned from the day the core stands at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from shebao.exchange.memory.ledger import (
    Spell,
    account,
    contribution_years,
    month_range,
    months_paid,
)
from shebao.exchange.memory.numbers import citizen_number, credit_code
from shebao.exchange.port import (
    Account,
    Benefit,
    Card,
    Certification,
    ClaimKind,
    ContributionYear,
    DeathCause,
    Employer,
    Exemption,
    Injury,
    Payment,
    Person,
    PersonKind,
    Registration,
    RegistrationState,
    Scheme,
    Transfer,
)
from shebao.law.months import later

HOME, AWAY = "990100", "990200"
AGENCIES = {HOME: "示例市社会保险事业中心", AWAY: "临江市社会保险事业中心"}
BANK = "示例银行"
PAYMENT_DAY = 15
PAYMENTS_KEPT = 24
WANG, LIN, CHEN, ZHAO, ZHOU, RARE = (f"300000000000{place}" for place in range(1, 7))
DONGHU, JIANGBEI = "9000000001", "9000000002"
NO_CERTIFICATION = Certification(
    required=False, last_on=None, method="", next_due=None, suspended=False
)


@dataclass(frozen=True, kw_only=True)
class Death:
    """Why somebody died, and what the family has had: kind and scheme."""

    cause: DeathCause = DeathCause.UNKNOWN
    wage: int = 0
    local_average: int = 0
    claims: tuple[tuple[ClaimKind, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """Everything the core holds about one person."""

    person: Person
    registrations: tuple[Registration, ...] = ()
    contributions: tuple[ContributionYear, ...] = ()
    account: Account | None = None
    benefits: tuple[Benefit, ...] = ()
    payments: tuple[Payment, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    card: Card | None = None
    certification: Certification = NO_CERTIFICATION
    injuries: tuple[Injury, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    death: Death | None = None


@dataclass(frozen=True, kw_only=True)
class Cast:
    """All persons and units by number."""

    records: Mapping[str, Record]
    employers: Mapping[str, Employer]


@lru_cache(maxsize=16)
def cast(day: date) -> Cast:
    """The invented people as they stand on this day."""
    makers: tuple[Callable[[date], Record], ...] = (_wang, _lin, _chen, _zhao, _zhou, _rare)
    records = {record.person.number: record for record in (make(day) for make in makers)}
    return Cast(records=records, employers=EMPLOYERS)


def _employer(number: str, order: int, name: str, region: str, headcount: int) -> Employer:
    return Employer(
        number=number,
        code=credit_code(order),
        name=name,
        legal_person="何志远",
        region=region,
        address="示例市中山湖区滨河路 18 号" if region == HOME else "临江市渡口区建设路 6 号",
        phone="0990-8800001",
        headcount=headcount,
        arrears=0,
        joined=date(1998, 7, 1),
    )


EMPLOYERS = {
    DONGHU: _employer(DONGHU, 1, "示例市东湖精密机械有限公司", HOME, 3),
    JIANGBEI: _employer(JIANGBEI, 2, "临江市江北纺织有限公司", AWAY, 1),
}


def _wang(day: date) -> Record:
    spells = (spell_of("2008-07", paid_until(day), 260_000, gap=("2012-03", "2012-04")),)
    person = invented(
        WANG,
        "王芳",
        date(1985, 6, 1),
        2,
        group="female55",
        employer=DONGHU,
        first_work=date(2008, 7, 1),
    )
    return insured(person, spells, day)


def _lin(day: date) -> Record:
    spells = (spell_of("1992-08", paid_until(day), 60_000),)
    person = invented(
        LIN,
        "林强",
        date(1970, 1, 15),
        1,
        group="male",
        employer=DONGHU,
        first_work=date(1988, 9, 1),
    )
    return insured(person, spells, day)


def _chen(day: date) -> Record:
    person = invented(
        CHEN,
        "陈建国",
        date(1955, 3, 10),
        1,
        group="male",
        kind=PersonKind.PENSIONER,
        first_work=date(1975, 9, 1),
    )
    due = day + timedelta(days=20)
    certification = Certification(
        required=True,
        last_on=due.replace(year=due.year - 1, day=min(due.day, 28)),
        method="face",
        next_due=due,
        suspended=False,
    )
    return _retired(person, "2015-03", 203, certification, day)


def _zhao(day: date) -> Record:
    person = invented(
        ZHAO,
        "赵桂兰",
        date(1944, 8, 20),
        2,
        group="female50",
        kind=PersonKind.PENSIONER,
        first_work=date(1964, 3, 1),
    )
    due = day - timedelta(days=70)
    certification = Certification(
        required=True,
        last_on=due.replace(year=due.year - 1, day=min(due.day, 28)),
        method="village",
        next_due=due,
        suspended=True,
    )
    return _retired(person, "1994-08", 341, certification, day)


def _zhou(day: date) -> Record:
    spells = (
        Spell(
            first="2010-01",
            last=paid_until(day),
            base=210_000,
            region=HOME,
            gap=tuple(month_range("2016-05", "2016-10")),
        ),
    )
    person = invented(
        ZHOU,
        "周敏",
        date(1978, 11, 23),
        4,
        group="female55",
        kind=PersonKind.FLEXIBLE,
        first_work=date(1999, 7, 1),
    )
    return insured(person, spells, day)


def _rare(day: date) -> Record:
    away = spell_of("2003-07", "2019-05", 150_000, employer=JIANGBEI, region=AWAY)
    spells = (away, spell_of("2019-06", paid_until(day), 420_000))
    person = invented(
        RARE,
        "王𬱟",
        date(1980, 2, 29),
        3,
        group="male",
        employer=DONGHU,
        household=AWAY,
        first_work=date(2003, 7, 1),
    )
    return insured(person, spells, day)


def invented(
    number: str,
    name: str,
    birth: date,
    order: int,
    *,
    group: str,
    first_work: date,
    kind: PersonKind = PersonKind.EMPLOYEE,
    employer: str = "",
    household: str = HOME,
) -> Person:
    """Somebody invented; ``order`` makes the document number, an odd one is a man's."""
    return Person(
        number=number,
        id_type="citizen_id",
        id_number=citizen_number(birth, order),
        country="CHN",
        name=name,
        sex="male" if group == "male" else "female",
        birth=birth,
        kind=kind,
        retirement_group=group,
        region=HOME,
        household_region=household,
        mobile=f"138000000{number[-2:]}",
        address=f"示例市城东区人民路 {int(number[-2:]) * 7} 号",
        first_work=first_work,
        died_on=None,
        employer_number=employer,
        employer_name=EMPLOYERS[employer].name if employer else "",
    )


def spell_of(
    first: str,
    last: str,
    base: int,
    *,
    employer: str = DONGHU,
    region: str = HOME,
    gap: tuple[str, ...] = (),
) -> Spell:
    """A stretch of work with one of the invented units."""
    return Spell(
        first=first,
        last=last,
        base=base,
        region=region,
        employer_number=employer,
        employer_name=EMPLOYERS[employer].name,
        gap=gap,
    )


def insured(person: Person, spells: tuple[Spell, ...], day: date) -> Record:
    """All that is on record of somebody who worked like this."""
    years = contribution_years(spells)
    registrations = tuple(
        _registration(spell, scheme, years, day) for spell in spells for scheme in spell.shares
    )
    return Record(
        person=person,
        registrations=registrations,
        contributions=years,
        account=account(years, until=day.year),
        card=_card(person, day),
    )


def _registration(
    spell: Spell, scheme: Scheme, years: tuple[ContributionYear, ...], day: date
) -> Registration:
    is_over = spell.last < paid_until(day)
    return Registration(
        scheme=scheme,
        region=spell.region,
        agency=AGENCIES[spell.region],
        employer_number=spell.employer_number,
        employer_name=spell.employer_name,
        joined=date.fromisoformat(f"{spell.first}-01"),
        ended=date.fromisoformat(f"{later(spell.last, 1)}-01") if is_over else None,
        state=RegistrationState.PAUSED if is_over else RegistrationState.ACTIVE,
        first_month=spell.first,
        last_paid_month=spell.last,
        months_actual=months_paid(years, scheme, region=spell.region),
        months_deemed=0,
    )


def _retired(
    person: Person, last: str, deemed: int, certification: Certification, day: date
) -> Record:
    years = contribution_years((spell_of("1992-08", last, 32_000),))
    benefit = Benefit(
        number=f"B{person.number}",
        scheme=Scheme.PENSION,
        kind="pension",
        first_month=later(last, 1),
        last_month="",
        monthly=428_650,
        parts=(("basic", 301_200), ("account", 45_650), ("transitional", 81_800)),
        state="suspended" if certification.suspended else "active",
        payee_bank=BANK,
        payee_tail=f"66{person.number[-1]}8",
    )
    due = certification.next_due if certification.suspended else None
    return Record(
        person=person,
        registrations=(_retired_registration(years, last, deemed),),
        contributions=years,
        account=account(years, until=int(last[:4])),
        benefits=(benefit,),
        payments=payments_until(benefit, due or day),
        card=_card(person, day),
        certification=certification,
    )


def _retired_registration(
    years: tuple[ContributionYear, ...], last: str, deemed: int
) -> Registration:
    return Registration(
        scheme=Scheme.PENSION,
        region=HOME,
        agency=AGENCIES[HOME],
        employer_number="",
        employer_name="",
        joined=date(1992, 8, 1),
        ended=None,
        state=RegistrationState.RETIRED,
        first_month="1992-08",
        last_paid_month=last,
        months_actual=months_paid(years, Scheme.PENSION),
        months_deemed=deemed,
    )


def payments_until(benefit: Benefit, day: date) -> tuple[Payment, ...]:
    """The last two years of payments of a benefit that were made by this day, newest first."""
    last = f"{day:%Y-%m}" if day.day >= PAYMENT_DAY else later(day, -1)
    first = max(benefit.first_month, later(last, 1 - PAYMENTS_KEPT))
    return tuple(
        payment(benefit, month) for month in sorted(month_range(first, last), reverse=True)
    )


def payment(benefit: Benefit, month: str) -> Payment:
    """One month of a benefit, paid on its day."""
    return Payment(
        benefit_number=benefit.number,
        month=month,
        kind=benefit.kind,
        amount=benefit.monthly,
        paid_on=date.fromisoformat(f"{month}-{PAYMENT_DAY}"),
        bank=benefit.payee_bank,
        account_tail=benefit.payee_tail,
        result="paid",
    )


def _card(person: Person, day: date) -> Card:
    return Card(
        card_number=f"X990000{person.number[-2:]}",
        state="normal",
        issued=date(day.year - 4, 5, 20),
        expires=date(day.year + 6, 5, 20),
        bank=BANK,
        electronic=True,
    )


def paid_until(day: date) -> str:
    """The last month that is paid by this day."""
    return later(day, -1)
