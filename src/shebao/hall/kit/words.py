"""Dates, money and masked numbers as people read them (design §5); used as page filters."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext_noop, ngettext
from markupsafe import Markup, escape

from shebao.hall.kit.clock import ZONE
from shebao.hall.kit.tongues import say as _
from shebao.law.identifiers import mask_account, mask_id, mask_mobile, mask_name
from shebao.law.money import yuan

WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)
MONTHS = (
    gettext_noop("1月"),
    gettext_noop("2月"),
    gettext_noop("3月"),
    gettext_noop("4月"),
    gettext_noop("5月"),
    gettext_noop("6月"),
    gettext_noop("7月"),
    gettext_noop("8月"),
    gettext_noop("9月"),
    gettext_noop("10月"),
    gettext_noop("11月"),
    gettext_noop("12月"),
)


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
    return _("%(year)s年%(month)s%(day)s日（%(weekday)s）") % {
        "year": day.year,
        "month": _(MONTHS[day.month - 1]),
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
    return _("%(year)s年%(month)s") % {"year": int(year), "month": _(MONTHS[int(month) - 1])}


def months_words(count: int) -> str:
    """A span in months as years and months: 175 is ``14年7个月``."""
    years, months = divmod(count, 12)
    said_years = ngettext("%(years)s年", "%(years)s年", years) % {"years": years}
    said_months = ngettext("%(months)s个月", "%(months)s个月", months) % {"months": months}
    if not years or not months:
        return said_years if years else said_months
    return _("%(years)s%(months)s") % {"years": said_years, "months": said_months}


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
