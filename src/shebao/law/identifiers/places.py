"""Division codes (GB/T 2260) and country codes (GB/T 2659), current and withdrawn."""

from collections.abc import Mapping
from functools import lru_cache

from shebao.law.tables import document

PERMIT_REGIONS = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}
# Bodies registered with the State Council's own departments carry this district in their code.
_WHOLE_COUNTRY = "100000"


def is_known_region(code: str) -> bool:
    """Is, or was, this six-digit code a province, prefecture or county?"""
    return code in _regions()


def is_known_province(code: str) -> bool:
    """Do the first two digits stand for a province?"""
    return code[:2] in document("regions")["provinces"]


def is_known_country(alpha3: str) -> bool:
    """Is this an alpha-3 code of GB/T 2659?"""
    return alpha3 in document("countries")


def country_name(alpha3: str) -> str:
    """The Chinese name of a country; empty if the code is unknown."""
    return str(document("countries").get(alpha3, ("", ""))[1])


def country_of_number(numeric: str) -> str:
    """The alpha-3 code of a three-digit country number; empty if unknown."""
    return _by_number().get(numeric, "")


def region_warnings(code: str) -> tuple[str, ...]:
    """A warning where the code is in no list; withdrawn codes are as good as current ones."""
    if is_known_region(code) or code in PERMIT_REGIONS:
        return ()
    return (f"地址码 {code} 不在行政区划代码表中，请核对；以登记信息为准",)


@lru_cache
def _regions() -> frozenset[str]:
    table = document("regions")
    counties = {prefix + tail for prefix, tails in table["codes"].items() for tail in tails.split()}
    prefectures = {f"{prefix}00" for prefix in table["codes"]}
    provinces = {f"{code}0000" for code in table["provinces"]}
    return frozenset(counties | prefectures | provinces | {_WHOLE_COUNTRY})


@lru_cache
def _by_number() -> Mapping[str, str]:
    return {numeric: alpha3 for alpha3, (numeric, _) in document("countries").items()}
