"""``shebao nation generate``: a believable province of any size, the same for size and seed."""

import argparse
import os
import sys
import time
from typing import Any

from shebao.commands import core_settings
from shebao.commands.speaking import Failure, Parser, answer, day_of
from shebao.hall.kit import clock

_TELL_EVERY = 50_000


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("nation", help="生成演示用的虚构参保数据")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    generate = words.add_parser("generate", help="生成虚构的参保人、单位、缴费和待遇")
    generate.add_argument("--persons", type=int, required=True, help="多少人")
    generate.add_argument("--seed", type=int, required=True, help="相同的人数和种子得到相同的数据")
    generate.add_argument("--as-of", default="", help="数据日期，默认今天")
    generate.add_argument("--database", default="", help="sqlite:///… 或 postgresql://…")
    generate.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    generate.add_argument("--replace", action="store_true", help="先清空库里原有的数据")
    generate.add_argument("--json", action="store_true")
    generate.set_defaults(run=_generate)


def _generate(arguments: argparse.Namespace) -> int:
    if not 1 <= arguments.persons <= 100_000_000 or not 0 <= arguments.seed < 2**31:
        raise Failure("bad_size", "人数应在 1 到 1 亿之间，种子应在 0 到 2147483647 之间")
    core_settings.prepare(arguments.database)
    core_settings.migrate()
    from shebao.insurance.nation.load import NotEmpty, load
    from shebao.insurance.nation.world import Ask

    as_of = day_of(arguments.as_of) if arguments.as_of else clock.local_date(clock.now())
    ask = Ask(persons=arguments.persons, seed=arguments.seed, as_of=as_of)
    start = time.monotonic()
    try:
        written = load(
            ask, processes=arguments.processes, replace=arguments.replace, told=_tell(ask.persons)
        )
    except NotEmpty:
        raise Failure("not_empty", "库里已有参保数据，没有改动。要重新生成请加 --replace") from None
    return _report(ask.seed, written, time.monotonic() - start, as_json=arguments.json)


def _report(seed: int, written: int, seconds: float, *, as_json: bool) -> int:
    rate = round(written / seconds)
    record = {"persons": written, "seed": seed, "seconds": round(seconds, 1), "per_second": rate}
    lines = [f"已生成 {written} 人，用时 {seconds:.1f} 秒，每秒 {rate} 人。人物均为虚构。"]
    return answer(record, lines, as_json=as_json)


def _tell(persons: int) -> Any:
    def told(written: int) -> None:
        if written % _TELL_EVERY == 0 and written < persons:
            print(f"{written}/{persons}", file=sys.stderr)

    return told
