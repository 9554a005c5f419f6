"""Who guesses must wait (6.2.5c): a try is claimed before the secret is looked at.

However many try at once and from however many processes, no more than five are looked at.
"""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When

from shebao.hall.kit.inserting import insert
from shebao.hall.office.accounts.models import Account, Tally
from shebao.hall.office.audit import actions as audit

LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)
PASSWORD, SECOND = "password", "second"


class Locked(ValueError):
    """Too many failures; ``until`` says when it opens again."""

    def __init__(self, until: datetime) -> None:
        """Remember until when."""
        super().__init__(until.isoformat())
        self.until = until


def claim(account: str, scope: str, *, now: datetime) -> None:
    """Take one of five tries at this door; the fifth closes it. Raises ``Locked``.

    Two statements, whether anybody has this account or not.
    """
    insert(Tally(account=account, scope=scope), or_nothing=True)
    mine = Tally.objects.filter(account=account, scope=scope)
    is_free = Q(locked_until__isnull=True) | Q(locked_until__lte=now)
    closes = When(failures=LOCK_AFTER - 1, then=Value(now + LOCK_FOR))
    taken = mine.filter(is_free).update(
        failures=Case(When(failures__gte=LOCK_AFTER, then=Value(1)), default=F("failures") + 1),
        locked_until=Case(closes, default=None, output_field=models.DateTimeField(null=True)),
    )
    if not taken:
        raise Locked(mine.values_list("locked_until", flat=True).first() or now)


def release(account: str, scope: str) -> None:
    """The secret was right: all tries are there again."""
    Tally.objects.filter(account=account, scope=scope).update(failures=0, locked_until=None)


def unlock(*, number: str, actor: str, now: datetime) -> bool:
    """Let a locked account sign in again at once (6.2.5c); false when it was not locked.

    This also opens an account that its holder had shut. The password stays what it was.
    """
    with transaction.atomic():
        person = Account.objects.filter(number=number).values_list("person", flat=True).first()
        in_trouble = Q(failures__gt=0) | Q(locked_until__gt=now)
        locked = Tally.objects.filter(in_trouble, account=number)
        opened = locked.update(failures=0, locked_until=None)
        opened += Account.objects.filter(number=number, shut_at__isnull=False).update(shut_at=None)
        if person is None or not opened:
            return False
        audit.record(
            actor=actor,
            verb="unlock",
            subject=person or "-",
            purpose="unlocking an account",
            channel="manage",
            now=now,
            details={"account": number},
        )
    return True
