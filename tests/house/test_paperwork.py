"""What is written about the system is all there is: settings, words of command, templates."""

import re
from pathlib import Path

import pytest

from shebao.commands.main import WORDS, main

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shebao"
TEXTS = {path: path.read_text() for path in SOURCE.rglob("*.py")}
READS = re.compile(r"(?:text|environ\.get|secret|getenv)\(\s*f?\"(SHEBAO_[A-Z_]+)(\{?)")
TRIALS = {"SHEBAO_TEST_DATABASE"}


@pytest.mark.clause("6.5.1")
def test_every_setting_that_is_read_stands_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "guide" / "operate.md").read_text()
    read = {found[0] for text in TEXTS.values() for found in READS.findall(text)}
    told = set(re.findall(r"SHEBAO_[A-Z_]+", guide))

    assert len(read) > 20
    missing = {name for name in read - TRIALS if not any(one.startswith(name) for one in told)}
    assert missing == set()


def test_every_setting_of_the_guide_is_read_somewhere() -> None:
    guide = (ROOT / "docs" / "guide" / "operate.md").read_text()
    source = "".join(TEXTS.values())
    told = set(re.findall(r"`(SHEBAO_[A-Z_]+)`", guide))

    built = ("SHEBAO_WALL_", "SHEBAO_SITE_")
    known = {name for name in told if name.removesuffix("_FILE") in source}
    assert told - known - {name for name in told if name.startswith(built)} == set()


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_command_explains_itself(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word, "--help"]) == 0
    said = capsys.readouterr().out

    assert f"shebao {word}" in said
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said)


def test_every_template_is_used() -> None:
    places = list(SOURCE.rglob("templates/**/*.html"))
    named = "".join(TEXTS.values()) + "".join(path.read_text() for path in places)
    wanted = set(re.findall(r"[\w/]+\.html", named))
    patterns = [re.escape(one).replace(r"\{\}", r"\w+") for one in _built(named)]
    unused = [
        name for path in places
        if (name := str(path).split("/templates/")[1]) not in wanted
        and not any(re.fullmatch(one, name) for one in patterns)
    ]  # fmt: skip
    assert unused == []


def _built(text: str) -> set[str]:
    """Names that are put together while it runs, with ``{}`` for the open part."""
    return {re.sub(r"\{\w+\}", "{}", one) for one in re.findall(r"f\"([\w/{}]+\.html)\"", text)}
