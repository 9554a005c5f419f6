"""Numbers built like GB 11643: citizens, residence permits, foreign permanent residents."""

import re
from datetime import date

from shebao.law.identifiers import places
from shebao.law.identifiers.digits import check_digit_18, check_digit_731
from shebao.law.identifiers.verdict import (
    TITLES,
    Finding,
    Flaw,
    IdKind,
    wrong_check_digit,
    wrong_length,
    wrong_sign,
)

_DIGITS = "0123456789"
_OLDEST = 130


def citizen(value: str, on: date) -> Finding:
    """公民身份号码 of 18 signs; 15-digit numbers are only good for old records."""
    kind = IdKind.CITIZEN
    if re.fullmatch(r"[0-9]{15}", value):
        raise Flaw("old_15", "这是 15 位的旧身份证号，请填现在身份证上的 18 位号码")
    _demand_shape_18(kind, value)
    if value[:6] in places.PERMIT_REGIONS:
        raise Flaw("other_kind", "这是港澳台居民居住证的号码，请把证件类型改为“港澳台居民居住证”")
    if value[0] == "9" and has_permanent_resident_head(value):
        raise Flaw(
            "other_kind", "这是外国人永久居留身份证的号码，请把证件类型改为“外国人永久居留身份证”"
        )
    if value[0] == "0":
        raise Flaw("region", "身份证号的第一位不会是 0，请再看一看")
    birth = _checked_18(kind, value, on)
    return Finding(
        value=value,
        birth=birth,
        sex=_sex(value),
        region=value[:6],
        country="CHN",
        warnings=places.region_warnings(value[:6]) + _age_warnings(birth, on),
    )


def citizen_15(value: str, on: date) -> Finding:
    """The number before 1999, turned into 18 signs; only for looking up old records."""
    kind = IdKind.CITIZEN_15
    _demand_digits(kind, value)
    if len(value) != 15:
        raise wrong_length(kind, "15", value)
    first17 = f"{value[:6]}19{value[6:]}"
    found = citizen(first17 + check_digit_18(first17), on)
    return Finding(
        value=found.value,
        birth=found.birth,
        sex=found.sex,
        region=found.region,
        country=found.country,
        warnings=(
            "已按旧号码换算为 18 位，只用于查找旧档案，请以现在的身份证为准",
            *found.warnings,
        ),
    )


def residence_permit(value: str, on: date) -> Finding:
    """港澳台居民居住证: the same layout under 810000, 820000 or 830000."""
    kind = IdKind.RESIDENCE_PERMIT
    _demand_shape_18(kind, value)
    if value[:6] not in places.PERMIT_REGIONS:
        raise Flaw(
            "region",
            "港澳台居民居住证号以 810000、820000 或 830000 开头，"
            f"现在是 {value[:6]}，请再看一看，或改选证件类型",
        )
    birth = _checked_18(kind, value, on)
    return Finding(
        value=value,
        birth=birth,
        sex=_sex(value),
        region=value[:6],
        country=places.PERMIT_REGIONS[value[:6]],
        warnings=_age_warnings(birth, on),
    )


def permanent_resident(value: str, on: date) -> Finding:
    """外国人永久居留身份证: 18 digits since 2023-12, before that three letters and 12 digits."""
    if value[:1].isalpha():
        return _permanent_resident_15(value, on)
    kind = IdKind.PERMANENT_RESIDENT
    if len(value) != 18:
        raise wrong_length(kind, "18（旧版 15）", value)
    _demand_shape_18(kind, value)
    if value[0] != "9":
        raise Flaw("region", "外国人永久居留身份证号以 9 开头，请再看一看，或改选证件类型")
    if not places.is_known_province(value[1:3]):
        raise Flaw("region", f"第 2、3 位 {value[1:3]} 不是省级代码，请再看一看")
    country = places.country_of_number(value[3:6])
    if not country:
        raise Flaw("country", f"第 4 到 6 位 {value[3:6]} 不是国家（地区）代码，请再看一看")
    birth = _checked_18(kind, value, on)
    return Finding(
        value=value,
        birth=birth,
        sex=_sex(value),
        region=f"{value[1:3]}0000",
        country=country,
        warnings=_age_warnings(birth, on),
    )


def _permanent_resident_15(value: str, on: date) -> Finding:
    kind = IdKind.PERMANENT_RESIDENT
    if len(value) != 15:
        raise wrong_length(kind, "18（旧版 15）", value)
    if not re.fullmatch(r"[A-Z]{3}[0-9]{12}", value):
        raise Flaw("characters", f"旧版{TITLES[kind]}是 3 个字母加 12 个数字，请再看一看")
    if not places.is_known_country(value[:3]):
        raise Flaw("country", f"开头的 {value[:3]} 不是国家（地区）代码，请再看一看")
    if check_digit_731(value[:-1]) != value[-1]:
        raise wrong_check_digit(kind)
    birth = _latest_birth(value[7:13], on)
    return Finding(
        value=value,
        birth=birth,
        region=f"{value[3:5]}0000" if places.is_known_province(value[3:5]) else "",
        country=value[:3],
        warnings=("旧版号码只有两位年份，出生日期请与证件核对",),
    )


def has_permanent_resident_head(value: str) -> bool:
    """Do digits 2-6 name a province and a country, as only permanent residents' numbers do?"""
    return places.is_known_province(value[1:3]) and bool(places.country_of_number(value[3:6]))


def _demand_shape_18(kind: IdKind, value: str) -> None:
    if len(value) != 18:
        raise wrong_length(kind, "18", value)
    _demand_digits(kind, value[:17])
    if value[17] not in "0123456789X":
        raise Flaw("characters", f"{TITLES[kind]}的最后一位应是数字或 X，请改一改")


def _demand_digits(kind: IdKind, value: str) -> None:
    if not re.fullmatch(r"[0-9]*", value):
        raise wrong_sign(kind, value, _DIGITS, "数字（最后一位可以是 X）")


def _checked_18(kind: IdKind, value: str, on: date) -> date:
    birth = _real_birth(kind, value[6:14], on)
    if check_digit_18(value[:17]) != value[17]:
        raise wrong_check_digit(kind)
    return birth


def _real_birth(kind: IdKind, digits: str, on: date) -> date:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    shown = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        birth = date(year, month, day)
    except ValueError:
        raise Flaw(
            "birth", f"{TITLES[kind]}中的出生日期 {shown} 不是日历上的日子，请核对第 7 到 14 位"
        ) from None
    if birth > on:
        raise Flaw("future", f"{TITLES[kind]}中的出生日期 {shown} 还没有到，请核对第 7 到 14 位")
    return birth


def _latest_birth(digits: str, on: date) -> date:
    """Two-digit years are read as the latest that is not in the future."""
    for century in (on.year // 100 * 100, on.year // 100 * 100 - 100):
        try:
            birth = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            continue
        if birth <= on:
            return birth
    raise Flaw("birth", "号码中的出生日期不是日历上的日子，请核对第 8 到 13 位")


def _sex(value: str) -> str:
    return "male" if int(value[16]) % 2 else "female"


def _age_warnings(birth: date, on: date) -> tuple[str, ...]:
    if on.year - birth.year > _OLDEST:
        return (f"按号码算已超过 {_OLDEST} 岁，请核对出生年份",)
    return ()
