"""Words of the rooms below in the visitor's language, and Chinese marked as Chinese."""

from collections.abc import Iterator

import pytest
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy, override
from markupsafe import Markup

from shebao.hall.kit.tongues import as_written, marked, told

MARK = '<bdi lang="zh-Hans">'


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize("text", ["审核中", "王芳", "请填写新手机号", ""])
def test_who_reads_chinese_reads_what_was_written(text: str) -> None:
    assert told(text) == text
    assert marked(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.usefixtures("english")
def test_a_state_is_said_in_english() -> None:
    assert told("审核中") == "Under review"
    assert told(lazystr("审核中")) == "Under review"


@pytest.mark.usefixtures("english")
def test_a_sentence_with_something_filled_in_is_said_in_english() -> None:
    assert told("身份证号应是 18 位，现在是 17 位，请再看一看").startswith(
        "ID number: needs 18 signs"
    )
    assert told("请填写没有译名的一栏") == "Please fill in: 没有译名的一栏"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("text", ["", "王芳", "买买提·艾力", "100% 的", "SB20260302", "a % b"])
def test_what_nobody_translated_stays_as_it_is(text: str) -> None:
    assert told(text) == text


@pytest.mark.usefixtures("english")
def test_what_is_sent_to_somebody_else_is_in_the_language_of_the_office() -> None:
    assert as_written(gettext_lazy("审核中")) == "审核中"


@pytest.mark.usefixtures("english")
def test_markup_is_not_translated_again() -> None:
    assert told(Markup("<b>审核中</b>")) == Markup("<b>审核中</b>")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>Hello 王芳, welcome</p>", f"<p>Hello {MARK}王芳</bdi>, welcome</p>"),
        ("<p>（测试）</p>", f"<p>{MARK}（测试）</bdi></p>"),
        ('<a href="?q=王" title="1 > 0">王</a>',
         f'<a href="?q=王" title="1 > 0">{MARK}王</bdi></a>'),
        ("<option value=1>本市</option>", '<option value=1 lang="zh-Hans">本市</option>'),
        ('<b lang="zh-Hans"><b>王</b></b><i>王</i>',
         f'<b lang="zh-Hans"><b>王</b></b><i>{MARK}王</bdi></i>'),
        ("<script>let a = '王'</script><style>/* 王 */</style>",
         "<script>let a = '王'</script><style>/* 王 */</style>"),
        ("<!-- 王 --><p>only English</p>", "<!-- 王 --><p>only English</p>"),
        ('<html lang="en"><p>王</p></html>', f'<html lang="en"><p>{MARK}王</bdi></p></html>'),
        ("王", f"{MARK}王</bdi>"),
    ],
)  # fmt: skip
def test_chinese_left_on_a_page_is_marked_once(page: str, said: str) -> None:
    assert marked(page) == said
    assert marked(said) == said


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("page", ["<", "<p", "a < b", "<p title='>", "王<", "</p></p>王", "<王>"])
def test_a_page_that_is_no_page_does_no_harm(page: str) -> None:
    assert page.replace("王", "") in marked(page).replace(f"{MARK}王</bdi>", "").replace("王", "")
