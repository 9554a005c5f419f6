"""``shebao staff …``: the first two security officers; who comes after is asked for on pages."""

import argparse
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import Failure, Parser, answer


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("staff", help="开通最初的两名安全管理员")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    first = words.add_parser("first", help="开通一名安全管理员；有了两名就不再能用")
    first.add_argument("--name", required=True, help="姓名")
    first.add_argument("--username", required=True, help="工作账号，一人一个")
    first.add_argument("--mobile", required=True, help="本人手机号，启用时收验证码")
    first.add_argument("--agency", required=True, help="机构代码，如 990000")
    first.add_argument("--json", action="store_true", help="输出 JSON")
    first.set_defaults(run=_first)


def _first(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit import clock
    from shebao.hall.office.accounts import actions

    try:
        number = actions.open_first_guard(
            name=arguments.name,
            username=arguments.username,
            mobile=arguments.mobile,
            agency=arguments.agency,
            now=clock.now(),
        )
    except actions.EnoughGuards:
        words = "已经有两名安全管理员，其他人请在“工作人员”页面提出，由另一人批准"
        raise Failure("enough_guards", words) from None
    except actions.AlreadyThere:
        raise Failure("already_there", f"工作账号 {arguments.username} 已经有人用了") from None
    lines = [f"已开通 {number}。请本人打开 /desk/enrol/，用登记的手机设密码、绑定验证器。"]
    return answer({"account": number}, lines, as_json=arguments.json)
