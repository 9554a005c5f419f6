"""``shebao worker``: the process that delivers, produces, follows and tells."""

import argparse
import signal
import time
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Failure
from shebao.hall.kit import clock

IDLE_SECONDS = 0.5


class _Stop:
    """Set by a signal; the turn under way is finished first."""

    asked = False

    def __call__(self, number: int, frame: object) -> None:
        self.asked = True


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("worker", help="启动后台办理", description="启动后台办理")
    parser.add_argument("--once", action="store_true", help="每项工作只做一次")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from django.db import close_old_connections

    from shebao.hall.office.connections import outside
    from shebao.hall.office.operations.selfcheck import worker_problems
    from shebao.hall.office.operations.worker import Worker

    found = worker_problems()
    if found:
        raise Failure("unsafe", "没有启动，请先处理：" + ";".join(found))
    stop = _Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker = Worker(outside=outside())
    while not stop.asked:
        done = worker.turn(clock.now())
        close_old_connections()
        if arguments.once:
            break
        if not done:
            time.sleep(IDLE_SECONDS)
    return DONE
