"""One way out of a refusal: what somebody would do, and what the rules would then say."""

from dataclasses import dataclass
from typing import Literal

from shebao.hall.office.catalogue.rules import Result

Kind = Literal["wait", "pay", "choose", "first"]


@dataclass(frozen=True, kw_only=True)
class WayStep:
    """One thing to do.

    ``wait`` and ``pay`` tell how many ``months`` and until which ``month``; ``choose`` names a
    field by its ``label`` and the ``value`` to choose; ``first`` names what to put right first as
    a dotted ``fact``, with the ``amount`` it stands at, months or fen.
    """

    kind: Kind
    months: int = 0
    month: str = ""
    label: str = ""
    value: str = ""
    fact: str = ""
    amount: int = 0


@dataclass(frozen=True, kw_only=True)
class Way:
    """Steps that together turn the refusal, and where they lead: approval, or a person's look."""

    steps: tuple[WayStep, ...]
    result: Result

    @property
    def size(self) -> tuple[int, int]:
        """Fewer steps are better, then fewer months."""
        return len(self.steps), sum(step.months for step in self.steps)
