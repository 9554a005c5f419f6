"""``shebao token …``: keys for a person's programs (6.1.2e); shown once, ended at will."""

import argparse
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Failure, Parser, answer
from shebao.hall.kit.visitor import Proof

# More than any token may live, and still a length of time.
MOST_DAYS = 9999


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("token", help="发放和停用接口令牌")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    issue = words.add_parser("issue", help="发放令牌，只显示这一次")
    issue.add_argument("--name", required=True, help="给谁用，如 记账软件")
    issue.add_argument("--scopes", default="read", help="read 查询、file 办理，用逗号隔开")
    issue.add_argument("--days", type=int, default=90, help="有效天数，最多 366")
    issue.add_argument("--acting-for", default="", metavar="EMPLOYER", help="代哪个单位办事")
    issue.add_argument(
        "--seen", action="store_true", help="已在窗口核对本人证件；没有它，须本人办理的事项不能提交"
    )
    issue.set_defaults(run=_issue)
    listing = words.add_parser("list", help="列出令牌，不含令牌本身")
    listing.set_defaults(run=_list)
    end = words.add_parser("end", help="立即停用一个令牌")
    end.add_argument("--number", required=True, help="令牌编号，如 T…")
    end.set_defaults(run=_end)
    for one in (issue, listing, end):
        one.add_argument("--username", required=True, help="个人账户的登录名")
        one.add_argument("--json", action="store_true", help="输出 JSON")


def _account(username: str) -> str:
    from shebao.hall.office.accounts.queries import person_account

    number = person_account(username)
    if not number:
        raise Failure("no_account", f"没有登录名是 {username} 的个人账户")
    return number


def _issue(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit import clock
    from shebao.hall.office.accounts import actions

    try:
        made = actions.issue_token(
            account=_account(arguments.username),
            name=arguments.name,
            scopes=[scope.strip() for scope in arguments.scopes.split(",")],
            acting_for=arguments.acting_for,
            lives=timedelta(days=min(max(arguments.days, 0), MOST_DAYS)),
            now=clock.now(),
            proof=_seen(clock.now()) if arguments.seen else None,
        )
    except actions.NoToken as error:
        raise Failure("no_token", str(error)) from None
    until = clock.local_date(made.expires_at)
    lines = [made.secret, f"编号 {made.number}，到 {until} 为止。请现在抄好，不会再显示。"]
    return answer(asdict(made), lines, as_json=arguments.json)


def _seen(now: datetime) -> Proof:
    """The holder stood at a counter with their document."""
    from shebao.hall.office.accounts.ways import level_of

    return Proof(method="counter", level=level_of(["counter"]), at=now, digest="")


def _list(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.clock import local_date
    from shebao.hall.office.accounts.queries import tokens

    found = tokens(_account(arguments.username))
    lines = [
        f"{one.number}  {one.name}  {','.join(one.scopes)}  到 {local_date(one.expires_at)}"
        + ("  已停用" if one.ended_at else "")
        for one in found
    ]
    record = {"tokens": [asdict(one) for one in found]}
    return answer(record, lines or ["没有令牌。"], as_json=arguments.json)


def _end(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit import clock
    from shebao.hall.office.accounts.actions import end_token

    account = _account(arguments.username)
    if not end_token(number=arguments.number, account=account, now=clock.now()):
        raise Failure("not_running", f"这个账户没有在用的令牌 {arguments.number}")
    answer({"ended": arguments.number}, [f"已停用 {arguments.number}。"], as_json=arguments.json)
    return DONE
