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
    ("zhengshou", "郑守", "安全管理", (Role.SECURITY,)),
    ("fanglin", "方琳", "安全管理，与郑守互相批准", (Role.SECURITY,)),
    ("shenyan", "沈言", "安全审计", (Role.AUDITOR,)),
)
AGENCY = "990000"
# Holds the day for which the province was made.
READY = "nation-is-ready"
HANDLERS = frozenset({"tang_min"})


def settle(folder: Path) -> list[str]:
    """Make sure everybody has an account; returns the lines with names and passwords."""
    hall.prepare()
    from shebao.hall.office.agencies.actions import put, put_centre
    from shebao.hall.office.agencies.seed import AGENCIES, CENTRES

    for card in AGENCIES:
        put(card)
    for plan in CENTRES:
        put_centre(plan)
    passwords = _passwords(folder / "secrets" / "sign-ins.json")
    apps = _Apps(folder / "secrets" / "authenticators.json")
    return [*_persons(passwords, _made_for(folder)), *_staff(passwords, apps)]


def _made_for(folder: Path) -> date:
    written = (folder / READY).read_text() if (folder / READY).exists() else ""
    return date.fromisoformat(written) if written else clock.local_date(clock.now())


class _Kept(dict[str, str]):
    """One secret per sign-in name, kept in a file only the owner can read."""

    def __init__(self, path: Path) -> None:
        super().__init__(json.loads(path.read_text()) if path.exists() else {})
        self.path = path

    def __missing__(self, name: str) -> str:
        self[name] = self.fresh()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(self, ensure_ascii=False))
        return self[name]

    def fresh(self) -> str:
        """A new secret."""
        raise NotImplementedError


class _Passwords(_Kept):
    """Random passwords."""

    def fresh(self) -> str:
        """A password nobody has elsewhere."""
        return f"{secrets.token_urlsafe(9)}-{secrets.randbelow(90) + 10}"


class _Apps(_Kept):
    """The secrets of authenticator apps; the stand-in authenticator shows their codes."""

    def fresh(self) -> str:
        """What an app would be given once."""
        from shebao.hall.office.accounts.actions import fresh_secret

        return fresh_secret()


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
        _agree(player.username, person.number)
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


def _agree(username: str, person: str) -> None:
    """The players have accepted the agreements, so that a demonstration begins with errands."""
    from shebao.hall.office.accounts import agreements
    from shebao.hall.office.accounts.actions import accept
    from shebao.hall.office.accounts.queries import person_account

    now = clock.now()
    today = clock.local_date(now)
    accept(
        account=person_account(username), person=person, channel="command", today=today, now=now,
        read=agreements.mark(agreements.current(today)),
    )  # fmt: skip


def _before_an_errand(made_for: date) -> "list[Made]":
    """Those of the province who may claim something from the day it was made for."""
    from shebao.insurance.nation.borders import borders
    from shebao.insurance.nation.world import Ask, World

    world = World(Ask(persons=0, seed=0, as_of=made_for))
    return [one for one in borders(world) if one.username]


def _staff(passwords: _Passwords, apps: _Apps) -> list[str]:
    from shebao.hall.office.accounts.actions import AlreadyThere, open_for_staff
    from shebao.hall.office.accounts.queries import staff_account

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
        _bind(staff_account(username), apps[username])
        lines.append(_line(username, passwords, f"{name}：{purpose}（/desk/，动态码见替身验证器）"))
    return lines


def _bind(account: str, secret: str) -> None:
    """The stand-in authenticator is bound as an app of one's own would be."""
    from shebao.hall.office.accounts.actions import AlreadySet, add_totp, totp_code

    with suppress(AlreadySet):
        now = clock.now()
        add_totp(
            account=account, secret=secret, answer=totp_code(secret, now=now), channel="command",
            now=now,
        )  # fmt: skip


def _line(username: str, passwords: _Passwords, words: str) -> str:
    return f"  {username:<14}{passwords[username]:<18}{words}"
