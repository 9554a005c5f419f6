"""Typesetting: what goes in as data comes out as text, the same each time."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebao.hall.kit import glyphs, outlines, qr, typeset

PAGE = """
#set document(title: "样张", date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
#json(bytes(sys.inputs.data)).words
"""
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


def set_page(words: str) -> bytes:
    return typeset.pdf({"main.typ": PAGE}, data={"words": words})


def said_by(tool: str, pdf: bytes, tmp_path: Path, *more: str) -> str:
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([tool, str(file), *more], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_same_words_give_the_same_bytes() -> None:
    assert set_page("王芳") == set_page("王芳")
    assert set_page("王芳") != set_page("林强")


@needs_poppler
def test_rare_names_are_drawn_and_can_be_copied(tmp_path: Path) -> None:
    assert "王𬱟 㛃 䶮" in said_by("pdftotext", set_page("王𬱟 㛃 䶮"), tmp_path, "-")


@needs_poppler
def test_every_font_is_embedded(tmp_path: Path) -> None:
    lines = said_by("pdffonts", set_page("王芳"), tmp_path).splitlines()[2:]
    assert lines
    assert all(line.split()[-5] == "yes" for line in lines)


@needs_poppler
@pytest.mark.clause("5.4.2.1")
def test_a_page_is_tagged_pdf_a_with_language_and_title(tmp_path: Path) -> None:
    pdf = set_page("王芳")
    told = said_by("pdfinfo", pdf, tmp_path)
    assert "Tagged:          yes" in told
    assert "样张" in told
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"/Lang(zh-CN)" in pdf


HOSTILE = [
    '#read("/etc/passwd")',
    "#panic()",
    "]} #let x = 1 $ y $ *bold* _it_ `raw` <label> @ref",
    "<script>alert(1)</script>",
    "\\u{41} // comment /* more */",
]


@needs_poppler
@pytest.mark.parametrize("words", HOSTILE)
def test_what_somebody_typed_stays_text(words: str, tmp_path: Path) -> None:
    shown = said_by("pdftotext", set_page(words), tmp_path, "-")
    assert "".join(words.split()) in "".join(shown.split())


@given(words=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_can_stop_a_page(words: str) -> None:
    assert set_page(words).startswith(b"%PDF-1.7")


def test_letters_without_a_glyph_are_shown_as_missing_and_named() -> None:
    assert glyphs.showable("𠮷田") == "〓田"
    assert glyphs.missing("𠮷田𠮷") == ("U+20BB7",)


def test_signs_that_only_steer_are_left_out() -> None:
    assert glyphs.showable("王\u202e芳\x00\u200b葛\U000e0101") == "王芳葛"


@pytest.mark.parametrize(
    "source",
    ['#import "@preview/cetz:0.3.0"', '#eval("1")', "#eval (sys.inputs.data)", "#let"],
)
def test_a_source_that_asks_too_much_or_is_broken_is_refused(source: str) -> None:
    with pytest.raises(typeset.BadSource):
        typeset.pdf({"main.typ": source}, data={})


def test_a_broken_source_is_told_with_its_place() -> None:
    with pytest.raises(typeset.BadSource, match=r"body\.typ:2:1: unknown variable: foo"):
        typeset.pdf({"main.typ": '#import "/body.typ": *', "body.typ": "\n#foo"}, data={})


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../etc/passwd", "main.py"])
def test_a_source_can_read_no_file_of_the_machine(path: str) -> None:
    with pytest.raises(typeset.BadSource):
        typeset.pdf({"main.typ": f'#read("{path}")'}, data={})


def test_a_qr_code_is_a_small_drawing_without_a_border() -> None:
    drawn = qr.svg("https://example.test/verify/?c=7K29QDXM4T8F3CHV")
    assert drawn.startswith("<svg")
    assert len(drawn) < 4000


def test_a_drawing_becomes_path_operators_with_its_size() -> None:
    svg = (
        '<svg viewBox="0 0 20 10"><g transform="translate(1 2)">'
        '<path fill="#ff0000" d="M 0 0 L 4 0 v 3 h -4 q 1 1 2 2 Z"/></g></svg>'
    )
    operators, width, height = outlines.pdf_operators(svg)
    assert (width, height) == (20, 10)
    assert operators.splitlines()[0] == b"1 0 0 -1 0 10 cm"
    assert b"1 0 0 rg" in operators
    assert operators.count(b"q\n") == operators.count(b"\nQ")
    assert b" c\n" in operators
