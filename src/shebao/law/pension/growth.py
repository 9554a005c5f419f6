"""What assumed yearly growth makes of an amount: exact, in hundredths of a percent a year."""

from shebao.law.pension.terms import rounded

WHOLE = 10_000


def grown(value: int, growth: int, years: int) -> int:
    """An amount after so many whole years, rounded half up once."""
    return rounded(value * (WHOLE + growth) ** years, WHOLE**years)


def worth_today(months: int, growth: int) -> tuple[int, int]:
    """What a later fen is worth at today's prices, as a ratio.

    Whole years compound, the months left over don't.
    """
    years, odd = divmod(months, 12)
    return WHOLE**years * 12 * WHOLE, (WHOLE + growth) ** years * (12 * WHOLE + growth * odd)
