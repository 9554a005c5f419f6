"""Every call of the API by every kind of program: one table says what it answers (6.3.1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.models import Mandate
from tests.channels.api.conftest import Program
from tests.channels.api.contract import contract
from tests.channels.test_doors import AGENTS, Town, _noon, act_for, town  # noqa: F401
from tests.channels.web.errands import DONGHU
from tests.office.applications.conftest import PDF, file  # noqa: F401
from tests.office.appointments.conftest import PLAN
from tests.support.cast import SURELY
from tests.support.staff import NOON

pytestmark = pytest.mark.clause("6.3.1", "6.1.2e", "5.4.1.5")

PROGRAMS = ("nobody", "owner", "reader", "stranger", "handler", *AGENTS)
PUBLIC = {
    "list_agencies", "list_items", "read_item", "read_item_schema", "list_checkpoints",
    "read_checkpoint", "verify_file", "verify_code", "list_centres", "list_free_times",
}  # fmt: skip
OWN = {"list_applications", "list_bookings", "read_me"}
WHOLE = {"list_looks", "list_messages", "list_papers", "read_estimate"}
THINGS = {"read_application", "list_ways", "read_paper", "read_paper_file", "read_booking"}
ACTS = {
    "add_case_material", "ask_for_a_person", "send_supplement", "withdraw_application",
    "change_booking", "cancel_booking",
}  # fmt: skip
FILING = {"file_application", "add_material", "book_place"}
TOMORROW = (NOON + timedelta(days=1)).date().isoformat()
BODIES = {
    "applications": {
        "answers": {"mobile": "13900000009"}, "token": "order-0001", "risk_confirmed": True,
    },
    "supplement": {"answers": {}},
    "bookings": {
        "item": "trial-promised", "centre": PLAN.code, "day": TOMORROW, "start": 570,
        "token": "place-0001",
    },
    "change": {"day": TOMORROW, "start": 570},
}  # fmt: skip

IN, WHO, NOT_YOURS, NOT_THERE = "in", "who are you", "not yours", "not there"


def expected(operation: str, who: str) -> str:
    """What a call answers: the whole table of the API's doors."""
    if operation in PUBLIC:
        return IN
    if who in {"nobody", "former"}:
        return WHO
    if operation in ACTS | FILING and who in {"reader", "looker"}:
        return NOT_YOURS
    if operation in WHOLE:
        return NOT_YOURS if who == "narrow" or _is_for_persons(operation, who) else IN
    if operation in THINGS | ACTS:
        return IN if who in {"owner", "reader", "agent", "looker"} else NOT_THERE
    return NOT_YOURS if operation in FILING and who == "narrow" else IN


def _is_for_persons(operation: str, who: str) -> bool:
    return operation == "read_estimate" and who == "handler"


def calls() -> list[tuple[str, str, str]]:
    """Method, path and name of every operation of the contract."""
    return [
        (method, path.removeprefix("/api/v1"), operation["operationId"])
        for path, operations in contract()["paths"].items()
        for method, operation in operations.items()
    ]


def test_the_table_names_every_call() -> None:
    assert {name for _, _, name in calls()} == PUBLIC | OWN | WHOLE | THINGS | ACTS | FILING


def program(town: Town, who: str) -> Program:  # noqa: F811
    """A program with a token of this kind."""
    if who == "nobody":
        return Program()
    player = town.browsers.players["owner" if who == "reader" else who]
    for_whom = {"handler": DONGHU, **dict.fromkeys(AGENTS, town.owner.visitor.person)}
    if who == "former":
        Mandate.objects.update_or_create(number="MFORMER", defaults={"state": "running",
                                                                     "ended_at": None})  # fmt: skip
    issued = actions.issue_token(
        account=player.visitor.account, name=who, now=NOON, proof=SURELY,
        scopes=("read",) if who == "reader" else ("read", "file"),
        acting_for=for_whom.get(who, ""),
    )  # fmt: skip
    if who == "former":
        Mandate.objects.filter(number="MFORMER").update(state="ended", ended_at=NOON)
    return Program(issued.secret)


def address(town: Town, path: str, operation: str) -> str:  # noqa: F811
    thing = next((one for one in ("paper", "booking") if one in operation), "case")
    at_counters = operation in {"list_centres", "list_free_times"}
    named = {
        "number": town.numbers[thing], "code": PLAN.code if at_counters else "proof",
        "slug": "trial-promised" if at_counters or operation == "add_material"
        else "trial-instant",
    }  # fmt: skip
    if operation == "read_checkpoint":
        named["number"] = "1"
    return path.format(**named)


def outcome(answer: Any) -> str:
    told = {401: WHO, 403: NOT_YOURS, 404: NOT_THERE}
    return told.get(answer.status_code, IN)


def asked(caller: Program, method: str, path: str) -> str:
    """What a call answers; what it did is undone."""
    with transaction.atomic():
        if method == "get":
            answer = caller.get(path)
        elif "/materials/" in path:
            answer = caller.upload(path, PDF)
        else:
            answer = caller.post(path, BODIES.get(path.rpartition("/")[2]))
        transaction.set_rollback(True)
    return outcome(answer)


@pytest.mark.parametrize("who", PROGRAMS)
def test_every_call_answers_every_program_as_the_table_says(
    town: Town,  # noqa: F811
    who: str,
) -> None:
    if who != "nobody":
        town.browsers["owner" if who == "reader" else who]
    caller = program(town, who)
    found = {
        name: asked(caller, method, address(town, path, name)) for method, path, name in calls()
    }

    assert found == {name: expected(name, who) for _, _, name in calls()}
