"""The engine: people cut into chunks, each chunk worked on by itself, two at a time.

A chunk is small enough to stay in a core's cache and large enough that calls cost nothing beside
the sums; numpy lets other threads run meanwhile.  How people are cut changes nothing.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from shebao.law.pension.arrays.chunk import BadRow, Found, project_chunk
from shebao.law.pension.arrays.columns import Assumed, Cases, Choices, People
from shebao.law.pension.arrays.results import Projections
from shebao.law.pension.supposed import Assumptions, Choice
from shebao.law.tables import Tables, national

__all__ = ["BadRow", "project_many", "project_sound"]

CHUNK = 2**15
_MOST_THREADS = 2


def project_many(
    people: People,
    choices: Choices | Choice,
    assumed: Assumed | Assumptions,
    *,
    tables: Tables | None = None,
    threads: int | None = None,
    chunk: int = CHUNK,
) -> Projections:
    """What ``project`` says of each of these people (5.4.3d), equal to the fen.

    Choices and assumptions are one for all or one for each.  ``threads`` is two where there are
    two cores.  Raises :class:`BadRow` for the first person who cannot be projected,
    ``columns.BadColumn`` for columns that don't fit together, ``months.BadMonth`` for one choice
    for all whose months are none.
    """
    found, bad = project_sound(
        people, choices, assumed, tables=tables, threads=threads, chunk=chunk
    )
    if bad:
        raise bad[0]
    return found


def project_sound(
    people: People,
    choices: Choices | Choice,
    assumed: Assumed | Assumptions,
    *,
    tables: Tables | None = None,
    threads: int | None = None,
    chunk: int = CHUNK,
) -> tuple[Projections, tuple[BadRow, ...]]:
    """The projections of those who can be projected, zeros for the others, and what is wrong.

    Raises ``columns.BadColumn``, ``months.BadMonth``.
    """
    if isinstance(choices, Choice):
        choices = Choices.of([choices])
    if isinstance(assumed, Assumptions):
        assumed = Assumed.of([assumed])
    rows = len(people)
    cases = Cases(people, choices.stretched(rows), assumed.stretched(rows))
    found, bad = Projections.empty(rows), []
    for first, part in _chunks(cases, tables or national(), chunk, threads or _threads()):
        found.put(slice(first, first + len(part.projections)), part.projections.columns())
        bad += [one.moved(first) for one in part.bad]
    return found, tuple(bad)


def _chunks(cases: Cases, tables: Tables, chunk: int, threads: int) -> Iterator[tuple[int, Found]]:
    def work(first: int) -> Found:
        return project_chunk(cases.at(slice(first, first + chunk)), tables)

    firsts = range(0, len(cases.people), chunk)
    if threads < 2 or len(firsts) < 2:
        yield from ((first, work(first)) for first in firsts)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from zip(firsts, pool.map(work, firsts), strict=True)


def _threads() -> int:
    return min(os.cpu_count() or 1, _MOST_THREADS)
