"""What is on the sheet: names, codes, dates, reasons; the seal beside them and never upon them."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.office.documents import forms
from shebao.hall.office.documents.drawing import MILLIMETRE, SEAL, Sheet, draw, verify_address
from tests.office.documents.conftest import MONDAY

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)

CODE = "7K29QDXM4T8F3CHV"
ISSUER = "示例市社会保险事业管理中心"
CASE = {
    "number": "SB202603020417952",
    "item": "参保人联系方式变更",
    "channel": "web",
    "submitted_on": "2026年3月2日",
    "due_on": "2026年3月16日",
    "decided_on": "2026年3月2日",
    "version": "9f86d081884c7d65",
}
ACCEPTED = {
    "case": CASE,
    "materials": [
        {"name": "居民身份证", "source": "shared", "form": "electronic"},
        {"name": "户口簿", "source": "applicant", "form": "copy"},
    ],
    "working_days": 10,
    "pauses": ["supplement"],
}
REFUSED = {
    "case": CASE,
    "decision": "不予办理",
    "reasons": [
        {
            "say": "您已参加企业职工基本养老保险,不能同时参加。",
            "basis": "《城乡养老保险制度衔接暂行办法》第九条",
            "advice": "停保后可以再来申请。",
        }
    ],
}
WANTED = {
    "case": CASE,
    "wants": [{"words": "户口簿不清楚,请重拍。"}, {"words": "缺少离职证明。"}],
    "until": "2026年3月16日",
    "pauses": True,
}
ORIGINALS = {
    "case": CASE,
    "originals": [{"name": "档案原件", "note": ""}],
    "centre": "示例市社会保险服务中心",
    "address": "东湖区人民路1号",
    "hours": "周一至周五 9:00-17:00",
    "phone": "12333",
}
PAPERS = [
    (forms.ACCEPTANCE, ACCEPTED),
    (forms.RESULT, REFUSED),
    (forms.SUPPLEMENT, WANTED),
    (forms.ORIGINALS, ORIGINALS),
]


def sheet(title: str, **changes: Any) -> Sheet:
    terms: dict[str, Any] = {
        "number": "990100-20260302-12-48203917",
        "code": CODE,
        "title": title,
        "issuer": ISSUER,
        "subject": "3000000000001",
        "subject_name": "王𬱟㛃䶮",
        "issued_at": MONDAY,
        "valid_until": date(2026, 4, 1),
        "is_test": True,
        "address": "https://hall.example.test/",
    }
    return Sheet(**{**terms, **changes})


def words_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", *options, str(file), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.clause("5.4.2.2a", "5.4.2.2b", "5.4.2.4")
@pytest.mark.parametrize(("form", "data"), PAPERS, ids=lambda one: getattr(one, "kind", ""))
def test_every_sheet_says_who_what_when_and_how_to_check(
    form: forms.Form, data: dict[str, Any], tmp_path: Path
) -> None:
    words = squeezed(words_of(draw(sheet(form.title), template=form.template, data=data), tmp_path))
    for part in (
        form.title, ISSUER, "王𬱟㛃䶮", "990100-20260302-12-48203917", "7K29QDXM4T8F3CHV",
        "hall.example.test/verify", "2026年3月2日", "验真截止2026年4月1日", "第1页，共1页",
        CASE["number"], CASE["item"],
    ):  # fmt: skip
        assert part in words, part


@pytest.mark.clause("5.3.1c", "5.3.1d")
def test_a_refusal_says_why_by_which_article_what_to_do_and_where_to_object(tmp_path: Path) -> None:
    pdf = draw(sheet("结果告知单"), template=forms.RESULT.template, data=REFUSED)
    words = squeezed(words_of(pdf, tmp_path))
    assert "您已参加企业职工基本养老保险，不能同时参加。" in words
    assert "《城乡养老保险制度衔接暂行办法》第九条" in words
    assert "停保后可以再来申请" in words
    for way in ("人工复核", "行政复议", "行政诉讼"):
        assert way in words


def test_a_success_offers_no_objection(tmp_path: Path) -> None:
    data = {"case": CASE, "decision": "办结", "reasons": []}
    pdf = draw(sheet("结果告知单"), template=forms.RESULT.template, data=data)
    words = squeezed(words_of(pdf, tmp_path))
    assert "办结" in words
    assert "行政诉讼" not in words


@pytest.mark.parametrize(("form", "data"), PAPERS, ids=lambda one: getattr(one, "kind", ""))
def test_the_seal_covers_neither_the_date_nor_any_word(
    form: forms.Form, data: dict[str, Any], tmp_path: Path
) -> None:
    pdf = draw(sheet(form.title), template=form.template, data=data)
    left, right = SEAL.x, SEAL.x + 42 * MILLIMETRE
    bottom = 297 * MILLIMETRE - SEAL.y
    top = bottom - 42 * MILLIMETRE
    for box in re.findall(r"<word (.*?)>", words_of(pdf, tmp_path, "-bbox")):
        at = {name: float(value) for name, value in re.findall(r'(\w+)="([\d.]+)"', box)}
        is_beside = at["xMax"] <= left or at["xMin"] >= right
        assert is_beside or at["yMax"] <= top or at["yMin"] >= bottom, box


def test_a_test_paper_says_so_on_every_page_and_a_real_one_does_not(tmp_path: Path) -> None:
    body = "#let body(d) = [第一页 #pagebreak() 第二页]"
    tested = words_of(draw(sheet("证明"), template=body, data={}), tmp_path)
    real = words_of(draw(sheet("证明", is_test=False), template=body, data={}), tmp_path)
    assert tested.count("测试样张 TEST") == 2
    assert "TEST" not in real


def test_the_test_seal_shows_red_in_its_place(seal: StandinSealKeeper, tmp_path: Path) -> None:
    from PIL import Image

    pdf = draw(sheet("结果告知单"), template=forms.RESULT.template, data=REFUSED)
    file = tmp_path / "sealed.pdf"
    file.write_bytes(seal.seal(pdf, now=MONDAY, place=SEAL))
    subprocess.run(
        ["pdftoppm", "-r", "72", "-png", "-singlefile", file, tmp_path / "p"], check=True
    )
    picture = Image.open(tmp_path / "p.png").convert("RGB")
    size = round(42 * MILLIMETRE)
    corner = (round(SEAL.x), round(picture.height - SEAL.y - size))
    crop = picture.crop((*corner, corner[0] + size, corner[1] + size))
    red = sum(1 for r, g, b in crop.get_flattened_data() if r > 150 and g < 110 and b < 110)
    assert red > 1200


@pytest.mark.clause("5.4.2.4")
def test_the_qr_code_holds_the_public_check_and_nothing_else() -> None:
    assert verify_address(CODE, address="https://hall.example.test/") == (
        f"https://hall.example.test/verify/?c={CODE}"
    )


def test_a_long_paper_carries_its_number_on_and_the_sign_off_stands_last(tmp_path: Path) -> None:
    body = '#let body(d) = ledger(("月", "额"), d.rows.map(r => (month(r.month), yuan(r.fen))))'
    rows = [{"month": f"20{place:02d}-01", "fen": 123456789} for place in range(90)]
    pdf = draw(sheet("证明"), template=body, data={"rows": rows})
    pages = words_of(pdf, tmp_path).split("\f")[:-1]
    assert len(pages) > 2
    assert all("990100-20260302-12-48203917" in page for page in pages)
    assert "1,234,567.89" in pages[0]
    assert ["验真截止" in page for page in pages] == [False] * (len(pages) - 1) + [True]


@pytest.mark.parametrize("rows", [3, 14, 19, 22, 23, 24, 25, 26, 27, 28, 30, 60])
def test_the_date_stands_beside_the_seal_however_long_the_paper(rows: int, tmp_path: Path) -> None:
    body = '#let body(d) = ledger(("月", "额"), d.rows.map(one => (one, one)))'
    pdf = draw(sheet("证明"), template=body, data={"rows": ["行"] * rows})
    last = words_of(pdf, tmp_path, "-bbox").rpartition("<page ")[2]
    dates = re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">日<', last)
    dates += re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">2026年3月2日<', last)
    assert dates, last
    top, right, bottom = map(float, dates[-1])
    edge = 297 * MILLIMETRE - SEAL.y
    assert right <= SEAL.x
    assert edge - 42 * MILLIMETRE <= top <= bottom <= edge


def test_a_page_with_nothing_but_the_sign_off_says_so(tmp_path: Path) -> None:
    body = "#let body(d) = v(1fr)"
    pdf = draw(sheet("证明"), template=body, data={})
    full = draw(sheet("证明"), template="#let body(d) = block(height: 190mm)[正文]", data={})
    assert "此页无正文" not in words_of(pdf, tmp_path)
    assert "此页无正文" in words_of(full, tmp_path)


def test_what_somebody_typed_stays_text_in_every_form(tmp_path: Path) -> None:
    hostile = '#panic("x") *粗* $x$ ] } #let'
    data = {**WANTED, "wants": [{"words": hostile}]}
    changed = sheet("补正通知单", subject_name=hostile)
    words = squeezed(
        words_of(draw(changed, template=forms.SUPPLEMENT.template, data=data), tmp_path)
    )
    assert words.count(squeezed(hostile)) == 2


def test_a_letter_no_font_holds_is_named_in_the_notes(tmp_path: Path) -> None:
    pdf = draw(sheet("证明", subject_name="𠮷田"), template="#let body(d) = [#d.name]", data={})
    words = squeezed(words_of(pdf, tmp_path))
    assert "〓田" in words
    assert "U+20BB7" in words


def test_sources_purpose_and_notes_of_the_data_are_printed(tmp_path: Path) -> None:
    data = {
        "sources": [{"label": "缴费记录", "date": "2026-02-28"}],
        "purpose": "购房",
        "notes": ["对记录有异议的,可以申请核查。"],
    }
    words = squeezed(
        words_of(draw(sheet("证明"), template="#let body(d) = []", data=data), tmp_path)
    )
    assert "缴费记录（截至2026-02-28）" in words
    assert "本件仅供购房使用" in words
    assert "对记录有异议的，可以申请核查。" in words


def test_the_same_paper_gives_the_same_bytes() -> None:
    first = draw(sheet("结果告知单"), template=forms.RESULT.template, data=REFUSED)
    assert draw(sheet("结果告知单"), template=forms.RESULT.template, data=REFUSED) == first
