"""What changes for the tests of the law while ``tools/mutants.sh`` runs them, mutant by mutant.

Every mutant is tried in a copy of one warm process: what the law remembers is forgotten first, or
no mutant of a remembered function would ever be called.  The tables are read anew only where the
mutant is in what reads them.  Of the rows of one test a dozen are run, and the tests nearest to the
mutant come first; ``SHEBAO_MUTANTS=far`` runs the others too, for those that lived.  Fewer tests
can only let more mutants live.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=20,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")

_READERS = ("shebao.law.tables", "shebao.law.workdays", "shebao.law.identifiers.places")
_MOST_ROWS = 12
# The test files that are near to every module, and those of a module that has none of its own name.
_EVERYWHERE = {"answers", "borders", "given_tables", "workings"}
_NEAR = {
    "accounts": ("history",),
    "disability": ("residents",),
    "transfer_clock": ("transfer",),
    "working": ("pension",),
    "text": ("money", "identifiers"),
    "months": ("retirement", "identifiers"),
    "masks": ("masks",),
}


def pytest_configure(config: pytest.Config) -> None:
    module = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[0]
    if module.startswith("shebao.law."):
        config.args = chosen(config.args, module.split(".")[2:])


def chosen(tests: list[str], path: list[str]) -> list[str]:
    rows = list(_a_dozen_each(tests))
    if os.environ.get("SHEBAO_MUTANTS") == "far":
        return rows
    names = _EVERYWHERE.union(*((part, *_NEAR.get(part, ())) for part in path))
    near = [one for one in rows if one.partition("test_")[2].partition(".py")[0] in names]
    return near or rows


def _a_dozen_each(tests: list[str]) -> Iterable[str]:
    rows: dict[str, list[str]] = {}
    for one in tests:
        rows.setdefault(one.partition("[")[0], []).append(one)
    for some in rows.values():
        yield from some[:: -(-len(some) // _MOST_ROWS)]


@pytest.fixture(scope="session", autouse=True)
def nothing_remembered() -> None:
    under_test = os.environ.get("MUTANT_UNDER_TEST", "")
    for name, module in list(sys.modules.items()):
        if name.startswith("shebao.law") and (
            name not in _READERS or under_test.startswith(f"{name}.")
        ):
            forget(module)


def forget(module: Any) -> None:
    for one in vars(module).values():
        if hasattr(one, "cache_clear") and one.__module__ == module.__name__:
            one.cache_clear()
