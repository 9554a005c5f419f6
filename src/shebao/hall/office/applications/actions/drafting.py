"""Drafts: whatever is typed is kept on the server until it is filed (5.3.1a)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shebao.hall.office.applications.models import Draft, Upload

MOST_ANSWER_LENGTH = 4000


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft in hand: the item version it began with, its form token, what was typed."""

    version: str
    token: str
    answers: Mapping[str, str]
    updated_at: datetime


def _open(row: Draft) -> OpenDraft:
    return OpenDraft(
        version=row.version, token=row.token, answers=row.answers, updated_at=row.updated_at
    )


def open_draft(*, subject: str, item: str, version: str, now: datetime) -> OpenDraft:
    """The subject's draft of this item, on any device; a new one starts with this version."""
    row, _ = Draft.objects.get_or_create(
        subject=subject,
        item=item,
        defaults={
            "version": version,
            "token": secrets.token_hex(16),
            "answers": {},
            "updated_at": now,
        },
    )
    return _open(row)


def save_draft(
    *, subject: str, item: str, answers: Mapping[str, str], now: datetime
) -> OpenDraft | None:
    """Merge what was typed into the draft; unchecked on purpose, so that nothing is lost.

    ``None`` when there is no draft to save into, because it was filed meanwhile.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(subject=subject, item=item).first()
        if row is None:
            return None
        typed = {name: text[:MOST_ANSWER_LENGTH] for name, text in answers.items()}
        before, row.answers, row.updated_at = row.answers, {**row.answers, **typed}, now
        # Whoever was asked to look at it was asked about what stood there.
        void = {} if row.answers == before else {"asked_by": "", "asked_digest": ""}
        Draft.objects.filter(pk=row.pk).update(answers=row.answers, updated_at=now, **void)
    return _open(row)


def discard_draft(*, subject: str, item: str, now: datetime) -> None:
    """Throw a draft and its uploads away, because its owner says so."""
    with transaction.atomic():
        Draft.objects.filter(subject=subject, item=item).delete()
        Upload.objects.filter(subject=subject, item=item, case="", replaced_at=None).update(
            replaced_at=now
        )
