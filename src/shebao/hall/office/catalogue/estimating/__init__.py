"""The pension what-if (5.4.3d): from a record to a life, wishes, scenarios and a next step."""

from shebao.hall.office.catalogue.estimating.estimate import (
    MOST_SCENARIOS,
    Estimate,
    estimate_of,
)
from shebao.hall.office.catalogue.estimating.lives import (
    Check,
    Life,
    Months,
    Situation,
    Told,
    life_of,
)
from shebao.hall.office.catalogue.estimating.scenarios import Range, Scenario, settled
from shebao.hall.office.catalogue.estimating.steps import NextStep
from shebao.hall.office.catalogue.estimating.wishes import Fault, Wish, read_wish

__all__ = [
    "MOST_SCENARIOS",
    "Check",
    "Estimate",
    "Fault",
    "Life",
    "Months",
    "Range",
    "Scenario",
    "Situation",
    "NextStep",
    "Told",
    "Wish",
    "estimate_of",
    "life_of",
    "read_wish",
    "settled",
]
