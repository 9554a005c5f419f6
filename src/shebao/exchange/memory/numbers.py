"""Numbers of nobody, well formed: district and order are assigned to no one."""

from datetime import date

from shebao.law.identifiers import check_digit_18, check_digit_org, check_digit_uscc


def citizen_number(birth: date, order: int) -> str:
    """A well-formed citizen number of nobody; an odd order is a man's."""
    first17 = f"990101{birth:%Y%m%d}{order:03d}"
    return first17 + check_digit_18(first17)


def credit_code(order: int) -> str:
    """A well-formed unified social credit code of no unit."""
    first8 = f"MA{order:06d}"
    first17 = f"91990101{first8}{check_digit_org(first8)}"
    return first17 + check_digit_uscc(first17)
