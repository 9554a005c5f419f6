"""The stations of a transfer between two agencies, who holds it at each, and their clocks.

国办发〔2009〕66号： fifteen working days each for the new place's letter, the old place's statement
with the money, and the new place's merging.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from shebao.insurance import environment, province, sql
from shebao.insurance.books import local_date
from shebao.insurance.feed import News
from shebao.insurance.places import agency
from shebao.law.transfer_clock import Leg, leg_days
from shebao.law.workdays import UnknownYear, national

_LEGS = tuple(Leg)
_CHINA = timezone(timedelta(hours=8))
_OFFICE_HOUR = time(10)


@dataclass(frozen=True, kw_only=True)
class Station:
    """``by`` made this step, ``held_by`` makes the next; ``leg`` counts the clocks from 1."""

    state: str
    by: str
    held_by: str
    leg: int
    words: str


STATIONS: tuple[Station, ...] = (
    Station(state="applied", by="to", held_by="to", leg=1, words="已申请，等转入地审核"),
    Station(state="reviewing", by="to", held_by="to", leg=1, words="转入地正在审核"),
    Station(
        state="letter_sent", by="to", held_by="from", leg=2, words="审核通过，联系函已发给转出地"
    ),
    Station(state="accepted", by="from", held_by="from", leg=2, words="转出地已受理，正在核对记录"),
    Station(state="info_sent", by="from", held_by="to", leg=3, words="转出地已发信息表并划转资金"),
    Station(state="received", by="to", held_by="to", leg=3, words="转入地已收到信息表和资金"),
    Station(state="merged", by="to", held_by="to", leg=3, words="缴费年限和账户已合并"),
    Station(state="done", by="to", held_by="to", leg=0, words="转移办结，已通知本人"),
)
_PLACE = {station.state: place for place, station in enumerate(STATIONS)}


@dataclass(frozen=True, kw_only=True)
class Move:
    """A transfer on its way, as far as its next step needs to know."""

    number: str
    key: str
    person: int
    from_region: str
    to_region: str
    state: str
    steps: int
    next_at: datetime
    due: date | None


def station(state: str) -> Station:
    """The station of this name."""
    return STATIONS[_PLACE[state]]


def following(state: str) -> Station:
    """The station after this one."""
    return STATIONS[_PLACE[state] + 1]


def region_of(side: str, move: Move) -> str:
    """The region of the new (``to``) or the old (``from``) place."""
    return move.to_region if side == "to" else move.from_region


def next_at(moment: datetime) -> datetime:
    """When the holder makes its next step: after the usual working days, or sooner by setting."""
    seconds = environment.transfer_step_seconds()
    if seconds:
        return moment + timedelta(seconds=seconds)
    start = local_date(moment)
    days = province.amount("transfer_step_days", start)
    try:
        day = national().add(start, days)
    except UnknownYear:
        # Only this simulation goes by plain weekdays; a legal deadline is never guessed.
        day = _weekdays_after(start, days)
    return datetime.combine(day, _OFFICE_HOUR, _CHINA)


def leg_due(start: date, leg: int = 1) -> date | None:
    """The last day of a leg that begins now; None while the holidays of its year are unknown."""
    days = leg_days(_LEGS[max(leg, 1) - 1], start).value
    try:
        return national().add(start, days)
    except UnknownYear:
        return None


def write_step(move: Move, made: Station, *, at: datetime) -> None:
    """One dated row in the transfer's history."""
    sql.change(
        sql.insert("transferstep", "transfer, place, at, state, agency"),
        move.number,
        move.steps,
        at,
        made.state,
        agency(region_of(made.by, move)),
    )


def news(move: Move, made: Station) -> News:
    """What the feed says about a step."""
    return News(
        kind="transfer",
        subject=str(move.person),
        key=move.key,
        values={
            "number": move.number,
            "state": made.state,
            "holder": agency(region_of(made.held_by, move)),
            "words": made.words,
        },
    )


def _weekdays_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
