"""``shebao api snapshot``: the API's contract as OpenAPI, for ``docs/api.json`` and for clients."""

import argparse
from pathlib import Path
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Failure, Parser, say


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("api", help="输出接口说明(OpenAPI)")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    snapshot = words.add_parser("snapshot", help="输出 OpenAPI 文档，或写进文件")
    snapshot.add_argument("--into", type=Path, metavar="FILE", help="写进这个文件")
    snapshot.add_argument("--json", action="store_true", help="输出本来就是 JSON")
    snapshot.set_defaults(run=_snapshot)


def _snapshot(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.channels.api.describing import text

    if arguments.into is None:
        say(text().rstrip("\n"))
        return DONE
    try:
        arguments.into.write_text(text(), encoding="utf-8")
    except OSError as error:
        raise Failure("no_place", str(error)) from None
    return DONE
