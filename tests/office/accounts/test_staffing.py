"""Staff accounts over their life: asked by one, decided by another, at once (6.2.5, 6.3.1)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions import Post, Wish
from shebao.hall.office.accounts.duties import EXCLUDED, Excluded
from shebao.hall.office.accounts.models import (
    Account,
    Authenticator,
    Code,
    Seat,
    StaffRequest,
    StaffRole,
    Text,
)
from shebao.hall.office.agencies.queries import is_under, scope_of
from shebao.hall.office.audit.models import Entry
from tests.support.cast import AGENCY, MONDAY, SECRET, enter_staff

pytestmark = pytest.mark.clause("6.2.5", "6.3.1")
UNTIL = date(2027, 2, 1)
PHONE = "13800000088"
NEW = "Kuai-le-41-shui"


@pytest.fixture
def second_security(hall: Any) -> Any:
    return enter_staff("fanglin", "方琳", Role.SECURITY)


def post(*roles: Role, agency: str = AGENCY, until: date = UNTIL) -> Post:
    return Post(agency=agency, roles=frozenset(roles), until=until)


def asked(by: Any, *roles: Role, username: str = "xinren", agency: str = AGENCY) -> str:
    return actions.ask_opening(
        name="新仁", username=username, mobile=PHONE, post=post(*roles, agency=agency),
        words="新进人员", by=by.visitor, now=MONDAY,
    )  # fmt: skip


def ask(by: Any, account: str, kind: Wish, **more: Any) -> str:
    return actions.ask_for(
        account=account, kind=kind, words="工作需要", by=by.visitor, now=MONDAY, **more
    )


def opened(security: Any, second: Any, *roles: Role) -> str:
    return actions.approve_staff(number=asked(security, *roles), by=second.visitor, now=MONDAY)


def test_an_account_is_there_only_after_another_has_approved_it(
    security: Any, second_security: Any
) -> None:
    wish = asked(security, Role.CLERK)
    assert not Account.objects.filter(username="xinren").exists()
    with pytest.raises(actions.NotAnother):
        actions.approve_staff(number=wish, by=security.visitor, now=MONDAY)

    number = actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)

    assert actions.roles_held(number) == {Role.CLERK}
    assert Account.objects.get(number=number).certified_until == UNTIL
    trail = Entry.objects.filter(verb__in=["ask-staff", "approve-staff"]).order_by("id")
    assert [one.actor for one in trail] == [
        security.visitor.account, second_security.visitor.account
    ]  # fmt: skip


def test_a_decision_is_made_once(security: Any, second_security: Any) -> None:
    wish = asked(security, Role.CLERK)
    actions.refuse_staff(number=wish, by=second_security.visitor, now=MONDAY)

    with pytest.raises(Hidden):
        actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)
    assert asked(security, Role.CLERK) != wish


def test_the_database_itself_refuses_one_s_own_approval(security: Any) -> None:
    asked(security, Role.CLERK)
    me = security.visitor.account
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRequest.objects.update(state="approved", decided_by=me, decided_at=MONDAY)


def test_nobody_asks_for_themselves_or_approves_what_is_about_them(
    security: Any, second_security: Any
) -> None:
    with pytest.raises(Hidden):
        ask(security, security.visitor.account, Wish.RENEW, post=post(Role.SECURITY))
    wish = ask(security, second_security.visitor.account, Wish.RENEW, post=post(Role.SECURITY))

    with pytest.raises(actions.NotAnother):
        actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)


def test_two_security_officers_always_remain(security: Any, second_security: Any) -> None:
    third = enter_staff("disan", "第三", Role.SECURITY)
    wish = ask(security, third.visitor.account, Wish.SUSPEND)
    actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)
    Account.objects.filter(pk=third.pk).update(is_active=True)
    wish = ask(third, second_security.visitor.account, Wish.LEAVE)
    actions.approve_staff(number=wish, by=security.visitor, now=MONDAY)
    wish = ask(security, third.visitor.account, Wish.SUSPEND)
    fourth = enter_staff("disi", "第四", Role.SECURITY)
    Account.objects.filter(pk=fourth.pk).update(is_active=False)

    with pytest.raises(actions.TooFew):
        actions.approve_staff(number=wish, by=fourth.visitor, now=MONDAY)
    assert Account.objects.get(pk=third.pk).is_active
    assert StaffRequest.objects.get(number=wish).state == "asked"


def test_a_change_of_roles_and_of_agency_counts_at_once(
    security: Any, second_security: Any, reviewer: Any
) -> None:
    wish = ask(security, reviewer.visitor.account, Wish.CHANGE, post=post(Role.AUDITOR))
    actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)

    assert actions.roles_held(reviewer.visitor.account) == {Role.AUDITOR}


@pytest.mark.parametrize("kind", [Wish.SUSPEND, Wish.LEAVE, Wish.REBIND])
def test_who_is_suspended_left_or_bound_anew_is_signed_out_at_once(
    security: Any, second_security: Any, reviewer: Any, kind: Wish
) -> None:
    number = reviewer.visitor.account
    actions.take_seat(
        account=number, session="s" * 32, proven=(), place=actions.Place(), channel="desk",
        now=MONDAY,
    )  # fmt: skip
    wish = ask(security, number, kind)
    actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)

    assert not Seat.objects.filter(account=number, ended_at=None).exists()
    held = Account.objects.get(number=number)
    assert held.is_active == (kind is Wish.REBIND)
    has_means = Authenticator.objects.filter(account=number, ended_at=None).exists()
    assert has_means == (kind is Wish.SUSPEND)


def test_suspended_staff_come_back_by_two_and_those_who_left_never(
    security: Any, second_security: Any, reviewer: Any
) -> None:
    number = reviewer.visitor.account
    for kind in (Wish.SUSPEND, Wish.RESUME, Wish.LEAVE):
        wish = ask(security, number, kind)
        actions.approve_staff(number=wish, by=second_security.visitor, now=MONDAY)

    assert actions.roles_held(number) == frozenset()
    for kind in Wish:
        if kind is not Wish.OPEN:
            with pytest.raises(actions.NotForThis):
                ask(security, number, kind)


def test_an_account_of_another_agency_is_not_there(
    security: Any, second_security: Any, stranger_clerk: Any
) -> None:
    with pytest.raises(Hidden):
        ask(security, stranger_clerk.visitor.account, Wish.SUSPEND)
    with pytest.raises(Hidden):
        asked(security, Role.CLERK, agency="990200")
    with pytest.raises(Hidden):
        queries.staff_card(stranger_clerk.visitor.account, security.visitor, today=MONDAY.date())
    province = enter_staff("shengju", "省局", Role.SECURITY, agency="990000")
    wish = asked(province, Role.CLERK, agency="990200")
    with pytest.raises(Hidden):
        actions.approve_staff(number=wish, by=security.visitor, now=MONDAY)
    assert not any(one.number == wish for one in queries.staff_wishes(security.visitor))


@pytest.mark.parametrize("until", [MONDAY.date(), MONDAY.date() + timedelta(days=367)])
def test_an_account_is_certified_for_a_year_at_most(security: Any, until: date) -> None:
    with pytest.raises(actions.NotForThis):
        actions.ask_opening(
            name="某", username="mouren", mobile=PHONE, post=post(Role.CLERK, until=until),
            words="新进人员", by=security.visitor, now=MONDAY,
        )  # fmt: skip


def test_a_name_is_one_person_s_and_one_wish_waits_at_a_time(security: Any, reviewer: Any) -> None:
    with pytest.raises(actions.AlreadyThere):
        asked(security, Role.CLERK, username="ZhaoMing")
    asked(security, Role.CLERK)
    with pytest.raises(actions.AlreadyAsked):
        asked(security, Role.CLERK)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(Wish), st.frozensets(st.sampled_from(Role), max_size=3), st.booleans()
    ),
    max_size=10,
)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_no_history_of_grants_gives_one_person_a_pair_that_excludes_itself(
    hall: Any, steps: list[tuple[Wish, frozenset[Role], bool]]
) -> None:
    with transaction.atomic():
        first, second = (enter_staff(f"g{n}", "安", Role.SECURITY) for n in (1, 2))
        number = opened(first, second, Role.CLERK)
        for kind, roles, is_approved in steps:
            try:
                more = {"post": post(*roles)} if kind in (Wish.CHANGE, Wish.RENEW) else {}
                wish = (
                    asked(first, *roles, username=f"u{len(roles)}")
                    if kind is Wish.OPEN
                    else ask(first, number, kind, **more)
                )
                decide = actions.approve_staff if is_approved else actions.refuse_staff
                decide(number=wish, by=second.visitor, now=MONDAY)
            except (Excluded, actions.NotForThis, actions.AlreadyThere, actions.TooFew):
                continue
            for one in Account.objects.filter(kind="staff").order_by("id"):
                held = actions.roles_held(one.number)
                assert not [pair for pair in EXCLUDED if pair <= held]
        transaction.set_rollback(True)


PAIRS = st.lists(st.integers(1, 99).map(lambda one: f"{one:02d}"), min_size=3, max_size=3)
CODES = st.tuples(PAIRS, st.integers(1, 3)).map(
    lambda drawn: "".join([*drawn[0][: drawn[1]], *["00"] * (3 - drawn[1])])
)


@given(codes=st.lists(CODES, min_size=2, max_size=12))
def test_an_agency_sees_its_own_subtree_and_nothing_else(codes: list[str]) -> None:
    def parts(code: str) -> list[str]:
        found = [code[place : place + 2] for place in (0, 2, 4)]
        while found and found[-1] == "00":
            found.pop()
        return found

    for head in codes:
        for code in codes:
            wanted = parts(code)[: len(parts(head))] == parts(head)
            assert is_under(code, head) == wanted
            assert code.startswith(scope_of(head)) == wanted
    assert not any(is_under(code, "") for code in codes)


def enrolled(username: str, code: str, app_code: str, password: str = NEW) -> str:
    return actions.enrol(
        username=username, code=code, password=password, secret=SECRET, app_code=app_code,
        place=actions.Place(), channel="desk", now=MONDAY,
    )  # fmt: skip


def sent_code(username: str) -> str:
    actions.ask_enrolment_code(username=username, address="10.0.0.1", now=MONDAY)
    return "".join(sign for sign in Text.objects.latest("id").words if sign.isdigit())[:6]


@pytest.mark.clause("6.2.6a")
def test_a_new_member_sets_a_password_nobody_else_knows_and_binds_an_app(
    security: Any, second_security: Any
) -> None:
    number = opened(security, second_security, Role.CLERK)
    code = sent_code("xinren")
    assert Text.objects.latest("id").mobile == PHONE
    with pytest.raises(actions.WrongProof):
        enrolled("xinren", code, "000000")
    assert enrolled("xinren", code, actions.totp_code(SECRET, now=MONDAY)) == number

    assert queries.means(number).totp
    with pytest.raises(actions.NotEnrolled):
        enrolled("xinren", code, actions.totp_code(SECRET, now=MONDAY))


@pytest.mark.parametrize("username", ["zhaoming", "nobody-here"])
def test_who_does_not_wait_to_begin_cannot_and_nobody_learns_who_does(
    reviewer: Any, username: str
) -> None:
    actions.ask_enrolment_code(username=username, address="10.0.0.1", now=MONDAY)

    assert Code.objects.count() == 1
    assert not Text.objects.latest("id").mobile
    with pytest.raises(actions.NotEnrolled):
        enrolled(username, "123456", actions.totp_code(SECRET, now=MONDAY))


def test_an_account_over_its_day_is_nobody_s(reviewer: Any) -> None:
    Account.objects.filter(pk=reviewer.pk).update(certified_until=MONDAY.date())
    account = Account.objects.get(pk=reviewer.pk)
    proof = reviewer.visitor.proof
    on, after = (
        queries.visitor(account, acting_for="", today=day, proof=proof).is_known
        for day in (MONDAY.date(), MONDAY.date() + timedelta(days=1))
    )

    assert (on, after) == (True, False)


def test_roles_written_past_the_verbs_that_exclude_each_other_open_no_door(reviewer: Any) -> None:
    StaffRole.objects.create(account=reviewer.visitor.account, role=Role.AUDITOR)
    account = Account.objects.get(pk=reviewer.pk)
    found = queries.visitor(
        account, acting_for="", today=MONDAY.date(), proof=reviewer.visitor.proof
    )

    assert found.roles == frozenset()


def test_the_first_two_security_officers_are_opened_by_command_and_no_third(hall: Any) -> None:
    def first(username: str) -> str:
        return actions.open_first_guard(
            name="安", username=username, mobile=PHONE, agency="990000", now=MONDAY
        )

    numbers = [first("first1"), first("first2")]
    with pytest.raises(actions.EnoughGuards):
        first("first3")

    assert all(actions.roles_held(one) == {Role.SECURITY} for one in numbers)
    assert not any(Account.objects.get(number=one).has_usable_password() for one in numbers)
