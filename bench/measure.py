"""How everything here is measured: medians of many short batches, and a limit beside each."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table: microseconds per call, statements per call, and the limit beside it.

    ``cpu`` and ``limit_cpu`` are what the process itself worked of that, where it was measured:
    without waiting for the disk or the database's process, and without other programs' turns.
    """

    name: str
    micros: float
    limit: str
    limit_micros: float
    statements: int = 0
    aim: str = ""
    cpu: float = 0
    limit_cpu: float = 0

    @property
    def ratio(self) -> float:
        """How many times the limit it takes."""
        return self.micros / self.limit_micros

    @property
    def cpu_words(self) -> str:
        """The process's own work, and how many times the limit's."""
        if not (self.cpu and self.limit_cpu):
            return "–"
        return f"{self.cpu:,.0f} / {self.limit_cpu:,.0f} = {self.cpu / self.limit_cpu:.2f}"


def per_call(
    work: Work, *, seconds: float = 1.0, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Median microseconds per call over batches of about 20 ms, after a warm-up."""
    work()
    started = time.perf_counter()
    work()
    batch = max(1, int(0.02 / max(time.perf_counter() - started, 1e-7)))
    samples, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(samples) < 5:
        started = time.perf_counter()
        for _ in range(batch):
            work()
        samples.append((time.perf_counter() - started) / batch * 1e6)
    return statistics.median(samples)


@dataclass(frozen=True)
class Taken:
    """Microseconds of a call: the median on the wall's clock, and the process's own work.

    Other programs slow the work itself by emptying the caches, so it is that of the quietest tenth.
    """

    wall: float
    cpu: float


def side_by_side(works: Sequence[Work], *, rounds: int = 60) -> list[float]:
    """Median microseconds of each, measured in turns so that a busy machine slows all alike."""
    return [one.wall for one in by_both_clocks(works, rounds=rounds)]


def by_both_clocks(works: Sequence[Work], *, rounds: int = 60) -> list[Taken]:
    """As ``side_by_side``, with the process's own work beside the time that passed."""
    samples: list[list[tuple[float, float]]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for place, work in enumerate(works):
            started, worked = time.perf_counter(), time.thread_time()
            work()
            cpu, wall = time.thread_time() - worked, time.perf_counter() - started
            samples[place].append((wall * 1e6, cpu * 1e6))
    return [
        Taken(wall=statistics.median(walls), cpu=statistics.quantiles(cpus, n=10)[0])
        for walls, cpus in (zip(*one, strict=True) for one in samples)
    ]


def table(title: str, rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        f"## {title}",
        "",
        "| what | µs a call | statements | beside | µs | ratio | own work, µs | aim |",
        "|---|--:|--:|---|--:|--:|--:|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.micros:,.1f} | {row.statements or '–'} | {row.limit} "
            f"| {row.limit_micros:,.1f} | {row.ratio:.2f} | {row.cpu_words} | {row.aim} |"
        )
    return "\n".join(lines) + "\n"
