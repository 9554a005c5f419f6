"""The one question: is this value a good number of its kind?"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from shebao.law.identifiers import employers, everyday, residents, travellers
from shebao.law.identifiers.verdict import TITLES, Finding, Flaw, IdKind, Verdict
from shebao.law.text import half_width, without_blanks

_LONGEST = 200

Checker = Callable[[str, date, str], Finding]

_CHECKERS: Mapping[IdKind, Checker] = {
    IdKind.CITIZEN: lambda value, on, _: residents.citizen(value, on),
    IdKind.CITIZEN_15: lambda value, on, _: residents.citizen_15(value, on),
    IdKind.RESIDENCE_PERMIT: lambda value, on, _: residents.residence_permit(value, on),
    IdKind.PERMANENT_RESIDENT: lambda value, on, _: residents.permanent_resident(value, on),
    IdKind.HK_MACAO_TRAVEL: lambda value, *_: travellers.hk_macao_travel(value),
    IdKind.TAIWAN_TRAVEL: lambda value, *_: travellers.taiwan_travel(value),
    IdKind.PASSPORT: lambda value, _, country: travellers.passport(value, country),
    IdKind.SOCIAL_SECURITY: lambda value, on, _: travellers.social_security(value, on),
    IdKind.FOREIGN_SOCIAL_SECURITY: lambda value, *_: travellers.foreign_social_security(value),
    IdKind.USCC: lambda value, *_: employers.uscc(value),
    IdKind.AGREED_CODE: lambda value, *_: employers.agreed_code(value),
    IdKind.CARD: lambda value, *_: everyday.card(value),
    IdKind.CARD_CHIP: lambda value, *_: everyday.card_chip(value),
    IdKind.BANK_ACCOUNT: lambda value, *_: everyday.bank_account(value),
    IdKind.MOBILE: lambda value, *_: everyday.mobile(value),
    IdKind.REGION: lambda value, *_: everyday.region(value),
    IdKind.COUNTRY: lambda value, *_: everyday.country(value),
    IdKind.POSTCODE: lambda value, *_: everyday.postcode(value),
    IdKind.NAME: lambda value, *_: everyday.name(value),
    IdKind.YEAR_MONTH: lambda value, *_: everyday.year_month(value),
    IdKind.CORE_NUMBER: lambda value, *_: everyday.core_number(value),
    IdKind.SCHEME_CODE: lambda value, *_: everyday.scheme_code(value),
}

# A bare value with the look of an identity number is judged as one and as nothing else: a slip in
# it must not turn it into somebody's good account number.
_BIRTH = r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_LOOKS_BORN = re.compile(rf"[1-8][0-9]{{5}}{_BIRTH}[0-9]{{3}}[0-9X]")
_LOOKS_FOREIGN = re.compile(rf"9[0-9]{{5}}{_BIRTH}[0-9]{{4}}")
_LOOKS_BANKED = re.compile(r"62(?:[0-9]{14}|[0-9]{17})")

# Which kinds any other bare value is tried as, the likeliest first.  Kinds that a few digits
# satisfy are never guessed.
_GUESSES = (
    IdKind.CITIZEN,
    IdKind.RESIDENCE_PERMIT,
    IdKind.PERMANENT_RESIDENT,
    IdKind.USCC,
    IdKind.CITIZEN_15,
    IdKind.MOBILE,
    IdKind.HK_MACAO_TRAVEL,
    IdKind.PASSPORT,
)


def check(value: str, *, on: date, kind: IdKind | None = None, country: str = "CHN") -> Verdict:
    """Whether ``value`` can be a number of this kind on the day ``on`` (6.2.2, 6.2.3).

    Full-width signs, inner blanks and small letters are brought to normal form first.  Without a
    kind the likeliest one is found.  ``country`` is who issued a passport.  Never raises for a
    bad value: whatever comes in, the verdict says in plain words what to do.
    """
    kind = None if kind is None else IdKind(kind)
    try:
        tidy = _tidied(value, kind)
    except Flaw as flaw:
        return _refused("", kind, flaw)
    issuer = country.strip().upper() if isinstance(country, str) else ""
    if kind is None:
        return _guessed(tidy, on, issuer)
    return _checked(kind, tidy, on, issuer)


def _tidied(value: object, kind: IdKind | None) -> str:
    title = TITLES[kind] if kind else "号码"
    if not isinstance(value, str) or not value.strip():
        raise Flaw("empty", f"请填写{title}")
    if len(value) > _LONGEST:
        raise Flaw("too_long", f"{title}太长了，请核对是不是粘贴了别的内容")
    if any(_is_unwritable(sign) for sign in value):
        raise Flaw("unreadable", f"{title}里有看不见或损坏的字符，请删去重新输入")
    if kind is IdKind.NAME:
        return half_width(value).strip()
    return without_blanks(value).upper()


def _is_unwritable(sign: str) -> bool:
    code = ord(sign)
    is_control = code < 0x20 and sign not in "\t\n\r" or 0x7F <= code < 0xA0
    return is_control or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE


def _checked(kind: IdKind, value: str, on: date, country: str) -> Verdict:
    if not value:
        return _refused("", kind, Flaw("empty", f"请填写{TITLES[kind]}"))
    try:
        found = _CHECKERS[kind](value, on, country)
    except Flaw as flaw:
        return _refused(value, kind, flaw)
    return Verdict(
        value=found.value,
        kind=kind,
        is_valid=True,
        birth=found.birth,
        sex=found.sex,
        region=found.region,
        country=found.country,
        warnings=found.warnings,
    )


def _guessed(value: str, on: date, country: str) -> Verdict:
    good = [
        verdict
        for kind in _guesses(value)
        if (verdict := _checked(kind, value, on, country)).is_valid
    ]
    return good[0] if good else _checked(_likeliest(value), value, on, country)


def _guesses(value: str) -> tuple[IdKind, ...]:
    if _LOOKS_BORN.fullmatch(value):
        return (_likeliest(value),)
    return (*_GUESSES, IdKind.BANK_ACCOUNT) if _LOOKS_BANKED.fullmatch(value) else _GUESSES


def _likeliest(value: str) -> IdKind:
    """The kind whose words help most with a value that is good as none."""
    if value.startswith(("810000", "820000", "830000")):
        return IdKind.RESIDENCE_PERMIT
    if value[:3].isalpha() and len(value) == 15:
        return IdKind.PERMANENT_RESIDENT
    if len(value) == 11 and value.startswith("1"):
        return IdKind.MOBILE
    if _LOOKS_BANKED.fullmatch(value):
        return IdKind.BANK_ACCOUNT
    return _likeliest_of_18(value)


def _likeliest_of_18(value: str) -> IdKind:
    if _LOOKS_FOREIGN.fullmatch(value) and residents.has_permanent_resident_head(value):
        return IdKind.PERMANENT_RESIDENT
    if value.startswith(("91", "92", "93")) and 16 <= len(value) <= 20:
        return IdKind.USCC
    if value[:17].isdigit() or not value.isascii():
        return IdKind.CITIZEN
    return IdKind.USCC if 16 <= len(value) <= 20 else IdKind.PASSPORT


def _refused(value: str, kind: IdKind | None, flaw: Flaw) -> Verdict:
    return Verdict(value=value, kind=kind, is_valid=False, reason=flaw.reason, words=flaw.words)
