"""The port (6.4.4): the questions the hall may ask, the records it gets, the one verb it may use.

Whoever implements :class:`Insurance` is a core system to us: the HTTP client, the file ferry, the
memory stand-in, or an agency's own server behind the published messages.  Amounts are integer fen,
months are ``"YYYY-MM"``, regions are six-digit GB/T 2260 codes, every answer carries its data date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from shebao.exchange.claims import (
    ClaimKind,
    DeathCause,
    Deceased,
    Exemption,
    Injury,
    InjuryCost,
    StaffPerson,
)
from shebao.exchange.questions import (
    QUESTIONS,
    AccountOf,
    BenefitsOf,
    CardOf,
    CertificationOf,
    ChangesSince,
    ContributionsOf,
    DeceasedOf,
    EmployerOf,
    ExemptionsOf,
    FindEmployer,
    FindPerson,
    InjuriesOf,
    PaymentsOf,
    PersonOf,
    Question,
    RegistrationsOf,
    StaffExemptionsOf,
    StaffOf,
    StaffPersonOf,
    TransfersOf,
)
from shebao.exchange.records import (
    Account,
    AccountYear,
    Benefit,
    Card,
    Certification,
    Change,
    Changes,
    ContributionYear,
    Employer,
    MonthState,
    Payment,
    Person,
    PersonKind,
    Registration,
    RegistrationState,
    Scheme,
    StaffMember,
    StaffPage,
    Transfer,
    TransferState,
    TransferStep,
)

__all__ = [
    "Account",
    "AccountOf",
    "AccountYear",
    "Answer",
    "Benefit",
    "BenefitsOf",
    "Card",
    "CardOf",
    "Certification",
    "CertificationOf",
    "Change",
    "Changes",
    "ChangesSince",
    "ClaimKind",
    "ContributionYear",
    "ContributionsOf",
    "DeathCause",
    "Deceased",
    "DeceasedOf",
    "Employer",
    "EmployerOf",
    "Exemption",
    "ExemptionsOf",
    "FindEmployer",
    "FindPerson",
    "InjuriesOf",
    "Injury",
    "InjuryCost",
    "Insurance",
    "MonthState",
    "Payment",
    "PaymentsOf",
    "Person",
    "PersonKind",
    "PersonOf",
    "Posting",
    "PostingKind",
    "QUESTIONS",
    "Question",
    "Receipt",
    "ReceiptState",
    "Registration",
    "RegistrationState",
    "RegistrationsOf",
    "Rejected",
    "Scheme",
    "StaffExemptionsOf",
    "StaffMember",
    "StaffOf",
    "StaffPage",
    "StaffPerson",
    "StaffPersonOf",
    "Transfer",
    "TransferState",
    "TransferStep",
    "TransfersOf",
    "Unreachable",
    "VALUES",
    "ask_one",
]

R = TypeVar("R")


class Unreachable(ConnectionError):
    """The other side did not answer in time; nothing is known and nothing was changed."""


class Rejected(ValueError):
    """The other side, or the wall itself, refused the message as not allowed or not well formed."""


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[R]):
    """What the core says, and the day its data stands at."""

    value: R
    data_date: date


class PostingKind(StrEnum):
    """What the hall may change on the other side; each kind lists its values in ``VALUES``."""

    CONTACT = "contact"
    KEY_FACTS = "key_facts"
    CERTIFICATION = "certification"
    TRANSFER = "transfer"
    DEEMED_YEARS = "deemed_years"
    RETIREMENT = "retirement"
    RETIREMENT_DEFERRAL = "retirement_deferral"
    BENEFIT = "benefit"
    SURVIVOR = "survivor"
    ACCOUNT_PAYOUT = "account_payout"
    INJURY_BENEFIT = "injury_benefit"
    INJURY_DEATH = "injury_death"
    INJURY_COST = "injury_cost"
    EXEMPTION = "exemption"


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A decided change on its way to the core; ``key`` makes repeating it harmless."""

    key: str
    kind: PostingKind
    subject: str
    case: str
    decided_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)


# Who died, as the family names them.
_DECEASED = ("id_type", "id_number", "country", "name")

# Allowed values per kind; a trailing "?" marks one that may be missing.  All are strings:
# dates "YYYY-MM-DD", months "YYYY-MM", amounts in fen.
VALUES: dict[PostingKind, tuple[str, ...]] = {
    PostingKind.CONTACT: ("mobile?", "address?"),
    PostingKind.KEY_FACTS: ("name?", "sex?", "birth?", "first_work?"),
    PostingKind.CERTIFICATION: ("method",),
    PostingKind.TRANSFER: ("from_region", "to_region"),
    PostingKind.DEEMED_YEARS: ("from_month", "to_month", "months"),
    PostingKind.RETIREMENT: ("scheme", "choice", "start_month"),
    PostingKind.RETIREMENT_DEFERRAL: ("until_month",),
    PostingKind.BENEFIT: ("benefit", "first_month"),
    PostingKind.SURVIVOR: (*_DECEASED, "relation", "funeral_from"),
    PostingKind.ACCOUNT_PAYOUT: ("payout_for", *(f"{name}?" for name in _DECEASED), "relation?"),
    PostingKind.INJURY_BENEFIT: ("injury",),
    PostingKind.INJURY_DEATH: (
        *_DECEASED, "relation", "funeral_from", "spouse", "others", "alone"
    ),
    PostingKind.INJURY_COST: ("injury", "cost", "start", "end", "amount"),
    PostingKind.EXEMPTION: (
        "country", "abroad_kind", "schemes", "start", "end", "is_extension", "person?"
    ),
}  # fmt: skip


class ReceiptState(StrEnum):
    """What became of a posting."""

    DONE = "done"
    STARTED = "started"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The core's word on a posting; repeating the posting gives the same receipt again."""

    key: str
    state: ReceiptState
    reference: str
    reason: str
    at: datetime


class Insurance(Protocol):
    """A core insurance system, however it is reached."""

    def ask(self, *questions: Question[Any]) -> tuple[Answer[Any], ...]:
        """Answer all questions in one message, in their order.

        Raises :class:`Unreachable` or :class:`Rejected`.
        """
        ...

    def post(self, posting: Posting) -> Receipt:
        """Apply a decided change once, however often it is sent.

        Raises :class:`Unreachable` or :class:`Rejected`.
        """
        ...


def ask_one(insurance: Insurance, question: Question[R]) -> Answer[R]:
    """Ask a single question; the answer has the question's own type."""
    (answer,) = insurance.ask(question)
    return answer
