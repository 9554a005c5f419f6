"""``shebao serve``: the hall's web server, after its self-check (6.4.5)."""

import argparse
import os
import sys
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import Failure


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("serve", help="启动网上服务", description="启动网上服务")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.set_defaults(run=_run)


def server_command(target: str, *, host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server for one application."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--backpressure", "256",
        "--http", "auto", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "8",
        "--respawn-failed-workers",
        target,
    ]  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.office.operations.selfcheck import problems

    found = problems()
    if found:
        raise Failure("unsafe", "没有启动，请先处理：" + ";".join(found))
    command = server_command(
        "shebao.hall.config.wsgi:application",
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        threads=4,
    )
    os.execv(command[0], command)  # noqa: S606
