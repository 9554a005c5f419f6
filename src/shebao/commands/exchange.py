"""``shebao exchange …``: keys, schemas, conformance and the file ferry of the wall (6.4.4)."""

import argparse
from pathlib import Path
from typing import Any

from shebao.commands.speaking import DONE, Failure, Parser, answer, say
from shebao.hall.kit import clock

NOT_CONFORMING = 1


def add_parser(subparsers: Any) -> None:
    """Add the words of the wall below ``shebao exchange``."""
    parser = subparsers.add_parser("exchange", help="与社会保险信息系统交换数据")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    for add in (_add_keys, _add_schema, _add_check, _add_carry, _add_turn):
        add(words)


def _add_keys(words: Any) -> None:
    parser = words.add_parser("keys", help="生成一对签名密钥，公钥交给对方")
    parser.add_argument("folder", metavar="DIR", type=Path, help="存放密钥的文件夹")
    parser.add_argument("--id", default="", help="密钥名，如 hall.2026；默认 hall.<年份>")
    _finish(parser, _keys)


def _add_schema(words: Any) -> None:
    parser = words.add_parser("schema", help="报文的 JSON Schema")
    parser.add_argument("message", choices=("request", "reply"), help="请求或应答")
    parser.set_defaults(run=_schema)


def _add_check(words: Any) -> None:
    parser = words.add_parser("check", help="逐条检查对方系统是否符合接口约定")
    parser.add_argument("url", metavar="URL", help="对方地址，如 https://core.example:8443")
    parser.add_argument("--keys", metavar="DIR", type=Path, required=True, help="我方密钥文件夹")
    parser.add_argument("--sample", metavar="FILE", type=Path, help="样例人员和单位，JSON 文件")
    parser.add_argument("--ca", metavar="FILE", default="", help="对方证书的签发机构证书")
    parser.add_argument("--plain", action="store_true", help="线路另有保护，允许不加密的 http")
    parser.add_argument("--timeout", type=int, default=10, help="每次等待的秒数，默认 10")
    _finish(parser, _check)


def _add_carry(words: Any) -> None:
    parser = words.add_parser("carry", help="把一侧待发的报文文件搬到另一侧")
    parser.add_argument("--from", dest="source", metavar="DIR", type=Path, required=True)
    parser.add_argument("--to", dest="target", metavar="DIR", type=Path, required=True)
    _finish(parser, _carry)


def _add_turn(words: Any) -> None:
    parser = words.add_parser("ferry-turn", help="在社保系统一侧答复搬来的报文文件")
    parser.add_argument("folder", metavar="DIR", type=Path, help="摆渡文件夹")
    parser.add_argument("--keys", metavar="DIR", type=Path, required=True, help="答复用的密钥")
    parser.add_argument("--core", metavar="URL", required=True, help="社保系统的地址")
    parser.add_argument("--core-keys", metavar="DIR", type=Path, help="问社保系统用的密钥")
    parser.add_argument("--plain", action="store_true", help="线路另有保护，允许不加密的 http")
    _finish(parser, _turn)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def _keys(arguments: argparse.Namespace) -> int:
    from shebao.exchange.keys import KeyTrouble, make_keys

    key_id = arguments.id or f"hall.{clock.local_date(clock.now()).year}"
    try:
        private, public = make_keys(arguments.folder, key_id=key_id)
    except (KeyTrouble, OSError) as error:
        raise Failure("bad_keys", f"没有生成密钥：{error}") from None
    record = {"key_id": key_id, "private": private, "public": public}
    lines = [
        f"私钥 {private}（只留在本机，不要复制给任何人）",
        f"公钥 {public}（交给对方，放进对方密钥文件夹的 known/ 里）",
        f"对方的公钥请放进 {arguments.folder / 'known'}/",
    ]
    return answer(record, lines, as_json=arguments.json)


def _schema(arguments: argparse.Namespace) -> int:
    from shebao.exchange.schema import schema_text

    say(schema_text(arguments.message).rstrip())
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from shebao.exchange.report import findings

    found = []
    for one in findings(*_examined(arguments)):
        found.append(one)
        if not arguments.json:
            say(f"{one.mark} {one.name}" + (f": {one.words}" if one.words else ""))
    failed = sum(one.is_kept is False for one in found)
    lines = [f"共 {len(found)} 项，不符合 {failed} 项。"]
    if arguments.sample is None:
        lines.append("没有写 --sample，只检查了报文和签名，没有检查查询和入账。")
    answer({"failed": failed, "findings": list(map(vars, found))}, lines, as_json=arguments.json)
    return NOT_CONFORMING if failed else DONE


def _examined(arguments: argparse.Namespace) -> tuple[Any, Any]:
    from shebao.exchange.suite import Subject, new_run
    from shebao.exchange.wire_suite import Line

    keys, at = _loaded(arguments.keys), clock.now()
    insurance = _core(arguments.url, keys, arguments)
    line = Line(send=insurance.send, keys=keys, at=at)
    if arguments.sample is None:
        return line, None
    sample = _sample(arguments.sample)
    return line, Subject(insurance=insurance, sample=sample, run=new_run(), at=at)


def _carry(arguments: argparse.Namespace) -> int:
    from shebao.exchange.folder import carry

    for folder in (arguments.source, arguments.target):
        if not folder.is_dir():
            raise Failure("no_folder", f"没有文件夹 {folder}，请核对路径")
    carried = carry(arguments.source, arguments.target)
    return answer({"carried": carried}, [f"搬运了 {carried} 个报文文件"], as_json=arguments.json)


def _turn(arguments: argparse.Namespace) -> int:
    from shebao.exchange.ferry import FerryServer

    keys = _loaded(arguments.keys)
    core = _core(arguments.core, _loaded(arguments.core_keys or arguments.keys), arguments)
    turn = FerryServer(arguments.folder, core, keys=keys, clock=clock.now).turn()
    lines = [f"答复 {turn.answered} 个，隔离 {turn.set_aside} 个，留待下次 {turn.left} 个"]
    return answer(vars(turn), lines, as_json=arguments.json)


def _core(url: str, keys: Any, arguments: argparse.Namespace) -> Any:
    from shebao.exchange.client import HttpInsurance

    ca = getattr(arguments, "ca", "")
    try:
        return HttpInsurance(
            url,
            keys=keys,
            clock=clock.now,
            timeout=getattr(arguments, "timeout", 10),
            may_be_plain=arguments.plain,
            tls={"ca_certs": ca} if ca else None,
        )
    except ValueError as error:
        raise Failure("bad_address", f"对方地址不能用：{error}") from None


def _loaded(folder: Path) -> Any:
    from shebao.exchange.keys import KeyStore, KeyTrouble

    try:
        return KeyStore(folder)
    except (KeyTrouble, OSError) as error:
        raise Failure("bad_keys", f"密钥不能用：{error}") from None


def _sample(path: Path) -> Any:
    from shebao.exchange.sample import BadSample, load_sample

    try:
        return load_sample(path)
    except BadSample as error:
        raise Failure("bad_sample", f"样例文件不能用：{error}") from None
