"""The change feed: what happened, numbered in the order in which it was committed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shebao.insurance import sql


@dataclass(frozen=True, kw_only=True)
class News:
    """Something to tell; ``key`` is the posting that caused it, if one did.

    ``at`` is given where something happened earlier than the rest of what is told with it.
    """

    kind: str
    subject: str
    values: Mapping[str, str]
    key: str = ""
    at: datetime | None = None


def tell(news: Sequence[News], *, at: datetime) -> None:
    """Append to the feed, as the last thing a transaction does.

    The numbers are taken from a row that stays locked until the commit, so a reader who has seen
    a number has seen all lower ones.
    """
    if not news:
        return
    last = reserve(len(news))
    sql.change_many(
        sql.insert("change", "sequence, at, kind, subject, key, body"),
        (
            (sequence, (one.at or at).astimezone(UTC), one.kind, one.subject, one.key, _body(one))
            for sequence, one in enumerate(news, start=last - len(news) + 1)
        ),
    )


def reserve(count: int) -> int:
    """Take so many numbers of the feed; returns the last of them."""
    row = sql.first(
        "UPDATE insurance_book SET last_sequence = last_sequence + %s "
        "WHERE id = 1 RETURNING last_sequence",
        count,
    )
    if row is None:
        raise NoBook
    return int(row[0])


class NoBook(RuntimeError):
    """The core has no data yet: no nation was generated or taken over."""


def _body(one: News) -> str:
    return json.dumps(dict(one.values), ensure_ascii=False, sort_keys=True)
