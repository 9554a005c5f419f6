"""The trail: a million entries signed and verified, and what it costs a request to leave a trace.

``SHEBAO_BENCH_ENTRIES`` says how many entries; on PostgreSQL where ``SHEBAO_TEST_DATABASE`` names a
server: ``python tools/postgres.py python -m bench.trail``.
"""

import hashlib
import itertools
import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.house import _people, _prepare
from bench.measure import Row, table
from shebao.exchange.keys import Keyring

ENTRIES = int(os.environ.get("SHEBAO_BENCH_ENTRIES", "1000000"))
SUBJECTS = 20_000
BATCH = 5000
ROUNDS = 150
START = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = (
    "stream", "sequence", "at", "actor", "verb", "subject", "purpose", "channel", "case",
    "details", "previous", "digest",
)  # fmt: skip
_key = Ed25519PrivateKey.generate()
KEYS = Keyring("trail.bench", _key, {"trail.bench": _key.public_key()})


def _written(ends: dict[int, tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    """Entries as verbs write them, tied to one another; ``ends`` keeps each stream's end."""
    from shebao.hall.office.audit.chain import Fact, digest, stream_of

    details = '{"due_on":"2026-03-16","role":"reviewer","status":"review","turn":1}'
    for place in range(ENTRIES):
        fact = Fact(
            at=START + timedelta(milliseconds=place),
            actor=f"A{place % 9000:09d}",
            verb="read",
            subject=f"{3000000000000 + place * 7919 % SUBJECTS}",
            purpose="handling pension-transfer",
            channel="web",
            case=f"SB20260302{place % 999983:07d}",
            details=details,
        )
        stream = stream_of(fact.subject)
        before, previous = ends.get(stream, (0, ""))
        mark = digest(fact, stream=stream, sequence=before + 1, previous=previous)
        ends[stream] = (before + 1, mark)
        told = vars(fact) | {"at": fact.at.replace(tzinfo=None)}
        row = told | {
            "stream": stream,
            "sequence": before + 1,
            "previous": previous,
            "digest": mark,
        }
        yield tuple(row[name] for name in COLUMNS)


def _fill() -> None:
    from django.db import connection, transaction

    names = ", ".join(f'"{name}"' for name in COLUMNS)
    from shebao.hall.office.audit.models import Head

    begun = list(Head.objects.values_list("stream", "sequence", "digest"))
    ends = {stream: (sequence, mark) for stream, sequence, mark in begun}
    rows = _written(ends)
    insert = f"INSERT INTO audit_entry ({names}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
    fresh = "INSERT INTO audit_head (stream, sequence, digest) VALUES (%s, %s, %s)"
    further = "UPDATE audit_head SET sequence = %s, digest = %s WHERE stream = %s"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TIME ZONE 'UTC'")
        while batch := list(itertools.islice(rows, BATCH)):
            with transaction.atomic():
                cursor.executemany(insert, batch)
        with transaction.atomic():
            known = {stream for stream, _, _ in begun}
            cursor.executemany(further, [(*ends[stream], stream) for stream in known])
            others = [(stream, *end) for stream, end in ends.items() if stream not in known]
            cursor.executemany(fresh, others)


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _limits() -> tuple[float, float, float]:
    """Microseconds an entry: only fetched, hashed by SHA-256 alone, and both."""
    from shebao.hall.office.audit import chain, reading

    texts: list[bytes] = []
    plain = hashlib.sha256
    rows = list(itertools.islice(reading.in_order(), 100_000))

    def keep(text: bytes) -> Any:
        texts.append(text)
        return plain(text)

    chain.hashlib.sha256 = keep  # type: ignore[assignment]
    for row in rows:
        reading.is_itself(row)
    chain.hashlib.sha256 = plain  # type: ignore[assignment]
    hashed = min(_seconds(lambda: [plain(text).digest() for text in texts]) for _ in range(5))
    fetched = _seconds(lambda: [None for _ in reading.in_order()])
    return fetched / ENTRIES * 1e6, hashed / len(texts) * 1e6, sum(map(len, texts)) / len(texts)


def _volume() -> list[Row]:
    from shebao.hall.office.audit.attesting import breaks
    from shebao.hall.office.audit.jobs import sign_what_is_new

    _fill()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signing = _seconds(lambda: sign_what_is_new(keys=KEYS, now=START + timedelta(days=99)))
    found: list[Any] = []
    verifying = _seconds(lambda: found.extend(breaks(known=KEYS.known)))
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    assert found == [], found[:3]
    fetched, hashed, size = _limits()
    print(
        f"{ENTRIES:,} entries of {size:.0f} bytes: signed in {signing:.1f} s, verified in "
        f"{verifying:.1f} s, with {more / 1024:.0f} MB more memory\n"
    )
    each = verifying / ENTRIES * 1e6
    aim = "60 s a million"
    return [
        Row(name="verify an entry", micros=each, limit="SHA-256 over the same bytes",
            limit_micros=hashed, aim=aim),
        Row(name="verify an entry", micros=each, limit="only fetching its row",
            limit_micros=fetched, aim=aim),
        Row(name="sign an entry", micros=signing / ENTRIES * 1e6, limit="only fetching its row",
            limit_micros=fetched),
    ]  # fmt: skip


def _costs() -> list[Row]:
    """The same request with its trace and without, in turns."""
    from shebao.hall.office.applications import actions as cases
    from shebao.hall.office.audit import actions
    from shebao.hall.office.catalogue.queries import current

    outside, wang, now = PEOPLE
    fresh = itertools.count(1)
    record = actions.record

    def submit() -> None:
        place = next(fresh)
        errand = cases.Errand(
            pinned=current("contact-change"), visitor=wang.visitor,
            answers={"what": "mobile", "mobile": f"139{place:08d}", "address": ""},
            token=f"trail-{place}", channel="web", default_agency="990000", risk_confirmed=True,
        )  # fmt: skip
        cases.file_case(errand=errand, outside=outside, now=now)

    def untraced(work: Callable[[], object]) -> Callable[[], None]:
        def once() -> None:
            actions.record = lambda **values: None  # type: ignore[assignment]
            try:
                work()
            finally:
                actions.record = record

        return once

    submit()
    works = {"submit an instant case": submit, **_pages()}
    return [
        Row(name=f"{name}, {what}", micros=traced, limit="the same untraced",
            limit_micros=plain, aim="≤ 1.10" if what == "own work" else "")
        for name, work in works.items()
        for what, (traced, plain) in _in_turns(work, untraced(work)).items()
    ]  # fmt: skip


def _in_turns(*works: Callable[[], object]) -> dict[str, tuple[float, ...]]:
    """Median microseconds of each: what the process itself worked, and what passed meanwhile."""
    worked: list[list[float]] = [[] for _ in works]
    passed: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            cpu, wall = time.thread_time(), time.perf_counter()
            work()
            worked[place].append((time.thread_time() - cpu) * 1e6)
            passed[place].append((time.perf_counter() - wall) * 1e6)
    found = {"own work": worked, "elapsed": passed}
    return {what: tuple(map(statistics.median, one)) for what, one in found.items()}


def _pages() -> dict[str, Callable[[], object]]:
    from django.test import Client

    from shebao.hall.office.accounts.models import Account
    from shebao.hall.office.applications.models import Application

    client = Client()
    client.force_login(Account.objects.get(username="wangfang"))
    number = Application.objects.all()[0].number
    pages = {
        "read a case": f"/my/cases/{number}/",
        "read contributions": "/my/rights/?tab=contributions",
    }
    return {name: lambda address=address: client.get(address) for name, address in pages.items()}


if __name__ == "__main__":
    _prepare()
    PEOPLE = _people()
    print(table("What a trace costs a request", _costs()))
    print(table("The trail", _volume()))
