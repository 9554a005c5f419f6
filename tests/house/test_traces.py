"""Every verb and every look at personal data leaves a trace (6.3.2); lists cost the same."""

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebao.hall.office.applications.models import Application, Outgoing
from shebao.hall.office.audit.actions import record
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.models import Notice
from tests.channels.test_doors import Town, _noon, town  # noqa: F401
from tests.channels.web.errands import CERTIFICATE
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.cast import MONDAY
from tests.support.staff import NOON

OFFICE = Path(__file__).resolve().parents[2] / "src" / "shebao" / "hall" / "office"
# What is written for oneself before anything is asked for, and what concerns nobody.
WITHOUT = {
    "open_draft", "save_draft", "discard_draft", "add_upload", "drop_upload", "mark_read",
    "put",
    # Kept in a list of its own, which tells failures too (6.2.5e).
    "sign_in", "ask_code", "ask_code_for", "ask_own_code", "sign_in_by_code",
    "ask_enrolment_code",
    "sign_in_by_passkey", "sign_in_by_provider", "sign_in_by_certificate", "note_try",
    # A registration under way is nobody's yet; opening the account leaves the trace.
    "begin_sign_up", "ask_sign_up_code", "prove_mobile", "reopen_sign_up",
    # Steps of a program on its way to a token; letting it in and the token leave the trace.
    "put_code", "open_device", "note_poll", "answer_device", "take",
    # Ordered inside the verb it speaks of, which leaves the trace.
    "queue", "tell", "send", "hold",
    # It is the trace.
    "record",
}  # fmt: skip
TRACES = {"record", "note", "record_filing"}


def _functions() -> dict[str, dict[str, ast.FunctionDef]]:
    """By room, every function of its verbs."""
    rooms: dict[str, dict[str, ast.FunctionDef]] = {}
    for path in [*OFFICE.glob("*/actions.py"), *OFFICE.glob("*/actions/*.py")]:
        tree = ast.parse(path.read_text())
        found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        rooms.setdefault(path.relative_to(OFFICE).parts[0], {}).update(found)
    return rooms


def _called(node: ast.AST) -> set[str]:
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {one.id for one in calls if isinstance(one, ast.Name)}
    return names | {one.attr for one in calls if isinstance(one, ast.Attribute)}


def _leaves_a_trace(name: str, room: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    called = _called(room[name])
    if called & TRACES:
        return True
    inner = (called & set(room)) - seen
    return any(_leaves_a_trace(one, room, seen | {one}) for one in inner)


def _writes(node: ast.AST) -> bool:
    return bool(_called(node) & {"update", "create", "insert", "bulk_create", "delete", "move"})


def _offered(place: str) -> set[str]:
    """What a room's verbs offer; a folder of verbs names them in its first file."""
    first = OFFICE / place / "actions" / "__init__.py"
    if not first.exists():
        return set(_functions()[place])
    return {one.value for one in ast.walk(ast.parse(first.read_text()))
            if isinstance(one, ast.Constant) and isinstance(one.value, str)}  # fmt: skip


VERBS = [
    (place, name)
    for place, room in sorted(_functions().items())
    for name, node in sorted(room.items())
    if name in _offered(place) and not name.startswith("_")
    and any(arg.arg == "now" for arg in node.args.kwonlyargs)
]  # fmt: skip


@pytest.mark.clause("6.3.2")
@pytest.mark.parametrize(("place", "verb"), VERBS, ids=lambda one: str(one))
def test_every_verb_leaves_a_trace(place: str, verb: str) -> None:
    room = _functions()[place]
    leaves = _leaves_a_trace(verb, room, frozenset({verb}))
    assert leaves or verb in WITHOUT or not _writes_at_all(verb, room, frozenset({verb}))


def _writes_at_all(name: str, room: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    inner = (_called(room[name]) & set(room)) - seen
    return _writes(room[name]) or any(_writes_at_all(one, room, seen | {one}) for one in inner)


LOOKS = (
    ("owner", "/"), ("owner", "/my/rights/"), ("owner", "/my/rights/?tab=contributions"),
    ("owner", "/my/rights/?tab=contributions&format=csv"), ("owner", "/my/rights/?tab=account"),
    ("owner", "/my/rights/?tab=transfers"), ("owner", "/my/rights/?tab=benefits"),
    ("owner", "/my/estimate/"),
    ("owner", "/my/account/"), ("owner", "/my/cases/{case}/"), ("owner", "/my/cases/{case}/ways/"),
    ("owner", "/my/upload/{upload}/"),
    ("owner", "/my/docs/{paper}/"), ("owner", "/my/docs/{paper}/file/"),
    ("owner", "/p/pension-transfer/do/"),
    ("reviewer", "/desk/case/{case}/"), ("reviewer", "/desk/?box=all&case={case}"),
    ("reviewer", "/desk/material/{upload}/"), ("reviewer", "/desk/case/{case}/passing/"),
    ("reviewer", "/desk/case/{case}/supplement/"), ("reviewer", "/desk/case/{case}/refusal/"),
    ("reviewer", "/desk/case/{case}/handover/"), ("auditor", "/manage/audit/?q={case}"),
    ("auditor", "/manage/audit/{case}/"), ("owner", "/my/access/"),
    ("owner", "/my/access/{entry}/"), ("owner", "/my/access/{entry}/proof/"),
)  # fmt: skip


@pytest.mark.clause("6.3.2", "6.3.1")
@pytest.mark.parametrize(("who", "address"), LOOKS)
def test_every_look_at_personal_data_leaves_a_trace(
    town: Town,  # noqa: F811
    who: str,
    address: str,
) -> None:
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    answer = town.browsers[who].get(address.format(**town.numbers))
    subject = town.owner.visitor.subject
    left = Entry.objects.filter(id__gt=last, subject=subject)

    assert answer.status_code == 200
    assert left.exists()
    assert all(one.purpose and one.actor and one.channel for one in left)


NUMBERS = {
    "an ID": re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])"),
    "a mobile": re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])"),
    "a card": re.compile(r"(?<![0-9A-Za-z])62\d{14,17}(?![0-9A-Za-z])"),
}
SHOWN = (
    *LOOKS, ("owner", "/my/"), ("owner", "/my/cases/"), ("owner", "/my/docs/"),
    ("owner", "/my/msg/"), ("owner", "/my/msg/{message}/"), ("nobody", "/open/trail/"),
    ("owner", "/p/contact-change/do/"), ("owner", f"/p/{CERTIFICATE}/do/"),
    ("owner", "/p/key-facts-change/do/"), ("reviewer", "/desk/"), ("reviewer", "/desk/me/"),
    ("operator", "/manage/"), ("operator", "/manage/postings/?state=waiting"),
    ("security", "/manage/users/"), ("nobody", "/verify/?c={code}"),
)  # fmt: skip


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(("who", "address"), SHOWN)
def test_no_page_shows_a_whole_number_of_a_person(
    town: Town,  # noqa: F811
    who: str,
    address: str,
) -> None:
    code = Paper.objects.get(number=town.numbers["paper"]).code
    answer = town.browsers[who].get(address.format(code=code, **town.numbers))
    if answer.headers["Content-Type"].startswith(("application/pdf", "image/")):
        return
    if address.endswith("/proof/"):
        # One's own entry to the letter, or nobody could check it; hashes look like anything.
        return
    text = f"{answer.headers.get('Location', '')} {answer.content.decode()}"

    assert {name: found.findall(text) for name, found in NUMBERS.items()} == dict.fromkeys(
        NUMBERS, []
    )


def test_who_checks_a_paper_learns_no_name_and_no_number(
    town: Town,  # noqa: F811
) -> None:
    paper = Paper.objects.get(number=town.numbers["paper"])
    page = town.browsers["nobody"].get(f"/verify/?c={paper.code}").content.decode()

    assert paper.number in page
    assert paper.subject not in page
    assert "王芳" not in page


def _many(town: Town, count: int, *, start: int) -> None:  # noqa: F811
    """More rows of every kind on every list."""
    case = Application.objects.get(number=town.numbers["case"])
    closed = {"closed_at": MONDAY, "status": "withdrawn"}
    others = [{"subject": f"30000001{start + one}"} for one in range(count)]
    rows = [
        Application(**_fields(case, number=f"SB{start + one}{place}", token=f"{start + one}{place}",
                              **changes))
        for place, kinds in enumerate(([closed] * count, others))
        for one, changes in enumerate(kinds)
    ]  # fmt: skip
    Application.objects.bulk_create(rows)
    for place in range(count):
        record(
            actor="A1", verb="read", subject=case.subject, purpose="trying", channel="web",
            now=NOON, case=case.number,
        )  # fmt: skip
        at = MONDAY + timedelta(minutes=start + place)
        Outgoing.objects.create(
            key=f"k{start}-{place}", case=rows[place].number, kind="contact", subject=case.subject,
            values={}, decided_at=at, next_at=at, state="dead",
        )  # fmt: skip
    notice = Notice.objects.filter(subject=case.subject, way="inbox")[0]
    paper = Paper.objects.get(number=town.numbers["paper"])
    Notice.objects.bulk_create(
        Notice(**_fields(notice, event=f"n{start}-{one}")) for one in range(count)
    )
    Paper.objects.bulk_create(
        Paper(**_fields(paper, number=f"P{start}{one}", code=f"{start:08d}{one:08d}"))
        for one in range(count)
    )


def _fields(row: Any, **changes: Any) -> dict[str, Any]:
    kept = {one.name: getattr(row, one.name) for one in row._meta.fields if one.name != "id"}
    return {**kept, **changes}


LISTS = (
    ("owner", "/my/cases/"), ("owner", "/my/msg/"), ("owner", "/my/docs/?menu=voucher"),
    ("owner", "/my/access/"), ("owner", "/my/"), ("reviewer", "/desk/?box=all"),
    ("operator", "/manage/postings/"), ("auditor", "/manage/audit/?q=3000000000001"),
    ("operator", "/manage/items/"), ("operator", "/manage/"), ("auditor", "/manage/audit/{case}/"),
)  # fmt: skip


@pytest.mark.parametrize(("who", "address"), LISTS)
def test_a_longer_list_asks_the_database_no_more_often(
    town: Town,  # noqa: F811
    who: str,
    address: str,
    more_cases: Callable[[int], None],
) -> None:
    more_cases(2)
    address = address.format(**town.numbers)
    town.browsers[who].get(address)
    with CaptureQueriesContext(connection) as few:
        short = town.browsers[who].get(address)
    more_cases(12)
    with CaptureQueriesContext(connection) as many:
        long = town.browsers[who].get(address)

    assert short.status_code == long.status_code == 200
    assert len(many) <= len(few), [one["sql"][:120] for one in many]


@pytest.fixture
def more_cases(town: Town) -> Callable[[int], None]:  # noqa: F811
    """Adds so many rows to every list."""
    made = iter((100, 200, 300))
    return lambda count: _many(town, count, start=next(made))
