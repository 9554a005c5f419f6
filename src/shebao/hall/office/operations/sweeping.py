"""Sweeps the store of files (6.5): what a kill left half-written, and what no row names."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shebao.hall.kit import store
from shebao.hall.office.applications import queries as cases
from shebao.hall.office.documents import queries as papers

EVERY = timedelta(minutes=5)
# A file is stored before the row that names it commits; no transaction lasts a day.
YOUNG = timedelta(days=1)
AT_ONCE = 200
FEW = 3


class NotOurFiles(RuntimeError):
    """Most of what lies here is named nowhere: it belongs to another database than this one."""


def sweep_files(*, now: datetime) -> int:
    """Remove left-overs older than a day from one of the store's parts; returns how many.

    A part a run, the next one five minutes later, and after a day all of them; so a run stays
    short however large the store is. Repeating it, or two workers at once, does no harm.
    Raises ``NotOurFiles`` where a wrong database would have it sweep away everything.
    """
    part, before = _part_of(now), now - YOUNG
    old = store.untouched(part, before=before)
    unnamed = _unnamed(old)
    if len(unnamed) > max(FEW, len(old) // 2):
        raise NotOurFiles(f"{len(unnamed)} of {len(old)}")
    halves = store.drop_halves(part, before=before)
    return halves + sum(store.drop(one, before=before) for one in unnamed)


def _part_of(now: datetime) -> int:
    return int(now.timestamp() // EVERY.total_seconds()) % store.PARTS


def _unnamed(digests: Sequence[str]) -> list[str]:
    """Those of these files that no row names."""
    found = []
    for start in range(0, len(digests), AT_ONCE):
        some = digests[start : start + AT_ONCE]
        named = cases.named_files(some) | papers.named_files(some)
        found += [one for one in some if one not in named]
    return found
