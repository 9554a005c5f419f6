"""Exemption abroad (5.4.3c): which agreement covers whom, for which schemes and for how long.

An answer allows, refuses, or leaves it to a person where the number that decides was not seen in an
official text.  Countries are ISO 3166-1 alpha-3 codes; days are the first and the last of a stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from shebao.law.certification import same_day_after
from shebao.law.tables import Entry, NoValueOn, Tables, document, national
from shebao.law.text import shown

_UNSURE = "U"
# Nobody works abroad outside these years: a slip of the keys is told, not computed.
_FIRST_YEAR, _LAST_YEAR = 1949, 2999
One = TypeVar("One", bound=StrEnum)


class Scheme(StrEnum):
    """The Chinese schemes an agreement may name."""

    PENSION = "pension"
    RESIDENTS = "residents"
    UNEMPLOYMENT = "unemployment"


class Kind(StrEnum):
    """As what somebody works abroad."""

    POSTED = "posted"
    SUBSIDIARY = "subsidiary"
    SHORT_TERM = "short_term"
    NO_EMPLOYER = "no_employer"
    SELF_EMPLOYED = "self_employed"
    SEAFARER = "seafarer"
    AIRCREW = "aircrew"
    TRANSPORT = "transport"
    DIPLOMAT = "diplomat"
    CIVIL_SERVANT = "civil_servant"
    FAMILY = "family"
    EXCEPTION = "exception"


class Outcome(StrEnum):
    """What the rules alone can say."""

    ALLOWED = "allowed"
    REVIEW = "review"
    REFUSED = "refused"


class Code(StrEnum):
    """Why an exemption is refused, or looked at by a person."""

    NO_AGREEMENT = "no_agreement"
    NOT_IN_FORCE = "not_in_force"
    SCHEME_NOT_COVERED = "scheme_not_covered"
    SCHEMES_UNSURE = "schemes_unsure"
    KIND_UNSURE = "kind_unsure"
    TOO_LONG = "too_long"
    LIMIT_UNKNOWN = "limit_unknown"
    LIMIT_UNSURE = "limit_unsure"
    OVERLAP = "overlap"
    NOT_CONTINUOUS = "not_continuous"


class UnknownCountry(ValueError):
    """No country has this code; the message says how codes look."""


class BadRequest(ValueError):
    """A period, a scheme or a kind that cannot be; the message names the value."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """An earlier certificate: where and for which days, both counted."""

    country: str
    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One agreement as it stands on a day; schemes and kinds are empty until it is in force."""

    country: str
    country_name: str
    signed_on: date
    in_force_on: date | None
    is_in_force: bool
    schemes: tuple[Scheme, ...]
    kinds: tuple[Kind, ...]
    certificate: str
    months: dict[str, Any]
    sources: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One thing that stands against it; ``is_final`` refuses, otherwise a person looks."""

    code: Code
    words: str
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """The answer: months asked for with those before, the limit, every reason, the numbers taken.

    ``limit`` is None where no number is known or there is none.
    """

    outcome: Outcome
    country: str
    country_name: str
    months: int
    months_in_a_row: int
    limit: int | None
    certificate: str
    reasons: tuple[Reason, ...]
    conditions: tuple[str, ...]
    sources: tuple[Entry, ...]


def agreements(on: date, tables: Tables | None = None) -> tuple[Agreement, ...]:
    """All agreements signed by this day, by country."""
    known = tables or national()
    codes = sorted(one.split(".")[1] for one in known.names() if one.startswith("treaties."))
    return tuple(found for one in codes if (found := agreement(one, on, known)) is not None)


def agreement(country: str, on: date, tables: Tables | None = None) -> Agreement | None:
    """The agreement with a country as it stands on a day; None where nothing was signed by then.

    Raises :class:`UnknownCountry`.
    """
    tables, name = tables or national(), country_name(country)
    rows = _rows(country, tables)
    if not rows or rows[0].since > on:
        return None
    entry = [one for one in rows if one.holds_on(on)][-1]
    limits = _limits(country, on, tables)
    forces = [one.since for one in rows if one.value["state"] == "in_force"]
    return Agreement(
        country=country,
        country_name=name,
        signed_on=rows[0].since,
        in_force_on=forces[0] if forces else None,
        is_in_force=entry.value["state"] == "in_force",
        schemes=tuple(Scheme(one) for one in entry.value.get("schemes", ())),
        kinds=tuple(Kind(one) for one in entry.value.get("kinds", ())),
        certificate=entry.value.get("certificate", ""),
        months=dict(limits.value) if limits else {},
        sources=(entry, limits) if limits else (entry,),
    )


def exemption(
    *,
    country: str,
    schemes: Sequence[str],
    start: date,
    end: date,
    kind: str,
    earlier: Iterable[Period] = (),
    is_extension: bool = False,
    tables: Tables | None = None,
) -> Exemption:
    """May this stay go on under the Chinese schemes alone (5.4.3c)?

    ``earlier`` are the certificates so far.  What follows one of the same country without a break
    goes on with it, called an extension or not: the months count together.
    Raises :class:`UnknownCountry` or :class:`BadRequest`.
    """
    asked, who = _schemes(schemes), _kind(kind)
    _demand_order(start, end)
    before = tuple(earlier)
    found = agreement(country, start, tables)
    run = _run_before(country, start, before)
    months, whole = months_of(start, end), months_of(run[0].start if run else start, end)
    limit = _limit(found, who, is_extension=is_extension or bool(run))
    reasons = (
        *_about_agreement(found, country, tables or national()),
        *_about_schemes(found, asked),
        *_about_kind(found, who),
        *_about_length(found, who, whole, limit),
        *_about_others(start, end, before, is_continuous=bool(run) or not is_extension),
    )
    return Exemption(
        outcome=_outcome(reasons),
        country=country,
        country_name=country_name(country),
        months=months,
        months_in_a_row=whole,
        limit=limit,
        certificate=found.certificate if found else "",
        reasons=reasons,
        conditions=_CONDITIONS,
        sources=found.sources if found else (),
    )


_CONDITIONS = ("免缴期间在国内持续参加并缴纳申请免缴的险种", "由经办机构核对参保缴费记录后出具证明")


def country_name(country: str) -> str:
    """The Chinese name of a code; raises :class:`UnknownCountry`."""
    row = document("countries").get(country) if isinstance(country, str) else None
    if row is None:
        raise UnknownCountry(
            f"没有代码为“{shown(country, 3)}”的国家，请写三位大写字母，如 DEU 表示德国"
        )
    return str(row[1])


def months_of(start: date, end: date) -> int:
    """How many calendar months a stay takes up, the last one begun counted whole."""
    count = max(0, (end.year - start.year) * 12 + end.month - start.month - 1)
    while same_day_after(start, count) <= end:
        count += 1
    return count


def _rows(country: str, tables: Tables) -> tuple[Entry, ...]:
    name = f"treaties.{country}"
    return tables.series(name) if name in tables.names() else ()


def _limits(country: str, on: date, tables: Tables) -> Entry | None:
    name = f"treaty_months.{country}"
    try:
        return tables.entry(name, on) if name in tables.names() else None
    except NoValueOn:
        return None


def _limit(found: Agreement | None, kind: Kind, *, is_extension: bool) -> int | None:
    row = found.months.get(kind, {}) if found else {}
    limit = row.get("longest" if is_extension else "first")
    return int(limit) if limit is not None else None


def _about_agreement(found: Agreement | None, country: str, tables: Tables) -> tuple[Reason, ...]:
    name = country_name(country)
    if found is None:
        later = [one.since for one in _rows(country, tables) if one.value["state"] == "in_force"]
        words = f"与{name}的协定 {later[0]} 起生效" if later else f"与{name}没有社会保险协定"
        return (_final(Code.NOT_IN_FORCE if later else Code.NO_AGREEMENT, words),)
    if found.is_in_force:
        return ()
    since = f"，{found.in_force_on} 起生效" if found.in_force_on else ""
    return (_final(Code.NOT_IN_FORCE, f"与{name}的协定已签署，开始日还没有生效{since}"),)


def _about_schemes(found: Agreement | None, asked: tuple[Scheme, ...]) -> tuple[Reason, ...]:
    if found is None or not found.is_in_force:
        return ()
    outside = [_SCHEME_NAMES[one] for one in asked if one not in found.schemes]
    if outside:
        words = f"与{found.country_name}的协定不包括：{'、'.join(outside)}"
        return (_final(Code.SCHEME_NOT_COVERED, words),)
    return _when(
        found.sources[0].confidence == _UNSURE,
        Code.SCHEMES_UNSURE,
        f"与{found.country_name}的协定范围未核实，由经办人员确认",
    )


_SCHEME_NAMES = {
    Scheme.PENSION: "职工基本养老保险",
    Scheme.RESIDENTS: "城乡居民基本养老保险",
    Scheme.UNEMPLOYMENT: "失业保险",
}


def _about_kind(found: Agreement | None, kind: Kind) -> tuple[Reason, ...]:
    is_open = found is not None and found.is_in_force and kind not in found.kinds
    return _when(is_open, Code.KIND_UNSURE, "这类人员是否适用该协定未核实，由经办人员确认")


def _about_length(
    found: Agreement | None, kind: Kind, months: int, limit: int | None
) -> tuple[Reason, ...]:
    if found is None or not found.is_in_force or found.months.get(kind, {}).get("unlimited"):
        return ()
    if limit is None:
        words = f"这类人员的期限没有核实的数，申请 {months} 个月由经办人员确认"
        return _when(True, Code.LIMIT_UNKNOWN, words)
    words = f"累计 {months} 个月，最长 {limit} 个月"
    is_unsure = found.sources[-1].confidence == _UNSURE
    if months <= limit:
        return ()
    return (
        _when(True, Code.LIMIT_UNSURE, f"{words}（未核实），由经办人员确认")
        if is_unsure
        else (_final(Code.TOO_LONG, f"{words}，请缩短期限或申请延长"),)
    )


def _about_others(
    start: date, end: date, earlier: tuple[Period, ...], *, is_continuous: bool
) -> tuple[Reason, ...]:
    overlapping = [one for one in earlier if one.start <= end and start <= one.end]
    reasons = tuple(
        _final(Code.OVERLAP, f"与已有证明 {one.start} 至 {one.end} 的期限重叠")
        for one in overlapping
    )
    if is_continuous:
        return reasons
    words = "延长要接着同一国家上一份证明的最后一天，请核对日期或按首次申请"
    return (*reasons, _final(Code.NOT_CONTINUOUS, words))


def _run_before(country: str, start: date, earlier: tuple[Period, ...]) -> tuple[Period, ...]:
    """The unbroken row of certificates that ends the day before, oldest first."""
    run: list[Period] = []
    ends = {one.end: one for one in earlier if one.country == country and one.start <= one.end}
    day = start - timedelta(days=1)
    while day in ends:
        run.insert(0, ends[day])
        day = run[0].start - timedelta(days=1)
    return tuple(run)


def _outcome(reasons: tuple[Reason, ...]) -> Outcome:
    if any(one.is_final for one in reasons):
        return Outcome.REFUSED
    return Outcome.REVIEW if reasons else Outcome.ALLOWED


def _final(code: Code, words: str) -> Reason:
    return Reason(code=code, words=words, is_final=True)


def _when(holds: bool, code: Code, words: str) -> tuple[Reason, ...]:
    return (Reason(code=code, words=words, is_final=False),) if holds else ()


def _schemes(schemes: Sequence[str]) -> tuple[Scheme, ...]:
    if not schemes:
        raise BadRequest("请写至少一个要免缴的险种")
    return tuple(dict.fromkeys(_member(Scheme, one, "险种") for one in schemes))


def _kind(kind: str) -> Kind:
    return _member(Kind, kind, "人员类别")


def _member(kinds: type[One], value: str, what: str) -> One:
    try:
        return kinds(value)
    except ValueError:
        raise BadRequest(f"{what}应是 {'、'.join(kinds)} 之一，现在是“{shown(value)}”") from None


def _demand_order(start: date, end: date) -> None:
    if end < start:
        raise BadRequest(f"结束日 {end} 早于开始日 {start}，请核对")
    if start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
        raise BadRequest(f"期限应在 {_FIRST_YEAR} 年到 {_LAST_YEAR} 年之间，请核对")
