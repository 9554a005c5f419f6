"""Booking under a rush: so many clients at one place, and over a whole plan, beside the bare SQL.

``SHEBAO_BENCH_ROUNDS`` says how often the rush for one place is run (1,000 shows what the promise
says), ``SHEBAO_BENCH_CLIENTS`` how many clients there are.
"""

import json
import multiprocessing
import os
import statistics
import time
from datetime import timedelta
from typing import Any

from bench.house import _people, _prepare
from bench.measure import Row, table

CLIENTS = int(os.environ.get("SHEBAO_BENCH_CLIENTS", "500"))
ROUNDS = int(os.environ.get("SHEBAO_BENCH_ROUNDS", "3"))
PROCESSES = 10
PLAN_CLIENTS = 200
CODE = "990100-01"
# Seconds spent, and presses made, all processes together.
SPENT: dict[str, float] = {}
PRESSED: dict[str, int] = {}


def _set_up() -> None:
    from tests.support.cast import MONDAY

    from shebao.hall.office.agencies.actions import CentrePlan, put_centre
    from shebao.hall.office.appointments import jobs
    from shebao.hall.office.appointments.models import Booking, Place
    from shebao.law.workdays import national

    Booking.objects.all().delete()
    Place.objects.all().delete()
    put_centre(
        CentrePlan(
            code=CODE, agency="990100", name="大厅", address="路", phone="12333",
            counters=((1, True, ()),), week=tuple((day, 540, 720) for day in range(5)),
        )
    )  # fmt: skip
    jobs.open_places(calendar=national(), now=MONDAY)


def _client(place: int, day: int, start: int) -> tuple[str, float]:
    """One client's press: what it was told, and how long it took in milliseconds."""
    from tests.support.cast import MONDAY

    from shebao.hall.kit.visitor import Kind, Visitor
    from shebao.hall.office.agencies.centres import centre
    from shebao.hall.office.appointments import actions

    core = f"30000090{place % 100000:05d}"
    visitor = Visitor(
        kind=Kind.PERSON, account=f"A{place}", person=core, subject=core, subject_name="某人"
    )
    begun = time.perf_counter()
    wanted = actions.Wanted(
        item=f"i{place // 100000}", item_name="事项", centre=centre(CODE), minutes=15,
        day=MONDAY.date() + timedelta(days=day), start=start,
    )  # fmt: skip
    try:
        told = actions.book(
            visitor=visitor, wanted=wanted, token=f"t{place}", channel="test", now=MONDAY
        )
    except actions.Full:
        told = "full"
    return told, (time.perf_counter() - begun) * 1000


def _bare(place: int, day: int, start: int) -> tuple[str, float]:
    """The floor: one conditional update and one insert, by hand."""
    from django.db import connection, transaction
    from tests.support.cast import MONDAY

    wanted = [CODE, (MONDAY.date() + timedelta(days=day)).isoformat(), start]
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appointments_place SET booking = %s WHERE centre = %s AND day = %s "
            "AND start = %s AND booking = ''",
            [f"F{place}", *wanted],
        )
        told = f"F{place}" if cursor.rowcount else "full"
    return told, (time.perf_counter() - begun) * 1000


def _run(args: tuple[str, list[tuple[int, int, int]]]) -> list[tuple[str, float]]:
    name, presses = args
    press = _client if name == "ours" else _bare
    return [press(*one) for one in presses]


def _rush(pool: Any, name: str, presses: list[tuple[int, int, int]]) -> list[tuple[str, float]]:
    parts = [presses[place::PROCESSES] for place in range(PROCESSES)]
    begun = time.perf_counter()
    found = [one for part in pool.map(_run, [(name, part) for part in parts]) for one in part]
    SPENT[name] = SPENT.get(name, 0.0) + time.perf_counter() - begun
    PRESSED[name] = PRESSED.get(name, 0) + len(presses)
    return found


def _forget_connection() -> None:
    from django.db import connections

    connections.close_all()


def _shown(found: list[tuple[str, float]]) -> tuple[int, float, float]:
    sold = [told for told, _ in found if told != "full"]
    assert len(sold) == len(set(sold)), "a number was given twice"
    times = sorted(took for _, took in found)
    return len(sold), statistics.median(times), times[int(len(times) * 0.99) - 1]


def _one_place(pool: Any) -> tuple[list[tuple[str, float]], list[tuple[str, float]], int]:
    ours: list[tuple[str, float]] = []
    floor: list[tuple[str, float]] = []
    sold = 0
    for turn in range(ROUNDS):
        _set_up()
        _forget_connection()
        presses = [(turn * CLIENTS + place, 1, 540) for place in range(CLIENTS)]
        found = _rush(pool, "ours", presses)
        sold += _shown(found)[0]
        ours += found
        floor += _rush(pool, "bare", [(one[0], 1, 555) for one in presses])
    return ours, floor, sold


def _plan(pool: Any) -> tuple[list[tuple[str, float]], int, int]:
    from tests.support.cast import MONDAY

    from shebao.hall.office.appointments.models import Booking, Place

    _set_up()
    last = MONDAY.date() + timedelta(days=7)
    bookable = Place.objects.filter(day__lte=last)
    opened = bookable.values_list("day", flat=True).distinct().order_by("day")
    days = [(day - MONDAY.date()).days for day in opened]
    capacity = bookable.count()
    _forget_connection()
    presses = [
        (900_000 + place * 37 + turn, day, 540 + 15 * ((place + turn) % 12))
        for place in range(PLAN_CLIENTS)
        for turn, day in enumerate(days)
    ]
    found = _rush(pool, "ours", presses)
    sold = _shown(found)[0]
    assert Booking.objects.count() == sold <= capacity
    return found, sold, capacity


def main() -> None:
    """Print what was sold, and how long presses took."""
    _prepare()
    _people()
    _forget_connection()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        ours, floor, sold = _one_place(pool)
        plan, plan_sold, capacity = _plan(pool)
    _, p50, p99 = _shown(ours)
    _, floor_p50, floor_p99 = _shown([(f"{told}{place}", took) if told != "full" else (told, took)
                                      for place, (told, took) in enumerate(floor)])  # fmt: skip
    _, plan_p50, plan_p99 = _shown(plan)
    print(
        f"{CLIENTS} clients in {PROCESSES} processes on one place, {ROUNDS} rounds: {sold} sold of "
        f"{ROUNDS}; {len(plan)} presses over a plan: {plan_sold} sold of {capacity} places\n"
    )
    each = {name: SPENT[name] / PRESSED[name] * 1e6 for name in SPENT}
    rows = [
        Row(name="a press, all processes together", micros=each["ours"],
            limit="one conditional update", limit_micros=each["bare"], aim="≤ 4"),
        Row(name="a press for one place, p50", micros=p50 * 1000, limit="one conditional update",
            limit_micros=floor_p50 * 1000, aim=""),
        Row(name="a press for one place, p99", micros=p99 * 1000, limit="one conditional update",
            limit_micros=floor_p99 * 1000),
        Row(name="a press over the plan, p50", micros=plan_p50 * 1000,
            limit="one conditional update", limit_micros=floor_p50 * 1000),
        Row(name="a press over the plan, p99", micros=plan_p99 * 1000,
            limit="one conditional update", limit_micros=floor_p99 * 1000),
    ]  # fmt: skip
    print(table("Booking", rows))
    assert sold == ROUNDS, json.dumps({"sold": sold})


if __name__ == "__main__":
    main()
