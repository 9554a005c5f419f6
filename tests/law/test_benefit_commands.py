"""The words of transfers, proofs, exemptions and benefits: help, answers, far ends."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.commands.main import main

WORDS = {
    "survivor": ("--paid-months", "186", "--yearly-income", "60180"),
    "unemployment": ("--paid-months", "6", "--own-will"),
    "injury": ("--grade", "5", "--wage", "8000", "--average", "10000"),
    "maternity": ("--average-wage", "9000"),
    "transfer-place": ("--household", "510000", "--current", "110000", "--stay", "110000:120"),
    "transfer-arrival": ("--sex", "female", "--birth", "1980-01-01", "--to", "110000"),
    "transfer-amount": ("--account", "1000", "--year", "2020:12:96000"),
    "transfer-clock": ("--applied", "2026-03-02"),
    "certification": ("--last", "2025-12-01", "--withheld-since", "2026-03"),
    "exemption": (
        "--country", "FRA", "--scheme", "pension", "--from", "2026-01-01", "--to", "2026-12-31",
    ),
    "treaties": (),
}  # fmt: skip
PIECES = sorted({piece for words in WORDS.values() for piece in words} | {"--on", "--json"})


@pytest.mark.parametrize("word", WORDS)
def test_help_comes_in_chinese_and_names_the_fields(
    capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert main(["law", word, "--help"]) == 0
    assert "--json 的字段" in capsys.readouterr().out


@pytest.mark.parametrize(("word", "words"), WORDS.items())
def test_people_read_an_answer_with_its_source(
    capsys: pytest.CaptureFixture[str], word: str, words: tuple[str, ...]
) -> None:
    assert main(["law", word, *words, "--on", "2026-11-23"] if word != "exemption"
                else ["law", word, *words]) == 0  # fmt: skip
    out = capsys.readouterr().out

    assert "依据：" in out or "可信程度" in out
    assert "{" not in out


@given(
    word=st.sampled_from(list(WORDS)),
    words=st.lists(st.one_of(st.text(max_size=12), st.sampled_from(PIECES)), max_size=9),
    starts_well=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
def test_no_words_ever_end_in_a_traceback(
    capsys: pytest.CaptureFixture[str], word: str, words: list[str], starts_well: bool
) -> None:
    code = main(["law", word, *(WORDS[word] if starts_well else ()), *words])
    out, err = capsys.readouterr()

    assert code in {0, 2}
    assert (code == 2) == (err != "")
    assert err.count("\n") <= 1
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    "words",
    [
        ("survivor", "--paid-months", "9" * 4000, "--yearly-income", "9" * 15),
        ("survivor", "--paid-months", "186", "--yearly-income", "9" * 15, "--on", "9999-12-31"),
        ("injury", "--grade", "1", "--wage", "9" * 15, "--average", "9" * 15),
        ("certification", "--last", "9999-01-01", "--on", "9999-01-01"),
        ("certification", "--last", "2019-01-01", "--withheld-since", "0001-01"),
        ("unemployment", "--paid-months", "9" * 4000, "--carried", "9" * 4000),
        ("unemployment", "--paid-months", "120", "--first-month", "9999-12"),
        ("transfer-place", "--current", "\ud800", "--stay", "\ud800:1"),
        ("transfer-amount", "--account", "1", "--year", "2020:12:" + "9" * 5000),
        ("exemption", "--country", "DEU", "--scheme", "pension", "--from", "1949-01-01", "--to",
         "2999-12-31", "--earlier", "DEU:0001-01-01:9999-12-31"),
    ],
)  # fmt: skip
def test_the_far_ends_of_every_question_are_answered(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main(["law", *words, "--json"]) in {0, 2}
    assert "Traceback" not in "".join(capsys.readouterr())
