"""A paper's life: queued with its decision, produced once, replaced, revoked, never lost."""

import threading
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as hall
from django.db import IntegrityError, connection, transaction

from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.kit import store
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.numbers import ALPHABET
from shebao.hall.office.audit.queries import about, of_case_page
from shebao.hall.office.documents import access, actions, jobs, queries
from shebao.hall.office.documents.models import Paper
from tests.office.documents.conftest import LIN, MONDAY, WANG, Queue

pytestmark = pytest.mark.django_db


def stored_pdfs() -> list[Path]:
    return [path for path in hall.SHEBAO_FILES.rglob("*") if path.is_file()
            and path.read_bytes().startswith(b"%PDF")]  # fmt: skip


@pytest.mark.clause("5.3.4", "5.4.2.1", "5.4.2.4")
def test_a_queued_paper_becomes_a_sealed_file(queue: Queue, seal: StandinSealKeeper) -> None:
    number = queue()
    with pytest.raises(queries.NotReady):
        queries.file_of(number)

    made = actions.produce(number=number, seal=seal, now=MONDAY)

    content = queries.file_of(number)
    assert made.is_new
    assert content.startswith(b"%PDF-1.7")
    assert b"ETSI.CAdES.detached" in content
    card = queries.paper(number)
    assert (card.state, card.issued_at) == ("issued", MONDAY)
    assert card.valid_until == date(2026, 4, 1)
    assert card.file_name == f"社会保险参保证明-{number}.pdf"


def test_queueing_costs_one_insert_and_commits_with_the_decision(
    queue: Queue, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
        queue()
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert Paper.objects.count() == 1


def test_producing_again_changes_nothing(queue: Queue, seal: StandinSealKeeper) -> None:
    number = queue()
    first = actions.produce(number=number, seal=seal, now=MONDAY)
    later = actions.produce(number=number, seal=seal, now=MONDAY + timedelta(days=3))
    assert later.digest == first.digest
    assert not later.is_new
    assert len(stored_pdfs()) == 1


@pytest.mark.parametrize("step", ["store.keep", "_issue"])
def test_a_worker_killed_halfway_loses_and_doubles_nothing(
    step: str, queue: Queue, seal: StandinSealKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = queue()

    def killed(*parts: Any, **named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"shebao.hall.office.documents.actions.{step}", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.produce(number=number, seal=seal, now=MONDAY)
    assert queries.paper(number).state == "queued"

    actions.produce(number=number, seal=seal, now=MONDAY + timedelta(hours=5))

    assert queries.paper(number).issued_at == MONDAY
    assert len(stored_pdfs()) == 1
    assert [look.verb for look in of_case_page("SB202603020000001").rows] == ["paper.issue"]


def test_two_workers_interleaved_issue_one_file(
    queue: Queue, seal: StandinSealKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = queue()
    keep = store.keep
    others: list[actions.Produced] = []

    def keep_after_another(content: bytes) -> str:
        monkeypatch.setattr(store, "keep", keep)
        others.append(actions.produce(number=number, seal=seal, now=MONDAY + timedelta(seconds=9)))
        return keep(content)

    monkeypatch.setattr(store, "keep", keep_after_another)
    mine = actions.produce(number=number, seal=seal, now=MONDAY)

    assert (mine.is_new, others[0].is_new) == (False, True)
    assert mine.digest == others[0].digest
    assert len(stored_pdfs()) == 1
    assert len(of_case_page("SB202603020000001").rows) == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_at_once_issue_one_file(queue: Queue, seal: StandinSealKeeper) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one connection; PostgreSQL runs this")
    number = queue()
    gate = threading.Barrier(2)
    made: list[actions.Produced] = []

    def work() -> None:
        gate.wait()
        made.append(actions.produce(number=number, seal=seal, now=MONDAY))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.is_new for one in made) == [False, True]
    assert len({one.digest for one in made}) == 1
    assert len(stored_pdfs()) == 1


@pytest.mark.clause("5.4.2.1")
def test_the_wallet_shows_ones_own_papers_in_two_menus(queue: Queue) -> None:
    mine = [queue(menu=menu) for menu in ("voucher", "certificate", "voucher")]
    queue(subject=LIN)
    assert [card.number for card in queries.wallet(WANG).rows] == mine[::-1]
    assert [card.number for card in queries.wallet(WANG, "voucher").rows] == [mine[2], mine[0]]


def test_the_wallet_turns_pages_with_one_query_each(
    queue: Queue, django_assert_num_queries: Any
) -> None:
    mine = [queue(case=f"SB2026030200000{place:02d}") for place in range(5)]
    with django_assert_num_queries(1):
        first = queries.wallet(WANG, size=3)
    rest = queries.wallet(WANG, after=first.next_after, size=3)
    assert [card.number for card in [*first.rows, *rest.rows]] == mine[::-1]
    assert rest.next_after == ""
    assert queries.wallet(WANG, after="nonsense", size=3).rows == first.rows


@pytest.mark.clause("6.3.1")
def test_somebody_elses_paper_looks_like_none(queue: Queue) -> None:
    number = queue()
    assert access.own_paper(number, subject=WANG).number == number
    for strange in (number, "990100-20260302-20-00000000"):
        with pytest.raises(Hidden):
            access.own_paper(strange, subject=LIN)


@pytest.mark.clause("6.3.2")
def test_handing_out_a_file_leaves_a_trace(queue: Queue, seal: StandinSealKeeper) -> None:
    number = queue()
    actions.produce(number=number, seal=seal, now=MONDAY)
    handed = actions.hand_out(
        number=number, actor=WANG, purpose="本人下载", channel="web", now=MONDAY
    )
    assert handed.content == queries.file_of(number)
    assert [look.verb for look in about(WANG).rows] == ["paper.read", "paper.issue"]


def test_a_new_paper_replaces_the_old_one_only_once_it_is_issued(
    queue: Queue, seal: StandinSealKeeper
) -> None:
    old = queue()
    actions.produce(number=old, seal=seal, now=MONDAY)
    new = queue(case="SB202603020000002")
    assert queries.paper(old).state == "issued"

    actions.produce(number=new, seal=seal, now=MONDAY)

    assert queries.paper(old).state == "superseded"
    assert queries.paper(old).superseded_by == new
    assert queries.file_of(old)


def test_papers_of_other_purposes_cases_and_kinds_stand_beside_each_other(
    queue: Queue, seal: StandinSealKeeper
) -> None:
    numbers = [
        queue(data={"purpose": "购房"}),
        queue(data={"purpose": "求职"}),
        queue(data={"answers": {"purpose": "school"}}),
        queue(kind="benefits"),
        queue(subject=LIN),
        queue(menu="voucher", kind="result", case="SB202603020000008"),
        queue(menu="voucher", kind="result", case="SB202603020000009"),
        queue(supersedes_kind=False),
        queue(supersedes_kind=False),
    ]
    jobs.produce_queued(seal=seal, now=MONDAY, limit=20)
    assert {queries.paper(number).state for number in numbers} == {"issued"}


def test_produced_in_the_wrong_order_the_later_paper_still_wins(
    queue: Queue, seal: StandinSealKeeper
) -> None:
    older, newer = queue(), queue()
    actions.produce(number=newer, seal=seal, now=MONDAY)
    actions.produce(number=older, seal=seal, now=MONDAY)
    assert queries.paper(newer).state == "issued"
    assert queries.paper(older).superseded_by == newer


def test_a_paper_issued_in_error_is_revoked_with_a_reason_and_kept(
    queue: Queue, seal: StandinSealKeeper
) -> None:
    number = queue()
    actions.produce(number=number, seal=seal, now=MONDAY)
    with pytest.raises(actions.NotAllowed):
        actions.revoke(number=number, reason=" ", actor="clerk-1", now=MONDAY)

    actions.revoke(number=number, reason="数据有误", actor="clerk-1", now=MONDAY)

    card = queries.paper(number)
    assert (card.state, card.revoked_reason) == ("revoked", "数据有误")
    assert queries.file_of(number)
    assert "paper.revoke" in [look.verb for look in about(WANG).rows]
    with pytest.raises(actions.NotAllowed):
        actions.revoke(number=number, reason="又一次", actor="clerk-1", now=MONDAY)
    with pytest.raises(Hidden):
        actions.revoke(number="none", reason="数据有误", actor="clerk-1", now=MONDAY)


def test_a_paper_revoked_before_it_was_made_is_never_made(
    queue: Queue, seal: StandinSealKeeper
) -> None:
    number = queue()
    actions.revoke(number=number, reason="申请已撤回", actor="clerk-1", now=MONDAY)
    with pytest.raises(actions.NotAllowed):
        actions.produce(number=number, seal=seal, now=MONDAY)
    assert jobs.produce_queued(seal=seal, now=MONDAY) == 0
    assert stored_pdfs() == []


@pytest.mark.clause("6.5.4")
def test_one_paper_that_fails_holds_up_no_other(queue: Queue, seal: StandinSealKeeper) -> None:
    broken = queue(template="#let body(d) = [#d.nothing-here]", kind="other")
    good = queue()
    assert jobs.produce_queued(seal=seal, now=MONDAY) == 1
    assert queries.paper(good).state == "issued"
    assert queries.paper(broken).state == "queued"

    assert jobs.produce_queued(seal=seal, now=MONDAY) == 0
    for hour in range(1, 6):
        jobs.produce_queued(seal=seal, now=MONDAY + timedelta(hours=2 * hour))
    assert queries.backlog() == queries.Backlog(waiting=1, stuck=1, oldest=MONDAY)


def test_numbers_tell_the_place_and_the_day_and_nothing_of_the_person(queue: Queue) -> None:
    number = queue(menu="voucher", kind="acceptance")
    place, day, sort, serial = number.split("-")
    assert (place, day, sort, len(serial)) == ("990100", "20260302", "11", 8)
    assert WANG not in number


@pytest.mark.clause("5.4.2.4")
def test_codes_cannot_be_guessed_or_misread(queue: Queue) -> None:
    codes = [queries.paper(queue()).code for _ in range(30)]
    assert len(set(codes)) == 30
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("01ILOU") & set(ALPHABET)


def test_a_number_that_is_taken_is_drawn_again(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = iter([7, 7, 8])
    drawn = SimpleNamespace(randbelow=lambda _: next(serials))
    monkeypatch.setattr("shebao.hall.office.documents.numbering.secrets", drawn)
    assert [queue()[-1], queue()[-1]] == ["7", "8"]


@pytest.mark.clause("6.3.1")
def test_names_and_contents_lie_encrypted_in_the_database(queue: Queue) -> None:
    queue(data={"words": "月缴费基数"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_name, data FROM documents_paper")
        row = cursor.fetchone()
    assert "王芳" not in row[0]
    assert "月缴费基数" not in row[1]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "issued"},
        {"state": "superseded", "digest": "a" * 64, "issued_at": MONDAY},
        {"state": "revoked"},
        {"state": "lost"},
        {"digest": "a" * 64},
        {"menu": "drawer"},
    ],
    ids=str,
)
def test_the_database_refuses_a_paper_that_cannot_be(change: dict[str, Any], queue: Queue) -> None:
    number = queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(number=number).update(**change)
