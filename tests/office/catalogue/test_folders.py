"""Item folders are read whole, safely, and under a hash that only words can change."""

from pathlib import Path

import pytest

from shebao.hall.office.catalogue.folders import BrokenFolder, find, from_texts, read
from shebao.hall.office.catalogue.lines import line_of
from tests.office.catalogue.conftest import ITEMS, PLACES


@pytest.mark.clause("3.2", "4.1")
def test_there_are_items_on_offer() -> None:
    assert len(PLACES) >= 8


def test_line_ends_and_marks_make_no_new_version(place: Path) -> None:
    before = read(place).content_hash
    for file in place.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read(place).content_hash == before


def test_one_word_makes_another_version(place: Path) -> None:
    before = read(place).content_hash
    guide = place / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace("当场", "马上"), encoding="utf-8")
    assert read(place).content_hash != before


def test_a_folder_comes_back_from_its_stored_texts(place: Path) -> None:
    folder = read(place)
    again = from_texts(dict(folder.texts), name="my-thing")
    assert again == folder


def test_a_slip_in_a_key_names_its_line(spoil: object, place: Path) -> None:
    text = (place / "item.toml").read_text(encoding="utf-8")
    (place / "item.toml").write_text(text.replace("example = ", "exmaple = "), encoding="utf-8")
    line = 1 + next(n for n, row in enumerate(text.splitlines()) if row.startswith("example"))
    with pytest.raises(BrokenFolder) as broken:
        read(place)
    (finding,) = broken.value.findings
    assert (finding.file, finding.line) == ("item.toml", line)
    assert "exmaple" in finding.what
    assert finding.todo


def test_broken_toml_names_its_line(place: Path) -> None:
    (place / "cases.toml").write_text('[[case]]\ntitle = "a\n', encoding="utf-8")
    with pytest.raises(BrokenFolder) as broken:
        read(place)
    assert broken.value.findings[0].file == "cases.toml"
    assert broken.value.findings[0].line == 2


@pytest.mark.parametrize("name", ["decide.py", "data.bin", "UPPER.toml"])
def test_a_folder_holds_data_only(place: Path, name: str) -> None:
    (place / name).write_text("x", encoding="utf-8")
    with pytest.raises(BrokenFolder) as broken:
        read(place)
    assert broken.value.findings[0].file == name


def test_a_link_out_of_the_folder_is_refused(place: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (place / "other.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(BrokenFolder):
        read(place)


@pytest.mark.parametrize("template", ["../paper.typ", "/etc/passwd", "paper.txt", "a/b.typ"])
def test_a_template_lies_in_the_folder_or_nowhere(place: Path, template: str) -> None:
    text = (place / "item.toml").read_text(encoding="utf-8")
    paper = f'\n[paper]\nkind = "a_paper"\nmenu = "voucher"\ntitle = "x"\ntemplate = "{template}"\n'
    (place / "item.toml").write_text(text + paper, encoding="utf-8")
    with pytest.raises(BrokenFolder):
        read(place)


@pytest.mark.parametrize("file", ["item.toml", "guide.md", "cases.toml"])
def test_every_file_must_be_there(place: Path, file: str) -> None:
    (place / file).unlink()
    with pytest.raises(BrokenFolder) as broken:
        read(place)
    assert broken.value.findings[0].file == file


def test_bytes_that_are_no_text_are_refused(place: Path) -> None:
    (place / "guide.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenFolder) as broken:
        read(place)
    assert broken.value.findings[0].file == "guide.md"


def test_two_roots_may_not_offer_the_same_name(place: Path) -> None:
    assert find([ITEMS, place.parent])
    with pytest.raises(BrokenFolder):
        find([place.parent, place.parent])


def test_lines_are_counted_inside_repeated_tables() -> None:
    text = (
        'a = 1\n[[fields]]\nname = "x"\n[[fields.options]]\nvalue = "v"\n[[fields]]\nname = "y"\n'
    )
    assert line_of(text, ("fields", 1, "name")) == 7
    assert line_of(text, ("fields", 0, "options", 0, "value")) == 5
    assert line_of(text, ("fields", 1, "label")) == 6
    assert line_of(text, ("nowhere",)) is None
