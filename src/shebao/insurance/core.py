"""The core behind the port: every question and the one verb, over its own database (6.4.4)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection

from shebao.exchange import port
from shebao.exchange.forms import check_posting, check_question
from shebao.insurance.answers import claims, movement, payments, people, records
from shebao.insurance.feed import NoBook
from shebao.insurance.life.tick import NoData, data_date
from shebao.insurance.postings.receipts import accept

Clock = Callable[[], datetime]
R = TypeVar("R")
ANSWERS: Mapping[type[port.Question[Any]], Callable[[Any, date], Any]] = {
    port.FindPerson: people.find_person,
    port.PersonOf: people.person,
    port.FindEmployer: people.find_employer,
    port.EmployerOf: people.employer,
    port.StaffOf: people.staff,
    port.RegistrationsOf: records.registrations,
    port.ContributionsOf: records.contributions,
    port.AccountOf: records.account,
    port.BenefitsOf: payments.benefits,
    port.PaymentsOf: payments.payments,
    port.CertificationOf: payments.certification,
    port.CardOf: payments.card,
    port.TransfersOf: movement.transfers,
    port.DeceasedOf: claims.deceased,
    port.InjuriesOf: claims.injuries,
    port.ExemptionsOf: claims.exemptions,
    port.StaffPersonOf: claims.staff_person,
    port.StaffExemptionsOf: claims.staff_exemptions,
    port.ChangesSince: movement.changes,
}


class CoreInsurance:
    """An :class:`~shebao.exchange.port.Insurance` over the core's database; thread-safe.

    ``clock`` tells the moment a posting arrives, aware.  One statement answers each question, one
    more tells the day the data stands at; only a dead or a posted person that is found costs a few.
    """

    def __init__(self, *, clock: Clock) -> None:
        """The database is the one that the settings name."""
        self._clock = clock

    def ask(self, *questions: port.Question[Any]) -> tuple[port.Answer[Any], ...]:
        """See :class:`~shebao.exchange.port.Insurance`."""
        for question in questions:
            check_question(question)
        return _reached(lambda: _answers(questions))

    def post(self, posting: port.Posting) -> port.Receipt:
        """See :class:`~shebao.exchange.port.Insurance`."""
        check_posting(posting)
        return _reached(lambda: accept(posting, now=self._clock()))


def _answers(questions: tuple[port.Question[Any], ...]) -> tuple[port.Answer[Any], ...]:
    day = data_date()
    return tuple(
        port.Answer(value=ANSWERS[type(question)](question, day), data_date=day)
        for question in questions
    )


def _reached(act: Callable[[], R]) -> R:
    """A database that does not answer is somebody else's "unreachable"; try a fresh one next."""
    try:
        return act()
    except (OperationalError, InterfaceError, NoData, NoBook) as error:
        if not connection.in_atomic_block:
            connection.close()
        raise port.Unreachable("the core's database does not answer") from error
