"""Clients who book at the same moment, as a process of its own.

``python -m tests.support.booker FIRST COUNT DAYS`` waits for a line on stdin, then books for COUNT
people, each at the same time of the first day, or spread over DAYS days; prints what each was told.
"""

import json
import random
import sys
from datetime import timedelta
from typing import Any

from shebao.commands import hall


def main() -> None:
    """Book, and print the outcomes as JSON."""
    hall.prepare()
    from shebao.hall.kit.visitor import Kind, Visitor
    from shebao.hall.office.agencies.centres import centre
    from shebao.hall.office.appointments import actions
    from tests.support.cast import MONDAY

    first, count, days = (int(text) for text in sys.argv[1:4])
    where, told = centre("990100-01"), []
    dice = random.Random(first)
    sys.stdin.readline()
    for place in range(first, first + count):
        core = f"30000090{place:05d}"
        visitor = Visitor(
            kind=Kind.PERSON, account=f"A{place}", person=core, subject=core, subject_name="某人"
        )
        day = MONDAY.date() + timedelta(days=dice.randrange(days) + 1)
        wanted = actions.Wanted(
            item="i", item_name="事项", centre=where, day=day, minutes=15,
            start=540 if days == 1 else dice.choice([540, 555, 570, 585]),
        )  # fmt: skip
        told.append(_told(actions, visitor, wanted, place, MONDAY))
    sys.stdout.write(json.dumps(told))


def _told(actions: Any, visitor: Any, wanted: Any, place: int, now: Any) -> str:
    try:
        return str(
            actions.book(visitor=visitor, wanted=wanted, token=f"t{place}", channel="test", now=now)
        )
    except actions.Full:
        return "full"
    except actions.NotBookable:
        return "closed"


if __name__ == "__main__":
    main()
