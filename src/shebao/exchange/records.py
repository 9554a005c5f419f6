"""What the core tells: frozen records, amounts in fen, months as ``"YYYY-MM"`` (6.4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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


class TransferState(StrEnum):
    """The stations of a transfer between two agencies (5.4.3b), in order.

    With ``merged`` the months and the money have arrived; a core may leave stations out.
    """

    APPLIED = "applied"
    REVIEWING = "reviewing"
    LETTER_SENT = "letter_sent"
    ACCEPTED = "accepted"
    INFO_SENT = "info_sent"
    RECEIVED = "received"
    MERGED = "merged"
    DONE = "done"
    REFUSED = "refused"


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
    """One person's relation to one scheme in one region.

    ``deferred_until`` is the month up to which retirement is put off by agreement, else empty.
    """

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
    deferred_until: str = ""


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
    """A benefit the person draws or drew; parts name its monthly pieces in fen.

    ``last_month`` is empty while it runs; ``until_month`` is the last month the right can have,
    empty where nothing limits it.
    """

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
    until_month: str = ""


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
