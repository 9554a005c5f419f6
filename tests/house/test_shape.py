"""What must hold for every module there is and every one that will be added."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shebao"
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
OFFICE = SOURCE / "hall" / "office"
MAY_LOOK_AT_THE_CLOCK = (
    "commands", "hall/channels", "hall/config", "hall/kit/clock.py", "insurance/wsgi.py",
)  # fmt: skip


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_is_longer_than_400_lines(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text()))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_channels_commands_and_entry_points_look_at_the_clock(module: Path) -> None:
    if name_of(module).startswith(MAY_LOOK_AT_THE_CLOCK):
        return
    calls = {ast.unparse(node) for node in ast.walk(ast.parse(module.read_text()))
             if isinstance(node, ast.Call)}  # fmt: skip
    looks = re.compile(r"^(clock\.now|datetime\.(now|utcnow|today)|date\.today|timezone\.now)\(")
    assert not [call for call in calls if looks.match(call)]


def _imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_rooms_tables_are_its_own(module: Path) -> None:
    room = module.relative_to(OFFICE).parts[0] if module.is_relative_to(OFFICE) else ""
    tables = re.compile(r"shebao\.hall\.office\.(\w+)\.models")
    touched = {match.group(1) for name in _imports(module) if (match := tables.match(name))}
    assert touched <= {room}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_nobody_uses_signals_or_overrides_save(module: Path) -> None:
    tree = ast.parse(module.read_text())
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert "save" not in names
    assert not [name for name in _imports(module) if "signals" in name and "django" in name]


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
