"""Which agencies there are, and which one a region belongs to."""

from dataclasses import dataclass
from time import monotonic

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
    is_ours: bool = True


COLUMNS = ("code", "name", "address", "hours", "phone", "is_ours")
KEPT_SECONDS = 60
_kept: dict[str, object] = {}


def agencies() -> tuple[AgencyCard, ...]:
    """Our own agencies by code."""
    return tuple(card for card in _all() if card.is_ours)


def partners() -> tuple[AgencyCard, ...]:
    """Agencies of other provinces, by code."""
    return tuple(card for card in _all() if not card.is_ours)


def _all() -> tuple[AgencyCard, ...]:
    """Everything known, kept for a minute, because every case asks for it."""
    found = _kept.get("cards")
    if isinstance(found, tuple) and monotonic() < float(str(_kept["until"])):
        return found
    rows = Agency.objects.order_by("code").values(*COLUMNS)
    cards = tuple(AgencyCard(**row) for row in rows)
    _kept.update(cards=cards, until=monotonic() + KEPT_SECONDS)
    return cards


def forget_agencies() -> None:
    """Read the list anew at the next question; called when it was changed here."""
    _kept.clear()


def agency(code: str) -> AgencyCard:
    """The agency with this code. Raises ``NoSuchAgency``."""
    found = next((card for card in agencies() if card.code == code), None)
    if found is None:
        raise NoSuchAgency(code)
    return found


def agency_for(region: str, *, default: str) -> AgencyCard:
    """The agency of a region: its own, its city's, or the default one."""
    wanted = [region, f"{region[:4]}00", default]
    found = {card.code: card for card in agencies() if card.code in wanted}
    return next((found[code] for code in wanted if code in found), agency(default))


def places() -> dict[str, str]:
    """Regions by name, ours and those of partners, e.g. ``990100`` 示例市."""
    return {card.code: card.name.partition("社会保险")[0] for card in _all()}


def scope_of(agency: str) -> str:
    """The beginning of the codes an agency answers for: 990000 sees all of 99…

    Codes are read in pairs: a city numbered ten, 991000, does not see 991100.
    """
    while agency.endswith("00"):
        agency = agency[:-2]
    return agency


def is_under(code: str, head: str) -> bool:
    """Whether an agency is this one, or one of those below it; nothing is under no agency."""
    return bool(head) and code.startswith(scope_of(head))


def agencies_under(head: str) -> tuple[AgencyCard, ...]:
    """An agency of ours and those below it, by code."""
    return tuple(card for card in agencies() if is_under(card.code, head))
