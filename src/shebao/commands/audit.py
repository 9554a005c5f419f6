"""``shebao audit …``: check the trail, sign it, hand out and check what proves it (6.3.2)."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from shebao.commands import hall
from shebao.commands.speaking import DONE, Failure, Parser, answer, say
from shebao.hall.kit import clock

BROKEN = 1
MOST_PROCESSES = 64
WORDS: Mapping[str, str] = {
    "altered": "被改动",
    "moved": "不在原位，原来在第 {was} 条（流/条）",
    "missing": "缺少",
    "added": "是多出来的",
    "replaced": "被换成了另一条",
    "renumbered": "的行号被改动",
    "rewritten": "之间有改动，和第 {checkpoint} 号检查点不符",
    "head": "处的末尾标记被改动或删除",
    "checkpoint missing": "缺少",
    "checkpoint altered": "被改动，或它下面的记录被改动",
    "checkpoint unlike kept": "和另处保存的不一样",
    "unknown key": "的签名公钥不在 SHEBAO_TRAIL_KEYS 里",
}


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("audit", help="核对、签名和导出审计记录")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    for add in (
        _add_verify, _add_checkpoint, _add_export, _add_check_proof, _add_replay, _add_keys,
        _add_guard,
    ):  # fmt: skip
        add(words)


def _add_verify(words: Any) -> None:
    parser = words.add_parser("verify", help="逐条核对全部留痕，指出改动、缺失、错位和多出的")
    parser.add_argument(
        "--root", metavar="FILE", type=Path, action="append", default=[],
        help="另处保存的检查点文件，一并比对；可写多次",
    )  # fmt: skip
    parser.add_argument(
        "--processes", metavar="N", type=int, default=1, help="同时用几个进程读，默认 1"
    )
    _finish(parser, _verify)


def _add_checkpoint(words: Any) -> None:
    _finish(words.add_parser("checkpoint", help="现在就给留痕签一个检查点"), _checkpoint)


def _add_export(words: Any) -> None:
    parser = words.add_parser("export", help="导出检查点，请存到别处")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--number", type=int, default=0, help="只要这一号；默认最新的")
    chosen.add_argument("--all", action="store_true", help="全部检查点")
    parser.add_argument("--into", metavar="FILE", type=Path, help="写进文件，不写就显示出来")
    parser.set_defaults(run=_export)


def _add_check_proof(words: Any) -> None:
    parser = words.add_parser("check-proof", help="核对一份核对凭据，不用连任何系统")
    parser.add_argument("file", metavar="FILE", type=Path, help="从网上服务下载的凭据")
    parser.add_argument("--root", metavar="FILE", type=Path, help="另处保存的检查点文件，一并比对")
    parser.add_argument("--public-key", default="", help="公布的公钥，64 位十六进制，一并比对")
    _finish(parser, _check_proof)


def _add_replay(words: Any) -> None:
    parser = words.add_parser("replay", help="按留痕回放一件办件，和现存状态比对")
    parser.add_argument("case", metavar="CASE", help="办件编号")
    _finish(parser, _replay)


def _add_keys(words: Any) -> None:
    parser = words.add_parser("keys", help="生成检查点的签名密钥")
    parser.add_argument("folder", metavar="DIR", type=Path, help="存放密钥的新文件夹")
    parser.add_argument("--id", default="", help="密钥名，如 trail.2026；默认 trail.<年份>")
    _finish(parser, _keys)


def _add_guard(words: Any) -> None:
    parser = words.add_parser("guard", help="检查防改动触发器，少了就重新装上")
    _finish(parser, _guard)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def _verify(arguments: argparse.Namespace) -> int:
    kept = [one for path in arguments.root for one in _kept(path)]
    hall.prepare()
    from shebao.hall.office.audit import guards
    from shebao.hall.office.audit.attesting import breaks

    read = _read(max(1, min(arguments.processes, MOST_PROCESSES)))
    found, missing = list(breaks(known=_known(), kept=kept, read=read)), guards.missing()
    record = {
        "whole": not found,
        "breaks": [asdict(one) for one in found],
        "guards_missing": list(missing),
        "kept_checkpoints": [one.statement.number for one in kept],
    }
    lines = [break_words(one) for one in found] or ["留痕完整，没有改动。"]
    lines += [f"和另处保存的 {len(kept)} 个检查点比对过。"] if kept else []
    lines += [f"防改动触发器 {name} 不在了，请运行 shebao audit guard。" for name in missing]
    answer(record, lines, as_json=arguments.json)
    return BROKEN if found or missing else DONE


def _read(processes: int) -> Any:
    from shebao.hall.office.audit.verifying import read_through, together

    if processes == 1:
        return read_through()
    # A fresh process each: none may share a connection to the database.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return together(pool.map(_read_part, range(processes), [processes] * processes))


def _read_part(part: int, parts: int) -> Any:
    hall.prepare()
    from shebao.hall.office.audit.verifying import read_through

    return read_through(part=part, parts=parts)


def break_words(one: Any) -> str:
    """One break of the trail as a person reads it."""
    words = WORDS[one.words].format(was=one.was, checkpoint=one.checkpoint)
    if one.stream < 0:
        place = f"第 {one.checkpoint} 号检查点"
    else:
        until = f"–{one.until}" if one.until else ""
        place = f"第 {one.stream} 流第 {one.sequence}{until} 条"
    return f"{words}{place}" if words == "缺少" else f"{place}{words}"


def _known() -> Any:
    from shebao.exchange.keys import KeyTrouble
    from shebao.hall.office.connections import outside

    try:
        return outside().trail_known
    except (KeyTrouble, OSError) as error:
        raise Failure("bad_keys", f"检查点的公钥不能用：{error}") from None


def _checkpoint(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.exchange.keys import KeyTrouble
    from shebao.hall.office.audit.actions import checkpoint
    from shebao.hall.office.connections import outside

    try:
        number = checkpoint(keys=outside().trail, now=clock.now())
    except (KeyTrouble, OSError) as error:
        raise Failure("bad_keys", f"检查点的签名密钥不能用：{error}") from None
    line = f"签好了第 {number} 号检查点。请用 shebao audit export 存一份到别处。"
    lines = [line if number else "上一个检查点以后没有新的留痕，不用再签。"]
    return answer({"checkpoint": number}, lines, as_json=arguments.json)


def _export(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.hidden import Hidden
    from shebao.hall.office.audit.covering import newest
    from shebao.hall.office.audit.proving import published

    last = arguments.number or newest()
    if not last:
        raise Failure("no_checkpoint", "还没有检查点，请先运行 shebao audit checkpoint")
    numbers = range(1, last + 1) if arguments.all else [last]
    try:
        made = [published(number, known=_known()) for number in numbers]
    except Hidden:
        raise Failure("no_checkpoint", f"没有第 {last} 号检查点") from None
    text = json.dumps({"checkpoints": made}, ensure_ascii=False, indent=1)
    if arguments.into is None:
        say(text)
        return DONE
    arguments.into.write_text(text + "\n", encoding="utf-8")
    say(f"{len(made)} 个检查点写进了 {arguments.into}。请存到本系统管理员改不到的地方。")
    return DONE


def _check_proof(arguments: argparse.Namespace) -> int:
    from shebao.exchange.keys import public_hex
    from shebao.hall.office.audit.evidence import Unreadable, checked

    try:
        entry, statement, key = checked(_document(arguments.file))
    except Unreadable as error:
        answer({"holds": False, "words": str(error)}, [f"凭据不成立：{error}。"],
               as_json=arguments.json)  # fmt: skip
        return BROKEN
    public = public_hex(key)
    problems = [
        *_against_root(arguments.root, statement), *_against_key(arguments.public_key, public),
    ]  # fmt: skip
    record = {
        "holds": not problems, "words": " ".join(problems), "entry": dict(entry),
        "checkpoint": asdict(statement), "public_key": public,
    }  # fmt: skip
    lines = problems or [
        f"凭据成立：第 {entry['stream']} 流第 {entry['sequence']} 条在第 {statement.number} "
        f"号检查点里，{statement.at} 签名。",
        f"签名公钥 {public}，请和公布的公钥对一对。",
    ]
    answer(record, lines, as_json=arguments.json)
    return BROKEN if problems else DONE


def _against_root(path: Path | None, statement: Any) -> Iterable[str]:
    if path is None:
        return
    kept = {one.statement.number: one.statement for one in _kept(path)}
    if statement.number not in kept:
        yield f"保存的文件里没有第 {statement.number} 号检查点，没法比对。"
    elif kept[statement.number] != statement:
        yield f"第 {statement.number} 号检查点和保存的不一样。"


def _against_key(told: str, public: str) -> Iterable[str]:
    if told and told.strip().lower() != public:
        yield f"签名公钥是 {public}，不是所写的那一个。"


def _kept(path: Path) -> Sequence[Any]:
    from shebao.hall.office.audit.evidence import Unreadable, read

    document = _document(path)
    try:
        return [read(one)[0] for one in document.get("checkpoints", [document])]
    except (Unreadable, TypeError, AttributeError) as error:
        raise Failure("bad_root", f"{path} 不能用作检查点：{error}") from None


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Failure("no_file", f"读不到文件 {path}，请核对路径") from None
    except (ValueError, RecursionError):
        raise Failure("bad_file", f"{path} 不是 JSON 文件") from None


def _replay(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.kit.hidden import Hidden
    from shebao.hall.office.applications.queries import replayed

    number = arguments.case.strip().upper()
    try:
        found = replayed(number)
    except Hidden:
        raise Failure("no_case", f"没有办件 {number}，请核对编号") from None
    _note_replay(number, len(found.steps))
    lines = [f"办件 {number}，共 {len(found.steps)} 条留痕。"]
    lines += [step_words(one) for one in found.steps]
    lines += [f"不符：{words}" for words in found.problems]
    lines += [] if found.problems else ["回放结果和现存状态一致。"]
    record = {"case": number, "equal": not found.problems, "problems": list(found.problems),
              "steps": [asdict(one) for one in found.steps], "stored": found.stored}  # fmt: skip
    answer(record, lines, as_json=arguments.json)
    return BROKEN if found.problems else DONE


def _note_replay(case: str, steps: int) -> None:
    from shebao.hall.office.audit.actions import record
    from shebao.hall.office.audit.queries import subject_of

    record(
        actor="command", verb="replay-case", subject=subject_of(case) or "-", case=case,
        purpose="checking the trail", channel="command", now=clock.now(),
        details={"found": steps},
    )  # fmt: skip


def step_words(step: Any) -> str:
    """One step of a case's story as a line."""
    from shebao.hall.office.audit.words import channel, deed

    state = ", ".join(f"{name}={value}" for name, value in step.state.items())
    moment = f"{step.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"
    mark = "" if step.is_move else "（状态不变）"
    return f"{moment} {step.actor} {deed(step.verb)}，{channel(step.channel)}{mark} [{state}]"


def _keys(arguments: argparse.Namespace) -> int:
    from shebao.exchange.keys import KeyTrouble, make_keys

    key_id = arguments.id or f"trail.{clock.local_date(clock.now()).year}"
    try:
        private, public = make_keys(arguments.folder, key_id=key_id)
    except (KeyTrouble, OSError) as error:
        raise Failure("bad_keys", f"没有生成密钥：{error}") from None
    lines = [
        f"私钥 {private}（只给后台任务用，不要复制给任何人）",
        f"公钥 {public}（网上服务要用；请公布，并存到别处）",
        "更换密钥时，请把旧的 .pub 文件也放进新文件夹。",
    ]
    record = {"key_id": key_id, "private": private, "public": public}
    return answer(record, lines, as_json=arguments.json)


def _guard(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from shebao.hall.office.audit.actions import put_guards_up

    names = put_guards_up(actor="command", channel="command", now=clock.now())
    lines = [f"重新装上了 {name}。" for name in names] or ["防改动触发器都在。"]
    return answer({"put_up": list(names)}, lines, as_json=arguments.json)
