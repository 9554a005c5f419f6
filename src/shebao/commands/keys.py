"""``shebao keys …``: the keys behind encrypted columns, changed while the product runs (6.3.1)."""

import argparse
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Failure, Parser, answer
from shebao.hall.kit import clock, keyring
from shebao.hall.kit.ciphers import KEY_BYTES

SETTLED_SECONDS = 60


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("keys", help="更换数据库加密密钥")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    _add(words, "list", _list, "列出密钥和各自加密的数据条数，不含密钥本身")
    fresh = _add(words, "add", _new, "加一把新密钥，新数据从此用它加密")
    fresh.add_argument("--kind", choices=("aes", "sm4"), default="aes", help="算法，默认 aes")
    _add(words, "reseal", _reseal, "把旧密钥加密的数据换成新密钥，可以边办业务边做")
    drop = _add(words, "drop", _drop, "删掉已不用的旧密钥")
    drop.add_argument("name", metavar="NAME", help="密钥名，如 k1")


def _add(words: Any, name: str, run: Any, about: str) -> Parser:
    parser: Parser = words.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.fields import watched
    from shebao.hall.office.operations.resealing import sealed_with

    ring = watched().look()
    rows = [
        {"name": name, "kind": _kind(key), "is_newest": place == 0, "values": sealed_with(name)}
        for place, (name, key) in enumerate(ring.keys)
    ]
    lines = [
        f"{row['name']}（{row['kind']}）{'正在使用，' if row['is_newest'] else ''}"
        f"加密 {row['values']} 条"
        for row in rows
    ]
    return answer({"keys": rows}, lines, as_json=arguments.json)


def _kind(key: bytes) -> str:
    return "sm4" if len(key) == KEY_BYTES["sm4"] else "aes"


def _new(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.fields import watched

    kept = watched()
    ring = keyring.with_new_key(kept.look(), arguments.kind)
    keyring.write(kept.path, ring)
    name = ring.keys[0][0]
    words = f"新密钥 {name} 已启用。请备份密钥文件，再运行 shebao keys reseal。"
    return answer({"name": name}, [words], as_json=arguments.json)


def _reseal(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.office.operations.resealing import reseal

    count = reseal(actor="operator", now=clock.now())
    return answer({"values": count}, [f"已改用新密钥加密 {count} 条。"], as_json=arguments.json)


def _drop(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.fields import watched
    from shebao.hall.office.operations.resealing import sealed_with

    kept = watched()
    age = clock.now().timestamp() - kept.path.stat().st_mtime
    if age < SETTLED_SECONDS:
        raise Failure("too_soon", "密钥文件刚改过，请一分钟后再试，等所有进程都换上新密钥")
    left = sealed_with(arguments.name)
    if left:
        raise Failure(
            "in_use", f"还有 {left} 条数据用 {arguments.name} 加密，请先 shebao keys reseal"
        )
    try:
        keyring.write(kept.path, keyring.without_key(kept.look(), arguments.name))
    except LookupError:
        raise Failure("no_key", f"没有可以删的密钥 {arguments.name}，正在使用的不能删") from None
    words = f"密钥 {arguments.name} 已删除。用它加密的备份从此读不出，请保留旧的密钥文件。"
    answer({"dropped": arguments.name}, [words], as_json=arguments.json)
    return DONE
