"""``shebao demo``: both sides of the wall on this machine, with a synthetic province (3.3, 6.4.4).

Everything lies under ``var/demo``; deleting that folder starts anew. Ctrl-C ends all of it.
"""

import argparse
import os
import secrets
from pathlib import Path
from typing import Any

from shebao.commands import demo_authority, demo_cases, demo_kiosk, demo_people, processes
from shebao.commands.serve import server_command
from shebao.commands.speaking import DONE, Failure, say
from shebao.hall.kit import clock

PERSONS = 2000


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    about = "一条命令启动完整演示：网上大厅、社保系统、后台办理和一省虚构参保人。按 Ctrl-C 结束"
    port, folder = os.environ.get("SHEBAO_PORT", "8000"), os.environ.get("SHEBAO_VAR", "var/demo")
    parser = subparsers.add_parser("demo", help="一条命令启动完整演示", description=about)
    parser.add_argument("--port", type=int, default=int(port), help=f"端口，现在是 {port}")
    parser.add_argument("--persons", type=int, default=PERSONS, help="虚构参保人的人数")
    parser.add_argument(
        "--folder", default=folder, help=f"数据放在哪里，现在是 {folder}；删掉就从头来"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    folder = Path(arguments.folder).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    around = surroundings(folder, port=arguments.port)
    _prepare(folder, around, persons=arguments.persons)
    try:
        with processes.Company() as company:
            _start(company, folder, around, port=arguments.port)
            company.wait(told=_say_fallen)
    except KeyboardInterrupt:
        say("\n演示已结束。数据还在，下次启动接着用。")
    except processes.Ended as ended:
        raise Failure("process_ended", f"进程 {ended} 反复结束，原因见 {ended}.log") from None
    return DONE


def _say_fallen(name: str) -> None:
    rest = round(processes.REST_SECONDS)
    say(f"进程 {name} 意外结束，{rest} 秒后重新启动。其他进程照常运行，原因见 {name}.log")


def surroundings(folder: Path, *, port: int) -> dict[str, str]:
    """The variables under which all processes of a demo run."""
    return {
        "SHEBAO_MODE": "demo",
        "SHEBAO_VAR": str(folder),
        "SHEBAO_DATABASE": os.environ.get(
            "SHEBAO_DATABASE", f"sqlite:///{folder / 'hall.sqlite3'}"
        ),
        "SHEBAO_INSURANCE_DATABASE": os.environ.get(
            "SHEBAO_INSURANCE_DATABASE", f"sqlite:///{folder / 'insurance.sqlite3'}"
        ),
        "SHEBAO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SHEBAO_WALL_URL": f"http://127.0.0.1:{port + 100}",
        "SHEBAO_WALL_KEYS": str(folder / "wall" / "hall"),
        "SHEBAO_CORE_WALL_KEYS": str(folder / "wall" / "core"),
        "SHEBAO_TRAIL_KEYS": str(folder / "trail"),
        "SHEBAO_OPENID_KEYS": str(folder / "openid"),
        "SHEBAO_CORE_TRANSFER_STEP_SECONDS": "10",
    }


def _prepare(folder: Path, around: dict[str, str], *, persons: int) -> None:
    os.environ.update(around)
    _make_wall_keys(folder / "wall")
    _make_trail_keys(folder / "trail")
    _make_openid_key(folder / "openid")
    ready = folder / demo_people.READY
    if not ready.exists():
        say(f"正在生成 {persons} 名虚构参保人……")
        processes.run(["core", "manage", "migrate", "--verbosity", "0"], around)
        processes.run(["nation", "generate", "--persons", str(persons), "--seed", "1"], around)
        ready.write_text(clock.local_date(clock.now()).isoformat())
    say("正在准备网上大厅……")
    processes.run(["manage", "migrate", "--verbosity", "0"], around)
    processes.run(["manage", "collectstatic", "--noinput", "--verbosity", "0"], around)
    processes.run(["items", "publish"], around)


def _make_wall_keys(folder: Path) -> None:
    from shebao.exchange.keys import make_keys

    if (folder / "core" / "known").exists():
        return
    _, hall = make_keys(folder / "hall", key_id=f"hall.{secrets.token_hex(3)}")
    _, core = make_keys(folder / "core", key_id=f"core.{secrets.token_hex(3)}")
    for public, place in ((hall, folder / "core"), (core, folder / "hall")):
        (place / "known").mkdir(exist_ok=True)
        (place / "known" / public.name).write_bytes(public.read_bytes())


def _make_trail_keys(folder: Path) -> None:
    from shebao.exchange.keys import make_keys

    if not folder.exists():
        make_keys(folder, key_id=f"trail.{secrets.token_hex(3)}")


def _make_openid_key(folder: Path) -> None:
    from shebao.hall.kit.openid_keys import make_openid_key

    if not folder.exists():
        make_openid_key(folder, name=secrets.token_hex(3))


def _start(company: processes.Company, folder: Path, around: dict[str, str], *, port: int) -> None:
    def log(name: str) -> str:
        return str(folder / f"{name}.log")

    core = server_command(
        "shebao.insurance.wsgi:application", host="127.0.0.1", port=port + 100, workers=1, threads=4
    )
    company.start("core", core, around, log("core"))
    _require(f"{around['SHEBAO_WALL_URL']}/livez", "社保系统")
    words = demo_people.settle(folder)
    _fill_desk(folder)
    hall = server_command(
        "shebao.hall.config.wsgi:application", host="127.0.0.1", port=port, workers=2, threads=4
    )
    company.start("hall", hall, around, log("hall"))
    company.start("worker", [*_shebao(), "worker"], around, log("worker"))
    company.start("core-life", [*_shebao(), "core", "live"], around, log("core-life"))
    _require(f"{around['SHEBAO_PUBLIC_URL']}/readyz", "网上大厅")
    address = around["SHEBAO_PUBLIC_URL"]
    played = [*demo_kiosk.settle(folder, address), *demo_authority.settle(address)]
    say(_welcome(around["SHEBAO_PUBLIC_URL"], words, played))


def _fill_desk(folder: Path) -> None:
    """Once: without work in hand the desk has little to show."""
    if not (folder / "desk-is-filled").exists():
        count = demo_cases.fill(agency=demo_people.AGENCY)
        say(f"已替虚构参保人提交 {count} 件申请。")
        (folder / "desk-is-filled").touch()


def _shebao() -> list[str]:
    import sys

    return [sys.executable, "-m", "shebao"]


def _require(url: str, name: str) -> None:
    if not processes.answers(url, seconds=90):
        raise Failure(
            "not_started", f"{name}没有启动成功。端口可能被占用，换一个：SHEBAO_PORT=8010"
        )


def _welcome(address: str, words: list[str], played: list[str]) -> str:
    lines = [
        "",
        f"社会保险网上服务平台（演示）  {address}/",
        f"工作人员                      {address}/desk/",
        f"凭证验真                      {address}/verify/",
        f"接口说明                      {address}/api/v1/openapi.json",
        f"替身手机（演示短信在这里看）  {address}/dev/phone/",
        f"替身验证器（工作人员动态码）  {address}/dev/codes/",
        *played,
        "",
        "登录名和密码（演示数据，人物均为虚构）:",
        *words,
        "",
        "按 Ctrl-C 结束。",
    ]
    return "\n".join(lines)
