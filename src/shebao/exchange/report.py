"""A conformance run as a list of findings, one for each check, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from shebao.exchange.claims_suite import CLAIM_CHECKS
from shebao.exchange.deceased_suite import DECEASED_CHECKS
from shebao.exchange.port import Rejected, Unreachable
from shebao.exchange.suite import CHECKS, NotConforming, Skipped, Subject
from shebao.exchange.wire_suite import WIRE_CHECKS, Line

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came of one check: ``is_kept`` is None where it was left out."""

    name: str
    promise: str
    is_kept: bool | None
    words: str = ""

    @property
    def mark(self) -> str:
        """✓ kept, ✗ not kept, – left out."""
        return {True: "✓", False: "✗", None: "–"}[self.is_kept]


def findings(line: Line, subject: Subject | None) -> Iterator[Finding]:
    """Carry out every check, one after another, and say what came of it.

    Without a subject only the checks of the signed messages are carried out.
    """
    for wire_check in WIRE_CHECKS:
        yield _finding(wire_check, line)
    if subject is not None:
        for check in (*CHECKS, *CLAIM_CHECKS, *DECEASED_CHECKS):
            yield _finding(check, subject)


def _finding(check: Callable[[T], None], subject: T) -> Finding:
    name = check.__name__.replace("_", " ")
    promise = " ".join((check.__doc__ or "").split())
    try:
        check(subject)
    except Skipped as skipped:
        return Finding(name=name, promise=promise, is_kept=None, words=str(skipped))
    except (NotConforming, Rejected, Unreachable) as error:
        return Finding(name=name, promise=promise, is_kept=False, words=str(error))
    return Finding(name=name, promise=promise, is_kept=True)
