"""Draw the pages that are drawn from the source: docs/house.md and docs/clauses.md.

``python tools/draw_docs.py`` writes them; with ``--check`` it fails when one is not current.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shebao"
CLAUSE = re.compile(r"\b([3-7](?:\.\d+)+[a-i]?)\b")


def packages() -> Iterator[Path]:
    """Every package of the product, outer ones first."""
    return (
        file.parent for file in sorted(SOURCE.rglob("__init__.py")) if "migrations" not in str(file)
    )


def sentence(package: Path) -> str:
    """The first line of a package's docstring."""
    words = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    return words.splitlines()[0] if words else ""


def house() -> str:
    """The map of the house: each package with its sentence, then the arrows."""
    lines = [
        "# The house",
        "",
        "Drawn from the packages' own sentences by `make docs`; do not edit.",
        "",
    ]
    for package in packages():
        depth = len(package.relative_to(SOURCE).parts)
        lines.append(f"{'  ' * depth}- **{package.name}** {sentence(package)}")
    lines += ["", "## Arrows", ""]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for contract in settings["tool"]["importlinter"]["contracts"]:
        lines.append(f"- {contract['name']}.")
        if contract["type"] == "layers":
            lines.append(f"  `{' → '.join(contract['layers'])}`")
    return "\n".join(lines) + "\n"


def tests_by_clause() -> dict[str, list[str]]:
    """Clause id → the tests that carry its mark."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text())
        whole_file = _marks(_module_marks(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                name = f"{file.relative_to(ROOT)}::{node.name}"
                for clause in {*whole_file, *_marks(node.decorator_list)}:
                    found[clause].append(name)
    return found


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def _marks(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "clause"
        ):
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def code_by_clause() -> dict[str, list[str]]:
    """Clause id → the modules whose docstrings name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for clause in sorted(set(CLAUSE.findall(_docstrings(file)))):
            found[clause].append(str(file.relative_to(SOURCE)))
    return found


def _docstrings(file: Path) -> str:
    nodes = ast.walk(ast.parse(file.read_text()))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return "\n".join(ast.get_docstring(node) or "" for node in nodes if isinstance(node, kinds))


def home(clause: str, known: set[str]) -> str:
    """The row of a clause: its own, else that of the clause it is a letter of."""
    return clause if clause in known else clause.rstrip("abcdefghi")


def gathered(found: dict[str, list[str]], known: set[str]) -> dict[str, list[str]]:
    """What was found, under the rows there are."""
    rows: dict[str, list[str]] = defaultdict(list)
    for clause, names in found.items():
        rows[home(clause, known)] += [
            name for name in names if name not in rows[home(clause, known)]
        ]
    return rows


def clauses() -> str:
    """Every clause with its code and its tests; one without a test is seen at once."""
    rows = tomllib.loads((ROOT / "docs" / "standard.toml").read_text())["clause"]
    known = {row["id"] for row in rows}
    tests, code = gathered(tests_by_clause(), known), gathered(code_by_clause(), known)
    lines = [
        "# Clauses",
        "",
        "Clause → code → tests, drawn from docstrings and test marks by `make docs`; do not edit.",
        "",
        "| clause | level | what | code | tests |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        found, held = code.get(row["id"], []), tests.get(row["id"], [])
        shown = "<br>".join(f"`{name}`" for name in found[:6]) or "–"
        proof = "<br>".join(f"`{name.split('::')[1]}`" for name in held[:6]) or "–"
        more = f"<br>and {len(held) - 6} more" if len(held) > 6 else ""
        lines.append(f"| {row['id']} | {row['level']} | {row['words']} | {shown} | {proof}{more} |")
    return "\n".join(lines) + "\n"


PAGES = {"docs/house.md": house, "docs/clauses.md": clauses}


def main() -> int:
    """Write the pages, or say which is not current."""
    stale = []
    for name, draw in PAGES.items():
        page, text = ROOT / name, draw()
        if "--check" in sys.argv:
            if not page.exists() or page.read_text() != text:
                stale.append(name)
        else:
            page.write_text(text)
    if stale:
        sys.stderr.write(f"not current, run make docs: {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
