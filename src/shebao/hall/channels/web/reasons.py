"""Why it came out so: decisions in words for the person concerned (5.3.1b, 5.3.1c)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shebao.hall.channels.web import words
from shebao.hall.kit.tongues import told
from shebao.hall.office.applications.queries import DecisionView

RULES = "rules"
SHORT = 12


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One decision in words: what it looked at, what held, under which article (5.3.1b, c)."""

    at: datetime
    by_rules: bool
    result: words.Words
    version: str
    day: str
    sources: Sequence[tuple[str, str, date]]
    fired: Sequence[Mapping[str, Any]]
    digest: str


def explained(decisions: Iterable[DecisionView]) -> list[Explained]:
    """All decisions of a case, oldest first."""
    return [_explained(one) for one in decisions]


def _explained(one: DecisionView) -> Explained:
    return Explained(
        at=one.at,
        by_rules=one.maker == RULES,
        result=words.said(words.RESULTS, one.result),
        version=one.version[:SHORT],
        day=str(one.inputs.get("today", "")),
        sources=[
            (told(source["label"]), told(source["source"]), date.fromisoformat(source["data_date"]))
            for source in one.inputs.get("sources", ())
        ],
        fired=one.fired,
        digest=one.digest[:SHORT],
    )
