"""The estimate in words and figures for pages: round sums, ages, the bar and the curve."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from shebao.hall.kit.tongues import told
from shebao.hall.kit.words import month_words
from shebao.hall.office.catalogue.estimating import Range, Scenario
from shebao.hall.office.catalogue.estimating.estimate import Point
from shebao.hall.office.catalogue.estimating.scenarios import LineView
from shebao.law.pension.supposed import percent_text

CHOICES = {
    "early": gettext_lazy("提前"),
    "statutory": gettext_lazy("法定年龄"),
    "late": gettext_lazy("延迟"),
}
LEVELS = {
    "low": gettext_lazy("低"),
    "middle": gettext_lazy("中"),
    "high": gettext_lazy("高"),
}
# What the law's own lines are made of: labels, terms of formulas, roundings, the article.
KNOWN = (
    gettext_noop("养老金计发基数"),
    gettext_noop("平均缴费指数"),
    gettext_noop("本人指数化月平均缴费工资"),
    gettext_noop("缴费年限"),
    gettext_noop("其中视同缴费年限"),
    gettext_noop("其中早期缴费年限"),
    gettext_noop("个人账户储存额"),
    gettext_noop("计发月数"),
    gettext_noop("基础养老金"),
    gettext_noop("个人账户养老金"),
    gettext_noop("过渡性养老金"),
    gettext_noop("地方按缴费年限增发的部分"),
    gettext_noop("计发基数"),
    gettext_noop("指数化月平均缴费工资"),
    gettext_noop("视同缴费指数"),
    gettext_noop("视同缴费年限"),
    gettext_noop("早期缴费年限"),
    gettext_noop("年龄"),
    gettext_noop("按年龄查表"),
    gettext_noop("整岁之间按月推算"),
    gettext_noop("没有视同缴费和早期缴费年限"),
    gettext_noop("四舍五入到分"),
    gettext_noop("不取整"),
    gettext_noop("保留一位小数，四舍五入"),
    gettext_noop("国发〔2005〕38号第六条"),
)
AGE = re.compile(r"([0-9]+) 岁(?: ([0-9]+) 个月)?")
MONTH = re.compile(r"(?<![0-9])[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9-])")
TERM = re.compile(r"[^×+÷()%0-9.，]+")
RATES = (0, 100, 200, 300, 400, 500)
MOST_PARTS = 3


def choice(code: str) -> str:
    """How a start lies to the statutory month."""
    return str(CHOICES.get(code, code))


def about(fen: int) -> str:
    """A sum nobody knows to the fen: whole yuan, ``¥4,438``."""
    return f"¥{(fen + 50) // 100:,}"


def span(found: Range) -> str:
    """A range of sums, or the one sum where all assumptions agree."""
    low, high = about(found.low), about(found.high)
    if low == high:
        return low
    return _("%(low)s 到 %(high)s") % {"low": low, "high": high}


def age(years: int, months: int) -> str:
    """An age in years and odd months."""
    if not months:
        return _("%(years)s 岁") % {"years": years}
    return _("%(years)s 岁 %(months)s 个月") % {"years": years, "months": months}


def percent(hundredths: int) -> str:
    """Hundredths of a percent: 250 is ``2.5%``."""
    return f"{percent_text(hundredths)}%"


def rates() -> list[tuple[str, str]]:
    """The growths to choose from, in hundredths of a percent."""
    return [("", _("低、中、高都算")), *((str(one), percent(one)) for one in RATES)]


def levels(rows: Iterable[Mapping[str, int]]) -> list[tuple[str, str]]:
    """What residents may pay a year."""
    return [
        (
            str(row["level"]),
            _("%(level)s 元，补贴 %(subsidy)s 元")
            % {"level": row["level"] // 100, "subsidy": row["subsidy"] // 100},
        )
        for row in rows
    ]


def bar(first: Scenario) -> list[tuple[str, int, str]]:
    """The parts for the stacked bar; what would be a fourth one joins the third."""
    parts = [(one.label, one.amount or 0) for one in first.parts if one.amount]
    head, rest = parts[: MOST_PARTS - 1], parts[MOST_PARTS - 1 :]
    if len(rest) > 1:
        rest = [(_("过渡性和地方养老金"), sum(amount for _label, amount in rest))]
    return [(told(label), amount, about(amount)) for label, amount in (*head, *rest)]


def points(curve: Sequence[Point]) -> list[tuple[str, int, str]]:
    """The starts that have a sum, for the curve."""
    return [(one.start, one.today, about(one.today)) for one in curve if one.today is not None]


def curve_words(rows: Sequence[tuple[str, int, str]]) -> str:
    """The curve in one sentence, for those who cannot see it."""
    first, last = rows[0], rows[-1]
    return _("%(first)s 开始每月约 %(less)s，%(last)s 开始每月约 %(more)s") % {
        "first": month_words(first[0]),
        "less": first[2],
        "last": month_words(last[0]),
        "more": last[2],
    }


def bar_words(rows: Sequence[tuple[str, int, str]]) -> str:
    """The parts in one sentence."""
    return _("、").join(f"{label} {shown}" for label, _amount, shown in rows)


def formula(text: str) -> str:
    """A formula of the law with its terms in the visitor's language."""
    return TERM.sub(lambda found: told(found[0]), text).replace("，", _("，"))


def taken(text: str) -> str:
    """What a formula took: an age in words, any other value as it is."""
    found = AGE.fullmatch(text)
    return age(int(found[1]), int(found[2] or 0)) if found else told(text)


def amount(line: LineView) -> str:
    """What came out of a line, to the fen."""
    patterns = {"fen": "¥%(value)s", "months": _("%(value)s 个月"), "years": _("%(value)s 年")}
    return patterns.get(line.unit, "%(value)s") % {"value": line.value}


def sentence(text: str) -> str:
    """A sentence of the office in the visitor's language, its months as they are read aloud."""
    return MONTH.sub(lambda found: month_words(found[0]), told(text))


def terms(one: Scenario) -> str:
    """What a scenario supposes beside its start: base, pause, end of paying, growth."""
    wish = one.wish
    said = [
        _("基数 %(ratio)s%%") % {"ratio": one.ratio} if one.ratio else "",
        _("每年 %(level)s 元") % {"level": wish.level // 100} if wish.level else "",
        _("停缴 %(months)s 个月") % {"months": wish.gap} if wish.gap else "",
        _("缴到%(month)s") % {"month": month_words(wish.until)} if wish.until else "",
        _grown(_("工资涨 %(percent)s"), wish.wage_growth),
        _grown(_("计息 %(percent)s"), wish.interest),
    ]
    return _("，").join(one for one in said if one) or "—"


def _grown(words: str, hundredths: int | None) -> str:
    return "" if hundredths is None else words % {"percent": percent(hundredths)}
