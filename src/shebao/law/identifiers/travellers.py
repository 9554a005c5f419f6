"""Travel permits, passports and the social security numbers of foreigners."""

import re
from datetime import date

from shebao.law.identifiers import places, residents
from shebao.law.identifiers.verdict import Finding, Flaw, IdKind, wrong_length

_CHINESE_PASSPORT = re.compile(r"[EGDSPH][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}")
_HOME = "CHN"


def hk_macao_travel(value: str) -> Finding:
    """港澳居民来往内地通行证: H or M and eight digits, older cards with two more."""
    if not re.fullmatch(r"[HM][0-9]{8}(?:[0-9]{2})?", value):
        raise Flaw(
            "format", "港澳居民来往内地通行证号是 H 或 M 加 8 位数字（旧证 10 位），请再看一看"
        )
    return Finding(value=value, country="HKG" if value[0] == "H" else "MAC")


def taiwan_travel(value: str) -> Finding:
    """台湾居民来往大陆通行证: eight digits; the old booklet ten and a sign."""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{10}(?:[A-Z0-9]|\([A-Z0-9]\))?", value):
        raise Flaw(
            "format",
            "台湾居民来往大陆通行证号是 8 位数字（旧证为 10 位数字，后面可有一位括号），请再看一看",
        )
    return Finding(value=value, country="TWN")


def passport(value: str, country: str) -> Finding:
    """A passport of the country that issued it; the triple of kind, country, number is unique."""
    if not places.is_known_country(country):
        raise Flaw("country", "请先选择签发护照的国家（地区）")
    if country == _HOME:
        if not _CHINESE_PASSPORT.fullmatch(value):
            raise Flaw(
                "format", "中国护照号是一个字母加 8 位数字，或 E 加一个字母和 7 位数字，请再看一看"
            )
    elif not re.fullmatch(r"[A-Z0-9]{5,20}", value):
        raise Flaw("format", "护照号应是 5 到 20 位字母和数字，请照护照首页填写")
    return Finding(value=value, country=country)


def foreign_social_security(value: str) -> Finding:
    """外国人社会保障号码: a country's three letters and the number of the document."""
    if not 4 <= len(value) <= 18:
        raise wrong_length(IdKind.FOREIGN_SOCIAL_SECURITY, "4 到 18", value)
    if not re.fullmatch(r"[A-Z]{3}[A-Z0-9]{1,15}", value):
        raise Flaw("format", "外国人社会保障号码是 3 个字母的国家代码加证件号码，请再看一看")
    if not places.is_known_country(value[:3]):
        raise Flaw("country", f"开头的 {value[:3]} 不是国家（地区）代码，请再看一看")
    return Finding(value=value, country=value[:3], warnings=("编码规则以经办系统为准，还需核验",))


def social_security(value: str, on: date) -> Finding:
    """社会保障号码: the citizen's, the permit holder's or the foreigner's, by its look."""
    if value[:3].isalpha() and value[:1].isalpha():
        return foreign_social_security(value)
    if value[:6] in places.PERMIT_REGIONS:
        return residents.residence_permit(value, on)
    try:
        return residents.citizen(value, on)
    except Flaw as flaw:
        if flaw.reason != "other_kind":
            raise
        return residents.permanent_resident(value, on)
