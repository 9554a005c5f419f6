"""One ticket shown by many at once: at most one token comes of it, and then none is left."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.models import ApiToken, Partner
from tests.support.cast import MONDAY, SURELY, WANG, enter_person

TRIES, ROUNDS = 8, 6
pytestmark = pytest.mark.clause("6.1.2e", "6.3.1")


def test_a_ticket_shown_by_many_at_once_leaves_no_token(hall: Any) -> None:
    wang = enter_person(hall.insurance, WANG, "wangfang")
    Partner.objects.create(
        number="K1", name="n", organisation="o", agreement="a", redirects=["https://a.example"],
        scopes="read", per_minute=60, since=MONDAY.date(), until=MONDAY.date(), state="admitted",
        asked_by="S1", asked_at=MONDAY, agency_by="S2", it_by="S3",
    )  # fmt: skip
    for _ in range(ROUNDS):
        consent = actions.allow(
            account=wang.visitor.account, partner="K1", scopes="read", items=(), acting_for="",
            now=MONDAY,
        )  # fmt: skip
        allowed = actions.Allowed(
            account=wang.visitor.account, partner="K1", consent=consent, family="",
            scopes="read", data={}, proof=SURELY,
        )  # fmt: skip
        code = actions.put_code(allowed=allowed, now=MONDAY)
        together = Barrier(TRIES)

        def shown(place: int, code: str = code, together: Barrier = together) -> bool:
            together.wait()
            try:
                found = actions.take(kind="code", secret=code, partner="K1", now=MONDAY)
                return (
                    found is not None
                    and actions.issue_tokens(allowed=found, now=MONDAY) is not None
                )
            finally:
                connection.close()

        with ThreadPoolExecutor(TRIES) as pool:
            won = sum(pool.map(shown, range(TRIES)))

        assert won <= 1
        assert not ApiToken.objects.filter(ended_at=None).exists()
