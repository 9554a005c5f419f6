"""Draws, reads and describes the form of an item from its fields (5.3.1a, 5.3.2)."""

from shebao.hall.office.catalogue.forms.drawing import Group, Question, questions
from shebao.hall.office.catalogue.forms.reading import Cleaned, FieldError, clean
from shebao.hall.office.catalogue.forms.schema import json_schema

__all__ = [
    "Cleaned", "FieldError", "Group", "Question", "clean", "json_schema", "questions",
]  # fmt: skip
