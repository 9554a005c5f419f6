"""A proof that succeeded, in the trail: by which way, for what."""

from datetime import datetime

from shebao.hall.office.accounts.models import Account
from shebao.hall.office.accounts.ways import Proven
from shebao.hall.office.audit import actions as audit


def note_proof(
    account: str, proven: Proven, *, channel: str, purpose: str, now: datetime, agreed: str = ""
) -> None:
    """Write a proof into the trail: by which way, for what; the digest of what was agreed to."""
    person = Account.objects.filter(number=account).values_list("person", flat=True).first()
    audit.record(
        actor=account,
        verb="proved",
        subject=person or "-",
        purpose="proving who one is",
        channel=channel,
        now=now,
        details={"way": proven.way, "for": purpose, **({"agreed": agreed} if agreed else {})},
    )
