"""Dates, money and masked numbers as people read them (design §5); used as page filters."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from shebao.hall.kit.clock import ZONE
from shebao.law.identifiers import mask_account, mask_id, mask_mobile, mask_name
from shebao.law.money import yuan

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def _day(value: date) -> date:
    if isinstance(value, datetime):
        return value.astimezone(ZONE).date() if value.tzinfo else value.date()
    return value


def _clock(value: datetime) -> str:
    local = value.astimezone(ZONE) if value.tzinfo else value
    return f"{local:%H:%M}"


def date_words(value: date) -> str:
    """A day in a sentence: ``2025年11月24日（周一）``; an aware moment is read in Beijing time."""
    day = _day(value)
    return _("%(year)s年%(month)s月%(day)s日（%(weekday)s）") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "weekday": _(WEEKDAYS[day.weekday()]),
    }


def date_short(value: date) -> str:
    """A day in a table: ``2025-11-24``."""
    return _day(value).isoformat()


def time_short(value: datetime) -> str:
    """A time of day: ``09:14``, in Beijing time."""
    return _clock(value)


def moment_words(value: datetime) -> str:
    """A moment in a sentence: ``2025年11月24日（周一） 09:14``."""
    return f"{date_words(value)} {_clock(value)}"


def moment_short(value: datetime) -> str:
    """A moment in a table: ``2025-11-24 09:14``."""
    return f"{date_short(value)} {_clock(value)}"


def month_words(value: date | str) -> str:
    """A month: ``2025年11月``, from a day or from ``2025-11``."""
    year, month = str(value).split("-")[:2]
    return _("%(year)s年%(month)s月") % {"year": int(year), "month": int(month)}


def months_words(count: int) -> str:
    """A span in months as years and months: 175 is ``14年7个月``."""
    years, months = divmod(count, 12)
    if not years:
        return _("%(months)s个月") % {"months": months}
    if not months:
        return _("%(years)s年") % {"years": years}
    return _("%(years)s年%(months)s个月") % {"years": years, "months": months}


def money(fen: int) -> str:
    """Integer fen as yuan: 412050 is ``¥4,120.50``."""
    return f"-¥{yuan(-fen)}" if fen < 0 else f"¥{yuan(fen)}"


def bidi(value: object) -> Markup:
    """Numbers and codes that read from left to right in any language (design §8)."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(escape(value))


FILTERS: dict[str, Callable[..., str]] = {
    spoken.__name__: spoken
    for spoken in (
        date_words,
        date_short,
        time_short,
        moment_words,
        moment_short,
        month_words,
        months_words,
        money,
        mask_name,
        mask_id,
        mask_mobile,
        mask_account,
        bidi,
    )
}
