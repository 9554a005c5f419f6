"""The demo's people: accounts for the named persons of the province, and for every staff role."""

import json
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shebao.commands import hall
from shebao.exchange.port import FindPerson, ask_one
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Role

if TYPE_CHECKING:
    from shebao.insurance.nation.made import Made

STAFF: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("zhaoming", "赵明", "初审", (Role.REVIEWER,)),
    ("sunli", "孙丽", "复核", (Role.SECOND_REVIEWER,)),
    ("qianjin", "钱进", "窗口", (Role.CLERK,)),
    ("wuan", "吴安", "运行维护", (Role.OPERATOR,)),
)
AGENCY = "990000"
# Holds the day for which the province was made.
READY = "nation-is-ready"
HANDLERS = frozenset({"tang_min"})


def settle(folder: Path) -> list[str]:
    """Make sure everybody has an account; returns the lines with names and passwords."""
    hall.prepare()
    from shebao.hall.office.agencies.actions import put
    from shebao.hall.office.agencies.seed import AGENCIES

    for card in AGENCIES:
        put(card)
    passwords = _passwords(folder / "secrets" / "sign-ins.json")
    return [*_persons(passwords, _made_for(folder)), *_staff(passwords)]


def _made_for(folder: Path) -> date:
    written = (folder / READY).read_text() if (folder / READY).exists() else ""
    return date.fromisoformat(written) if written else clock.local_date(clock.now())


class _Passwords(dict[str, str]):
    """One random password per sign-in name, kept in a file only the owner can read."""

    def __init__(self, path: Path) -> None:
        super().__init__(json.loads(path.read_text()) if path.exists() else {})
        self.path = path

    def __missing__(self, name: str) -> str:
        self[name] = f"{secrets.token_urlsafe(9)}-{secrets.randbelow(90) + 10}"
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(self, ensure_ascii=False))
        return self[name]


def _passwords(path: Path) -> _Passwords:
    return _Passwords(path)


def _persons(passwords: _Passwords, made_for: date) -> list[str]:
    from shebao.hall.office.accounts.actions import (
        AlreadyThere,
        appoint_handler,
        open_for_person,
    )
    from shebao.hall.office.connections import outside
    from shebao.insurance.cast import CAST

    lines = []
    for player in (*CAST, *_before_an_errand(made_for)):
        question = FindPerson(
            id_type=player.id_type, id_number=player.id_number, country=player.country
        )
        person = ask_one(outside().insurance, question).value
        if person is None or not player.username:
            continue
        with suppress(AlreadyThere):
            open_for_person(
                person=person,
                username=player.username,
                password=passwords[player.username],
                now=clock.now(),
            )
        if player.key in HANDLERS:
            appoint_handler(
                person=person.number,
                employer=person.employer_number,
                employer_name=person.employer_name,
                since=clock.local_date(clock.now()),
                now=clock.now(),
            )
        lines.append(_line(player.username, passwords, f"{player.name}：{player.purpose}"))
    return lines


def _before_an_errand(made_for: date) -> "list[Made]":
    """Those of the province who may claim something from the day it was made for."""
    from shebao.insurance.nation.borders import borders
    from shebao.insurance.nation.world import Ask, World

    world = World(Ask(persons=0, seed=0, as_of=made_for))
    return [one for one in borders(world) if one.username]


def _staff(passwords: _Passwords) -> list[str]:
    from shebao.hall.office.accounts.actions import AlreadyThere, open_for_staff

    lines = []
    for username, name, purpose, roles in STAFF:
        with suppress(AlreadyThere):
            open_for_staff(
                name=name,
                username=username,
                password=passwords[username],
                agency=AGENCY,
                roles=roles,
                now=clock.now(),
            )
        lines.append(_line(username, passwords, f"{name}：{purpose}（/desk/）"))
    return lines


def _line(username: str, passwords: _Passwords, words: str) -> str:
    return f"  {username:<14}{passwords[username]:<18}{words}"
