"""``shebao openid …``: the keys of our own sign-in for programs of others (6.1.2e)."""

import argparse
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import Failure, Parser, answer


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("openid", help="第三方程序登录用的签名密钥")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    key = words.add_parser("key", help="生成一把新密钥，从现在起用它签名；旧的仍然公布")
    key.add_argument("--json", action="store_true", help="输出 JSON")
    key.set_defaults(run=_key)


def _key(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from django.conf import settings

    from shebao.hall.kit import clock
    from shebao.hall.kit.openid_keys import make_openid_key

    name = clock.now().strftime("%Y%m%dT%H%M%SZ")
    try:
        path = make_openid_key(settings.SHEBAO_OPENID_KEYS, name=name)
    except FileExistsError:
        raise Failure("there_already", "这一秒已经生成过一把，请稍等再试") from None
    return answer(
        {"key": name, "file": str(path)}, [f"已生成 {path}，从现在起用它签名。"],
        as_json=arguments.json,
    )  # fmt: skip
