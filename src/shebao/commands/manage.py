"""``shebao manage …``: the framework's own commands for the hall's database (migrate, check …)."""

import argparse
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE

ABOUT = (
    "框架自带的管理命令。常用：migrate（建立或升级数据库）、collectstatic（收集页面文件）、"
    "check（检查配置）。命令的说明：shebao manage COMMAND --help"
)


def add_parser(subparsers: Any) -> None:
    """Add the word; everything behind it goes to the framework."""
    parser = subparsers.add_parser("manage", help="数据库等管理命令", description=ABOUT)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    hall.prepare()
    execute_from_command_line(["shebao manage", *arguments.rest])
    return DONE
