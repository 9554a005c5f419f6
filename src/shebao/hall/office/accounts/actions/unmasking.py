"""Uncovering what is covered (6.3.1): for a reason, written down, counted; unusual is told."""

from datetime import date, datetime, time

from shebao.hall.kit.clock import ZONE
from shebao.hall.kit.inserting import insert
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts.models import Alarm
from shebao.hall.office.audit import actions as audit

PER_HOUR = Limit(name="unmask-hour", times=20, seconds=3600)
USUAL = Limit(name="unmask-day", times=10, seconds=86400)
OPENS, CLOSES = time(7), time(20)
SHORTEST = 4


class NoReason(ValueError):
    """Without a reason chosen and written out nothing is uncovered."""


def unmask(
    *, clerk: Visitor, subject: str, case: str, reason: str, words: str, channel: str, now: datetime
) -> None:
    """Write down why this clerk sees whole what pages cover (6.3.1); the person can read it.

    More than ten in a day, or one at night, raises an alarm for the security officers. Raises
    ``NoReason``, or ``TooMany`` beyond twenty in an hour, which is an alarm as well; then nothing
    may be shown.
    """
    told = " ".join(words.split())
    if not reason or len(told) < SHORTEST:
        raise NoReason
    try:
        count(PER_HOUR, key=clerk.account, now=now)
    except TooMany:
        raise_alarm(
            "unmask-many",
            clerk.account,
            clerk.agency,
            "一小时内查看完整信息超过 20 次，已拦下",
            now,
        )
        raise
    audit.record(
        actor=clerk.account, verb="uncover", subject=subject, purpose=f"{reason}：{told}"[:120],
        channel=channel, case=case, now=now,
    )  # fmt: skip
    _watch(clerk, now)


def _watch(clerk: Visitor, now: datetime) -> None:
    try:
        count(USUAL, key=clerk.account, now=now)
    except TooMany:
        raise_alarm("unmask-day", clerk.account, clerk.agency, "一天内查看完整信息超过 10 次", now)
    if not OPENS <= now.astimezone(ZONE).time() < CLOSES:
        raise_alarm("unmask-night", clerk.account, clerk.agency, "在工作时间以外查看完整信息", now)


def raise_alarm(
    kind: str, about: str, agency: str, words: str, now: datetime, *, day: date | None = None
) -> bool:
    """Tell the security officers, once a day or once for ``day``; whether it was new."""
    on = day or now.astimezone(ZONE).date()
    alarm = Alarm(kind=kind, about=about, agency=agency, day=on, words=words, at=now)
    return bool(insert(alarm, or_nothing=True))


def see_alarm(*, pk: int, by: Visitor, now: datetime) -> bool:
    """A security officer has looked into it; false when somebody had already."""
    found = Alarm.objects.filter(pk=pk, seen_at=None).update(seen_by=by.account, seen_at=now)
    if found:
        audit.record(
            actor=by.account, verb="see-alarm", subject="-",
            purpose="looking after staff accounts", channel="manage", now=now,
            details={"alarm": pk},
        )  # fmt: skip
    return bool(found)
