"""Scenarios of one person: every month to begin with every ratio to pay on, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shebao.law.months import month_number
from shebao.law.pension.arrays.columns import Choices, People
from shebao.law.pension.arrays.engine import project_many
from shebao.law.pension.arrays.results import Projections
from shebao.law.pension.projection import Projection
from shebao.law.pension.supposed import Assumptions, Person
from shebao.law.tables import Tables


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The projections of ``starts`` × ``ratios``, all ratios of the first month first."""

    starts: tuple[str, ...]
    ratios: tuple[Fraction, ...]
    projections: Projections

    def at(self, start: int, ratio: int) -> Projection:
        """The projection of a place among the months and one among the ratios."""
        return self.projections.row(start * len(self.ratios) + ratio)


def scenario_grid(
    person: Person,
    starts: Sequence[str],
    ratios: Sequence[Fraction],
    assumptions: Assumptions,
    *,
    pays_until: str = "",
    tables: Tables | None = None,
) -> Grid:
    """What each of these months and ratios leads to, equal to ``project`` for each.

    Raises ``BadRow`` with the law's own error for the first that cannot be, ``months.BadMonth``.
    """
    choices = Choices(
        start=[month_number(one) for one in starts for _ in ratios],
        ratio=[one.numerator for one in ratios] * len(starts),
        ratio_of=[one.denominator for one in ratios] * len(starts),
        pays_until=month_number(pays_until) if pays_until else 0,
    )
    people = People.of([person]).stretched(len(choices))
    found = project_many(people, choices, assumptions, tables=tables, threads=1)
    return Grid(starts=tuple(starts), ratios=tuple(ratios), projections=found)
