"""What a check says: the normal form, what the number tells, and words about what to do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class IdKind(StrEnum):
    """The kinds of identifiers the service meets."""

    CITIZEN = "citizen_id"
    CITIZEN_15 = "citizen_id_15"
    RESIDENCE_PERMIT = "residence_permit"
    PERMANENT_RESIDENT = "permanent_resident"
    HK_MACAO_TRAVEL = "hk_macao_travel"
    TAIWAN_TRAVEL = "taiwan_travel"
    PASSPORT = "passport"
    SOCIAL_SECURITY = "social_security"
    FOREIGN_SOCIAL_SECURITY = "foreign_ss"
    USCC = "uscc"
    AGREED_CODE = "agreed_code"
    CARD = "card_number"
    CARD_CHIP = "card_chip"
    BANK_ACCOUNT = "bank_account"
    MOBILE = "mobile"
    REGION = "region"
    COUNTRY = "country"
    POSTCODE = "postcode"
    NAME = "name"
    YEAR_MONTH = "year_month"
    CORE_NUMBER = "core_number"
    SCHEME_CODE = "scheme_code"


# The kind as people call it.
TITLES = {
    IdKind.CITIZEN: "身份证号",
    IdKind.CITIZEN_15: "15 位旧身份证号",
    IdKind.RESIDENCE_PERMIT: "港澳台居民居住证号",
    IdKind.PERMANENT_RESIDENT: "外国人永久居留身份证号",
    IdKind.HK_MACAO_TRAVEL: "港澳居民来往内地通行证号",
    IdKind.TAIWAN_TRAVEL: "台湾居民来往大陆通行证号",
    IdKind.PASSPORT: "护照号",
    IdKind.SOCIAL_SECURITY: "社会保障号码",
    IdKind.FOREIGN_SOCIAL_SECURITY: "外国人社会保障号码",
    IdKind.USCC: "统一社会信用代码",
    IdKind.AGREED_CODE: "约定单位代码",
    IdKind.CARD: "社会保障卡卡号",
    IdKind.CARD_CHIP: "社会保障卡卡识别码",
    IdKind.BANK_ACCOUNT: "银行账号",
    IdKind.MOBILE: "手机号",
    IdKind.REGION: "行政区划代码",
    IdKind.COUNTRY: "国家（地区）代码",
    IdKind.POSTCODE: "邮政编码",
    IdKind.NAME: "姓名",
    IdKind.YEAR_MONTH: "年月",
    IdKind.CORE_NUMBER: "个人编号或单位编号",
    IdKind.SCHEME_CODE: "险种代码",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The outcome of a check.

    ``value`` is the normal form in which to store and compare.  ``reason`` is a stable code and
    ``words`` says to the person what to do; both are empty when valid.  ``birth``, ``sex``
    (``"male"``/``"female"``), ``region`` (six digits) and ``country`` (alpha-3) are filled when
    the number tells them; the core's own record wins over them.
    """

    value: str
    kind: IdKind | None
    is_valid: bool
    reason: str = ""
    words: str = ""
    birth: date | None = None
    sex: str = ""
    region: str = ""
    country: str = ""
    warnings: tuple[str, ...] = ()


class Flaw(Exception):
    """Inside this package: why a value is not valid, as a code and as words."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Inside this package: what a valid value tells, still without its kind."""

    value: str
    birth: date | None = None
    sex: str = ""
    region: str = ""
    country: str = ""
    warnings: tuple[str, ...] = ()


def wrong_length(kind: IdKind, expected: str, value: str) -> Flaw:
    """The words people meet most: how long it should be and how long it is."""
    return Flaw("length", f"{TITLES[kind]}应是 {expected} 位，现在是 {len(value)} 位，请再看一看")


def wrong_check_digit(kind: IdKind) -> Flaw:
    """One sign of the number is not what it should be."""
    return Flaw("check_digit", f"{TITLES[kind]}的最后一位对不上，可能有一位填错了，请逐位核对")


def wrong_sign(kind: IdKind, value: str, allowed: str, allowed_words: str) -> Flaw:
    """Names the first sign that cannot stand in this number."""
    place = next(place for place, sign in enumerate(value) if sign not in allowed)
    sign = value[place]
    seen = f"是“{sign}”" if sign.isprintable() and not sign.isspace() else "看不清"
    return Flaw(
        "characters", f"{TITLES[kind]}只能有{allowed_words}，第 {place + 1} 位{seen}，请改一改"
    )
