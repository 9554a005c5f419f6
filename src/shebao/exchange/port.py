"""The port (6.4.4): the questions the hall may ask, the records it gets, the one verb it may use.

Whoever implements :class:`Insurance` is a core system to us: the HTTP client, the file ferry, the
memory stand-in, or an agency's own server behind the published messages.  Amounts are integer fen,
months are ``"YYYY-MM"``, regions are six-digit GB/T 2260 codes, every answer carries its data date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Unreachable(ConnectionError):
    """The other side did not answer in time; nothing is known and nothing was changed."""


class Rejected(ValueError):
    """The other side, or the wall itself, refused the message as not allowed or not well formed."""


class Scheme(StrEnum):
    """An insurance scheme the catalogue serves."""

    PENSION = "pension"
    RESIDENTS = "residents"
    UNEMPLOYMENT = "unemployment"
    INJURY = "injury"


class RegistrationState(StrEnum):
    """How a person stands in one scheme."""

    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"
    MOVED = "moved"
    ENDED = "ended"


class MonthState(StrEnum):
    """One letter per month in a contribution year."""

    NONE = "-"
    PAID = "p"
    ARREARS = "a"
    MADE_UP = "m"
    TRANSFERRED = "t"
    DEEMED = "d"
    PENDING = "w"


class PersonKind(StrEnum):
    """What a person is to the scheme today."""

    EMPLOYEE = "employee"
    FLEXIBLE = "flexible"
    JOBLESS = "jobless"
    PENSIONER = "pensioner"
    RESIDENT = "resident"
    STUDENT = "student"
    NOT_INSURED = "not_insured"
    DECEASED = "deceased"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as the core knows them; ``number`` is the core's own 个人编号, opaque to us."""

    number: str
    id_type: str
    id_number: str
    country: str
    name: str
    sex: str
    birth: date
    kind: PersonKind
    retirement_group: str
    region: str
    household_region: str
    mobile: str
    address: str
    first_work: date | None
    died_on: date | None
    employer_number: str
    employer_name: str


@dataclass(frozen=True, kw_only=True)
class Employer:
    """A unit as the core knows it; ``code`` is its 统一社会信用代码 or agreed code."""

    number: str
    code: str
    name: str
    legal_person: str
    region: str
    address: str
    phone: str
    headcount: int
    arrears: int
    joined: date


@dataclass(frozen=True, kw_only=True)
class Registration:
    """One person's relation to one scheme in one region."""

    scheme: Scheme
    region: str
    agency: str
    employer_number: str
    employer_name: str
    joined: date
    ended: date | None
    state: RegistrationState
    first_month: str
    last_paid_month: str
    months_actual: int
    months_deemed: int


@dataclass(frozen=True, kw_only=True)
class ContributionYear:
    """One scheme-year with one employer: twelve bases, shares and states, January first."""

    scheme: Scheme
    year: int
    employer_number: str
    employer_name: str
    region: str
    bases: tuple[int, ...]
    own: tuple[int, ...]
    employer: tuple[int, ...]
    states: str


@dataclass(frozen=True, kw_only=True)
class AccountYear:
    """One year of the personal pension account, in fen."""

    year: int
    opening: int
    credited: int
    interest: int
    closing: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """The personal pension account; ``balance`` includes interest to the data date."""

    balance: int
    years: tuple[AccountYear, ...]


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """A benefit the person draws or drew; parts name its monthly pieces in fen."""

    number: str
    scheme: Scheme
    kind: str
    first_month: str
    last_month: str
    monthly: int
    parts: tuple[tuple[str, int], ...]
    state: str
    payee_bank: str
    payee_tail: str


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One monthly payment of a benefit."""

    benefit_number: str
    month: str
    kind: str
    amount: int
    paid_on: date | None
    bank: str
    account_tail: str
    result: str


@dataclass(frozen=True, kw_only=True)
class TransferStep:
    """One dated step of a transfer, and which agency made it."""

    at: date
    state: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A relation moving between two agencies (5.4.3b); the newest step comes last."""

    number: str
    key: str
    from_region: str
    to_region: str
    state: str
    holder: str
    due: date | None
    months: int
    amount_account: int
    amount_pooled: int
    steps: tuple[TransferStep, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """The social security card and its application state (5.4.3e)."""

    card_number: str
    state: str
    issued: date
    expires: date
    bank: str
    electronic: bool


@dataclass(frozen=True, kw_only=True)
class Certification:
    """The last proof that a benefit may go on, and when the next is due (5.4.3a)."""

    required: bool
    last_on: date | None
    method: str
    next_due: date | None
    suspended: bool


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """One insured person of an employer, as the employer may see them."""

    number: str
    name: str
    id_tail: str
    joined: date
    base: int
    schemes: tuple[Scheme, ...]


@dataclass(frozen=True, kw_only=True)
class StaffPage:
    """A page of an employer's staff by key; ``next_after`` is empty on the last page."""

    members: tuple[StaffMember, ...]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something the core did by itself or after a posting, in feed order."""

    sequence: int
    at: datetime
    kind: str
    subject: str
    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """A stretch of the change feed; ask again with ``last`` until it comes back empty."""

    changes: tuple[Change, ...]
    last: int


@dataclass(frozen=True, kw_only=True)
class Question(Generic[R_co]):
    """A question on the allow-list; ``name`` is its word on the wire."""

    name: ClassVar[str] = ""


@dataclass(frozen=True, kw_only=True)
class FindPerson(Question[Person | None]):
    """Who holds this document? Numbers are compared in their normal form."""

    name: ClassVar[str] = "find_person"
    id_type: str
    id_number: str
    country: str = "CHN"


@dataclass(frozen=True, kw_only=True)
class PersonOf(Question[Person | None]):
    """The person with this core number."""

    name: ClassVar[str] = "person"
    number: str


@dataclass(frozen=True, kw_only=True)
class FindEmployer(Question[Employer | None]):
    """Which unit has this credit code (or agreed code)?"""

    name: ClassVar[str] = "find_employer"
    code: str


@dataclass(frozen=True, kw_only=True)
class EmployerOf(Question[Employer | None]):
    """The unit with this core number."""

    name: ClassVar[str] = "employer"
    number: str


@dataclass(frozen=True, kw_only=True)
class RegistrationsOf(Question[tuple[Registration, ...]]):
    """All schemes of a person."""

    name: ClassVar[str] = "registrations"
    number: str


@dataclass(frozen=True, kw_only=True)
class ContributionsOf(Question[tuple[ContributionYear, ...]]):
    """Contribution years of a person, oldest first."""

    name: ClassVar[str] = "contributions"
    number: str
    from_year: int = 0
    to_year: int = 9999


@dataclass(frozen=True, kw_only=True)
class AccountOf(Question[Account | None]):
    """The personal pension account, year by year."""

    name: ClassVar[str] = "account"
    number: str


@dataclass(frozen=True, kw_only=True)
class BenefitsOf(Question[tuple[Benefit, ...]]):
    """Benefits of a person, newest first."""

    name: ClassVar[str] = "benefits"
    number: str


@dataclass(frozen=True, kw_only=True)
class PaymentsOf(Question[tuple[Payment, ...]]):
    """Payments between two months, both included, newest first."""

    name: ClassVar[str] = "payments"
    number: str
    from_month: str = "0000-01"
    to_month: str = "9999-12"


@dataclass(frozen=True, kw_only=True)
class TransfersOf(Question[tuple[Transfer, ...]]):
    """Transfers of a person, newest first."""

    name: ClassVar[str] = "transfers"
    number: str


@dataclass(frozen=True, kw_only=True)
class CardOf(Question[Card | None]):
    """The person's card."""

    name: ClassVar[str] = "card"
    number: str


@dataclass(frozen=True, kw_only=True)
class CertificationOf(Question[Certification]):
    """Whether and when the person must prove entitlement."""

    name: ClassVar[str] = "certification"
    number: str


@dataclass(frozen=True, kw_only=True)
class StaffOf(Question[StaffPage]):
    """A page of an employer's insured staff, by person number."""

    name: ClassVar[str] = "staff"
    number: str
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class ChangesSince(Question[Changes]):
    """What changed in the core after this place in its feed."""

    name: ClassVar[str] = "changes"
    after: int = 0
    limit: int = 500


QUESTIONS: tuple[type[Question[Any]], ...] = (
    FindPerson,
    PersonOf,
    FindEmployer,
    EmployerOf,
    RegistrationsOf,
    ContributionsOf,
    AccountOf,
    BenefitsOf,
    PaymentsOf,
    TransfersOf,
    CardOf,
    CertificationOf,
    StaffOf,
    ChangesSince,
)


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


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A decided change on its way to the core; ``key`` makes repeating it harmless."""

    key: str
    kind: PostingKind
    subject: str
    case: str
    decided_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)


# Allowed values per kind; a trailing "?" marks one that may be missing.  All are strings:
# dates "YYYY-MM-DD", months "YYYY-MM", amounts in fen.
VALUES: dict[PostingKind, tuple[str, ...]] = {
    PostingKind.CONTACT: ("mobile?", "address?"),
    PostingKind.KEY_FACTS: ("name?", "sex?", "birth?", "first_work?"),
    PostingKind.CERTIFICATION: ("method",),
    PostingKind.TRANSFER: ("from_region", "to_region"),
    PostingKind.DEEMED_YEARS: ("from_month", "to_month", "months"),
}


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
