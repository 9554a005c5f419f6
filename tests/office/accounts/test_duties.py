"""Duties that exclude one another are never one person's (6.3.1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.actions import open_for_staff
from shebao.hall.office.accounts.duties import EXCLUDED, Excluded, check_duties
from shebao.hall.office.accounts.models import Account, StaffRole
from tests.support.cast import MONDAY

pytestmark = pytest.mark.clause("6.3.1")
ROLES = st.frozensets(st.sampled_from(Role))


@given(roles=ROLES)
def test_roles_are_let_through_exactly_when_no_two_of_them_exclude_each_other(
    roles: frozenset[Role],
) -> None:
    clashes = [pair for pair in EXCLUDED if pair <= roles]
    if not clashes:
        assert check_duties(roles) == roles
        return
    with pytest.raises(Excluded) as refused:
        check_duties(roles)
    assert frozenset(refused.value.pair) in clashes


def test_who_runs_guards_or_checks_the_system_does_nothing_else() -> None:
    alone = {Role.OPERATOR, Role.SECURITY, Role.AUDITOR}

    assert {frozenset({one, other}) for one in alone for other in Role if one != other} <= EXCLUDED
    assert frozenset({Role.HOTLINE, Role.REVIEWER}) in EXCLUDED
    assert frozenset({Role.CLERK, Role.REVIEWER}) not in EXCLUDED


def test_an_account_with_such_a_pair_is_not_opened(hall: Any) -> None:
    with pytest.raises(Excluded):
        open_for_staff(
            name="某", username="both", password="x" * 12, agency="990100",
            roles=(Role.OPERATOR, Role.AUDITOR), now=MONDAY,
        )  # fmt: skip

    assert not Account.objects.filter(username="both").exists()
    assert not StaffRole.objects.exists()
