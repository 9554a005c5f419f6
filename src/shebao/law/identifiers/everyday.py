"""Cards, accounts, telephones, places, names and months."""

import re

from shebao.law.identifiers import places
from shebao.law.identifiers.digits import check_digit_luhn
from shebao.law.identifiers.verdict import Finding, Flaw, IdKind, wrong_check_digit, wrong_length
from shebao.law.months import BadMonth, month_number, month_text
from shebao.law.text import half_width

# The CJK blocks of GB 18030-2022 and 〇; the private area holds characters old systems made up.
_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
_MADE_UP = "\ue000-\uf8ff"
_HAN_NAME = re.compile(f"[{_HAN}{_MADE_UP}]+(?:·[{_HAN}{_MADE_UP}]+)*")
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LATIN_NAME = re.compile(f"[{_LATIN}][{_LATIN} ,.'’-]*")
_HAN_DOT = re.compile(" *[·•‧∙⋅・･᛫.] *")


def card(value: str) -> Finding:
    """社会保障卡卡号: nine signs, no public check rule; it changes with the card."""
    if len(value) != 9:
        raise wrong_length(IdKind.CARD, "9", value)
    if not re.fullmatch(r"[A-Z0-9]{9}", value):
        raise Flaw("characters", "社会保障卡卡号只有字母和数字，请照卡面填写")
    return Finding(value=value)


def card_chip(value: str) -> Finding:
    """卡识别码: 32 hexadecimal signs that begin with the issuing district."""
    if len(value) != 32:
        raise wrong_length(IdKind.CARD_CHIP, "32", value)
    if not re.fullmatch(r"[0-9]{6}[0-9A-F]{26}", value):
        raise Flaw("characters", "卡识别码只有数字和 A 到 F，前 6 位是数字，请重新读卡")
    return Finding(value=value, region=value[:6], warnings=places.region_warnings(value[:6]))


def bank_account(value: str) -> Finding:
    """13 to 19 digits with a Luhn digit; blanks and dashes of the card face do not count."""
    digits = value.replace("-", "")
    if not re.fullmatch(r"[0-9]*", digits):
        raise Flaw("characters", "银行账号只有数字，请照银行卡或存折填写")
    if not 13 <= len(digits) <= 19:
        raise wrong_length(IdKind.BANK_ACCOUNT, "13 到 19", digits)
    if check_digit_luhn(digits[:-1]) != digits[-1]:
        raise wrong_check_digit(IdKind.BANK_ACCOUNT)
    return Finding(value=digits)


def mobile(value: str) -> Finding:
    """A number of the mainland without its prefix, or one abroad as E.164."""
    plain = re.sub(r"[-()]", "", value)
    home = re.sub(r"^(?:\+86|0086|86(?=1[0-9]{10}$))", "", plain)
    if home.startswith("+"):
        return _abroad(home)
    if not re.fullmatch(r"[0-9]*", home):
        raise Flaw("characters", "手机号只有数字；境外号码请以 + 和国家代码开头")
    if len(home) != 11:
        raise wrong_length(IdKind.MOBILE, "11", home)
    if not re.fullmatch(r"1[3-9][0-9]{9}", home):
        raise Flaw(
            "format", "内地手机号以 13 到 19 开头，请再看一看；境外号码请以 + 和国家代码开头"
        )
    return Finding(value=home, country="CHN")


def region(value: str) -> Finding:
    """Six digits of GB/T 2260, or the twelve of a village; withdrawn codes are good too."""
    if not re.fullmatch(r"[0-9]*", value):
        raise Flaw("characters", "行政区划代码只有数字，请从列表中选择")
    if len(value) not in (6, 12):
        raise wrong_length(IdKind.REGION, "6（村级 12）", value)
    if value[0] == "0":
        raise Flaw("region", "行政区划代码不以 0 开头，请从列表中选择")
    return Finding(value=value, region=value[:6], warnings=places.region_warnings(value[:6]))


def country(value: str) -> Finding:
    """Three letters of GB/T 2659, or its three digits, which are turned into letters."""
    alpha3 = places.country_of_number(value) or value
    if not places.is_known_country(alpha3):
        raise Flaw("country", "没有这个国家（地区）代码，请从列表中选择，例如 CHN")
    return Finding(value=alpha3, country=alpha3)


def postcode(value: str) -> Finding:
    """Six digits."""
    if not re.fullmatch(r"[0-9]{6}", value):
        raise Flaw("format", f"邮政编码是 6 位数字，现在是 {len(value)} 位，请再看一看")
    return Finding(value=value)


def name(value: str) -> Finding:
    """2-50 Chinese characters, rare ones and · included, or the letters of a passport."""
    if _LATIN_NAME.fullmatch(value):
        return _latin_name(" ".join(value.split()))
    joined = "".join(_HAN_DOT.sub("·", value).split())
    if not _HAN_NAME.fullmatch(joined):
        raise Flaw(
            "characters",
            "姓名请照证件填写：只用汉字和中间的“·”，或只用护照上的字母，不要有数字和其他符号",
        )
    if not 2 <= len(joined) <= 50:
        raise Flaw("length", f"姓名应是 2 到 50 个字，现在是 {len(joined)} 个字，请照证件填写")
    return Finding(value=joined, warnings=_name_warnings(joined))


def same_name(one: str, other: str) -> bool:
    """Do two names say the same, whatever the width, the blanks and the kind of middle dot?"""
    first, second = (
        "".join(_HAN_DOT.sub("·", half_width(name)).split()).casefold() for name in (one, other)
    )
    return first == second != ""


def year_month(value: str) -> Finding:
    """A month as ``YYYY-MM``; ``YYYYMM`` and ``2031年5月`` are read too."""
    found = re.fullmatch(r"([0-9]{4})[年/.]([0-9]{1,2})月?", value)
    text = f"{found[1]}-{found[2]:0>2}" if found else value
    if not re.fullmatch(r"[0-9]{4}-?[0-9]{2}", text):
        raise Flaw("format", "年月应写成 2031-05 这样，请改一改")
    try:
        return Finding(value=month_text(month_number(text)))
    except BadMonth as error:
        raise Flaw("month", str(error)) from None


def core_number(value: str) -> Finding:
    """个人编号 or 单位编号: whatever the core gave, up to 20 signs."""
    if not re.fullmatch(r"[A-Z0-9_-]{1,20}", value):
        raise Flaw("format", "编号是 20 位以内的字母和数字，请照参保凭证填写")
    return Finding(value=value)


def scheme_code(value: str) -> Finding:
    """险种 code (AAE140): three digits; regions have their own beside the common ones."""
    if not re.fullmatch(r"[0-9]{3}", value):
        raise Flaw("format", "险种代码是 3 位数字，请从列表中选择")
    return Finding(value=value)


def _abroad(value: str) -> Finding:
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", value):
        raise Flaw("format", "境外号码请写成 + 加国家代码和号码，共 7 到 15 位数字")
    return Finding(value=value)


def _latin_name(value: str) -> Finding:
    if len(value) > 80:
        raise Flaw("length", f"姓名最多 80 个字母，现在是 {len(value)} 个，请照护照填写")
    return Finding(value=value)


def _name_warnings(value: str) -> tuple[str, ...]:
    if re.search(f"[{_MADE_UP}]", value):
        return ("姓名里有自造字，换一台设备可能显示不出来，请到窗口换成标准字",)
    return ()
