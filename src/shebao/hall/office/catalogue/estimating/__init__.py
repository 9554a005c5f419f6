"""The pension what-if (5.4.3d): from a record to a life, wishes, scenarios and a next step."""

from shebao.hall.office.catalogue.estimating.estimate import (
    MOST_SCENARIOS,
    Estimate,
    estimate_of,
)
from shebao.hall.office.catalogue.estimating.lives import Life, Situation, life_of
from shebao.hall.office.catalogue.estimating.scenarios import Range, Scenario, settled
from shebao.hall.office.catalogue.estimating.steps import NextStep
from shebao.hall.office.catalogue.estimating.told import Check, Months, Told
from shebao.hall.office.catalogue.estimating.wishes import Fault, Wish, read_wish

__all__ = [
    "MOST_SCENARIOS",
    "Check",
    "Estimate",
    "Fault",
    "Life",
    "Months",
    "NextStep",
    "Range",
    "Scenario",
    "Situation",
    "Told",
    "Wish",
    "estimate_of",
    "life_of",
    "read_wish",
    "settled",
]
