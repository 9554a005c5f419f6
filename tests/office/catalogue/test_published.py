"""The documents drawn from code are current, and the commands answer as they say."""

import json
import tomllib
from pathlib import Path

import jsonschema_rs
import pytest

from shebao.commands.main import main
from shebao.hall.office.catalogue.published import facts_markdown, item_schema, item_schema_text
from tests.office.catalogue.conftest import PLACES, Spoil

DOCS = Path(__file__).parents[3] / "docs"


def test_the_schema_of_items_is_current() -> None:
    assert (DOCS / "item.schema.json").read_text(encoding="utf-8") == item_schema_text()


def test_the_list_of_facts_is_current() -> None:
    assert (DOCS / "facts.md").read_text(encoding="utf-8") == facts_markdown()


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_every_item_fits_the_schema(place: Path) -> None:
    data = tomllib.loads((place / "item.toml").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(item_schema()).validate(data)


def test_check_answers_zero_or_two(spoil: Spoil, place: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["items", "check", str(place)]) == 0
    assert "发现 0 个问题" in capsys.readouterr().out
    spoil("item.toml", 'inquiry = "12333"', 'inquiry = "待定"')
    assert main(["items", "check", str(place), "--json"]) == 2
    record = json.loads(capsys.readouterr().out)
    assert record["checked"] == 1
    assert record["findings"][0]["file"] == "item.toml"


def test_check_sets_the_papers_too(place: Path, spoil: Spoil, capsys) -> None:  # type: ignore[no-untyped-def]
    paper = '[paper]\nkind = "a_paper"\nmenu = "voucher"\ntitle = "x"\nfacts = ["person"]\n\n'
    (place / "paper.typ").write_text("#let body(d) = [#d.facts.person.nme]\n", encoding="utf-8")
    spoil(
        "item.toml",
        '[[rules]]\nname = "person_has_died"',
        f'{paper}[[rules]]\nname = "person_has_died"',
    )
    assert main(["items", "check", str(place)]) == 2
    assert "paper.typ" in capsys.readouterr().out
    (place / "paper.typ").write_text("#let body(d) = [#d.facts.person.name]\n", encoding="utf-8")
    assert main(["items", "check", str(place)]) == 0


def test_list_tells_programs_and_people(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["items", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["items"]
    assert {row["slug"] for row in rows} >= {place.name for place in PLACES}
    assert main(["items", "list"]) == 0
    assert "参保证明" in capsys.readouterr().out


def test_new_plants_a_folder_that_passes(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["items", "new", "a-new-thing", "--into", str(tmp_path)]) == 0
    assert main(["items", "check", str(tmp_path / "a-new-thing")]) == 0
    assert main(["items", "new", "a-new-thing", "--into", str(tmp_path)]) == 2
    assert "已经有了" in capsys.readouterr().err


def test_schema_and_facts_are_printed(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["items", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "item.toml"
    assert main(["items", "facts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"][0]["name"] == "person"


@pytest.mark.django_db
def test_publish_says_what_changed(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["items", "publish"]) == 0
    assert "新上 contact-change" in capsys.readouterr().out
    assert main(["items", "publish"]) == 0
    assert "没有变化" in capsys.readouterr().out
