"""What every core system must do (6.4.4), as plain checks; used by our tests and by agencies.

``CHECKS`` need nothing but an :class:`~shebao.exchange.port.Insurance`; ``WIRE_CHECKS`` speak the
signed messages themselves.  A check returns, or raises :class:`NotConforming` with what was wrong.
"""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from shebao.exchange import port
from shebao.exchange.forms import VALUE_TYPES
from shebao.exchange.port import Insurance, Posting, Question, Receipt, Rejected, ask_one
from shebao.exchange.sample import Sample, contact_posting


class NotConforming(AssertionError):
    """The core system does not do what the wall asks of it."""


class Skipped(Exception):
    """The check was left out, and why."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The core under check, and what is known of it.

    ``run`` makes the posting keys of this run its own; ``at`` is the moment of the run, aware.
    """

    insurance: Insurance
    sample: Sample
    run: str
    at: datetime

    def posting(self, name: str, *, mobile: str = "") -> Posting:
        """A posting that changes nothing unless ``mobile`` is another number."""
        _skip_unless(bool(self.sample.test_person), "the sample names no test person")
        person = value_of(self, port.PersonOf(number=self.sample.test_person))
        require(person is not None, "the test person of the sample is not known")
        key = f"check-{self.run}-{name}"
        return contact_posting(self.sample, key=key, mobile=mobile or person.mobile, at=self.at)


Check = Callable[[Subject], None]
# A name that no core's people bear.
NOBODY = "无名氏之名"


def every_question_is_answered(subject: Subject) -> None:
    """Each question of the allow-list gets an answer of its own type."""
    for question in _questions(subject.sample):
        answer = ask_one(subject.insurance, question)
        _require_type(question, answer.value)


def the_same_person_is_found_by_document_and_by_number(subject: Subject) -> None:
    """`find_person` and `person` tell of the same person."""
    sample = subject.sample
    found = value_of(subject, _document(sample, sample.id_number))
    require(found is not None, "find_person does not find the person of the sample")
    require(found.number == sample.person, "find_person finds somebody else")
    by_number = value_of(subject, port.PersonOf(number=sample.person))
    require(found == by_number, "find_person and person tell different things")


def a_document_is_compared_in_its_normal_form(subject: Subject) -> None:
    """Blanks around a document number, and small letters in it, make no difference."""
    sample = subject.sample
    written = f" {sample.id_number[:6]} {sample.id_number[6:].lower()} "
    found = value_of(subject, _document(sample, written))
    require(found is not None, "find_person does not compare numbers in their normal form")


def a_document_of_another_type_is_another_document(subject: Subject) -> None:
    """The same characters under another type or country belong to somebody else."""
    sample = subject.sample
    question = replace(_document(sample, sample.id_number), id_type="no_such_type")
    require(value_of(subject, question) is None, "find_person ignores the type of the document")


def the_same_unit_is_found_by_code_and_by_number(subject: Subject) -> None:
    """`find_employer` and `employer` tell of the same unit."""
    sample = subject.sample
    found = value_of(subject, port.FindEmployer(code=sample.employer_code))
    require(found is not None, "find_employer does not find the unit of the sample")
    by_number = value_of(subject, port.EmployerOf(number=sample.employer))
    require(found == by_number, "find_employer and employer tell different things")


def an_unknown_number_is_answered_with_nothing(subject: Subject) -> None:
    """Whoever is not known gets None or an empty list, never an error."""
    for question in _unknown_questions(subject.sample):
        value = value_of(subject, question)
        require(not value or _is_nothing(value), f"{question.name} invents {value!r}")


def answers_come_in_the_order_of_the_questions(subject: Subject) -> None:
    """One message may hold several questions, also the same twice."""
    sample = subject.sample
    questions = (
        port.CardOf(number=sample.person),
        port.PersonOf(number=sample.unknown),
        port.PersonOf(number=sample.person),
        port.CardOf(number=sample.person),
    )
    answers = subject.insurance.ask(*questions)
    require(len(answers) == len(questions), "not every question got an answer")
    require(answers[1].value is None, "the answers are not in the order of the questions")
    require(
        getattr(answers[2].value, "number", "") == sample.person,
        "the answers are not in the order of the questions",
    )
    require(answers[0] == answers[3], "the same question twice got different answers")


def every_answer_has_its_data_date(subject: Subject) -> None:
    """The data date is a day, and not in the future."""
    for answer in subject.insurance.ask(*_questions(subject.sample)):
        require(type(answer.data_date) is date, "an answer has no data date")
        ahead = (answer.data_date - subject.at.date()).days
        require(ahead <= 1, f"the data date {answer.data_date} lies in the future")


def contribution_years_are_whole_and_in_order(subject: Subject) -> None:
    """Twelve bases, shares and letters a year; oldest first; the years asked for and no others."""
    years = value_of(subject, port.ContributionsOf(number=subject.sample.person))
    require(bool(years), "the person of the sample has no contributions")
    for row in years:
        sizes = {len(row.bases), len(row.own), len(row.employer), len(row.states)}
        require(sizes == {12}, f"the year {row.year} has not twelve months")
        known = set(row.states) <= set(port.MonthState)
        require(known, f"the year {row.year} has a letter nobody knows: {row.states}")
    _require_order([row.year for row in years], "contributions are not oldest first")
    last = years[-1].year
    only = value_of(
        subject,
        port.ContributionsOf(number=subject.sample.person, from_year=last, to_year=last),
    )
    require({row.year for row in only} == {last}, "from_year and to_year are not kept")


def account_years_follow_one_another(subject: Subject) -> None:
    """Each year of the account opens with what the year before closed with."""
    account = value_of(subject, port.AccountOf(number=subject.sample.person))
    require(account is not None, "the person of the sample has no account")
    _require_order([row.year for row in account.years], "the account is not oldest first")
    for before, after in pairwise(account.years):
        require(after.opening == before.closing, f"the account breaks between years {after.year}")


def payments_are_newest_first_and_within_the_months_asked(subject: Subject) -> None:
    """Both months are included."""
    number = subject.sample.pensioner
    rows = value_of(subject, port.PaymentsOf(number=number))
    require(bool(rows), "the pensioner of the sample has no payments")
    _require_order([row.month for row in reversed(rows)], "payments are not newest first")
    month = rows[-1].month
    only = value_of(subject, port.PaymentsOf(number=number, from_month=month, to_month=month))
    require({row.month for row in only} == {month}, "from_month and to_month are not kept")


def transfers_stand_at_a_known_station(subject: Subject) -> None:
    """Every step names a station of the list, and the newest step comes last."""
    for number in (subject.sample.person, subject.sample.pensioner):
        for row in value_of(subject, port.TransfersOf(number=number)):
            states = [step.state for step in row.steps]
            unknown = {row.state, *states} - set(port.TransferState)
            require(not unknown, f"transfer {row.number} stands at {sorted(unknown)}")
            require(states[-1:] == [row.state], f"transfer {row.number} is not at its last step")
            _require_order([step.at for step in row.steps], "steps are not oldest first")


def staff_comes_in_pages_without_gap_or_repetition(subject: Subject) -> None:
    """Pages of one and pages of many hold the same people."""
    number = subject.sample.employer
    whole = value_of(subject, port.StaffOf(number=number, limit=4))
    numbers = [member.number for member in whole.members]
    require(bool(numbers), "the unit of the sample has no staff")
    require(numbers == sorted(set(numbers)), "staff is not ordered by number")
    after, single = "", []
    for _ in numbers:
        page = value_of(subject, port.StaffOf(number=number, after=after, limit=1))
        require(len(page.members) == 1, "a page of one has not one member")
        single.append(page.members[0].number)
        after = page.next_after or single[-1]
    require(single == numbers, "pages of one and a page of four hold different people")


def the_change_feed_can_be_resumed_anywhere(subject: Subject) -> None:
    """Sequences climb, and asking after any of them gives exactly what follows."""
    first = value_of(subject, port.ChangesSince(after=0, limit=5))
    numbers = [change.sequence for change in first.changes]
    require(numbers == sorted(set(numbers)), "the sequences of the feed do not climb")
    last = numbers[-1] if numbers else 0
    require(first.last == last, "`last` is not the last sequence of the stretch")
    for place in numbers[:2]:
        rest = value_of(subject, port.ChangesSince(after=place, limit=5))
        seen = [change.sequence for change in rest.changes]
        expected = [number for number in numbers if number > place]
        require(seen[: len(expected)] == expected, f"the feed after {place} skips or repeats")


def a_posting_is_applied_once(subject: Subject) -> None:
    """The same key with the same content gives the same receipt again."""
    posting = subject.posting("once")
    first, second = subject.insurance.post(posting), subject.insurance.post(posting)
    _require_done(first, posting)
    require(first == second, "repeating a posting gave another receipt")


def a_key_is_good_for_one_content_only(subject: Subject) -> None:
    """The same key with another content is refused, and changes nothing."""
    posting = subject.posting("conflict")
    _require_done(subject.insurance.post(posting), posting)
    other = replace(posting, values={"mobile": "13900000000"})
    _require_rejected(lambda: subject.insurance.post(other), "a key was taken for two contents")
    again = subject.posting("unused")
    require(again.values == posting.values, "a refused posting changed something")


def the_same_posting_at_once_is_applied_once(subject: Subject) -> None:
    """Several deliveries of one posting at the same time give one receipt."""
    posting = subject.posting("at-once")
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(subject.insurance.post, [posting] * 4))
    require(all(one == receipts[0] for one in receipts), "deliveries at once gave several receipts")


def a_posting_for_nobody_is_refused(subject: Subject) -> None:
    """A posting on an unknown number gets a receipt that refuses, or is rejected."""
    posting = replace(subject.posting("nobody"), subject=subject.sample.unknown)
    try:
        receipt = subject.insurance.post(posting)
    except Rejected:
        return
    require(receipt.state is port.ReceiptState.REFUSED, "a posting for nobody was taken")
    require(bool(receipt.reason), "a refusal gives no reason")


def a_posting_shows(subject: Subject) -> None:
    """What was posted can be read back, and stands in the change feed once."""
    _skip_unless(subject.sample.may_change, "the sample does not allow changes")
    before = subject.posting("unused").values["mobile"]
    mobile = "13900000016" if before != "13900000016" else "13900000017"
    posting = subject.posting("shows", mobile=mobile)
    _require_done(subject.insurance.post(posting), posting)
    subject.insurance.post(posting)
    now = subject.posting("unused").values["mobile"]
    require(now == mobile, "what was posted cannot be read back")
    keys = [change.key for change in _whole_feed(subject)]
    require(keys.count(posting.key) == 1, "the posting does not stand in the feed exactly once")


CHECKS: tuple[Check, ...] = (
    every_question_is_answered,
    the_same_person_is_found_by_document_and_by_number,
    a_document_is_compared_in_its_normal_form,
    a_document_of_another_type_is_another_document,
    the_same_unit_is_found_by_code_and_by_number,
    an_unknown_number_is_answered_with_nothing,
    answers_come_in_the_order_of_the_questions,
    every_answer_has_its_data_date,
    contribution_years_are_whole_and_in_order,
    account_years_follow_one_another,
    payments_are_newest_first_and_within_the_months_asked,
    transfers_stand_at_a_known_station,
    staff_comes_in_pages_without_gap_or_repetition,
    the_change_feed_can_be_resumed_anywhere,
    a_posting_is_applied_once,
    a_key_is_good_for_one_content_only,
    the_same_posting_at_once_is_applied_once,
    a_posting_for_nobody_is_refused,
    a_posting_shows,
)


def new_run() -> str:
    """A name for one run of the checks."""
    return uuid.uuid4().hex[:16]


def _document(sample: Sample, id_number: str) -> port.FindPerson:
    return port.FindPerson(id_type=sample.id_type, id_number=id_number, country=sample.country)


def _questions(sample: Sample) -> tuple[Question[Any], ...]:
    return (
        _document(sample, sample.id_number),
        port.FindEmployer(code=sample.employer_code),
        port.EmployerOf(number=sample.employer),
        port.StaffOf(number=sample.employer, limit=2),
        port.StaffExemptionsOf(number=sample.employer),
        port.DeceasedOf(
            id_type=sample.id_type, id_number=sample.unknown_id_number, full_name=NOBODY
        ),
        port.StaffPersonOf(
            number=sample.employer,
            id_type=sample.id_type,
            id_number=sample.id_number,
            country=sample.country,
            full_name=NOBODY,
        ),
        port.ChangesSince(after=0, limit=2),
        *_person_questions(sample.person),
        *_person_questions(sample.pensioner),
    )


def _unknown_questions(sample: Sample) -> tuple[Question[Any], ...]:
    return (
        _document(sample, sample.unknown_id_number),
        port.FindEmployer(code=sample.unknown),
        port.EmployerOf(number=sample.unknown),
        port.StaffOf(number=sample.unknown),
        port.StaffExemptionsOf(number=sample.unknown),
        *_person_questions(sample.unknown),
    )


def _person_questions(number: str) -> tuple[Question[Any], ...]:
    return (
        port.PersonOf(number=number),
        port.RegistrationsOf(number=number),
        port.ContributionsOf(number=number),
        port.AccountOf(number=number),
        port.BenefitsOf(number=number),
        port.PaymentsOf(number=number),
        port.TransfersOf(number=number),
        port.CardOf(number=number),
        port.CertificationOf(number=number),
        port.InjuriesOf(number=number),
        port.ExemptionsOf(number=number),
    )


def _is_nothing(value: Any) -> bool:
    if isinstance(value, port.Certification):
        return not value.required and value.last_on is None
    return isinstance(value, port.StaffPage) and not value.members


def _whole_feed(subject: Subject) -> list[port.Change]:
    rows: list[port.Change] = []
    after = 0
    while True:
        stretch = value_of(subject, port.ChangesSince(after=after, limit=1000))
        if not stretch.changes:
            return rows
        rows += stretch.changes
        after = stretch.last


def value_of(subject: Subject, question: Question[Any]) -> Any:
    """What the core under test answers to this question."""
    return ask_one(subject.insurance, question).value


def require(holds: bool, words: str) -> None:
    """Raise :class:`NotConforming` with these words unless it holds."""
    if not holds:
        raise NotConforming(words)


def _skip_unless(holds: bool, words: str) -> None:
    if not holds:
        raise Skipped(words)


def _require_order(values: list[Any], words: str) -> None:
    require(values == sorted(values), words)


def _require_type(question: Question[Any], value: Any) -> None:
    try:
        VALUE_TYPES[type(question)].validate_python(value)
    except ValueError as error:
        raise NotConforming(f"{question.name}: {error}") from error


def _require_done(receipt: Receipt, posting: Posting) -> None:
    require(receipt.key == posting.key, "the receipt names another key")
    require(receipt.state is not port.ReceiptState.REFUSED, f"refused: {receipt.reason}")


def _require_rejected(act: Callable[[], Any], words: str) -> None:
    try:
        act()
    except Rejected:
        return
    raise NotConforming(words)
