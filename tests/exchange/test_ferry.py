"""The file ferry: interrupted, repeated, late, damaged, and still nothing is lost or invented."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.exchange.ferry import FerryInsurance, FerryServer
from shebao.exchange.folder import carry
from shebao.exchange.memory import LIN, WANG, MemoryInsurance
from shebao.exchange.port import PersonOf, Posting, PostingKind, Rejected, Unreachable, ask_one
from tests.exchange.conftest import Ferry
from tests.exchange.sides import NOON, Clock, two_keyrings

ASK_WANG = PersonOf(number=WANG)
POSTING = Posting(
    key="k-1",
    kind=PostingKind.CONTACT,
    subject=LIN,
    case="",
    decided_at=NOON,
    values={"mobile": "13900000000"},
)


def _ask_in_vain(insurance: FerryInsurance) -> None:
    with pytest.raises(Unreachable):
        insurance.ask(ASK_WANG)


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _reasons(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("quarantine/*.reason.txt"))


@pytest.mark.clause("6.4.4")
def test_an_answer_is_picked_up_when_the_same_is_asked_again(ferry: Ferry) -> None:
    _ask_in_vain(ferry.hall)
    _ask_in_vain(ferry.hall)
    assert len(_files(ferry.near / "outbox")) == 1
    ferry.journey()

    found = ask_one(ferry.hall, ASK_WANG).value

    assert found is not None
    assert found.name == "王芳"


@pytest.mark.clause("6.4.4")
def test_once_picked_up_the_next_asking_is_a_new_question(ferry: Ferry) -> None:
    _ask_in_vain(ferry.hall)
    ferry.journey()
    ferry.hall.ask(ASK_WANG)

    _ask_in_vain(ferry.hall)
    assert len(_files(ferry.near / "outbox")) == 1


@pytest.mark.clause("6.4.4")
def test_a_posting_carried_twice_is_applied_once(ferry: Ferry, memory: MemoryInsurance) -> None:
    with pytest.raises(Unreachable):
        ferry.hall.post(POSTING)
    (sent,) = (ferry.near / "outbox").iterdir()
    copy = sent.read_bytes()
    ferry.journey()
    (ferry.far / "inbox" / sent.name).write_bytes(copy)
    ferry.journey()

    receipt = ferry.hall.post(POSTING)

    assert receipt.key == POSTING.key
    assert memory.posted == [POSTING]


@pytest.mark.clause("6.4.4")
def test_an_interrupted_journey_may_be_repeated(ferry: Ferry) -> None:
    _ask_in_vain(ferry.hall)
    (sent,) = (ferry.near / "outbox").iterdir()
    content = sent.read_bytes()
    carry(ferry.near, ferry.far)
    # The carrier was stopped after the copy arrived and before the original was removed.
    sent.write_bytes(content)

    assert carry(ferry.near, ferry.far) == 1
    assert ferry.core.turn().answered == 1


@pytest.mark.clause("6.4.4")
def test_while_the_core_is_down_its_requests_wait(ferry: Ferry, memory: MemoryInsurance) -> None:
    _ask_in_vain(ferry.hall)
    memory.is_down = True
    carry(ferry.near, ferry.far)
    assert ferry.core.turn().left == 1
    memory.is_down = False
    ferry.journey()

    assert ferry.hall.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_a_refusal_is_carried_back_too(ferry: Ferry, memory: MemoryInsurance) -> None:
    memory.post(replace(POSTING, values={"mobile": "13900000001"}))
    with pytest.raises(Unreachable):
        ferry.hall.post(POSTING)
    ferry.journey()

    with pytest.raises(Rejected, match="conflict"):
        ferry.hall.post(POSTING)


@pytest.mark.clause("6.4.4")
def test_what_never_came_back_is_sent_anew_after_the_journey(ferry: Ferry, clock: Clock) -> None:
    _ask_in_vain(ferry.hall)
    for path in (ferry.near / "outbox").iterdir():
        path.unlink()
    clock.move(days=6)
    _ask_in_vain(ferry.hall)
    assert _files(ferry.near / "outbox") == []
    clock.move(days=2)
    _ask_in_vain(ferry.hall)
    ferry.journey()

    assert ferry.hall.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_a_request_older_than_the_journey_is_not_answered(ferry: Ferry, clock: Clock) -> None:
    _ask_in_vain(ferry.hall)
    clock.move(days=8)
    ferry.journey()

    assert "stale" in _reasons(ferry.far)


@pytest.mark.clause("6.4.4")
def test_old_replies_are_not_kept_for_ever(ferry: Ferry, clock: Clock) -> None:
    _ask_in_vain(ferry.hall)
    ferry.journey()
    ferry.hall.ask(ASK_WANG)
    clock.move(days=15)
    ferry.hall.tidy()
    ferry.core.turn()

    assert _files(ferry.near / "inbox") == _files(ferry.far / "state") == []


def _request(ferry: Ferry) -> tuple[str, bytes]:
    _ask_in_vain(ferry.hall)
    (sent,) = (ferry.near / "outbox").iterdir()
    return sent.name, sent.read_bytes()


@pytest.mark.clause("6.4.4")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(data=st.data())
def test_a_damaged_file_is_set_aside_and_never_answered(ferry: Ferry, data: st.DataObject) -> None:
    name, content = _request(ferry)
    place = data.draw(st.integers(0, len(content) - 1))
    is_cut = data.draw(st.booleans())
    damaged = content[:place] if is_cut else _flipped(content, place)
    for path in (ferry.far / "quarantine").iterdir():
        path.unlink()
    (ferry.far / "inbox" / name).write_bytes(damaged)

    turn = ferry.core.turn()

    assert (turn.answered, turn.set_aside, turn.left) == (0, 1, 0)
    assert _files(ferry.far / "quarantine") == [name, f"{name}.reason.txt"]
    assert _files(ferry.far / "outbox") == _files(ferry.far / "inbox") == []


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]


@pytest.mark.clause("6.4.4")
def test_foreign_things_in_the_inbox_harm_nobody(ferry: Ferry, tmp_path: Path) -> None:
    name, content = _request(ferry)
    inbox = ferry.far / "inbox"
    (inbox / "readme.txt").write_text("hello")
    (inbox / "a folder").mkdir()
    (inbox / name.replace("T", "T9")).write_bytes(content)
    (inbox / "20269999T999999Z-8a0f3e2c-5b1d-4c7e-9f00-0123456789ab.request").write_bytes(content)
    (inbox / "20260302T040000Z-8a0f3e2c-5b1d-4c7e-9f00-0123456789ab.request").write_bytes(content)
    (inbox / "20260302T040000Z-8a0f3e2c-5b1d-4c7e-9f00-0123456789ac.request").symlink_to(
        tmp_path / "elsewhere"
    )
    os.mkfifo(inbox / "20260302T040000Z-8a0f3e2c-5b1d-4c7e-9f00-0123456789ad.request")
    (inbox / ".still-copying.part").write_bytes(content[:10])

    turn = ferry.core.turn()

    assert (turn.answered, turn.set_aside) == (0, 7)
    assert _files(inbox) == [".still-copying.part"]
    assert _files(ferry.far / "outbox") == []


@pytest.mark.clause("6.4.4")
def test_the_same_name_may_be_set_aside_again_and_again(ferry: Ferry) -> None:
    for _ in range(3):
        (ferry.far / "inbox" / "readme.txt").write_text("hello")
        ferry.core.turn()

    assert "readme.txt.3" in _files(ferry.far / "quarantine")


@pytest.mark.clause("6.4.4")
def test_a_forged_answer_is_set_aside_and_the_true_one_still_taken(ferry: Ferry) -> None:
    _ask_in_vain(ferry.hall)
    carry(ferry.near, ferry.far)
    ferry.core.turn()
    (reply,) = (ferry.far / "outbox").iterdir()
    forged = reply.read_bytes().replace("王芳".encode(), "王方".encode())
    (ferry.near / "inbox" / reply.name).write_bytes(forged)
    _ask_in_vain(ferry.hall)
    assert "bad_signature" in _reasons(ferry.near)
    carry(ferry.far, ferry.near)

    found = ask_one(ferry.hall, ASK_WANG).value

    assert found is not None
    assert found.name == "王芳"


@pytest.mark.clause("6.4.4")
def test_a_stranger_with_access_to_the_folder_gets_no_answer(
    ferry: Ferry, clock: Clock, memory: MemoryInsurance
) -> None:
    stranger, _ = two_keyrings()
    forger = FerryInsurance(ferry.near, keys=stranger, clock=clock, timeout=0)
    with pytest.raises(Unreachable):
        forger.post(POSTING)
    ferry.journey()

    assert memory.posted == []
    assert _files(ferry.far / "outbox") == []


@pytest.mark.clause("6.4.4")
def test_a_note_that_was_damaged_only_costs_a_second_question(ferry: Ferry) -> None:
    _ask_in_vain(ferry.hall)
    for note in (ferry.near / "state").iterdir():
        note.write_bytes(b"{")
    _ask_in_vain(ferry.hall)

    assert len(_files(ferry.near / "outbox")) == 2


@pytest.mark.clause("6.4.4")
def test_a_crash_between_answer_and_removal_gives_the_stored_answer_again(
    ferry: Ferry, memory: MemoryInsurance, sides: Any, clock: Clock
) -> None:
    with pytest.raises(Unreachable):
        ferry.hall.post(POSTING)
    carry(ferry.near, ferry.far)
    (request,) = (ferry.far / "inbox").iterdir()
    content = request.read_bytes()
    ferry.core.turn()
    (first,) = (ferry.far / "outbox").iterdir()
    before = first.read_bytes()
    request.write_bytes(content)
    first.unlink()

    FerryServer(ferry.far, memory, keys=sides.core, clock=clock).turn()

    assert first.read_bytes() == before
    assert memory.posted == [POSTING]
