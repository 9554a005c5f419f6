"""Four eyes on an employer's risky affairs (6.2.2): one handler asks, another one files.

What was asked about is told by a digest of answers and files: whoever files something else is the
one who asks now. Where nobody else handles the employer's affairs, one pair of eyes has to do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.fields import ring
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts.actions import has_second
from shebao.hall.office.applications.models import Draft, Upload
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.catalogue.item import Item
from shebao.hall.office.notices.actions import tell
from shebao.hall.office.notices.wishes import Topic

PURPOSE = "four eyes on an employer's affair"


class NeedsSecond(ValueError):
    """Another handler has to look at this before it is filed."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asked for a second pair of eyes, and when."""

    account: str
    at: datetime


def is_risky(item: Item) -> bool:
    """Whether an employer's handler does not file this alone where there is another."""
    return item.is_high_risk or item.moves_money


def demand_second(
    *, item: Item, visitor: Visitor, answers: Mapping[str, Any], token: str, now: datetime
) -> str:
    """The account of whoever asked for these eyes; empty where one pair is enough.

    Raises ``NeedsSecond``.
    """
    if not (visitor.acts_for_employer and is_risky(item)):
        return ""
    today = local_date(now)
    if not has_second(employer=visitor.subject, besides=visitor.person, now=now, today=today):
        return ""
    row = Draft.objects.filter(token=token, subject=visitor.subject).first()
    asked_by = row.asked_by if row else ""
    is_same = row is not None and row.asked_digest == _digest(item, visitor.subject, answers)
    if not asked_by or asked_by == visitor.account or not is_same:
        raise NeedsSecond(item.slug)
    return asked_by


def ask_second(
    *, item: Item, visitor: Visitor, answers: Mapping[str, Any], token: str, channel: str,
    now: datetime,
) -> bool:  # fmt: skip
    """Ask a colleague to look at this draft and file it; false where the draft is gone.

    Pressing again changes nothing, unless the answers changed.
    """
    digest = _digest(item, visitor.subject, answers)
    with transaction.atomic():
        rows = Draft.objects.filter(token=token, subject=visitor.subject)
        row = rows.first()
        if row is None:
            return False
        if (row.asked_by, row.asked_digest) == (visitor.account, digest):
            return True
        rows.update(asked_by=visitor.account, asked_digest=digest, asked_at=now)
        audit.record(
            actor=visitor.account, verb="ask-second", subject=visitor.subject, purpose=PURPOSE,
            channel=channel, now=now, details={"item": item.slug},
        )  # fmt: skip
        tell(
            event=f"{token}:second:{digest[:12]}", subject=visitor.subject, case="",
            title="有一件单位事项等另一位经办人核对",
            words=f"“{item.name}”已填好，请另一位经办人在“我的办件”里打开，核对后提交。",
            sms="有一件单位事项等另一位经办人核对。请登录平台，在“我的办件”里查看。",
            topic=Topic.SECURITY, now=now,
        )  # fmt: skip
    return True


def asked_for(
    *, item: Item, visitor: Visitor, answers: Mapping[str, Any], token: str
) -> Asked | None:
    """Who asked about exactly this draft; none once it was changed."""
    row = Draft.objects.filter(token=token, subject=visitor.subject).exclude(asked_by="").first()
    if row is None or row.asked_at is None:
        return None
    is_same = row.asked_digest == _digest(item, visitor.subject, answers)
    return Asked(account=row.asked_by, at=row.asked_at) if is_same else None


def _digest(item: Item, subject: str, answers: Mapping[str, Any]) -> str:
    files = Upload.objects.filter(subject=subject, item=item.slug, case="", replaced_at=None)
    told = [dict(answers), sorted(files.values_list("number", flat=True))]
    return ring().blind(json.dumps(told, sort_keys=True, ensure_ascii=False, default=str))[:64]
