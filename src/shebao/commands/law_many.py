"""``shebao law project-many``: the projections of a file of people, read and written as a stream.

Only a block of people is in memory at a time, however long the file is.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO, cast

from shebao.commands.law_cells import CELLS, CHOICE, PERSON, REQUIRED, Line, lines_of
from shebao.commands.law_life import ERRORS
from shebao.commands.law_lines import COLUMNS, Block
from shebao.commands.law_project import FIELDS as PROJECTION
from shebao.commands.law_project import add_growth, assumptions_of
from shebao.commands.law_words import code_of, word
from shebao.commands.speaking import DONE, Failure, say
from shebao.law.pension import Assumptions

SOME_BAD = 1
_BLOCK = 2**14


def add_words(words: Any) -> None:
    """Add ``project-many`` below ``shebao law``."""
    optional = " ".join(name for name in CELLS if name not in REQUIRED)
    fields = (
        f"每行一个对象：line {PROJECTION}；不能测算的行为 line error{{code,words}}。"
        f"不写 --json 时输出 CSV，列为 {' '.join(COLUMNS)}。 "
        f"输入为 UTF-8 的 CSV，表头必有 {' '.join(REQUIRED)}，可有 {optional}，"
        f"含义和写法与 project 的选项相同。 "
        f"退出码：0 全部算出，{SOME_BAD} 有的行不能测算（其余照算），2 没有测算"
    )
    parser = word(words, "project-many", _project_many, "多人养老金测算", fields, also=ERRORS)
    parser.add_argument("file", metavar="FILE", help="CSV 文件；- 为标准输入")
    parser.add_argument("--out", metavar="FILE", help="写到文件，全部写完才出现；默认标准输出")
    add_growth(parser)


def _project_many(args: argparse.Namespace) -> int:
    assumptions = assumptions_of(args)
    rows = bad = 0
    with _reading(args.file) as source, _writing(args.out) as target:
        if not args.json:
            say(",".join(COLUMNS), to=target)
        for lines in _blocks(lines_of(source)):
            block = _worked_out(lines, assumptions)
            say(block.as_json() if args.json else block.as_csv(), to=target)
            rows, bad = rows + len(lines), bad + _complain(block.failures)
    if bad:
        say(f"{rows} 行中有 {bad} 行不能测算，其余已算出", to=sys.stderr)
    return SOME_BAD if bad else DONE


@contextmanager
def _reading(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    with _opened(Path(name), "r", "no_file", f"打不开 {name}") as file:
        yield file


@contextmanager
def _writing(name: str | None) -> Iterator[TextIO]:
    """A file that takes its name only when all is written; the standard output without a name."""
    if name is None:
        yield sys.stdout
        return
    draft = Path(f"{name}.part")
    with _opened(draft, "w", "cannot_write", f"写不了 {name}") as file:
        try:
            yield file
            file.close()
            draft.replace(name)
        except OSError as error:
            raise Failure("cannot_write", f"写不了 {name}：{error}") from None
        finally:
            draft.unlink(missing_ok=True)


def _opened(path: Path, mode: str, code: str, words: str) -> TextIO:
    """A spreadsheet's mark at the beginning of a file is no part of its header."""
    encoding = "utf-8-sig" if mode == "r" else "utf-8"
    try:
        return cast(TextIO, path.open(mode, encoding=encoding, newline=""))
    except (OSError, ValueError) as error:
        raise Failure(code, f"{words}：{error}") from None


def _blocks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while block := list(islice(lines, _BLOCK)):
        yield block


def _worked_out(lines: Sequence[Line], assumptions: Assumptions) -> Block:
    # numpy takes longer to start than most words of the law to answer.
    from shebao.law.pension.arrays import Choices, People, project_sound

    sound = [line for line in lines if line.failure is None]
    columns = zip(*(line.numbers for line in sound), strict=True)
    numbers = dict(zip((*PERSON, *CHOICE), map(list, columns), strict=True)) if sound else {}
    people = People(**{name: numbers.get(name, []) for name in PERSON})
    choices = Choices(**{name: numbers.get(name, []) for name in CHOICE})
    found, bad = project_sound(people, choices, assumptions)
    failures = {line.number: line.failure for line in lines if line.failure}
    failures |= {sound[one.row].number: Failure(code_of(one.error), str(one.error)) for one in bad}
    return Block([line.number for line in lines], [line.number for line in sound], found, failures)


def _complain(failures: Mapping[int, Failure]) -> int:
    """Name every bad line on the error output; how many there are."""
    for line, failure in sorted(failures.items()):
        say(f"第 {line} 行：{' '.join(failure.words.split())}", to=sys.stderr)
    return len(failures)
