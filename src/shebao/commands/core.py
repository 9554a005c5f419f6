"""``shebao core …``: the reference core's own life, and its database commands."""

import argparse
import signal
import time
from datetime import datetime
from typing import Any

from shebao.commands import core_settings
from shebao.commands.speaking import DONE, Failure, Parser, answer, day_of, say
from shebao.hall.kit import clock

_WORDS = {
    "suspended": "因未认证暂停发放",
    "account-years": "账户年度结息",
    "rises": "养老金调整",
    "payments": "发放待遇",
    "contributions": "记入当月缴费",
    "transfer-steps": "转移办理步骤",
}


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("core", help="社会保险信息系统（参考实现）")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    tick = words.add_parser("tick", help="办到某一天为止：记账、发放、暂停、转移")
    tick.add_argument("--on", default="", help="办到这一天结束，默认到现在")
    tick.add_argument("--json", action="store_true")
    tick.set_defaults(run=_tick)
    live = words.add_parser("live", help="一直运行，到点就办")
    live.add_argument("--every", type=float, default=2.0, help="每隔多少秒看一次")
    live.set_defaults(run=_live)
    manage = words.add_parser("manage", help="数据库等管理命令")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND")
    manage.set_defaults(run=_manage)


def _tick(arguments: argparse.Namespace) -> int:
    core_settings.prepare()
    now = None if arguments.on else clock.now()
    on = day_of(arguments.on) if arguments.on else clock.local_date(clock.now())
    ticked = _ticked(on, now)
    lines = [f"{_WORDS[name]}:{count}" for name, count in ticked.done.items()]
    lines.append(f"数据日期：{ticked.day}")
    return answer({"day": ticked.day, "done": ticked.done}, lines, as_json=arguments.json)


def _ticked(on: Any, now: datetime | None) -> Any:
    from shebao.insurance.life.tick import NoData, tick

    try:
        return tick(on, now=now)
    except NoData:
        raise Failure("no_data", "库里还没有参保数据，请先运行 shebao nation generate") from None


class _Stop:
    """Set by a signal; the tick under way is finished first."""

    asked = False

    def __call__(self, number: int, frame: object) -> None:
        self.asked = True


def _live(arguments: argparse.Namespace) -> int:
    core_settings.prepare()
    stop = _Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stop.asked:
        ticked = _ticked(clock.local_date(clock.now()), clock.now())
        if ticked.done:
            say(f"{ticked.day} {ticked.done}")
        time.sleep(arguments.every)
    return DONE


def _manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    core_settings.prepare()
    execute_from_command_line(["shebao core manage", *arguments.rest])
    return DONE
