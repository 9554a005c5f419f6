"""Fifty guessers at once, in two processes: nobody gets past the lock, the code or the limit."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.actions.codes import check_code
from shebao.hall.office.accounts.actions.locking import Locked, claim
from shebao.hall.office.accounts.models import Authenticator, Code, SignIn, Tally
from tests.races.conftest import at_once
from tests.support.cast import MONDAY
from tests.support.phones import code_on
from tests.support.processes import address

pytestmark = pytest.mark.clause("6.2.5c", "6.2.6a")
ROOT = Path(__file__).resolve().parents[2]
PHONE = "13800000001"
_GUESSERS = """
from shebao.commands import hall; hall.prepare()
import json, sys, threading
from datetime import UTC, datetime
from django.db import connection
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts import actions
now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
told = []
def guess(place):
    for name in ("wangfang", "nobody-at-all"):
        try:
            actions.sign_in(name=name, password=f"guess-{place}", kind=Kind.PERSON,
                            channel="web", address="10.0.0.1", now=now)
        except (actions.WrongSignIn, actions.Locked) as error:
            told.append((name, type(error).__name__))
    connection.close()
sys.stdin.readline()
threads = [threading.Thread(target=guess, args=(place,)) for place in range(25)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps(told))
"""


def test_of_fifty_guessers_in_two_processes_five_are_looked_at(wang: Any, settings: Any) -> None:
    around = {
        **os.environ, "SHEBAO_MODE": "test", "SHEBAO_VAR": str(settings.SHEBAO_VAR),
        "SHEBAO_DATABASE": address(), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "shebao.hall.config.settings",
    }  # fmt: skip
    both = [
        subprocess.Popen([sys.executable, "-c", _GUESSERS], env=around, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]  # fmt: skip
    told = [tuple(one) for p in both for one in json.loads(p.communicate("go\n", timeout=180)[0])]

    assert len(told) == 100
    for name in ("wangfang", "nobody-at-all"):
        assert told.count((name, "WrongSignIn")) == 5
        assert told.count((name, "Locked")) == 45
    assert SignIn.objects.count() == 10
    assert set(Tally.objects.values_list("failures", flat=True)) == {5}


def test_fifty_at_once_get_five_tries_at_a_code(hall: Any) -> None:
    target = actions.Target(key="A1", mobile=PHONE)
    actions.ask_code(purpose="sign-in", target=target, address="10.0.0.1", now=MONDAY)
    right = code_on(hall, PHONE, now=MONDAY)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    ends = at_once(
        *[lambda: check_code(purpose="sign-in", key="A1", answer=wrong, now=MONDAY)] * 50
    )

    assert {type(end).__name__ for end in ends} == {"WrongCode"}
    assert Code.objects.get().tries == 5
    with pytest.raises(actions.WrongCode):
        check_code(purpose="sign-in", key="A1", answer=right, now=MONDAY)


def test_a_right_code_is_good_for_one_of_many(hall: Any) -> None:
    target = actions.Target(key="A1", mobile=PHONE)
    actions.ask_code(purpose="sign-in", target=target, address="10.0.0.1", now=MONDAY)
    right = code_on(hall, PHONE, now=MONDAY)
    ends = at_once(*[lambda: check_code(purpose="sign-in", key="A1", answer=right, now=MONDAY)] * 5)

    assert sorted(type(end).__name__ for end in ends) == ["Proven"] + ["WrongCode"] * 4


def test_one_code_a_minute_however_many_ask(hall: Any) -> None:
    target = actions.Target(key="A1", mobile=PHONE)
    ends = at_once(
        *[
            lambda: actions.ask_code(
                purpose="sign-in", target=target, address="10.0.0.1", now=MONDAY
            )
        ]
        * 20
    )

    assert ends.count(None) == 1
    assert sum(isinstance(end, TooMany) for end in ends) == 19


def test_a_paper_code_is_good_for_one_of_many(wang: Any) -> None:
    account = wang.visitor.account
    code = actions.fresh_recovery_codes(account=account, channel="web", now=MONDAY)[0]

    def use() -> Any:
        return actions.prove(
            account=account, way="recovery", answer=code, purpose="second", channel="web",
            place=actions.Place(), now=MONDAY,
        )  # fmt: skip

    ends = at_once(*[use] * 5)

    assert sum(type(end).__name__ == "Proven" for end in ends) == 1
    assert len(Authenticator.objects.get().data["left"]) == 9


def test_claims_are_exact(hall: Any) -> None:
    ends = at_once(*[lambda: claim("A1", "second", now=MONDAY)] * 30)

    assert ends.count(None) == 5
    assert sum(isinstance(end, Locked) for end in ends) == 25
