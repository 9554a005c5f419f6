"""What people are told about their bookings (5.1b): at once, the day before, when it changes."""

from datetime import date, datetime

from shebao.hall.office.agencies.centres import CentreCard
from shebao.hall.office.appointments.models import Booking, Wish
from shebao.hall.office.appointments.rules import clock_words
from shebao.hall.office.notices.actions import tell
from shebao.hall.office.notices.wishes import Topic


def when(day: date, start: int) -> str:
    """A day and a time in words."""
    return f"{day.month}月{day.day}日 {clock_words(start)}"


def booked(booking: Booking, centre: CentreCard, *, now: datetime) -> None:
    """The booking counts; where, when, at which counter."""
    at = when(booking.day, booking.start)
    words = (
        f"已约好{at}到{centre.name}（{centre.address}）{booking.counter}号窗口办理"
        f"“{booking.item_name}”。来不了请提前取消，把位置让给别人。"
    )
    _tell(booking, "booked", "预约成功", words, f"您已约好{at}到{centre.name}。", now)


def changed(booking: Booking, centre: CentreCard, *, now: datetime) -> None:
    """Another time."""
    at = when(booking.day, booking.start)
    words = f"预约改到{at}，{centre.name}{booking.counter}号窗口。"
    key = f"changed:{booking.day}:{booking.start}"
    _tell(booking, key, "预约已改期", words, f"您的预约改到{at}。", now)


def cancelled(booking: Booking, centre: CentreCard, *, now: datetime) -> None:
    """Given back."""
    words = f"{when(booking.day, booking.start)}到{centre.name}的预约已取消。"
    _tell(booking, "cancelled", "预约已取消", words, "您的预约已取消。", now)


def reminded(booking: Booking, centre: CentreCard, *, now: datetime) -> None:
    """The day before."""
    at = when(booking.day, booking.start)
    words = f"提醒您：明天{at}到{centre.name}{booking.counter}号窗口办理“{booking.item_name}”。"
    _tell(booking, "reminded", "明天有预约", words, f"提醒您明天{at}到{centre.name}。", now)


def missed(booking: Booking, rest: date | None, *, now: datetime) -> None:
    """Nobody came; once is a warning, twice a rest."""
    words = "您预约了没有来。半年里两次没来，一个月内不能再网上预约，窗口照样可以办。"
    if rest is not None:
        words = (
            f"您半年里两次预约没来，{rest.month}月{rest.day}日前不能再网上预约，"
            "窗口照样可以办。有特殊情况请打 12333。"
        )
    _tell(booking, "missed", "预约没有来", words, "您今天的预约没有来，详情请登录查看。", now)


def displaced(booking: Booking, why: str, wish: Wish, centre: CentreCard, *, now: datetime) -> None:
    """The centre is closed that day; a place is held, or one is looked for."""
    at = when(booking.day, booking.start)
    words = f"{centre.name}{at}不开放（{why}），这次预约不能用了，对不起。"
    if wish.offered_day is not None and wish.offered_start is not None:
        words += (
            f"已为您留了{when(wish.offered_day, wish.offered_start)}，"
            "请在两天内到“我的预约”确认，也可以改约别的时间。"
        )
    else:
        words += "一有空位就先为您留，请留意消息；也可以在“我的预约”另约时间。"
    _tell(booking, "displaced", "预约的网点临时关闭", words, f"您{at}的预约因网点关闭取消。", now)


def offered(wish: Wish, centre: CentreCard, *, now: datetime) -> None:
    """A place came free, and is held for a short while."""
    if wish.offered_day is None or wish.offered_start is None:
        raise ValueError(wish.number)
    at = when(wish.offered_day, wish.offered_start)
    words = f"您等的位置有了：{at}，{centre.name}。已为您留 30 分钟，请到“我的预约”确认。"
    tell(
        event=f"{wish.number}:offered:{wish.offered_day}:{wish.offered_start}",
        subject=wish.subject, case="", title="等到位置了", words=words,
        sms=f"您等的位置有了：{at}。请在30分钟内登录确认。", topic=Topic.VISIT, now=now,
    )  # fmt: skip


def _tell(booking: Booking, key: str, title: str, words: str, sms: str, now: datetime) -> None:
    tell(
        event=f"{booking.number}:{key}", subject=booking.subject, case=booking.case, title=title,
        words=words, sms=sms, topic=Topic.VISIT, now=now,
    )  # fmt: skip
