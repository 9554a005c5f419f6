"""The top of the command line: ``shebao <word> …``.

A word is a module with ``add_parser(subparsers)``; only the module of the word asked for is
imported, so that a small word starts in no time and the law needs no framework.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from shebao.commands.speaking import DONE, Failure, Parser, refuse


class Word(NamedTuple):
    """Where a word is answered, and what it is for."""

    module: str
    summary: str


WORDS: dict[str, Word] = {
    "law": Word("shebao.commands.law", "退休年龄、工作日、证件号码、费率等法定规则"),
    "items": Word("shebao.commands.items", "检查和查看服务事项"),
    "decisions": Word("shebao.commands.decisions", "重新计算和核对已作出的决定"),
    "core": Word("shebao.commands.core", "社会保险信息系统（参考实现）:办理、运行、数据库"),
    "nation": Word("shebao.commands.nation", "生成演示用的虚构参保数据"),
    "exchange": Word("shebao.commands.exchange", "与社会保险信息系统交换数据"),
    "audit": Word("shebao.commands.audit", "核对和导出审计记录"),
    "keys": Word("shebao.commands.keys", "更换数据库加密密钥"),
    "demo": Word("shebao.commands.demo", "一条命令启动完整演示"),
    "serve": Word("shebao.commands.serve", "启动网上服务"),
    "worker": Word("shebao.commands.worker", "启动后台办理"),
    "centres": Word("shebao.commands.centres", "登记经办机构、网点、窗口和每周的时间"),
    "token": Word("shebao.commands.token", "发放和停用接口令牌"),
    "openid": Word("shebao.commands.openid", "第三方程序登录用的签名密钥"),
    "staff": Word("shebao.commands.staff", "开通最初的两名安全管理员"),
    "api": Word("shebao.commands.api", "输出接口说明(OpenAPI)"),
    "manage": Word("shebao.commands.manage", "数据库等管理命令"),
}
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line; 0 done, 2 refused with one line that says why."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except Failure as failure:
        return refuse(failure, as_json="--json" in arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`); keep the interpreter from flushing into it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(arguments: list[str]) -> int:
    parser = Parser(prog="shebao", description="社会保险网上经办服务系统", allow_abbrev=False)
    _add_words(parser, asked=next(iter(arguments), ""))
    if not arguments:
        parser.print_help()
        return DONE
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or DONE)
    return int(chosen.run(chosen))


def _add_words(parser: Parser, *, asked: str) -> None:
    subparsers = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    for name, word in WORDS.items():
        if find_spec(word.module) is None:
            continue
        if name == asked:
            import_module(word.module).add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=word.summary, add_help=False)
