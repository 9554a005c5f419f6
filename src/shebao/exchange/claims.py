"""What the core tells of the dead, of the injured and of those abroad (6.4.4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebao.exchange.records import Scheme


class ClaimKind(StrEnum):
    """What a death can bring; each is paid once."""

    FUNERAL = "funeral"
    SURVIVOR_PENSION = "survivor_pension"
    ACCOUNT = "account"
    DEATH_LUMP_SUM = "death_lump_sum"
    DEPENDANTS = "dependants"


class DeathCause(StrEnum):
    """What the core knows of why somebody died; most deaths have no cause on record."""

    UNKNOWN = ""
    WORK = "work"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Deceased:
    """A dead person, as far as a claim of the family needs it and no further.

    ``scheme`` is the pension scheme, empty for none; ``drawn_since`` the first month of the
    pension, empty for whoever had none; ``own_contributions`` what the person paid; ``wage`` and
    ``local_average`` belong to a recognised injury, 0 without one; ``funeral_paid_by`` names the
    scheme that has paid a funeral grant.
    """

    region: str
    died_on: date
    scheme: str
    paid_months: int
    drawn_since: str
    own_contributions: int
    balance: int
    cause: DeathCause
    wage: int
    local_average: int
    funeral_paid_by: str
    claimed: tuple[ClaimKind, ...]


@dataclass(frozen=True, kw_only=True)
class InjuryCost:
    """Costs of an injury that the fund has paid back: of what kind, for which days, how much."""

    kind: str
    start: date
    end: date
    amount: int
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class Injury:
    """A recognised work injury; ``grade`` is 0 while there is none, ``care`` the degree of need.

    ``wage`` is the mean monthly contribution wage of the twelve months before, ``local_average``
    and ``minimum_wage`` the published figures that go with it, all in fen a month; ``costs`` what
    was paid back so far, newest first.
    """

    number: str
    employer_name: str
    happened_on: date
    recognised_on: date
    graded_on: date | None
    grade: int
    care: str
    wage: int
    local_average: int
    minimum_wage: int
    is_claimed: bool
    costs: tuple[InjuryCost, ...]


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """A stay abroad under the Chinese schemes alone; both days are counted."""

    number: str
    name: str
    id_tail: str
    employer_name: str
    country: str
    kind: str
    schemes: tuple[Scheme, ...]
    start: date
    end: date
    certificate: str
    is_extension: bool


@dataclass(frozen=True, kw_only=True)
class StaffPerson:
    """One insured person of a unit, with what the unit's errands for them need.

    ``schemes`` are those now paid; ``last_paid_month`` the newest month of the pension.
    """

    number: str
    name: str
    id_tail: str
    sex: str
    birth: date
    schemes: tuple[Scheme, ...]
    last_paid_month: str
    exemptions: tuple[Exemption, ...]
