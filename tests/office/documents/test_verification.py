"""Checking papers: three questions, told apart, for everybody, and whatever is shown."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.kit import typeset
from shebao.hall.kit.numbers import in_groups
from shebao.hall.office.documents import actions, queries, verification
from shebao.hall.office.documents.drawing import SEAL
from shebao.hall.office.documents.models import Check, Paper
from shebao.hall.office.documents.verification import (
    FileState,
    Standing,
    TooMany,
    Verification,
    verify_code,
    verify_file,
)
from tests.office.documents.conftest import MONDAY, WANG, Queue

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.2.4")]


@pytest.fixture
def paper(queue: Queue, seal: StandinSealKeeper) -> queries.PaperCard:
    number = queue()
    actions.produce(number=number, seal=seal, now=MONDAY)
    return queries.paper(number)


def test_a_printed_code_tells_enough_to_compare_and_no_more(paper: queries.PaperCard) -> None:
    typed = in_groups(paper.code).lower()
    assert verify_code(code=typed, now=MONDAY) == Verification(
        standing=Standing.VALID,
        code=paper.code,
        number=paper.number,
        title="社会保险参保证明",
        masked_name="王*",
        issuer="示例市社会保险事业管理中心",
        issued_at=MONDAY,
        valid_until=paper.valid_until,
        digest_tail=paper.digest[-16:],
    )


@pytest.mark.parametrize(
    "code", ["", "2345", "7K29QDXM4T8F3CHV", "' OR 1=1 --", "王" * 16, "x" * 999]
)
def test_a_code_that_was_never_printed_is_unknown(code: str, paper: queries.PaperCard) -> None:
    assert verify_code(code=code, now=MONDAY) == verification.UNKNOWN


def test_a_queued_paper_is_unknown_until_it_is_issued(queue: Queue) -> None:
    code = queries.paper(queue()).code
    assert verify_code(code=code, now=MONDAY).standing is Standing.UNKNOWN


def test_a_window_that_ended_is_not_called_false(paper: queries.PaperCard) -> None:
    last = verify_code(code=paper.code, now=MONDAY + timedelta(days=30))
    after = verify_code(code=paper.code, now=MONDAY + timedelta(days=31))
    assert (last.standing, after.standing) == (Standing.VALID, Standing.WINDOW_ENDED)


def test_replaced_and_revoked_papers_are_told_apart(
    paper: queries.PaperCard, queue: Queue, seal: StandinSealKeeper
) -> None:
    new = queue()
    actions.produce(number=new, seal=seal, now=MONDAY)
    assert verify_code(code=paper.code, now=MONDAY).standing is Standing.SUPERSEDED
    actions.revoke(number=paper.number, reason="数据有误", actor="clerk-1", now=MONDAY)
    assert verify_code(code=paper.code, now=MONDAY).standing is Standing.REVOKED


def test_the_file_itself_is_unaltered_and_sealed_by_us(
    paper: queries.PaperCard, seal: StandinSealKeeper
) -> None:
    answer = verify_file(content=queries.file_of(paper.number), seal=seal, now=MONDAY)
    assert (answer.file, answer.standing) == (FileState.UNALTERED, Standing.VALID)
    assert answer.sealed_by == seal.describe().holder
    assert answer.is_test


def test_an_unaltered_file_may_still_be_revoked(
    paper: queries.PaperCard, seal: StandinSealKeeper
) -> None:
    actions.revoke(number=paper.number, reason="数据有误", actor="clerk-1", now=MONDAY)
    answer = verify_file(content=queries.file_of(paper.number), seal=seal, now=MONDAY)
    assert (answer.file, answer.standing) == (FileState.UNALTERED, Standing.REVOKED)


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same check without a process apart, which takes its time to start."""
    monkeypatch.setattr(verification, "check_stranger", verification.check)


@pytest.mark.usefixtures("near")
@given(data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_changed_byte_anywhere_makes_it_altered(
    data: st.DataObject, paper: queries.PaperCard, seal: StandinSealKeeper
) -> None:
    content = bytearray(queries.file_of(paper.number))
    place = data.draw(st.integers(0, len(content) - 1).filter(lambda at: at > 8))
    content[place] ^= data.draw(st.integers(1, 255))
    answer = verify_file(content=bytes(content), seal=seal, now=MONDAY, code=paper.code)
    assert answer.file is FileState.ALTERED
    assert answer.number == paper.number


def test_an_altered_file_names_its_paper_by_itself(
    paper: queries.PaperCard, seal: StandinSealKeeper
) -> None:
    answer = verify_file(content=queries.file_of(paper.number) + b"\n", seal=seal, now=MONDAY)
    assert (answer.file, answer.code) == (FileState.ALTERED, paper.code)
    assert answer.sealed_by == ""


def test_a_paper_sealed_by_us_but_never_recorded_is_said_to_be_that(
    seal: StandinSealKeeper,
) -> None:
    source = '#set document(title: "x")\n#set text(font: "Noto Sans SC")\n无'
    page = typeset.pdf({"main.typ": source}, data={})
    content = seal.seal(page, now=MONDAY, place=SEAL)
    answer = verify_file(content=content, seal=seal, now=MONDAY)
    assert (answer.file, answer.standing) == (FileState.UNRECORDED, Standing.UNKNOWN)
    assert answer.sealed_by == seal.describe().holder


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", FileState.NOT_PDF),
        (b"PK\x03\x04" + b"0" * 2000, FileState.NOT_PDF),
        (b"%PDF-1.7\nnothing", FileState.NOT_OURS),
        (b"%PDF-1.7\n" + b"<<" * 100_000, FileState.NOT_OURS),
        (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), FileState.TOO_LARGE),
    ],
    ids=["empty", "zip", "stub", "deep", "large"],
)
def test_whatever_is_shown_there_is_an_answer(
    content: bytes, state: FileState, seal: StandinSealKeeper
) -> None:
    answer = verify_file(content=content, seal=seal, now=MONDAY)
    assert (answer.file, answer.standing) == (state, Standing.UNKNOWN)


@pytest.mark.clause("6.3.1", "6.3.2")
def test_every_check_is_logged_without_a_person(
    paper: queries.PaperCard, seal: StandinSealKeeper
) -> None:
    verify_code(code=paper.code, now=MONDAY, asker="203.0.113.9")
    verify_file(content=b"x", seal=seal, now=MONDAY, asker="203.0.113.9")
    rows = list(Check.objects.order_by("id").values())
    assert [(row["way"], row["outcome"], row["paper"]) for row in rows] == [
        ("code", "valid", paper.number),
        ("file", "not_pdf", ""),
    ]
    assert "203.0.113.9" not in str(rows)
    assert WANG not in str(rows)


def test_guessing_codes_is_slowed_down_for_one_and_not_for_others() -> None:
    def ask(asker: str, now: datetime = MONDAY) -> Any:
        return verify_code(code="7K29QDXM4T8F3CHV", now=now, asker=asker)

    for _ in range(verification.CHECKS.times):
        ask("203.0.113.9")
    with pytest.raises(TooMany) as stopped:
        ask("203.0.113.9")
    assert 0 < stopped.value.wait <= 300
    assert ask("203.0.113.10").standing is Standing.UNKNOWN
    assert ask("203.0.113.9", MONDAY + timedelta(minutes=5)).standing is Standing.UNKNOWN


def test_checking_a_code_asks_the_database_twice(
    paper: queries.PaperCard, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        verify_code(code=paper.code, now=MONDAY)
    assert Paper.objects.count() == 1
