"""The command line itself: light, lazy, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.commands.main import WORDS, main
from tests.law.known import Ask

SOURCE = Path(__file__).parents[2] / "src"
LAW_WORDS = [
    "retirement",
    "minimum-months",
    "workday",
    "id-check",
    "shares",
    "interest",
    "explain",
    "pension",
    "payout-months",
    "residents-pension",
    "disability",
    "project",
    "bounds",
    "late-fee",
    "undeclared",
    "history",
    "account",
    "project-many",
]


def in_its_own_process(*command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, env=environment, check=False
    )


def test_the_law_starts_without_a_framework() -> None:
    asked = (
        "import sys; from shebao.commands.main import main; "
        "main(['law', 'workday', '2026-02-14', '--json']); "
        "sys.exit(any(name.split('.')[0] in {'django', 'pydantic'} for name in sys.modules))"
    )
    found = in_its_own_process("-c", asked)

    assert found.returncode == 0
    assert json.loads(found.stdout)["is_workday"] is True


def test_the_module_runs_as_a_program() -> None:
    good = in_its_own_process("-m", "shebao", "law", "minimum-months", "--year", "2033", "--json")
    bad = in_its_own_process("-m", "shebao", "law", "workday", "2027-02-14")

    assert json.loads(good.stdout)["required_months"] == 204
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "2027" in bad.stderr
    assert bad.stderr.count("\n") == 1


def test_help_comes_in_chinese_and_names_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "law" in capsys.readouterr().out
    for word in LAW_WORDS:
        assert main(["law", word, "--help"]) == 0
        assert "--json 的字段" in capsys.readouterr().out


def test_every_word_is_summed_up() -> None:
    assert all(
        word.summary and word.module.startswith("shebao.commands.") for word in WORDS.values()
    )


@pytest.mark.parametrize("words", [["nothing"], ["law"], ["law", "nothing"], ["--nothing"], [""]])
def test_an_unknown_word_is_refused(refuse: Ask, words: list[str]) -> None:
    assert refuse(*words)["code"] == "bad_command"


def test_people_get_lines_and_programs_get_the_same_facts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "retirement", "--birth", "1970-01", "--group", "male"]) == 0
    lines = capsys.readouterr().out
    for part in (
        "2031-05",
        "61 岁 4 个月",
        "192 个月（16 年）",
        "2030-01 到 2034-05",
        "〔2024〕94号",
    ):
        assert part in lines


@given(
    word=st.sampled_from(LAW_WORDS),
    words=st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["--json", "--year", "--birth", "--group", "--on", "male", "2026-01"]),
        ),
        max_size=6,
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_words_ever_end_in_a_traceback(
    capsys: pytest.CaptureFixture[str], word: str, words: list[str]
) -> None:
    code = main(["law", word, *words])
    out, err = capsys.readouterr()

    assert code in {0, 2}
    assert (code == 2) == (err != "")
    assert err.count("\n") <= 1
    assert "Traceback" not in out + err
