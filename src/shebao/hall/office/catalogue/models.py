"""Published versions of services (3.2); the texts of a version never change."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ItemVersion(models.Model):
    """One version of a service: all texts of its folder, under the hash of them.

    The current version is the one not withdrawn.  Applications keep ``slug`` and ``version``, so
    an older version stays for as long as anything points to it.
    """

    personal: ClassVar[dict[str, str]] = {}
    retention: ClassVar[str] = "permanent"

    slug = models.SlugField(max_length=64)
    version = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="a_version_is_stored_once"),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(withdrawn_at__isnull=True),
                name="an_item_has_one_current_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.version[:12]}"
