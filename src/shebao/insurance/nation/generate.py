"""Makes the nation piece by piece; a piece depends on seed and place alone."""

import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from shebao.insurance.cast import CAST
from shebao.insurance.nation.borders import borders
from shebao.insurance.nation.copying import copy_text
from shebao.insurance.nation.drawn import drawn
from shebao.insurance.nation.made import plan_of
from shebao.insurance.nation.rows import Batch, write
from shebao.insurance.nation.world import Ask, World

CHUNK = 1000
_AHEAD = 3


@dataclass(slots=True)
class Piece:
    """Rows ready for the database: tuples for SQLite, COPY text for PostgreSQL."""

    persons: int
    rows: dict[str, list[tuple[object, ...]]] | None
    text: dict[str, bytes] | None
    heads: dict[int, int]
    owed: dict[int, int]


class Maker:
    """Writes lives; one for each process."""

    def __init__(self, ask: Ask) -> None:
        """Draw the employers and look up the special people once."""
        self.world = World(ask)
        special = (*CAST, *borders(self.world))
        self._special = {one.index: one for one in special}
        self._chance = random.Random()  # noqa: S311  # believable, not secret

    def batch(self, first: int, last: int) -> Batch:
        """The lives from one place up to, not including, another."""
        batch = Batch()
        draw, key = self._chance.random, self.world.ask.seed << 40
        for index in range(first, last):
            self._chance.seed(key | index)
            made = self._special.get(index)
            plan = plan_of(self.world, made) if made else drawn(self.world, draw, index)
            write(self.world, batch, plan, draw)
        return batch


def pieces(ask: Ask, *, processes: int, as_text: bool) -> Iterator[Piece]:
    """All pieces in order, made by so many processes, only a few of them ahead of the reader."""
    spans = [(at, min(at + CHUNK, ask.persons)) for at in range(0, ask.persons, CHUNK)]
    if processes <= 1:
        _begin(ask)
        yield from (_piece(first, last, as_text) for first, last in spans)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (ask,)) as pool:
        waiting: deque[Future[Piece]] = deque()
        for first, last in spans:
            waiting.append(pool.submit(_piece, first, last, as_text))
            if len(waiting) > processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_makers: list[Maker] = []


def _begin(ask: Ask) -> None:
    _makers[:] = [Maker(ask)]


def _piece(first: int, last: int, as_text: bool) -> Piece:
    batch = _makers[0].batch(first, last)
    return Piece(
        persons=last - first,
        rows=None if as_text else batch.rows,
        text={name: copy_text(rows) for name, rows in batch.rows.items()} if as_text else None,
        heads=batch.heads,
        owed=batch.owed,
    )
