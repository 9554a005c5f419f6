"""A relation is to follow the person: checked against the rules, then on its way (5.4.3b)."""

from datetime import UTC, datetime

from shebao.exchange.port import Posting, ReceiptState
from shebao.insurance import feed, sql
from shebao.insurance.books import local_date
from shebao.insurance.places import agency, place_name
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living
from shebao.insurance.stations import STATIONS, Move, leg_due, next_at, write_step
from shebao.law import transfer as law


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Start the two agencies' work; raises :class:`Refusal` where the rules say no."""
    person = living(posting.subject)
    from_region, to_region = posting.values["from_region"], posting.values["to_region"]
    _demand_not_retired(person)
    if from_region == to_region:
        raise Refusal("转出地和转入地是同一个地方，不需要转移。")
    months = _months_there(person, from_region)
    _demand_relation_there(person, to_region)
    _demand_may_move(person, to_region, now)
    _demand_none_open(person)
    number = f"T{local_date(now):%Y%m%d}{feed.reserve(1):010d}"
    start = now.astimezone(UTC)
    move = Move(
        number=number,
        key=posting.key,
        person=person.number,
        from_region=from_region,
        to_region=to_region,
        state=STATIONS[0].state,
        steps=0,
        next_at=next_at(start),
        due=leg_due(local_date(now)),
    )
    _write(move, months, start)
    first = STATIONS[0]
    return Outcome(
        state=ReceiptState.STARTED,
        reference=number,
        values={
            "number": number,
            "state": first.state,
            "holder": agency(to_region),
            "words": first.words,
        },
    )


def _demand_not_retired(person: Subject) -> None:
    row = sql.first(
        "SELECT 1 FROM insurance_benefit WHERE person = %s AND scheme IN ('pension', 'residents') "
        "AND state <> 'ended'",
        person.number,
    )
    if person.kind == "pensioner" or row is not None:
        raise Refusal("已经领取养老待遇，按规定不再转移养老保险关系。")


def _months_there(person: Subject, region: str) -> int:
    row = sql.first(
        "SELECT months_actual FROM insurance_registration WHERE person = %s "
        "AND scheme = 'pension' AND region = %s AND state <> 'moved'",
        person.number,
        region,
    )
    if row is None or not row[0]:
        raise Refusal(f"在{place_name(region)}没有可以转移的养老保险关系，请核对转出地。")
    return int(row[0])


def _demand_relation_there(person: Subject, region: str) -> None:
    """At the new place there must be a relation, except where the household is."""
    row = sql.first(
        "SELECT 1 FROM insurance_registration WHERE person = %s AND scheme = 'pension' "
        "AND region = %s AND state IN ('active', 'paused')",
        person.number,
        region,
    )
    if row is None and not _is_household(person, region):
        raise Refusal(f"在{place_name(region)}还没有参保，请先参保缴费，再申请转入。")


def _demand_may_move(person: Subject, region: str, now: datetime) -> None:
    """From an age on, a relation goes only to the household's province (国办发〔2009〕66号)."""
    found = law.arrival(
        sex=person.sex,
        birth=person.birth,
        to=region,
        household=person.household,
        on=local_date(now),
    )
    if found.landing is law.Landing.TEMPORARY:
        raise Refusal(f"{found.words}。")


def _demand_none_open(person: Subject) -> None:
    row = sql.first(
        "SELECT number FROM insurance_transfer WHERE person = %s AND next_at IS NOT NULL",
        person.number,
    )
    if row is not None:
        raise Refusal(f"转移 {row[0]} 正在办理，请等它办结后再申请。")


def _is_household(person: Subject, region: str) -> bool:
    """Places are compared by province."""
    return bool(person.household) and person.household[:2] == region[:2]


def _write(move: Move, months: int, start: datetime) -> None:
    sql.change(
        sql.insert(
            "transfer",
            "number, key, person, from_region, to_region, state, holder, due, next_at, months, "
            "amount_account, amount_pooled",
        ),
        move.number,
        move.key,
        move.person,
        move.from_region,
        move.to_region,
        move.state,
        agency(move.to_region),
        move.due,
        move.next_at,
        months,
        0,
        0,
    )
    write_step(move, STATIONS[0], at=start)
