"""The one clock: channels and commands read it here and hand the time on as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local_date(moment: datetime) -> date:
    """The calendar day of a moment where the agencies are."""
    return moment.astimezone(ZONE).date()


def minute_of_day(moment: datetime) -> int:
    """The minute of that day: 540 is nine in the morning."""
    there = moment.astimezone(ZONE)
    return there.hour * 60 + there.minute
