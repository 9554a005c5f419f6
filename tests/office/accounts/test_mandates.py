"""Acting for another: asked, accepted, limited, ended; never without a running mandate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit.clock import local_date
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.models import Account, Act, Mandate, MandateState, Nature
from shebao.hall.office.applications.actions import filing
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.catalogue.queries import current
from shebao.hall.office.notices.models import Notice
from shebao.hall.office.operations import mandating
from tests.support.cast import CHEN, MONDAY, SURELY, WANG, enter_person, enter_staff

TODAY = local_date(MONDAY)
pytestmark = pytest.mark.clause("5.4.1.5", "6.3.1")


def named(hall: Any, number: str, *, name: str = "") -> actions.Named:
    person = ask_one(hall.insurance, PersonOf(number=number)).value
    assert person is not None
    return actions.Named(
        id_type=person.id_type, country=person.country, id_number=person.id_number,
        name=name or person.name,
    )  # fmt: skip


def terms(*items: str, acts: tuple[Act, ...] = (Act.LOOK, Act.FILE), days: int = 30) -> Any:
    return actions.Terms(items=items, acts=acts, until=TODAY + timedelta(days=days))


def give(giver: Any, to: actions.Named, covers: Any) -> str:
    visitor = giver.visitor
    return mandating.give(
        principal=visitor.person, principal_name=visitor.name, account=visitor.account, to=to,
        terms=covers, channel="web", now=MONDAY,
    )  # fmt: skip


def accept(taker: Any, number: str, *, accepts: bool = True) -> bool:
    return mandating.answer(
        number=number, account=taker.visitor.account, accepts=accepts, channel="web", now=MONDAY
    )


def end(who: Any, number: str) -> bool:
    visitor = who.visitor
    return mandating.end(
        number=number, person=visitor.person, subject=visitor.subject, account=visitor.account,
        channel="web", now=MONDAY,
    )  # fmt: skip


def standing(taker: Any, principal: str, *, today: date = TODAY) -> Any:
    account = Account.objects.get(username=taker.username)
    return queries.visitor(account, acting_for=principal, today=today, proof=SURELY)


def file_for(visitor: Any, slug: str, hall: Any, **answers: Any) -> str:
    errand = filing.Errand(
        pinned=current(slug), visitor=visitor, answers=answers, token="one", channel="web",
        default_agency="990000", risk_confirmed=True,
    )  # fmt: skip
    return filing.file_case(errand=errand, outside=hall, now=MONDAY)


@pytest.fixture
def mother(hall: Any) -> Any:
    return enter_person(hall.insurance, CHEN, "chenjianguo")


def test_a_relative_acts_once_they_have_accepted_and_not_before(
    wang: Any, mother: Any, hall: Any
) -> None:
    number = give(mother, named(hall, WANG), terms())
    before = standing(wang, CHEN)
    assert accept(wang, number)
    acting = standing(wang, CHEN)
    case = Application.objects.get(
        number=file_for(acting, "trial-instant", hall, mobile="13900000009")
    )

    assert before.subject == WANG
    assert (acting.subject, acting.mandate) == (CHEN, number)
    assert (case.subject, case.person, case.mandate) == (CHEN, WANG, number)
    entry = Entry.objects.filter(subject=CHEN, verb="submitted").get()
    assert (entry.actor, number in entry.details) == (wang.visitor.account, True)
    told = Notice.objects.filter(way="inbox").order_by("pk").values_list("subject", "title")
    assert list(told)[:2] == [(WANG, "请您代为办事"), (CHEN, "授权已生效")]


def test_whoever_is_represented_stops_it_and_nothing_more_is_done(
    wang: Any, mother: Any, hall: Any
) -> None:
    number = give(mother, named(hall, WANG), terms())
    accept(wang, number)
    acting = standing(wang, CHEN)
    assert end(mother, number)

    with pytest.raises(filing.NotMandated):
        file_for(acting, "trial-instant", hall, mobile="13900000009")
    assert standing(wang, CHEN).subject == WANG
    assert not end(mother, number)
    assert not Application.objects.exists()


def test_the_agent_may_stop_it_too_and_a_stranger_may_not(
    wang: Any, mother: Any, lin: Any, hall: Any
) -> None:
    number = give(mother, named(hall, WANG), terms())
    accept(wang, number)

    assert not end(lin, number)
    assert end(wang, number)


def test_a_mandate_reaches_as_far_as_it_says(wang: Any, mother: Any, hall: Any) -> None:
    accept(wang, give(mother, named(hall, WANG), terms("trial-promised")))
    acting = standing(wang, CHEN)

    with pytest.raises(filing.NotMandated):
        file_for(acting, "trial-instant", hall, mobile="13900000009")
    assert acting.may_file("trial-promised", is_for_others_too=True)
    assert not acting.may_file("trial-promised", is_for_others_too=False)


def test_who_may_only_look_files_nothing(wang: Any, mother: Any, hall: Any) -> None:
    accept(wang, give(mother, named(hall, WANG), terms(acts=(Act.LOOK,))))
    acting = standing(wang, CHEN)

    assert acting.may_only_look
    with pytest.raises(filing.NotMandated):
        file_for(acting, "trial-instant", hall, mobile="13900000009")


@pytest.mark.parametrize("slug", ["eligibility-certification", "key-facts-change"])
def test_what_must_be_done_in_person_is_done_by_nobody_else(
    wang: Any, mother: Any, hall: Any, slug: str
) -> None:
    accept(wang, give(mother, named(hall, WANG), terms()))
    acting = standing(wang, CHEN)
    item = current(slug).item

    assert not acting.may_file(slug, is_for_others_too=item.may_act_for_another)
    assert mother.visitor.may_file(slug, is_for_others_too=item.may_act_for_another)


def test_after_its_last_day_it_no_longer_holds_and_both_are_told_once(
    wang: Any, mother: Any, hall: Any
) -> None:
    number = give(mother, named(hall, WANG), terms(days=1))
    accept(wang, number)
    late = MONDAY + timedelta(days=2)

    assert standing(wang, CHEN, today=TODAY + timedelta(days=1)).subject == CHEN
    assert standing(wang, CHEN, today=TODAY + timedelta(days=2)).subject == WANG
    assert mandating.let_lapse(now=late) == 1
    assert mandating.let_lapse(now=late) == 0
    assert Notice.objects.filter(event=f"{number}:ended", way="inbox").count() == 2


def test_a_name_that_is_not_the_account_holders_asks_nobody(
    wang: Any, mother: Any, hall: Any
) -> None:
    number = give(mother, named(hall, WANG, name="王芬"), terms())

    assert queries.waiting_for_me(wang.visitor.account) == ()
    assert not accept(wang, number)


def test_somebody_unknown_here_is_asked_all_the_same(mother: Any, hall: Any) -> None:
    number = give(mother, named(hall, WANG), terms())
    later = enter_person(hall.insurance, WANG, "wangfang")

    assert [one.number for one in queries.waiting_for_me(later.visitor.account)] == [number]
    assert accept(later, number)


def test_nobody_asks_themselves_or_the_same_person_twice_or_for_ever(
    wang: Any, mother: Any, hall: Any
) -> None:
    with pytest.raises(actions.NotYourself):
        give(mother, named(hall, CHEN), terms())
    with pytest.raises(actions.TooLong):
        give(mother, named(hall, WANG), terms(days=400))
    with pytest.raises(actions.TooLong):
        give(mother, named(hall, WANG), terms(days=-1))
    give(mother, named(hall, WANG), terms())
    with pytest.raises(actions.AlreadyGiven):
        give(mother, named(hall, WANG), terms())


def test_a_refused_mandate_can_be_given_again(wang: Any, mother: Any, hall: Any) -> None:
    number = give(mother, named(hall, WANG), terms())
    assert accept(wang, number, accepts=False)
    assert not accept(wang, number)

    assert accept(wang, give(mother, named(hall, WANG), terms()))


def guardian(hall: Any, clerk: Any) -> str:
    seen = actions.Seen(proof="户口簿，户号 001234", clerk=clerk.visitor.account, agency="990100")
    return actions.enter_mandate(
        nature=Nature.GUARDIAN, principal=CHEN, principal_name="陈建国", agent=named(hall, WANG),
        terms=terms(), seen=seen, now=MONDAY, today=TODAY,
    )  # fmt: skip


@pytest.mark.clause("4.3")
def test_a_guardian_needs_two_clerks_and_their_own_word(wang: Any, hall: Any) -> None:
    one, two = enter_staff("c1", "孙一"), enter_staff("c2", "孙二")
    number = guardian(hall, one)
    assert queries.waiting_for_me(wang.visitor.account) == ()
    assert not accept(wang, number)
    with pytest.raises(actions.NotAnother):
        mandating.confirm(number=number, clerk=one.visitor.account, agency="990100", now=MONDAY)
    assert not mandating.confirm(
        number=number, clerk=two.visitor.account, agency="990200", now=MONDAY
    )
    assert mandating.confirm(number=number, clerk=two.visitor.account, agency="990100", now=MONDAY)
    assert accept(wang, number)

    assert standing(wang, CHEN).subject == CHEN
    assert mandating.refuse(number=number, clerk=one.visitor.account, agency="990100", now=MONDAY)
    assert standing(wang, CHEN).subject == WANG


@pytest.mark.clause("4.3")
def test_the_database_itself_refuses_a_guardian_nobody_else_confirmed(hall: Any) -> None:
    one = enter_staff("c1", "孙一")
    number = guardian(hall, one)
    row = Mandate.objects.filter(number=number)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="running", agent=WANG)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="running", agent=WANG, confirmed_by=one.visitor.account)


class Family(RuleBasedStateMachine):
    """Two people give, accept, refuse, narrow and end at random, while days go by."""

    def __init__(self) -> None:
        super().__init__()
        from tests.support.mandates import Household

        self.home = Household()
        self.number = ""
        self.state = "none"
        self.until = self.home.today
        self.may_file = False

    @precondition(lambda self: self.state in {"none", "over"})
    @rule(days=st.integers(0, 5), may_file=st.booleans())
    def give(self, days: int, may_file: bool) -> None:
        self.number = self.home.give(days=days, may_file=may_file)
        self.state, self.may_file = "asked", may_file
        self.until = self.home.today + timedelta(days=days)

    @precondition(lambda self: self.state == "asked")
    @rule(accepts=st.booleans())
    def answer(self, accepts: bool) -> None:
        assert self.home.answer(self.number, accepts=accepts)
        self.state = "running" if accepts else "over"

    @precondition(lambda self: self.state in {"asked", "running"})
    @rule(by_agent=st.booleans())
    def end(self, by_agent: bool) -> None:
        may = not (by_agent and self.state == "asked")
        assert self.home.end(self.number, by_agent=by_agent) is may
        self.state = "over" if may else self.state

    @rule()
    def sleep(self) -> None:
        self.home.today += timedelta(days=1)
        self.home.lapse()
        if self.state in {"asked", "running"} and self.until < self.home.today:
            self.state = "over"

    @invariant()
    def nobody_acts_without_a_running_mandate(self) -> None:
        acting = self.home.standing()
        runs = self.state == "running" and self.until >= self.home.today
        assert bool(acting.mandate) is runs
        assert acting.subject == (CHEN if runs else WANG)
        files = acting.may_file("x", is_for_others_too=True) and bool(acting.mandate)
        assert files is (runs and self.may_file)

    @invariant()
    def at_most_one_runs(self) -> None:
        running = Mandate.objects.filter(principal=CHEN, state=MandateState.RUNNING)
        assert running.count() <= 1


BOUNDED = settings(max_examples=25, stateful_step_count=15, deadline=None)


@pytest.mark.django_db
def test_in_any_history_nobody_acts_without_a_running_mandate() -> None:
    run_state_machine_as_test(Family, settings=BOUNDED)
