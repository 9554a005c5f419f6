"""Employees' pensions (5.4.3d): the parts, what provinces add, and what may become of them."""

from shebao.law.pension.base import NoPensionBase, pension_base
from shebao.law.pension.employee import pension
from shebao.law.pension.facts import BadFact, Facts

__all__ = [
    "BadFact",
    "Facts",
    "NoPensionBase",
    "pension",
    "pension_base",
]
