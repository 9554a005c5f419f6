"""The conformance suite over every implementation; and that it finds what is wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shebao.exchange import claims_suite, deceased_suite, port, suite, wire_suite
from shebao.exchange.claims_suite import CLAIM_CHECKS
from shebao.exchange.deceased_suite import DECEASED_CHECKS
from shebao.exchange.memory import MemoryInsurance
from shebao.exchange.memory.sample import SAMPLE
from shebao.exchange.port import Answer, Insurance, Posting, Question, Receipt
from shebao.exchange.report import findings
from shebao.exchange.suite import NotConforming, Subject
from shebao.exchange.wire_suite import Line
from tests.exchange.conftest import Ferry
from tests.exchange.sides import NOON


def _subject(insurance: Insurance) -> Subject:
    return Subject(insurance=insurance, sample=SAMPLE, run=suite.new_run(), at=NOON)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "check", [*suite.CHECKS, *CLAIM_CHECKS, *DECEASED_CHECKS], ids=lambda check: check.__name__
)
def test_every_implementation_keeps_every_promise(check: suite.Check, insurance: Insurance) -> None:
    check(_subject(insurance))


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("check", wire_suite.WIRE_CHECKS, ids=lambda check: check.__name__)
def test_every_line_refuses_what_it_must(check: wire_suite.WireCheck, line: Line) -> None:
    if check is wire_suite.a_replayed_message_is_refused and isinstance(
        getattr(line.send, "__self__", None), Ferry
    ):
        pytest.skip("a file may rightly be carried twice; its stored reply is given again")
    check(line)


class Wrong:
    """A core in memory with one fault, put in by the test."""

    def __init__(self, *, answers: Any = None, posts: Any = None) -> None:
        self._core = MemoryInsurance()
        self._answers = answers or (lambda question, answer: answer)
        self._posts = posts or (lambda core, posting: core.post(posting))

    def ask(self, *questions: Question[Any]) -> tuple[Answer[Any], ...]:
        answers = self._core.ask(*questions)
        return tuple(
            self._answers(question, answer)
            for question, answer in zip(questions, answers, strict=True)
        )

    def post(self, posting: Posting) -> Receipt:
        receipt: Receipt = self._posts(self._core, posting)
        return receipt


def _reversed(kind: type[Any]) -> Any:
    def fault(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
        is_it = isinstance(question, kind)
        return replace(answer, value=answer.value[::-1]) if is_it else answer

    return fault


def _forgetful(core: MemoryInsurance, posting: Posting) -> Receipt:
    core._receipts.clear()
    return replace(core.post(posting), reference=suite.new_run())


def _careless(core: MemoryInsurance, posting: Posting) -> Receipt:
    known = core._receipts.get(posting.key)
    return known[1] if known else core.post(posting)


def _inventive(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
    if isinstance(question, port.PersonOf) and answer.value is None:
        return replace(answer, value="somebody")
    return answer


def _lost_on_the_way(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
    if not isinstance(question, port.TransfersOf):
        return answer
    moving = port.Transfer(
        number="T1", key="", from_region="990200", to_region="990100", state="somewhere",
        holder="", due=None, months=1, amount_account=0, amount_pooled=0, steps=(),
    )  # fmt: skip
    return replace(answer, value=(moving,))


def _talkative(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
    """Tells of the dead to whoever knows the number, and of the living too."""
    if not isinstance(question, port.DeceasedOf):
        return answer
    told = port.Deceased(
        region="990100", died_on=NOON.date(), scheme="pension", paid_months=1, drawn_since="",
        own_contributions=0, balance=0, cause=port.DeathCause.UNKNOWN, wage=0, local_average=0,
        funeral_paid_by="", claimed=(),
    )  # fmt: skip
    return replace(answer, value=told)


def _deaf_feed(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
    if isinstance(question, port.ChangesSince):
        return replace(answer, value=port.Changes(changes=(), last=0))
    return answer


def _generous(core: MemoryInsurance, posting: Posting) -> Receipt:
    receipt = core.post(posting)
    return replace(receipt, state=port.ReceiptState.DONE, reason="")


def _secretive(question: Question[Any], answer: Answer[Any]) -> Answer[Any]:
    if not isinstance(question, port.RegistrationsOf):
        return answer
    return replace(answer, value=tuple(replace(row, deferred_until="") for row in answer.value))


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    ("check", "faults"),
    [
        (suite.contribution_years_are_whole_and_in_order,
         {"answers": _reversed(port.ContributionsOf)}),
        (suite.payments_are_newest_first_and_within_the_months_asked,
         {"answers": _reversed(port.PaymentsOf)}),
        (suite.an_unknown_number_is_answered_with_nothing, {"answers": _inventive}),
        (suite.a_posting_is_applied_once, {"posts": _forgetful}),
        (suite.a_key_is_good_for_one_content_only, {"posts": _careless}),
        (suite.the_same_posting_at_once_is_applied_once, {"posts": _forgetful}),
        (suite.transfers_stand_at_a_known_station, {"answers": _lost_on_the_way}),
        (suite.a_posting_shows, {"answers": _deaf_feed}),
        (claims_suite.a_pension_is_granted_once_only, {"posts": _generous}),
        (claims_suite.nobody_at_work_draws_the_unemployment_benefit, {"posts": _generous}),
        (claims_suite.an_agreement_to_retire_later_shows, {"answers": _secretive}),
        (deceased_suite.the_living_the_unknown_and_the_misnamed_look_the_same,
         {"answers": _talkative}),
        (deceased_suite.the_dead_are_told_of_to_who_knows_them, {"answers": _talkative}),
    ],
)  # fmt: skip
def test_the_suite_finds_a_core_that_breaks_a_promise(
    check: Callable[[Subject], None], faults: dict[str, Any]
) -> None:
    with pytest.raises(NotConforming):
        check(_subject(Wrong(**faults)))


@pytest.mark.clause("6.4.4")
def test_without_a_test_person_nothing_is_posted(
    http: Any, memory: MemoryInsurance, sides: Any
) -> None:
    careful = replace(SAMPLE, test_person="", may_change=False)
    subject = Subject(insurance=http, sample=careful, run="r", at=NOON)

    found = list(findings(Line(send=http.send, keys=sides.hall, at=NOON), subject))

    assert {one.is_kept for one in found} == {True, None}
    assert memory.posted == []


@pytest.mark.clause("6.4.4")
def test_on_a_real_core_the_check_changes_nothing(http: Any, memory: MemoryInsurance) -> None:
    before = dict(memory._records)
    careful = replace(SAMPLE, may_change=False)
    subject = Subject(insurance=http, sample=careful, run="r", at=NOON)

    found = list(findings(Line(send=http.send, keys=http._keys, at=NOON), subject))

    assert not [one for one in found if one.is_kept is False]
    assert memory.posted
    assert memory._records == before
