"""How every command answers: readable Chinese or one JSON object, and one line when it fails."""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn, TextIO

from shebao.law.text import shown

DONE = 0
FAILED = 2


class Failure(Exception):
    """A command cannot do what was asked: a stable code for programs, words for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Parser(argparse.ArgumentParser):
    """Raises :class:`Failure` on a wrong command line instead of printing pages."""

    def error(self, message: str) -> NoReturn:
        """One line in Chinese, with where to read on."""
        words = f"{_in_chinese(message)}。用法见 {self.prog} --help"
        raise Failure("bad_command", words)


def answer(record: Mapping[str, Any], lines: Sequence[str], *, as_json: bool) -> int:
    """Print the record for programs or the lines for people; the exit code of success."""
    say(as_text(record) if as_json else "\n".join(lines))
    return DONE


def refuse(failure: Failure, *, as_json: bool) -> int:
    """One clear line on stderr, with --json also an object on stdout; the exit code of failure."""
    if as_json:
        say(as_text({"error": {"code": failure.code, "words": failure.words}}))
    say(" ".join(failure.words.split()), to=sys.stderr)
    return FAILED


def say(text: str, *, to: TextIO | None = None) -> None:
    """Print text whatever the terminal can show; what it cannot becomes an escape."""
    stream = to or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def as_text(record: Mapping[str, Any]) -> str:
    """A record as JSON with its Chinese left readable."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=str)


def day_of(text: str) -> date:
    """The day ``"2026-02-14"``; raises :class:`Failure`."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Failure("bad_date", f"日历上没有 {text} 这一天，请改一改") from None
    raise Failure("bad_date", f"日期应写成 2026-02-14 这样，现在是“{shown(text)}”，请改一改")


_WORDS = (
    (r"the following arguments are required: (.*)", r"还缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.+?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 没有 \2 这一项,可以是 \3"),
    (r"argument (.+?): invalid int value: (.*)", r"\1 应是整数,现在是 \2"),
    (r"argument (.+?): not allowed with argument (.*)", r"\1 不能和 \2 一起用"),
    (r"one of the arguments (.*) is required", r"\1 要写一个"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 说得不全,可能是 \2"),
)
_LONGEST = 300


def _in_chinese(message: str) -> str:
    for pattern, words in _WORDS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return _short(found.expand(words))
    return _short(message)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
