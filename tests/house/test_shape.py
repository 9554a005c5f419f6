"""What must hold for every module there is and every one that will be added."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shebao"
OFFICE = SOURCE / "hall" / "office"
MAY_LOOK_AT_THE_CLOCK = (
    "commands", "hall/channels", "hall/config", "hall/kit/clock.py", "insurance/wsgi.py",
)  # fmt: skip


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@dataclass(frozen=True)
class Module:
    """One module, read once for all questions."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return name_of(self.path)

    def all(self, kind: type[ast.AST]) -> list[Any]:
        return [node for node in ast.walk(self.tree) if isinstance(node, kind)]

    @cached_property
    def imports(self) -> set[str]:
        found = {name.name for node in self.all(ast.Import) for name in node.names}
        for node in self.all(ast.ImportFrom):
            if node.module:
                found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        return found

    @property
    def room(self) -> str:
        return self.path.relative_to(OFFICE).parts[0] if self.path.is_relative_to(OFFICE) else ""


@cache
def modules() -> tuple[Module, ...]:
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def those(wrong: Callable[[Module], object]) -> list[str]:
    """The modules of which it is wrong; each rule below wants none."""
    return [module.name for module in modules() if wrong(module)]


def test_no_module_is_longer_than_400_lines() -> None:
    assert those(lambda module: len(module.text.splitlines()) > 400) == []


def test_every_module_says_what_it_is_for() -> None:
    assert those(lambda module: not ast.get_docstring(module.tree)) == []


def test_only_channels_commands_and_entry_points_look_at_the_clock() -> None:
    looks = re.compile(r"^(clock\.now|datetime\.(now|utcnow|today)|date\.today|timezone\.now)\(")

    def looks_at_the_clock(module: Module) -> bool:
        return any(looks.match(ast.unparse(call)) for call in module.all(ast.Call))

    strangers = those(lambda module: not module.name.startswith(MAY_LOOK_AT_THE_CLOCK)
                      and looks_at_the_clock(module))  # fmt: skip
    assert strangers == []


def test_a_rooms_tables_are_its_own() -> None:
    tables = re.compile(r"shebao\.hall\.office\.(\w+)\.models")

    def touched(module: Module) -> set[str]:
        return {match.group(1) for name in module.imports if (match := tables.match(name))}

    assert those(lambda module: touched(module) - {module.room}) == []


def test_nobody_uses_signals_or_overrides_save() -> None:
    def does(module: Module) -> bool:
        saves = any(node.name == "save" for node in module.all(ast.FunctionDef))
        return saves or any("signals" in name and "django" in name for name in module.imports)

    assert those(does) == []


def test_the_arrows_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_layer_contract_is_exhaustive() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert all(one["exhaustive"] for one in contracts if one["type"] == "layers")


# Written in two halves, so that this file does not hold what it looks for.
SECRETS = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE"
    + " KEY|AKIA[0-9A-Z]{16}|(password|secret)"
    + r"\s*=\s*[\"'][^\"']{6,}"
)


def _tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_secret_and_no_default_password_lies_in_the_repository() -> None:
    kinds = {".py", ".toml", ".md", ".sh", ".html", ".js", ".typ", ".cfg", ".ini"}
    product = [path for path in _tracked() if path.suffix in kinds and "tests" not in path.parts]
    found = [path for path in product if SECRETS.search(path.read_text())]
    assert found == []


def test_the_project_speaks_only_of_itself() -> None:
    foreign = re.compile(r"/root/|/work/|pypi\.org|files\.pythonhosted|registry\.npmjs")
    texts = [path for path in _tracked() if path.suffix not in {".png", ".mo", ".otf", ".pdf"}]
    found = [path.name for path in texts if path != Path(__file__)
             and foreign.search(path.read_text(errors="replace"))]  # fmt: skip
    assert found == []


def test_every_clause_mark_names_a_clause_of_the_standard() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    import draw_docs

    rows = tomllib.loads((ROOT / "docs" / "standard.toml").read_text())["clause"]
    known = {row["id"] for row in rows}
    strange = {
        one for one in draw_docs.tests_by_clause() if draw_docs.home(one, known) not in known
    }
    assert strange == set()


def test_a_journey_waits_for_what_it_expects_to_see() -> None:
    hasty = re.compile(r"assert .*\.is_(visible|hidden|checked|enabled|disabled)\(\)")
    found = [path.name for path in (ROOT / "tests" / "journeys").glob("*.py")
             if hasty.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert found == []
