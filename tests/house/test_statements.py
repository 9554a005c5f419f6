"""How often the hot paths ask the database: few, and the same few whoever adds to them.

PostgreSQL takes the writes of one act in one statement, SQLite one for each table; BEGIN and
COMMIT come on top where something is written.
"""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from shebao.hall.office.applications import actions
from shebao.hall.office.catalogue.queries import current
from shebao.hall.office.documents import jobs, queries, verification
from tests.channels.test_doors import _noon  # noqa: F401
from tests.support.cast import MONDAY
from tests.support.staff import seated
from tests.support.statements import sent

# Session and account; a look leaves a trace: the end of its stream, the entry, the end anew.
KNOWN_VISITOR = 2
TRACE = {"sqlite": 3, "postgresql": 2}
CONTACT = {"what": "mobile", "mobile": "13900000002", "address": ""}
CERTIFICATE = {"purpose": "loan", "recipient": "示例银行"}


@pytest.fixture
def submit(hall: Any, wang: Any) -> Callable[..., str]:
    """File an instant service, as the channels do."""
    tokens = (f"statements-{place}" for place in itertools.count())

    def filed(slug: str, answers: dict[str, str]) -> str:
        errand = actions.Errand(
            pinned=current(slug), visitor=wang.visitor, answers=answers, token=next(tokens),
            channel="web", default_agency="990000", risk_confirmed=True,
        )  # fmt: skip
        return actions.file_case(errand=errand, outside=hall, now=MONDAY)

    return filed


@pytest.mark.clause("5.3.1b")
@pytest.mark.parametrize(
    ("slug", "answers"), [("contact-change", CONTACT), ("insured-certificate", CERTIFICATE)]
)
def test_submitting_takes_at_most_six_statements_where_writes_can_go_together(
    submit: Callable[..., str], slug: str, answers: dict[str, str]
) -> None:
    submit(slug, answers)
    with sent() as statements:
        submit(slug, answers)

    # With BEGIN and COMMIT these are six; on SQLite there is one insert for each of seven tables.
    assert len(statements) <= {"sqlite": 12, "postgresql": 4}[connection.vendor], statements


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("tab", ["contributions", "account", "benefits", "transfers"])
def test_a_record_page_asks_who_it_is_and_writes_that_they_looked(wang: Any, tab: str) -> None:
    browser, page = seated(wang), f"/my/rights/?tab={tab}"
    browser.get(page)
    with sent() as statements:
        answer = browser.get(page)

    offered = 1 if tab == "benefits" else 0
    assert answer.status_code == 200
    assert len(statements) <= KNOWN_VISITOR + TRACE[connection.vendor] + offered, statements


def test_verifying_a_code_looks_the_paper_up_and_counts_the_check(
    hall: Any, submit: Callable[..., str]
) -> None:
    number = submit("insured-certificate", CERTIFICATE)
    jobs.produce_queued(seal=hall.seal, now=MONDAY, limit=2)
    code = queries.papers_of(number)[0].code
    with sent() as statements:
        verification.verify_code(code=code, now=MONDAY)

    assert len(statements) == 2, statements


MINE = {
    "/": KNOWN_VISITOR + 2,
    "/my/": KNOWN_VISITOR + 4,
    "/my/cases/": KNOWN_VISITOR + 3,
    "/my/docs/": KNOWN_VISITOR + 1,
    "/my/msg/": KNOWN_VISITOR + 2,
    "/p/contact-change/do/": KNOWN_VISITOR + 2,
    "/p/": KNOWN_VISITOR,
    "/p/contact-change/": KNOWN_VISITOR + 1,
}


@pytest.mark.parametrize(("page", "most"), MINE.items())
def test_a_page_of_a_citizen_asks_for_nothing_twice(
    wang: Any, submit: Callable[..., str], page: str, most: int
) -> None:
    submit("contact-change", CONTACT)
    browser = seated(wang)
    browser.get(page)
    with sent() as statements:
        answer = browser.get(page)

    look = TRACE[connection.vendor] if page == "/" else 0
    assert answer.status_code == 200
    assert len(statements) <= most + look, statements


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("page", ["/", "/p/", "/p/?theme=pension", "/login/", "/verify/", "/help/"])
def test_a_page_for_everybody_asks_the_database_for_nothing(client: Any, page: str) -> None:
    client.get(page)
    with sent() as statements:
        answer = client.get(page)

    assert answer.status_code == 200
    assert statements == []


@pytest.mark.parametrize(("page", "most"), [("/desk/", 7), ("/desk/?box=all", 7)])
def test_the_worklist_counts_all_its_boxes_at_once(reviewer: Any, page: str, most: int) -> None:
    browser = seated(reviewer)
    browser.get(page)
    with sent() as statements:
        answer = browser.get(page)

    assert answer.status_code == 200
    assert len(statements) <= most, statements
