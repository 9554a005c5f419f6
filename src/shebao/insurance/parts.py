"""The pieces of a monthly benefit, and the months over which an account is paid out."""

from datetime import date
from functools import lru_cache

from shebao.insurance import province

BASIC = "basic"
ACCOUNT = "account"
TRANSITIONAL = "transitional"
SUPPLEMENT = "supplement"
ADJUSTMENT = "adjustment"
RESIDENTS_BASE = "base"
UNEMPLOYMENT = "unemployment_benefit"
DISABILITY = "disability_allowance"
_MEASURE = date(2006, 7, 1)


def payout_tenths(age_months: int) -> int:
    """Over how many tenths of a month an account is paid out, by the age at retirement."""
    years, odd = divmod(min(max(age_months, 40 * 12), 70 * 12), 12)
    whole = _payout(years) * 10
    return whole if not odd else whole + ((_payout(years + 1) * 10 - whole) * odd + 6) // 12


@lru_cache
def _payout(years: int) -> int:
    return int(province.all_tables().value("payout_months.by_age", _MEASURE)[str(min(years, 70))])
