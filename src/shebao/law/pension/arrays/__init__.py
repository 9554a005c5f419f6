"""Projections of many people at once (5.4.3d): the scalar sums over columns, equal to the fen."""

from shebao.law.pension.arrays.columns import GROUPS, Assumed, BadColumn, Choices, People
from shebao.law.pension.arrays.engine import BadRow, project_many, project_sound
from shebao.law.pension.arrays.grid import Grid, scenario_grid
from shebao.law.pension.arrays.results import CHOICES, Projections

__all__ = [
    "CHOICES",
    "GROUPS",
    "Assumed",
    "BadColumn",
    "BadRow",
    "Choices",
    "Grid",
    "People",
    "Projections",
    "project_many",
    "project_sound",
    "scenario_grid",
]
