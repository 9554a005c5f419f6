"""The dead, the injured and those abroad of the core in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shebao.exchange.claims import DeathCause, Exemption, Injury
from shebao.exchange.memory.cast import (
    CHEN,
    DONGHU,
    EMPLOYERS,
    HOME,
    LIN,
    NO_CERTIFICATION,
    RARE,
    Death,
    Record,
)
from shebao.exchange.memory.ledger import Spell, account, contribution_years, months_paid
from shebao.exchange.memory.numbers import citizen_number
from shebao.exchange.records import Person, PersonKind, Registration, RegistrationState, Scheme

# A pensioner, a worker who died of illness, one who died at work, one who paid for too short.
GU, FANG, SHI, MO = (f"300000000009{place}" for place in range(1, 5))
AVERAGE, MINIMUM = 789_000, 199_000


def with_kin(records: Mapping[str, Record], day: date) -> dict[str, Record]:
    """The people of the cast with their injuries and stays abroad, and the dead beside them."""
    gone = (_gu(records, day), _fang(day), _shi(day), _mo(day))
    lin, rare = records[LIN], records[RARE]
    return {
        **records,
        LIN: replace(lin, injuries=(_injury(LIN, 4, "part", day), _injury(LIN, 9, "", day))),
        RARE: replace(rare, exemptions=(_abroad(rare.person, day),)),
        **{one.person.number: one for one in gone},
    }


def _gu(records: Mapping[str, Record], day: date) -> Record:
    """A pensioner like the one of the cast, who died in January."""
    chen = records[CHEN]
    person = replace(
        chen.person,
        number=GU,
        name="顾长山",
        birth=date(1954, 2, 6),
        id_number=citizen_number(date(1954, 2, 6), 9),
        kind=PersonKind.DECEASED,
        died_on=date(2026, 1, 10),
    )
    over = tuple(
        replace(one, number=f"B{GU}", state="ended", last_month="2026-01") for one in chen.benefits
    )
    return replace(
        chen,
        person=person,
        benefits=over,
        payments=(),
        certification=NO_CERTIFICATION,
        death=Death(),
    )


def _fang(day: date) -> Record:
    return _dead(FANG, "方立新", date(1979, 5, 4), date(2026, 1, 20), "2001-01", day, Death())


def _shi(day: date) -> Record:
    at_work = Death(cause=DeathCause.WORK, wage=812_300, local_average=AVERAGE)
    return _dead(SHI, "石磊", date(1985, 9, 12), date(2026, 2, 9), "2010-03", day, at_work)


def _mo(day: date) -> Record:
    return _dead(MO, "莫小川", date(1999, 7, 1), date(2026, 2, 1), "2023-02", day, Death())


def _dead(
    number: str, name: str, birth: date, died_on: date, first: str, day: date, death: Death
) -> Record:
    spell = Spell(
        first=first,
        last="2025-12",
        base=300_000,
        region=HOME,
        employer_number=DONGHU,
        employer_name=EMPLOYERS[DONGHU].name,
    )
    years = contribution_years((spell,))
    person = Person(
        number=number,
        id_type="citizen_id",
        id_number=citizen_number(birth, 7),
        country="CHN",
        name=name,
        sex="male",
        birth=birth,
        kind=PersonKind.DECEASED,
        retirement_group="male",
        region=HOME,
        household_region=HOME,
        mobile="",
        address="",
        first_work=date.fromisoformat(f"{first}-01"),
        died_on=died_on,
        employer_number="",
        employer_name="",
    )
    ended = Registration(
        scheme=Scheme.PENSION,
        region=HOME,
        agency="示例市社会保险事业中心",
        employer_number="",
        employer_name="",
        joined=date.fromisoformat(f"{first}-01"),
        ended=died_on,
        state=RegistrationState.ENDED,
        first_month=first,
        last_paid_month="2025-12",
        months_actual=months_paid(years, Scheme.PENSION),
        months_deemed=0,
    )
    return Record(
        person=person,
        registrations=(ended,),
        contributions=years,
        account=account(years, until=day.year),
        death=death,
    )


def _injury(number: str, grade: int, care: str, day: date) -> Injury:
    happened = date(day.year - 1, grade, 14)
    return Injury(
        number=f"{number}-{grade}",
        employer_name=EMPLOYERS[DONGHU].name,
        happened_on=happened,
        recognised_on=happened.replace(month=grade + 1),
        graded_on=date(day.year - 1, grade + 2, 20),
        grade=grade,
        care=care,
        wage=612_350,
        local_average=AVERAGE,
        minimum_wage=MINIMUM,
        is_claimed=False,
        costs=(),
    )


def _abroad(person: Person, day: date) -> Exemption:
    return Exemption(
        number=f"E{person.number}01",
        name=person.name,
        id_tail=person.id_number[-4:],
        employer_name=person.employer_name,
        country="DEU",
        kind="posted",
        schemes=(Scheme.PENSION,),
        start=date(day.year - 1, 7, 1),
        end=date(day.year, 6, 30),
        certificate="参保证明",
        is_extension=False,
    )
