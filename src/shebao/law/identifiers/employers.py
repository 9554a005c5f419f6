"""Numbers of units: the unified social credit code and codes agreed with the agency."""

import re

from shebao.law.identifiers import places
from shebao.law.identifiers.digits import USCC_SIGNS, check_digit_org, check_digit_uscc
from shebao.law.identifiers.verdict import (
    Finding,
    Flaw,
    IdKind,
    wrong_check_digit,
    wrong_length,
    wrong_sign,
)

_UNUSED_LETTERS = frozenset("IOSVZ")
# Registration authority and class of organisation, the first two signs.
_HEADS = re.compile(
    r"1[1239]|2[19]|3[1-59]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1"
)


def uscc(value: str) -> Finding:
    """统一社会信用代码 with both its check digits (6.2.2b)."""
    if len(value) != 18:
        raise wrong_length(IdKind.USCC, "18", value)
    unused = next((letter for letter in value if letter in _UNUSED_LETTERS), "")
    if unused:
        raise Flaw(
            "characters",
            f"统一社会信用代码里不会有字母 {unused}（不用 I、O、S、V、Z），"
            "可能是数字看成了字母，请再看一看",
        )
    if any(sign not in USCC_SIGNS for sign in value):
        raise wrong_sign(IdKind.USCC, value, USCC_SIGNS, "数字和大写字母")
    if not re.fullmatch(r"[0-9]{6}", value[2:8]):
        raise Flaw("region", "统一社会信用代码的第 3 到 8 位应是数字，请再看一看")
    if check_digit_uscc(value[:17]) != value[17]:
        raise wrong_check_digit(IdKind.USCC)
    if check_digit_org(value[8:16]) != value[16]:
        raise Flaw("org_check", "统一社会信用代码第 9 到 17 位的组织机构代码对不上，请逐位核对")
    return Finding(value=value, region=value[2:8], country="CHN", warnings=_warnings(value))


def agreed_code(value: str) -> Finding:
    """A code agreed between an older unit and its agency: opaque, the core knows it."""
    if not re.fullmatch(r"[A-Z0-9-]{2,20}", value):
        raise Flaw("format", "约定单位代码是 2 到 20 位字母、数字或短横，请照经办机构的通知填写")
    return Finding(value=value, warnings=("约定代码没有校验位，以经办系统为准",))


def _warnings(value: str) -> tuple[str, ...]:
    found = places.region_warnings(value[2:8])
    if not _HEADS.fullmatch(value[:2]):
        found += (f"开头的 {value[:2]} 不是常见的登记机构和机构类别，请核对",)
    return found
