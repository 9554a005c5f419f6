"""What ends soon or has ended: authorities, the seal's own certificate, posts (6.2.5, 6.2.7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shebao.hall.gateways.seal.port import SealKeeper
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Kind, Role
from shebao.hall.office.accounts.actions.codes import post_text
from shebao.hall.office.accounts.actions.unmasking import raise_alarm
from shebao.hall.office.accounts.models import Account, Authority, StaffRole

STAGES = ((0, "over"), (7, "week"), (30, "month"))
RUNNING = ("admitted", "ending")
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Something with a last day."""

    about: str
    until: date
    agency: str
    words: str


def warn_of_endings(*, seal: SealKeeper, now: datetime) -> int:
    """Tell the security officers a month and a week before, and once something is over.

    Each stage is told once, as an alarm and by a message to their phones; returns how many.
    """
    today = local_date(now)
    return sum(_warned(one, today, now) for one in _endings(seal, today))


def _endings(seal: SealKeeper, today: date) -> Iterator[Ending]:
    horizon = today + timedelta(days=30)
    for row in Authority.objects.filter(state__in=RUNNING, until__lte=horizon).order_by("id"):
        yield Ending(about=row.number, until=row.until, agency="", words="准入的认证机构")
    described = seal.describe()
    if not described.is_test:
        until = local_date(described.valid_until)
        yield Ending(about=described.serial[:40], until=until, agency="", words="电子印章的证书")
    staff = Account.objects.filter(
        kind=Kind.STAFF, is_active=True, certified_until__lte=horizon
    ).order_by("id")
    for account in staff[:AT_ONCE]:
        assert account.certified_until is not None  # noqa: S101
        yield Ending(
            about=account.number, until=account.certified_until, agency=account.agency,
            words="工作账号",
        )  # fmt: skip


def _warned(one: Ending, today: date, now: datetime) -> bool:
    left = (one.until - today).days
    stage = next((name for days, name in STAGES if left < days or left == days > 0), "")
    if not stage:
        return False
    told = (
        "已经到期，不再接受"
        if stage == "over"
        else f"{one.until:%Y-%m-%d}到期，请及时更换或重新核准"
    )
    is_new = raise_alarm(
        f"end-{stage}", one.about, one.agency, f"{one.words}{told}", now, day=one.until
    )
    if is_new and not one.agency:
        _text(f"{one.words}{told}。请登录后看“安全提醒”。", now)
    return is_new


def _text(words: str, now: datetime) -> None:
    holders = StaffRole.objects.filter(role=Role.SECURITY).values("account")
    officers = Account.objects.filter(number__in=holders, is_active=True).order_by("id")
    for one in officers[:AT_ONCE]:
        if one.mobile:
            post_text(
                mobile=one.mobile, words=words, now=now, lasts=timedelta(days=1),
                account=one.number,
            )  # fmt: skip
