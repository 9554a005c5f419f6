"""``shebao audit …``: what it says, and how it ends (6.3.2)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from shebao.commands.audit import WORDS, break_words
from shebao.commands.main import main
from shebao.exchange.keys import OwnStore, public_hex
from shebao.hall.office.audit import guards
from shebao.hall.office.audit.models import Checkpoint, Entry
from shebao.hall.office.audit.proving import proof_of
from shebao.hall.office.audit.verifying import Break
from tests.office.audit.conftest import Write
from tests.support.guards import lifted

pytestmark = pytest.mark.clause("6.3.2")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def kept(write: Write, outside: Any, tmp_path: Path, capsys: Said) -> Path:
    """A trail under a checkpoint, and the checkpoint in a file elsewhere."""
    write(20)
    assert main(["audit", "checkpoint"]) == 0
    place = tmp_path / "kept.json"
    assert main(["audit", "export", "--into", str(place)]) == 0
    capsys.readouterr()
    return place


def test_a_whole_trail_is_said_to_be_whole(kept: Path, capsys: Said) -> None:
    assert main(["audit", "verify"]) == 0
    assert "留痕完整，没有改动。" in capsys.readouterr().out
    assert main(["audit", "verify", "--root", str(kept)]) == 0
    assert "和另处保存的 1 个检查点比对过。" in capsys.readouterr().out


def test_a_break_is_named_in_words_and_ends_with_one(kept: Path, capsys: Said) -> None:
    entry = Entry.objects.filter(subject="-").order_by("id")[2]
    with lifted():
        Entry.objects.filter(pk=entry.pk).update(actor="nobody")

    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert said == f"第 {entry.stream} 流第 {entry.sequence} 条被改动\n"
    assert main(["audit", "verify", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["whole"] is False
    assert found["breaks"][0]["words"] == "altered"


def test_a_kept_checkpoint_finds_what_the_database_cannot(kept: Path, capsys: Said) -> None:
    changed = json.loads(kept.read_text())
    with lifted():
        Checkpoint.objects.update(number=7)
    assert changed["checkpoints"][0]["number"] == 1

    assert main(["audit", "verify", "--root", str(kept)]) == 1
    assert "缺少第 1 号检查点" in capsys.readouterr().out


def test_missing_guards_are_named_and_put_up_with_a_trace(kept: Path, capsys: Said) -> None:
    with connection.cursor() as cursor:
        on = " ON audit_entry" * (connection.vendor == "postgresql")
        cursor.execute("DROP TRIGGER audit_entry_is_never_changed" + on)

    assert main(["audit", "verify"]) == 1
    assert "防改动触发器 audit_entry_is_never_changed 不在了" in capsys.readouterr().out
    assert main(["audit", "guard"]) == 0
    assert guards.missing() == ()
    assert "audit_entry_is_never_changed" in Entry.objects.get(verb="guards-put-up").details
    assert main(["audit", "guard"]) == 0
    assert "都在" in capsys.readouterr().out


EVERY = [
    Break(stream=3, sequence=7, words="altered"),
    Break(stream=3, sequence=7, words="moved", was="3/9"),
    Break(stream=3, sequence=7, words="missing", until=9),
    Break(stream=3, sequence=7, words="added"),
    Break(stream=3, sequence=7, words="replaced"),
    Break(stream=3, sequence=7, words="renumbered", until=8),
    Break(stream=3, sequence=1, words="rewritten", until=8, checkpoint=2),
    Break(stream=3, sequence=9, words="head"),
    *(Break(stream=-1, sequence=0, words=one, checkpoint=4) for one in WORDS
      if one.startswith(("checkpoint", "unknown"))),
]  # fmt: skip


def test_every_kind_of_break_has_words() -> None:
    assert {one.words for one in EVERY} == set(WORDS)
    said = [break_words(one) for one in EVERY]
    assert said[:8] == [
        "第 3 流第 7 条被改动",
        "第 3 流第 7 条不在原位，原来在第 3/9 条（流/条）",
        "缺少第 3 流第 7–9 条",
        "第 3 流第 7 条是多出来的",
        "第 3 流第 7 条被换成了另一条",
        "第 3 流第 7–8 条的行号被改动",
        "第 3 流第 1–8 条之间有改动，和第 2 号检查点不符",
        "第 3 流第 9 条处的末尾标记被改动或删除",
    ]
    assert all("第 4 号检查点" in one for one in said[8:])


def test_a_checkpoint_is_made_once(kept: Path, capsys: Said) -> None:
    assert main(["audit", "checkpoint"]) == 0
    assert "没有新的留痕" in capsys.readouterr().out


def test_all_checkpoints_or_one_are_exported(kept: Path, write: Write, capsys: Said) -> None:
    write(3)
    main(["audit", "checkpoint"])
    capsys.readouterr()
    numbers = {}
    for words in (["--all"], ["--number", "1"], []):
        assert main(["audit", "export", *words]) == 0
        found = json.loads(capsys.readouterr().out)["checkpoints"]
        numbers[" ".join(words)] = [one["number"] for one in found]

    assert numbers == {"--all": [1, 2], "--number 1": [1], "": [2]}
    assert main(["audit", "export", "--number", "9"]) == 2
    assert "没有第 9 号检查点" in capsys.readouterr().err


def test_without_a_checkpoint_nothing_is_exported(db: None, outside: Any, capsys: Said) -> None:
    assert main(["audit", "export"]) == 2
    assert "还没有检查点" in capsys.readouterr().err


BAD = {"not there": None, "no JSON": "x", "a list": "[]", "another": "{}", "deep": "[" * 9999}


@pytest.mark.parametrize("content", BAD)
def test_a_kept_file_that_is_none_is_refused_in_one_line(
    content: str, tmp_path: Path, capsys: Said
) -> None:
    place, text = tmp_path / "kept.json", BAD[content]
    if text is not None:
        place.write_text(text)

    assert main(["audit", "verify", "--root", str(place)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def proof(kept: Path, outside: Any, tmp_path: Path) -> Path:
    """The proof of one entry in a file."""
    place = tmp_path / "proof.json"
    made = proof_of(Entry.objects.order_by("id")[5], known=outside.trail_known)
    place.write_text(json.dumps(made, ensure_ascii=False))
    return place


def test_a_proof_is_checked_beside_a_kept_checkpoint_and_a_published_key(
    proof: Path, kept: Path, outside: Any, capsys: Said
) -> None:
    public = public_hex(outside.trail_known["trail.test"])
    words = ["audit", "check-proof", str(proof), "--root", str(kept)]

    assert main([*words, "--public-key", public]) == 0
    assert public in capsys.readouterr().out
    assert main([*words, "--public-key", "00" * 32]) == 1
    assert "不是所写的那一个" in capsys.readouterr().out


def test_a_changed_proof_and_one_of_another_trail_do_not_hold(
    proof: Path, kept: Path, capsys: Said
) -> None:
    other = json.loads(proof.read_text())
    other["entry"]["actor"] = "nobody"
    proof.write_text(json.dumps(other))

    assert main(["audit", "check-proof", str(proof), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["words"]) == (False, "这一条的内容和它的指纹不符")


def test_a_proof_of_a_later_checkpoint_cannot_be_compared_with_an_earlier_one(
    kept: Path, write: Write, outside: Any, tmp_path: Path, capsys: Said
) -> None:
    write(4)
    main(["audit", "checkpoint"])
    place = tmp_path / "later.json"
    latest = Entry.objects.exclude(verb="checkpoint").latest("id")
    place.write_text(json.dumps(proof_of(latest, known=outside.trail_known)))
    capsys.readouterr()

    assert main(["audit", "check-proof", str(place), "--root", str(kept)]) == 1
    assert "没有第 2 号检查点" in capsys.readouterr().out


def test_a_proof_is_checked_without_settings_and_without_a_database(
    proof: Path, tmp_path: Path
) -> None:
    source = Path(__file__).resolve().parents[3] / "src"
    done = subprocess.run(
        [sys.executable, "-m", "shebao", "audit", "check-proof", str(proof)], cwd=tmp_path,
        env={"PYTHONPATH": str(source), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "凭据成立" in done.stdout
    assert not (tmp_path / "var").exists()


def test_keys_are_made_for_their_owner_only_and_never_over_others(
    tmp_path: Path, capsys: Said
) -> None:
    folder = tmp_path / "trail"
    assert main(["audit", "keys", str(folder), "--id", "trail.2026"]) == 0
    keys = OwnStore(folder)

    assert list(keys.known) == ["trail.2026"]
    assert (folder / "trail.2026.key").stat().st_mode & 0o077 == 0
    capsys.readouterr()
    assert main(["audit", "keys", str(folder)]) == 2
    assert "没有生成密钥" in capsys.readouterr().err


def test_a_case_nobody_knows_is_not_replayed(db: None, capsys: Said) -> None:
    assert main(["audit", "replay", "SB1"]) == 2
    assert "没有办件 SB1" in capsys.readouterr().err
