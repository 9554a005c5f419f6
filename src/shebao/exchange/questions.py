"""What may be asked of the core: the allow-list of questions and their answers (6.4.4)."""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from shebao.exchange.claims import Deceased, Exemption, Injury, StaffPerson
from shebao.exchange.records import (
    Account,
    Benefit,
    Card,
    Certification,
    Changes,
    ContributionYear,
    Employer,
    Payment,
    Person,
    Registration,
    StaffPage,
    Transfer,
)

R_co = TypeVar("R_co", covariant=True)


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
class DeceasedOf(Question[Deceased | None]):
    """What a claim needs of a dead person; nothing unless document and name both fit.

    Alive, unknown and misnamed get the same empty answer.
    """

    name: ClassVar[str] = "deceased"
    id_type: str
    id_number: str
    country: str = "CHN"
    full_name: str


@dataclass(frozen=True, kw_only=True)
class InjuriesOf(Question[tuple[Injury, ...]]):
    """Recognised work injuries of a person, newest first."""

    name: ClassVar[str] = "injuries"
    number: str


@dataclass(frozen=True, kw_only=True)
class ExemptionsOf(Question[tuple[Exemption, ...]]):
    """Exemptions abroad of a person, newest first."""

    name: ClassVar[str] = "exemptions"
    number: str


@dataclass(frozen=True, kw_only=True)
class StaffPersonOf(Question[StaffPerson | None]):
    """One of a unit's insured staff by document and name; nothing for anybody else."""

    name: ClassVar[str] = "staff_person"
    number: str
    id_type: str
    id_number: str
    country: str = "CHN"
    full_name: str


@dataclass(frozen=True, kw_only=True)
class StaffExemptionsOf(Question[tuple[Exemption, ...]]):
    """Exemptions that a unit got for its staff, newest first."""

    name: ClassVar[str] = "staff_exemptions"
    number: str


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
    DeceasedOf,
    InjuriesOf,
    ExemptionsOf,
    StaffPersonOf,
    StaffExemptionsOf,
    ChangesSince,
)
