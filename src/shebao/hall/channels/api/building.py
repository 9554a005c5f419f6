"""The one API object: its words, its parser, its errors, and what operations declare."""

import json
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from shebao.hall.channels.api import (
    agencies,
    booking,
    cases,
    catalogue,
    estimating,
    filing,
    mine,
    papers,
    problems,
    trail,
    turning,
    verifying,
)
from shebao.hall.channels.api.translating import told

PREFIX = "/api/v1/"
DESCRIPTION = """\
社会保险网上经办服务接口（LD/T 01-2020）。查询事项和验真公开；办事和查询本人信息要用令牌或登录会话。
出错时回 application/problem+json：code 供程序判断，title 和 fields 供人阅读，id 可向 12333 查询。
列表按键翻页：把 next_after 作为下一页的 after。金额单位是分，时间是 UTC。
"""


class StrictParser(Parser):
    """JSON as RFC 8259 has it: UTF-8, finite numbers; and nothing twice, in bodies or queries."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The content. Raises ``ValueError``; the caller is told 400."""
        text = request.body.decode("utf-8")
        return json.loads(text, parse_constant=_no_such_number, object_pairs_hook=_once)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Query, form and files. Raises ``Refused`` (422): two readers may pick different ones."""
        for name, values in data.lists():
            if len(values) > 1 and name not in list_fields:
                raise problems.unfit_field(name, "只能写一次，请去掉多余的")
        return super().parse_querydict(data, list_fields, request)


def _no_such_number(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


class ReadableRenderer(JSONRenderer):
    """JSON whose Chinese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


def _built() -> NinjaAPI:
    made = NinjaAPI(
        title="社会保险网上经办服务接口",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
        renderer=ReadableRenderer(),
        urls_namespace="api",
    )
    rooms = (
        catalogue, filing, cases, turning, papers, verifying, agencies, booking, mine, estimating,
        trail,
    )  # fmt: skip
    for room in rooms:
        made.add_router("", room.router)
    for kind in (Exception, Http404, HttpError, ValidationError):
        made.add_exception_handler(kind, told)
    return made


api = _built()
