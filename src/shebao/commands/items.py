"""``shebao items …``: check, list, plant, describe and publish the services on offer."""

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shebao
from shebao.commands import hall
from shebao.commands.speaking import DONE, FAILED, Failure, Parser, answer, say

Handler = Callable[[argparse.Namespace], int]
OURS = Path(shebao.__file__).parent / "items"


def add_parser(subparsers: Any) -> None:
    """Add the word."""
    parser = subparsers.add_parser("items", help="检查和查看服务事项")
    words = parser.add_subparsers(metavar="WORD", required=True, parser_class=Parser)
    _word(words, "check", _check, "检查事项文件夹，并运行其中的示例").add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="默认检查全部"
    )
    _word(words, "list", _list, "列出全部事项")
    new = _word(words, "new", _new, "新建一个能通过检查的事项文件夹")
    new.add_argument("slug", metavar="SLUG", help="事项代号，如 contact-change")
    new.add_argument("--into", type=Path, default=Path("items"), help="放在哪个文件夹里")
    _word(words, "schema", _schema, "item.toml 的 JSON Schema")
    facts = _word(words, "facts", _facts, "规则和文书能用的数据")
    facts.add_argument("--markdown", action="store_true", help="按 docs/facts.md 的样子输出")
    publish = _word(words, "publish", _publish, "把事项文件夹发布为新版本")
    publish.add_argument("--withdraw-missing", action="store_true", help="文件夹已不在的事项下架")


def _word(words: Any, name: str, run: Handler, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = words.add_parser(name, help=summary, description=summary)
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)
    return parser


def _roots() -> list[Path]:
    """The product's own items and, after them, the agency's, without loading the hall."""
    named = os.environ.get("SHEBAO_ITEMS", "").strip()
    return [OURS, *(Path(part) for part in named.split(":") if part)]


def _places(given: Sequence[Path]) -> list[Path]:
    from shebao.hall.office.catalogue.folders import BrokenFolder, find

    try:
        return list(given) or list(find(_roots()))
    except BrokenFolder as broken:
        raise Failure("broken_folder", str(broken)) from None


def _check(arguments: argparse.Namespace) -> int:
    from shebao.commands import item_papers
    from shebao.hall.office.catalogue.check import check

    places = _places(arguments.folders)
    found = {str(place): check(place) or tuple(item_papers.findings(place)) for place in places}
    findings = [{"folder": place, **asdict(one)} for place, some in found.items() for one in some]
    lines = [f"{place}/{one}" for place, some in found.items() for one in some]
    lines.append(f"检查了 {len(places)} 个事项，发现 {len(findings)} 个问题。")
    answer({"checked": len(places), "findings": findings}, lines, as_json=arguments.json)
    return FAILED if findings else DONE


def _list(arguments: argparse.Namespace) -> int:
    from shebao.hall.office.catalogue.folders import BrokenFolder, read

    try:
        folders = [read(place) for place in _places(())]
    except BrokenFolder as broken:
        raise Failure("broken_folder", str(broken)) from None
    rows = [
        {
            "slug": one.item.slug,
            "name": one.item.name,
            "code": one.item.code,
            "handling": str(one.item.handling),
            "audience": [str(who) for who in one.item.audience],
            "working_days": one.item.promise.working_days,
            "version": one.content_hash,
        }
        for one in folders
    ]
    lines = [f"{row['slug']}  {row['name']}  {row['handling']}" for row in rows]
    return answer({"items": rows}, lines, as_json=arguments.json)


def _new(arguments: argparse.Namespace) -> int:
    from shebao.hall.office.catalogue.seedling import NoPlace, plant

    try:
        place = plant(arguments.slug, into=arguments.into)
    except (NoPlace, OSError) as error:
        raise Failure("no_place", str(error)) from None
    lines = [f"已建好 {place}。", f"改好以后运行：shebao items check {place}"]
    return answer({"folder": str(place)}, lines, as_json=arguments.json)


def _schema(arguments: argparse.Namespace) -> int:
    from shebao.hall.office.catalogue.published import item_schema_text

    say(item_schema_text().rstrip("\n"))
    return DONE


def _facts(arguments: argparse.Namespace) -> int:
    from shebao.hall.office.catalogue.published import facts_markdown, facts_record

    if arguments.markdown:
        say(facts_markdown().rstrip("\n"))
        return DONE
    rows = facts_record()
    lines = [f"{row['name']}  {row['label']}  来源：{row['source']}" for row in rows]
    return answer({"facts": rows}, lines, as_json=arguments.json)


def _publish(arguments: argparse.Namespace) -> int:
    hall.prepare()
    from django.conf import settings

    from shebao.hall.kit import clock
    from shebao.hall.office.catalogue.actions import publish_folders
    from shebao.hall.office.catalogue.folders import BrokenFolder

    try:
        changes = publish_folders(
            folders=settings.SHEBAO_ITEM_FOLDERS,
            now=clock.now(),
            withdraws_missing=arguments.withdraw_missing,
        )
    except BrokenFolder as broken:
        raise Failure("broken_folder", str(broken)) from None
    words = {"added": "新上", "changed": "更新", "withdrawn": "下架"}
    lines = [f"{words[one.kind]} {one.slug} {one.version[:12]}" for one in changes]
    record = {"changes": [asdict(one) for one in changes]}
    return answer(record, lines or ["没有变化。"], as_json=arguments.json)
