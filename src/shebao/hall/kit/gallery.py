"""Every component in every state, on pages that tests and eyes can look at; never in production."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.hall.kit import gate

PAGES = {
    "parts": "kit/gallery.html",
    "fields": "kit/gallery_fields.html",
    "home": "kit/gallery_home.html",
    "service": "kit/gallery_service.html",
    "form": "kit/gallery_form.html",
    "desk": "kit/gallery_desk.html",
    "error": "kit/error.html",
}


@dataclass(frozen=True)
class SampleOption:
    """An option of a sample question."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class SampleQuestion:
    """A question as the catalogue hands it to a page, with made-up words."""

    name: str
    type: str
    label: str
    help: str = ""
    example: str = ""
    value: str = ""
    options: tuple[SampleOption, ...] = ()
    is_required: bool = True
    is_visible: bool = True
    is_prefilled: bool = False
    max_length: int = 200
    shown_when: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class SampleGroup:
    """Questions under one heading."""

    title: str
    questions: tuple[SampleQuestion, ...]


REASONS = (
    SampleOption("changed_job", "换了工作单位"),
    SampleOption("moved", "搬到别的城市"),
    SampleOption("other", "其他"),
)
MANY = tuple(SampleOption(f"y{year}", f"{year} 年") for year in range(2018, 2026))
QUESTIONS = (
    SampleGroup(
        "联系方式",
        (
            SampleQuestion(
                name="full_name",
                type="name",
                label="姓名",
                value="林*梅",
                is_prefilled=True,
            ),
            SampleQuestion(
                name="mobile", type="mobile", label="新手机号", help="用来收短信验证码。"
            ),
            SampleQuestion(name="city", type="region", label="原参保地"),
        ),
    ),
    SampleGroup(
        "情况说明",
        (
            SampleQuestion(name="stopped", type="yes_no", label="原单位已经停止缴费了吗？"),
            SampleQuestion(
                name="stopped_on",
                type="date",
                label="停止缴费的日期",
                shown_when=({"stopped": True},),
            ),
            SampleQuestion(
                name="reason",
                type="choice",
                label="为什么变更？",
                options=REASONS,
                value="moved",
            ),
            SampleQuestion(name="year", type="choice", label="从哪一年开始？", options=MANY),
            SampleQuestion(name="since", type="month", label="从哪个月开始？", value="2025-03"),
            SampleQuestion(name="base", type="money", label="月缴费基数", example="6800.00"),
            SampleQuestion(name="count", type="integer", label="人数", value="12"),
            SampleQuestion(
                name="more",
                type="longtext",
                label="还想说明什么",
                is_required=False,
                max_length=500,
            ),
        ),
    ),
)
REGIONS = (
    ("示例省", (("990100", "示例市"), ("990200", "临江市"))),
    ("邻近省", (("980100", "邻近市"), ("980200", "河口市"))),
)
ERRORS = {
    "full_name": "请填写姓名",
    "mobile": "手机号应是 11 位，现在是 10 位，请再看一看",
    "city": "请选择原参保地",
    "stopped": "请选择原单位是否已停止缴费",
    "reason": "请选择变更的原因",
    "year": "请选择从哪一年开始",
    "since": "月份应在 1 到 12 之间，请再看一看",
    "base": "金额最多两位小数，请改一改",
    "more": "最多 500 个字，现在是 612 个，请删短一些",
}


def _samples() -> dict[str, Any]:
    return {
        "day": date(2025, 11, 24),
        "moment": datetime(2025, 11, 24, 1, 14, tzinfo=UTC),
        "groups": QUESTIONS,
        "regions": REGIONS,
        "errors": ERRORS,
        "title": "没有找到这一页",
        "advice": "网址可能写错了，或这一页不是您的。请回首页，或用搜索找服务。",
        "number": "7F3A09B2",
        "status": 404,
    }


@gate.public
def gallery(request: HttpRequest) -> HttpResponse:
    """``/dev/ui/?page=…``: one of ``PAGES``; ``state=errors`` shows the forms with errors."""
    page = request.GET.get("page", "parts")
    if page not in PAGES:
        raise Http404
    state = request.GET.get("state", "")
    return render(request, PAGES[page], {**_samples(), "state": state, "pages": list(PAGES)})
