"""Employees' pensions (5.4.3d): the parts, what provinces add, and what may become of them."""

from shebao.law.pension.award import NOT_WORKED_OUT, Award, Books, award, balance_at, counted
from shebao.law.pension.base import NoPensionBase, pension_base
from shebao.law.pension.employee import pension
from shebao.law.pension.facts import BadFact, Facts
from shebao.law.pension.projection import Projection, project, scenarios, worked_out
from shebao.law.pension.supposed import Assumptions, Choice, Person, person_of

__all__ = [
    "NOT_WORKED_OUT",
    "Assumptions",
    "Award",
    "BadFact",
    "Books",
    "Choice",
    "Facts",
    "NoPensionBase",
    "Person",
    "Projection",
    "pension",
    "pension_base",
    "award",
    "balance_at",
    "counted",
    "person_of",
    "project",
    "scenarios",
    "worked_out",
]
