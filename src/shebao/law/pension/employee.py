"""An employee's monthly pension (国发〔2005〕38号): basic, account, transitional, local parts."""

from collections.abc import Iterable

from shebao.law.months import month_number, month_text
from shebao.law.payout import Payout, payout_months
from shebao.law.pension.base import BASE, pension_base
from shebao.law.pension.facts import Facts, demand_sound, terms_of
from shebao.law.pension.regional import Parts, Rules, parts, rules_of
from shebao.law.pension.steps import given, part_lines
from shebao.law.tables import Entry, Tables, distinct, national
from shebao.law.working import NotCalculated, WorkingOut


def pension(facts: Facts, *, tables: Tables | None = None) -> WorkingOut:
    """The monthly pension of these facts with every step (5.4.3d).

    Raises :class:`BadFact`, ``NoPensionBase``, ``NoPayoutMonths``, ``NoValueOn``, ``BadMonth``.
    """
    tables = tables or national()
    demand_sound(facts)
    published = published_base(facts, tables)
    rules = rules_of(facts.region, month_number(facts.month), tables)
    payout = payout_months(facts.age_months, facts.month, region=facts.region, tables=tables)
    terms = terms_of(facts, published.value if published else facts.base or 0)
    sums = parts(terms, facts.account, payout.tenths, rules)
    return WorkingOut(
        title=f"基本养老金（{month_text(month_number(facts.month))}，地区 {facts.region}）",
        lines=(
            *given(facts, terms, payout, published),
            *part_lines(facts, terms, payout, sums, rules),
        ),
        total=sums.total,
        parameters=_parameters(published, payout, rules, sums),
        notes=tuple(_notes(facts, payout)),
        not_calculated=tuple(_left_out(sums)),
    )


def published_base(facts: Facts, tables: Tables) -> Entry | None:
    """The table's base, None where the facts bring their own.  Raises ``NoPensionBase``."""
    if facts.base is not None:
        return None
    return pension_base(facts.month, region=facts.region, tables=tables)


def _parameters(
    published: Entry | None, payout: Payout, rules: Rules, sums: Parts
) -> tuple[Entry, ...]:
    used = [*([published] if published else []), rules.basic, *payout.entries]
    used += [rules.transitional] if rules.transitional and sums.transitional else []
    used += [rules.local] if rules.local else []
    return distinct(used)


def _notes(facts: Facts, payout: Payout) -> Iterable[str]:
    yield "各项分别四舍五入到分后相加"
    if facts.base is not None:
        yield f"养老金计发基数{facts.base_source}，没有取自参数表“{BASE}”"
    if facts.deemed_years and facts.deemed_index is None:
        yield "视同缴费指数未知，按平均缴费指数计"
    if payout.also_seen:
        yield f"计发月数的附件各文本不一：{payout.also_seen}"


def _left_out(sums: Parts) -> Iterable[NotCalculated]:
    if sums.transitional is None:
        reason = "过渡性养老金由各省规定，没有这个地区的算法，请向当地经办机构了解"
        yield NotCalculated(name="transitional", label="过渡性养老金", reason=reason)
    if sums.local is None:
        reason = "没有这个地区的地方增发规定，当地如有，以经办机构核定为准"
        yield NotCalculated(name="local", label="地方增发", reason=reason)
