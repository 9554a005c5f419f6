"""Which agencies there are, and which one a region belongs to."""

from dataclasses import dataclass

from shebao.hall.office.agencies.models import Agency


class NoSuchAgency(LookupError):
    """No agency has this code."""


@dataclass(frozen=True, kw_only=True)
class AgencyCard:
    """An agency as pages and papers show it (5.6.1c)."""

    code: str
    name: str
    address: str
    hours: str
    phone: str


def agency(code: str) -> AgencyCard:
    """The agency with this code. Raises ``NoSuchAgency``."""
    row = Agency.objects.filter(code=code).values("code", "name", "address", "hours", "phone")
    found = row.first()
    if found is None:
        raise NoSuchAgency(code)
    return AgencyCard(**found)


def agencies() -> tuple[AgencyCard, ...]:
    """All agencies by code."""
    rows = Agency.objects.order_by("code").values("code", "name", "address", "hours", "phone")
    return tuple(AgencyCard(**row) for row in rows)


def agency_for(region: str, *, default: str) -> AgencyCard:
    """The agency of a region: its own, its city's, or the default one."""
    wanted = [region, f"{region[:4]}00", default]
    found = {card.code: card for card in agencies() if card.code in wanted}
    return next((found[code] for code in wanted if code in found), agency(default))
