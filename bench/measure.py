"""How everything here is measured: medians of many short batches, and a limit beside each."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table: microseconds per call, statements per call, and the limit beside it."""

    name: str
    micros: float
    limit: str
    limit_micros: float
    statements: int = 0
    aim: str = ""

    @property
    def ratio(self) -> float:
        """How many times the limit it takes."""
        return self.micros / self.limit_micros


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


def side_by_side(works: Sequence[Work], *, rounds: int = 60) -> list[float]:
    """Median microseconds of each, measured in turns so that a busy machine slows all alike."""
    samples: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            samples[place].append((time.perf_counter() - started) * 1e6)
    return [statistics.median(one) for one in samples]


def table(title: str, rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        f"## {title}",
        "",
        "| what | µs a call | statements | beside | µs | ratio | aim |",
        "|---|--:|--:|---|--:|--:|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.micros:,.1f} | {row.statements or '–'} | {row.limit} "
            f"| {row.limit_micros:,.1f} | {row.ratio:.2f} | {row.aim} |"
        )
    return "\n".join(lines) + "\n"
