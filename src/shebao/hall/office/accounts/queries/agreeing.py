"""What was accepted, and what still has to be."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.hall.office.accounts import agreements
from shebao.hall.office.accounts.agreements import Agreement
from shebao.hall.office.accounts.models import Acceptance


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """One accepted version; ``text`` is None where its words are no longer what was accepted."""

    agreement: str
    version: str
    digest: str
    channel: str
    at: datetime
    text: Agreement | None


def to_accept(account: str, *, today: date) -> tuple[Agreement, ...]:
    """The versions of today that this account has not accepted yet."""
    wanted = agreements.current(today)
    rows = Acceptance.objects.filter(account=account, digest__in=[one.digest for one in wanted])
    known = set(rows.values_list("agreement", "digest"))
    return tuple(one for one in wanted if (one.key, one.digest) not in known)


def accepted(account: str) -> tuple[Accepted, ...]:
    """Everything this account accepted, the newest first."""
    rows = Acceptance.objects.filter(account=account).order_by("-id")[:100]
    return tuple(
        Accepted(
            agreement=row.agreement,
            version=row.version,
            digest=row.digest,
            channel=row.channel,
            at=row.at,
            text=_text(row),
        )
        for row in rows
    )


def _text(row: Acceptance) -> Agreement | None:
    try:
        found = agreements.version(row.agreement, row.version)
    except KeyError:
        return None
    return found if found.digest == row.digest else None
