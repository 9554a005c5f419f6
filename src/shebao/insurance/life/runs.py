"""Periodic runs: piece after piece, each piece with its progress in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shebao.insurance import feed, sql

PIECE = 1000


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What a piece of a run did: up to which person, for how many, and what is to be told."""

    reached: int
    count: int
    is_last: bool
    news: Sequence[feed.News] = field(default=())


def run(name: str, period: str, work: Callable[[int], Piece], *, at: datetime) -> int:
    """Carry a run of a period to its end; returns for how many it did something now.

    ``work`` gets the person up to whom the run has come.  A run that was cut off goes on there;
    a finished one does nothing, whoever asks and however often.  The feed is told at the end.
    """
    sql.change(
        sql.insert(
            "run", "name, period, reached, count, finished", "ON CONFLICT (name, period) DO NOTHING"
        ),
        *(name, period, 0, 0, False),
    )
    done = 0
    while (made := _piece(name, period, work, at)) is not None:
        done += made.count
    return done


def _piece(name: str, period: str, work: Callable[[int], Piece], at: datetime) -> Piece | None:
    with sql.together():
        row = sql.first(
            sql.locked(
                "SELECT reached, count, finished FROM insurance_run WHERE name = %s AND period = %s"
            ),
            *(name, period),
        )
        if row is None or row[2]:
            return None
        made = work(row[0])
        count = row[1] + made.count
        sql.change(
            "UPDATE insurance_run SET reached = %s, count = %s, finished = %s "
            "WHERE name = %s AND period = %s",
            *(made.reached, count, made.is_last, name, period),
        )
        ending = [_summary(name, period, count)] if made.is_last else []
        feed.tell([*made.news, *ending], at=at)
    return made


def _summary(name: str, period: str, count: int) -> feed.News:
    return feed.News(kind=name, subject=period, values={"count": str(count)})
