"""Agencies, as far as cases need them: a name, a region, a phone."""

from typing import ClassVar

from django.db import models


class Agency(models.Model):
    """A social-insurance agency and its service centre (3.4); ``code`` is its region code.

    Agencies of other provinces, with which relations are exchanged, are not ours.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=160)
    hours = models.CharField(max_length=160)
    phone = models.CharField(max_length=40)
    is_ours = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
