"""Guides are drawn safely, in sections, with help beside each field and 大家常问."""

from pathlib import Path

from shebao.hall.office.catalogue.folders import read
from shebao.hall.office.catalogue.guide import guide_html
from shebao.hall.office.catalogue.pinned import Pinned, of_folder


def drawn(place: Path, more: str) -> str:
    guide = place / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = guide_html(of_folder(read(place)))
    return page.faq[-1].html


def test_help_is_found_by_the_name_of_the_field(place: Path) -> None:
    page = guide_html(of_folder(read(place)))
    assert list(page.field_help) == ["purpose"]
    assert page.field_help["purpose"].startswith("<p>")
    assert [one.title for one in page.faq] == ["要带什么材料？", "结果不对怎么办？"]
    assert "填写帮助" not in {section.title for section in page.sections}


def test_raw_html_is_shown_and_never_run(place: Path) -> None:
    html = drawn(place, "\n<script>alert(1)</script>\n\n<b onclick='x'>b</b>\n")
    assert "<script" not in html
    assert "<b " not in html


def test_links_open_only_in_known_ways(place: Path) -> None:
    more = "\n[一](javascript:alert(1)) [二](https://a.example) [三](tel:12333) [四](/help/)\n"
    html = drawn(place, more)
    assert '<a href="javascript' not in html
    assert 'href="https://a.example"' in html
    assert 'href="tel:12333"' in html
    assert 'href="/help/"' in html


def test_pictures_from_elsewhere_are_not_fetched(place: Path) -> None:
    assert "<img" not in drawn(place, "\n![x](https://a.example/x.png)\n")


def test_an_empty_guide_is_an_empty_page(place: Path) -> None:
    base = of_folder(read(place))
    page = guide_html(Pinned(slug="x", version="v", item=base.item, guide="", paper_source=""))
    assert (page.sections, page.faq, page.field_help) == ((), (), {})
