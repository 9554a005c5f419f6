"""Identifiers (6.2.2, 6.2.3): what a number is, whether it can be right, and how to show it."""

from shebao.law.identifiers.checking import check
from shebao.law.identifiers.digits import (
    check_digit_18,
    check_digit_731,
    check_digit_luhn,
    check_digit_org,
    check_digit_uscc,
)
from shebao.law.identifiers.everyday import same_name
from shebao.law.identifiers.masks import mask_account, mask_id, mask_mobile, mask_name
from shebao.law.identifiers.places import country_name, is_known_country, is_known_region
from shebao.law.identifiers.verdict import TITLES, IdKind, Verdict

__all__ = [
    "TITLES",
    "IdKind",
    "Verdict",
    "check",
    "check_digit_18",
    "check_digit_731",
    "check_digit_luhn",
    "check_digit_org",
    "check_digit_uscc",
    "country_name",
    "is_known_country",
    "is_known_region",
    "mask_account",
    "mask_id",
    "mask_mobile",
    "mask_name",
    "same_name",
]
