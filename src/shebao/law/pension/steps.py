"""The lines of a pension's working-out: what was given, then the parts."""

from collections.abc import Iterable
from dataclasses import replace

from shebao.law.payout import Payout
from shebao.law.pension.facts import Facts
from shebao.law.pension.regional import Parts, Rules, pattern_of
from shebao.law.pension.terms import LOCAL, TRANSITIONAL, Pattern, Terms
from shebao.law.tables import Entry
from shebao.law.working import ROUNDED, Line, Unit, value_text

_DOCUMENT_38 = "国发〔2005〕38号第六条"
Inputs = tuple[tuple[str, str], ...]


def given(
    facts: Facts, terms: Terms, payout: Payout | None, published: Entry | None
) -> Iterable[Line]:
    """What the sums start from: base, index, years, account and months of paying out."""
    yield Line(
        name="base",
        label="养老金计发基数",
        value=terms.base,
        unit=Unit.FEN,
        basis=published.document if published else facts.base_source,
        confidence=published.confidence if published else "D",
    )
    yield Line(name="index", label="平均缴费指数", value=facts.index, unit=Unit.RATIO)
    yield Line(
        name="indexed_wage",
        label="本人指数化月平均缴费工资",
        value=terms.base * facts.index,
        unit=Unit.FEN,
        formula="计发基数×平均缴费指数",
        inputs=_inputs(("base", "index"), facts, terms),
        basis=_DOCUMENT_38,
    )
    yield Line(name="years", label="缴费年限", value=facts.years, unit=Unit.YEARS)
    if facts.deemed_years:
        value = facts.deemed_years
        yield Line(name="deemed_years", label="其中视同缴费年限", value=value, unit=Unit.YEARS)
    if facts.early_years:
        value = facts.early_years
        yield Line(name="early_years", label="其中早期缴费年限", value=value, unit=Unit.YEARS)
    yield Line(name="account_balance", label="个人账户储存额", value=facts.account, unit=Unit.FEN)
    if payout:
        yield _payout_line(payout)


def _payout_line(payout: Payout) -> Line:
    years, odd = divmod(payout.age_months, 12)
    entry = payout.entries[-1]
    return Line(
        name="payout_months",
        label="计发月数",
        value=payout.months,
        unit=Unit.MONTHS,
        formula="按年龄查表" + ("，整岁之间按月推算" if odd and payout.way != "floor" else ""),
        inputs=(("年龄", f"{years} 岁 {odd} 个月" if odd else f"{years} 岁"),),
        basis=entry.document,
        rounding="保留一位小数，四舍五入" if odd else "不取整",
        confidence=entry.confidence,
    )


def part_lines(
    facts: Facts, terms: Terms, payout: Payout, sums: Parts, rules: Rules
) -> Iterable[Line]:
    """The parts that make up the pension, in the order of a notice."""
    yield basic_line(facts, terms, sums.basic, rules)
    yield account_line(facts.account, payout, sums.account)
    yield from _regional(facts, terms, sums, rules)


def basic_line(facts: Facts, terms: Terms, value: int, rules: Rules) -> Line:
    """The basic part."""
    return Line(
        name="basic",
        label="基础养老金",
        value=value,
        unit=Unit.FEN,
        formula=f"(计发基数+指数化月平均缴费工资)÷2×缴费年限×{rules.basic.value}%",
        inputs=_inputs(("base", "indexed_wage", "years"), facts, terms),
        basis=_DOCUMENT_38,
        rounding=ROUNDED,
        is_part=True,
    )


def account_line(balance: int, payout: Payout, value: int) -> Line:
    """The part from the account."""
    return Line(
        name="account",
        label="个人账户养老金",
        value=value,
        unit=Unit.FEN,
        formula="个人账户储存额÷计发月数",
        inputs=(("个人账户储存额", value_text(balance, Unit.FEN)), ("计发月数", payout.text)),
        basis=_DOCUMENT_38,
        rounding=ROUNDED,
        is_part=True,
    )


def _regional(facts: Facts, terms: Terms, sums: Parts, rules: Rules) -> Iterable[Line]:
    transitional = pattern_of(rules.transitional, TRANSITIONAL)
    local = pattern_of(rules.local, LOCAL)
    if not facts.deemed_years and not facts.early_years:
        yield _nothing_early()
    elif transitional and rules.transitional:
        inputs = _inputs(transitional.terms, facts, terms)
        line = _line(rules.transitional, transitional, inputs)
        yield replace(line, name="transitional", value=sums.transitional or 0)
    if local and rules.local:
        inputs = _inputs(local.terms, facts, terms)
        yield replace(_line(rules.local, local, inputs), name="local", value=sums.local or 0)


def _line(entry: Entry, pattern: Pattern, inputs: Inputs) -> Line:
    """A line of a provincial formula, still without its name and value."""
    return Line(
        name="",
        label=entry.value.get("label", "过渡性养老金"),
        value=0,
        unit=Unit.FEN,
        formula=pattern.words.format(**entry.value),
        inputs=inputs,
        basis=entry.document,
        rounding=ROUNDED,
        confidence=entry.confidence,
        is_part=True,
    )


def _nothing_early() -> Line:
    return Line(
        name="transitional",
        label="过渡性养老金",
        value=0,
        unit=Unit.FEN,
        formula="没有视同缴费和早期缴费年限",
        basis=_DOCUMENT_38,
        is_part=True,
    )


def _inputs(names: Iterable[str], facts: Facts, terms: Terms) -> Inputs:
    deemed_index = facts.index if facts.deemed_index is None else facts.deemed_index
    known = {
        "base": ("计发基数", value_text(terms.base, Unit.FEN)),
        "index": ("平均缴费指数", value_text(facts.index)),
        "indexed_wage": ("指数化月平均缴费工资", value_text(terms.base * facts.index, Unit.FEN)),
        "years": ("缴费年限", value_text(facts.years)),
        "deemed_index": ("视同缴费指数", value_text(deemed_index)),
        "deemed_years": ("视同缴费年限", value_text(facts.deemed_years)),
        "early_years": ("早期缴费年限", value_text(facts.early_years)),
    }
    return tuple(known[name] for name in names)
