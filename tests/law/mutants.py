"""What changes for the tests of the law while ``tools/mutants.sh`` runs them, mutant by mutant.

Every mutant is tried in a copy of one warm process: what the law remembers is forgotten first, or
no mutant of a remembered function would ever be called.  The tables are read anew only where the
mutant is in what reads them.  The tests of the mutant's own module come first, then those of the
whole law, then all others that call the function, until one fails.  Of the rows of one test a dozen
are run: fewer tests can only let more mutants live.
"""

import os
import sys
from collections.abc import Generator, Iterable
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
_OF_THE_WHOLE_LAW = {"answers", "borders", "given_tables", "workings"}
# The test files of a module that has none of its own name.
_OWN = {
    "accounts": {"history"},
    "disability": {"residents"},
    "injury_leaving": {"injury"},
    "transfer_clock": {"transfer"},
    "working": {"pension"},
    "text": {"borders"},
    "months": {"borders"},
    "projection": {"projection"},
}
# What is read once is called by the first test alone, whatever leans on it.
_WHAT_READS = [f"tests/law/test_{one}.py" for one in ("tables", "workdays", "answers")]
_further: list[list[str]] = []
_is_further = False


def pytest_configure(config: pytest.Config) -> None:
    module = _under_test().rpartition(".")[0]
    if module.startswith("shebao.law.") and not _is_further:
        stages = [one for one in _stages(config.args, module.split(".")[2:]) if one]
        stages += [_WHAT_READS] if module in _READERS else []
        config.args, _further[:] = stages[0], stages[1:]


@pytest.hookimpl(hookwrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, Any, None]:
    global _is_further
    outcome = yield
    options = [one for one in config.invocation_params.args if "::" not in one]
    while outcome.get_result() == 0 and _further and not _is_further:
        tests = _further.pop(0)
        _is_further = True
        outcome.force_result(pytest.main([*options, *tests]))
        _is_further = False


def _stages(tests: list[str], path: list[str]) -> Iterable[list[str]]:
    """Own, near, far; each test in the first stage it fits."""
    own = set(path).union(*(_OWN.get(part, ()) for part in path))
    rows = list(_a_dozen_each(tests))
    for names in (own, _OF_THE_WHOLE_LAW - own):
        yield [one for one in rows if _file(one) in names]
    yield [one for one in rows if _file(one) not in own | _OF_THE_WHOLE_LAW]


def _file(test: str) -> str:
    return test.partition("test_")[2].partition(".py")[0]


def _a_dozen_each(tests: list[str]) -> Iterable[str]:
    """The answers kept whole are run as they are: each may be the only one that tells."""
    rows: dict[str, list[str]] = {}
    for one in tests:
        rows.setdefault(one.partition("[")[0], []).append(one)
    for some in rows.values():
        is_whole = _file(some[0]) in _OF_THE_WHOLE_LAW
        yield from some if is_whole else some[:: -(-len(some) // _MOST_ROWS)]


@pytest.fixture(scope="session", autouse=True)
def nothing_remembered() -> None:
    forget(but=[one for one in _READERS if not _under_test().startswith(f"{one}.")])


@pytest.fixture(autouse=True)
def every_call_is_seen() -> None:
    """While it is gathered which test calls which function, none is answered from memory."""
    if _under_test() == "stats":
        forget(but=_READERS)


def _under_test() -> str:
    return os.environ.get("MUTANT_UNDER_TEST", "")


def forget(*, but: Iterable[str]) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("shebao.law") and name not in but:
            for one in vars(module).values():
                if hasattr(one, "cache_clear") and one.__module__ == name:
                    one.cache_clear()
