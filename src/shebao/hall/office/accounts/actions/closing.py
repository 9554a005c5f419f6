"""Closing one's own account for good (6.2.5a; 个人信息保护法 第四十七条), after time to think.

What only serves signing in goes at once when the time is up; what was decided stays in the files
as long as the law says, and no longer hangs on an account.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.access import end_access
from shebao.hall.office.accounts.actions.changing import note_safety, warn_phone
from shebao.hall.office.accounts.actions.seats import end_seats
from shebao.hall.office.accounts.models import (
    Acceptance,
    Account,
    ApiToken,
    Authenticator,
    Binding,
    Code,
    Device,
    Seat,
    SignIn,
    Tally,
    Text,
)
from shebao.hall.office.audit import actions as audit

GRACE = timedelta(days=15)
KEPT = timedelta(days=3 * 365)
NAME = "已注销"
# What only serves signing in, or is of nobody any more.
SERVES_SIGNING_IN: tuple[type[models.Model], ...] = (
    Authenticator, Binding, Code, Device, Seat, Tally, Text,
)  # fmt: skip


def ask_closing(*, account: str, channel: str, now: datetime) -> datetime:
    """Close this account fifteen days from now, unless its holder changes their mind; the moment.

    Programs lose their access at once. Asking again moves nothing.
    """
    with transaction.atomic():
        rows = Account.objects.filter(number=account, kind=Kind.PERSON, closing_at=None)
        if rows.update(closing_at=now + GRACE):
            end_access(account=account, now=now)
            words = "您申请了注销账号，15 天后生效。15 天内登录“我的账户”可以取消。"
            warn_phone(account, words, now=now)
            note_safety(account, "ask-closing", channel=channel, now=now)
    ends = Account.objects.values_list("closing_at", flat=True).get(number=account)
    return ends or now + GRACE


def keep_open(*, account: str, channel: str, now: datetime) -> bool:
    """The account stays after all; false where nobody wanted to close it."""
    with transaction.atomic():
        asked = Account.objects.filter(number=account, closed_at=None, closing_at__isnull=False)
        if not asked.update(closing_at=None):
            return False
        warn_phone(account, "您的账号不注销了，照常使用。", now=now)
        note_safety(account, "keep-account", channel=channel, now=now)
    return True


def close(*, account: str, gone: Mapping[str, int], now: datetime) -> bool:
    """Carry out what was asked for: nothing is left by which anybody could sign in or be found.

    ``gone`` counts what other rooms deleted; the trail keeps all counts as proof. The row itself
    goes after three years. False where it is not due.
    """
    with transaction.atomic():
        row = Account.objects.filter(number=account, closed_at=None, closing_at__lte=now).first()
        if row is None:
            return False
        _carry_out(row, gone, channel="worker", now=now)
    return True


def close_at_once(*, account: str, why: str, now: datetime) -> None:
    """Close an account without time to think, because its holder has another one (6.2.1)."""
    with transaction.atomic():
        row = Account.objects.select_for_update().get(number=account)
        _carry_out(row, {}, channel="desk", now=now, why=why)


def _carry_out(
    row: Account, gone: Mapping[str, int], *, channel: str, now: datetime, **details: str
) -> None:
    end_seats(account=row.number, channel=channel, now=now)
    end_access(account=row.number, now=now)
    counts = {**gone, **_deleted(row.number)}
    note_safety(row.number, "close-account", channel=channel, now=now, deleted=counts, **details)
    _blank(row, now)


def _deleted(account: str) -> dict[str, int]:
    kinds = {one._meta.model_name or "": one for one in SERVES_SIGNING_IN}
    return {
        name: one._default_manager.filter(account=account).delete()[0]
        for name, one in kinds.items()
    }


BLANK: Mapping[str, Any] = {
    "sign_in_index": "", "document_index": "", "mobile_index": "", "name": NAME, "mobile": "",
    "id_number": "", "person": "", "password": "", "is_active": False,
}  # fmt: skip


def _blank(row: Account, now: datetime) -> None:
    row.username, row.closed_at = f"closed-{row.number.lower()}", now
    for name, value in BLANK.items():
        setattr(row, name, value)
    Account.objects.bulk_update([row], ["username", "closed_at", *BLANK])


def due_to_close(*, now: datetime, limit: int = 100) -> list[tuple[str, str]]:
    """Accounts whose time to think is over: number and core number of the holder."""
    rows = Account.objects.filter(closed_at=None, closing_at__lte=now).order_by("closing_at", "pk")
    return list(rows.values_list("number", "person")[:limit])


def forget_closed(*, now: datetime, limit: int = 500) -> int:
    """Remove what is left of accounts closed three years ago, and say so; returns how many."""
    rows = Account.objects.filter(closed_at__lte=now - KEPT).order_by("closed_at")
    numbers = list(rows.values_list("number", flat=True)[:limit])
    with transaction.atomic():
        for kept in (Acceptance, ApiToken, SignIn):
            kept._default_manager.filter(account__in=numbers).delete()
        Account.objects.filter(number__in=numbers).delete()
        if numbers:
            audit.record(
                actor="worker", verb="forget-accounts", subject="-",
                purpose="keeping the account safe", channel="worker", now=now,
                details={"accounts": numbers},
            )  # fmt: skip
    return len(numbers)
