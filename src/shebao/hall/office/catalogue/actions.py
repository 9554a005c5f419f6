"""Publishes and withdraws versions of services; the only writer of this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.db import transaction

from shebao.hall.office.audit import actions as audit
from shebao.hall.office.catalogue.folders import Folder, find, read
from shebao.hall.office.catalogue.models import ItemVersion
from shebao.hall.office.catalogue.queries import NotOffered, forget_offered


@dataclass(frozen=True, kw_only=True)
class CatalogueChange:
    """What publishing changed: a first version, another version, or none any more."""

    slug: str
    version: str
    kind: Literal["added", "changed", "withdrawn"]


def publish_folders(
    *,
    folders: Iterable[Path],
    now: datetime,
    actor: str = "-",
    channel: str = "command",
    withdraws_missing: bool = False,
) -> tuple[CatalogueChange, ...]:
    """Publish what is new below these folders of item folders (5.6.1b).

    Repeating it changes nothing.  All or nothing is published.  Services whose folder is gone are
    withdrawn only when asked.  Raises ``folders.BrokenFolder``.
    """
    found = [read(place) for place in find(folders)]
    with transaction.atomic():
        changes = [_publish(folder, now) for folder in found]
        if withdraws_missing:
            changes += _withdraw_others({folder.item.slug for folder in found}, now)
        done = tuple(change for change in changes if change is not None)
        for change in done:
            _trace(change, actor=actor, channel=channel, now=now)
    forget_offered()
    return done


def withdraw(
    *, slug: str, now: datetime, actor: str = "-", channel: str = "command"
) -> CatalogueChange:
    """Offer a service no longer; its applications go on. Raises :class:`NotOffered`."""
    with transaction.atomic():
        change = _withdraw(slug, now)
        _trace(change, actor=actor, channel=channel, now=now)
    forget_offered()
    return change


def offer(
    *, slug: str, version: str, now: datetime, actor: str = "-", channel: str = "command"
) -> CatalogueChange:
    """Offer a stored version again in place of the current one; repeating it changes nothing.

    Raises :class:`NotOffered` where no such version is stored.
    """
    with transaction.atomic():
        rows = ItemVersion.objects.select_for_update().filter(slug=slug)
        if not rows.filter(version=version).exists():
            raise NotOffered(slug)
        change = CatalogueChange(slug=slug, version=version, kind="changed")
        if rows.filter(version=version, withdrawn_at=None).exists():
            return change
        rows.filter(withdrawn_at=None).update(withdrawn_at=now)
        rows.filter(version=version).update(withdrawn_at=None, published_at=now)
        _trace(change, actor=actor, channel=channel, now=now)
    forget_offered()
    return change


def _publish(folder: Folder, now: datetime) -> CatalogueChange | None:
    slug, version = folder.item.slug, folder.content_hash
    current = ItemVersion.objects.select_for_update().filter(slug=slug, withdrawn_at=None).first()
    if current is not None and current.version == version:
        return None
    if current is not None:
        ItemVersion.objects.filter(pk=current.pk).update(withdrawn_at=now)
    _offer(slug, version, dict(folder.texts), now)
    kind: Literal["added", "changed"] = "added" if current is None else "changed"
    return CatalogueChange(slug=slug, version=version, kind=kind)


def _offer(slug: str, version: str, texts: dict[str, str], now: datetime) -> None:
    """Insert the version, or offer an earlier one of the very same texts again."""
    again = ItemVersion.objects.filter(slug=slug, version=version)
    if not again.update(withdrawn_at=None, published_at=now):
        ItemVersion.objects.create(slug=slug, version=version, content=texts, published_at=now)


def _withdraw_others(slugs: set[str], now: datetime) -> list[CatalogueChange]:
    offered = ItemVersion.objects.filter(withdrawn_at=None).values_list("slug", flat=True)
    return [_withdraw(slug, now) for slug in sorted(set(offered) - slugs)]


def _withdraw(slug: str, now: datetime) -> CatalogueChange:
    current = ItemVersion.objects.select_for_update().filter(slug=slug, withdrawn_at=None).first()
    if current is None:
        raise NotOffered(slug)
    ItemVersion.objects.filter(pk=current.pk).update(withdrawn_at=now)
    return CatalogueChange(slug=slug, version=current.version, kind="withdrawn")


def _trace(change: CatalogueChange, *, actor: str, channel: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        verb=f"item_{change.kind}",
        subject="-",
        purpose="catalogue",
        channel=channel,
        now=now,
        details={"slug": change.slug, "version": change.version},
    )
