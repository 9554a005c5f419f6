"""Makers of certificates and seals: two admit, a day ends, nobody uses what is over (6.2.7)."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.hall.gateways.seal.port import CannotSeal
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts import actions, jobs, queries
from shebao.hall.office.accounts.actions import Admission
from shebao.hall.office.accounts.models import Account, Alarm, Authority, Text
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.documents.actions import refuse_strange_seal
from tests.support.cast import MONDAY, enter_staff

pytestmark = pytest.mark.clause("6.2.7")
TODAY = MONDAY.date()
MARK = "ab" * 32
GOOD = Admission(
    kind="ca", name="示例认证中心", code="91990000MA0000000X", fingerprint=MARK,
    acceptance="验收〔2026〕1号", accepted_on=date(2026, 1, 5), liability="责任书1号",
    since=date(2026, 1, 10), until=date(2026, 12, 31),
)  # fmt: skip


@pytest.fixture
def fang(hall: Any) -> Any:
    return enter_staff("fanglin", "方琳", Role.SECURITY)


def asked(by: Any, admission: Admission = GOOD) -> str:
    return actions.ask_admission(admission=admission, by=by.visitor, now=MONDAY)


def admitted(security: Any, fang: Any, admission: Admission = GOOD) -> str:
    number = asked(security, admission)
    actions.decide_admission(number=number, is_admitted=True, by=fang.visitor, now=MONDAY)
    return number


def test_an_authority_counts_only_after_another_admitted_it(security: Any, fang: Any) -> None:
    number = asked(security)
    assert queries.admitted_authority(MARK, TODAY) is None
    with pytest.raises(actions.NotAnother):
        actions.decide_admission(number=number, is_admitted=True, by=security.visitor, now=MONDAY)
    assert queries.admitted_authority(MARK, TODAY) is None

    actions.decide_admission(number=number, is_admitted=True, by=fang.visitor, now=MONDAY)

    found = queries.admitted_authority(MARK, TODAY)
    assert found is not None
    assert found.acceptance == "验收〔2026〕1号"
    verbs = Entry.objects.filter(verb__contains="authority").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["ask-authority", "admit-authority"]


@given(on=st.dates(date(2025, 12, 1), date(2027, 2, 1)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_counts_on_exactly_the_days_it_was_admitted_for(hall: Any, on: date) -> None:
    with transaction.atomic():
        first, second = (enter_staff(f"s{n}", "安", Role.SECURITY) for n in (1, 2))
        admitted(first, second)
        is_there = queries.admitted_authority(MARK, on) is not None
        assert is_there == (GOOD.since <= on <= GOOD.until)
        transaction.set_rollback(True)


def test_withdrawing_takes_two_as_well_and_counts_at_once(security: Any, fang: Any) -> None:
    number = admitted(security, fang)
    actions.ask_withdrawal(number=number, why="私钥泄露", by=fang.visitor, now=MONDAY)
    assert queries.admitted_authority(MARK, TODAY) is not None
    with pytest.raises(actions.NotAnother):
        actions.decide_withdrawal(number=number, is_withdrawn=True, by=fang.visitor, now=MONDAY)

    actions.decide_withdrawal(number=number, is_withdrawn=True, by=security.visitor, now=MONDAY)

    assert queries.admitted_authority(MARK, TODAY) is None
    with pytest.raises(Hidden):
        actions.ask_withdrawal(number=number, why="再来", by=fang.visitor, now=MONDAY)
    assert admitted(security, fang) != number


def test_a_withdrawal_may_be_turned_down(security: Any, fang: Any) -> None:
    number = admitted(security, fang)
    actions.ask_withdrawal(number=number, why="误报", by=fang.visitor, now=MONDAY)
    actions.decide_withdrawal(number=number, is_withdrawn=False, by=security.visitor, now=MONDAY)

    assert Authority.objects.get(number=number).state == "admitted"


def test_one_certificate_is_admitted_once(security: Any) -> None:
    asked(security)
    with pytest.raises(actions.AlreadyAdmitted):
        asked(security)


def test_the_database_keeps_the_two_apart_itself(security: Any) -> None:
    asked(security)
    me = security.visitor.account
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.update(state="admitted", decided_by=me, decided_at=MONDAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "x"), ("fingerprint", "12"), ("acceptance", ""), ("liability", ""), ("name", ""),
     ("since", date(2026, 1, 1)), ("until", date(2026, 1, 9))],
)  # fmt: skip
def test_without_acceptance_liability_or_sound_days_nothing_is_asked(
    security: Any, field: str, value: Any
) -> None:
    with pytest.raises(actions.NotAcceptable) as refused:
        asked(security, replace(GOOD, **{field: value}))

    assert refused.value.field == field
    assert not Authority.objects.exists()


def test_endings_are_told_once_at_each_stage(hall: Any, security: Any, fang: Any) -> None:
    Account.objects.filter(pk=fang.pk).update(mobile="13800000077")
    admitted(security, fang)
    told = []
    for left in (40, 30, 29, 7, 6, 0, -1, -2):
        moment = MONDAY + (GOOD.until - TODAY) - timedelta(days=left)
        told.append(jobs.warn_of_endings(seal=hall.seal, now=moment))

    assert told == [0, 1, 0, 1, 0, 0, 1, 0]
    assert Alarm.objects.count() == 3
    assert [one.mobile for one in Text.objects.order_by("id")] == ["13800000077"] * 3


class Keeper:
    """A real seal whose certificate some root has signed."""

    def __init__(self, real: Any, *, is_test: bool) -> None:
        self.real, self.is_test = real, is_test

    def describe(self) -> Any:
        return replace(self.real.describe(), is_test=self.is_test)

    def trust(self) -> Any:
        return self.real.trust()


def test_a_real_seal_is_used_only_while_its_root_is_admitted(
    hall: Any, security: Any, fang: Any
) -> None:
    real = Keeper(hall.seal, is_test=False)
    refuse_strange_seal(Keeper(hall.seal, is_test=True), now=MONDAY)
    with pytest.raises(CannotSeal):
        refuse_strange_seal(real, now=MONDAY)

    mark = sha256(hall.seal.trust().roots[0]).hexdigest()
    admitted(security, fang, replace(GOOD, kind="seal", fingerprint=mark))

    refuse_strange_seal(real, now=MONDAY)
    with pytest.raises(CannotSeal):
        refuse_strange_seal(real, now=MONDAY + timedelta(days=365))
