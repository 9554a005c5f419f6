"""How the API says no: one JSON shape after RFC 9457, a code for programs, words for people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse

from shebao.hall.office.catalogue.forms import FieldError

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What went wrong and what to do.

    ``code`` never changes its meaning; ``title`` is for people; ``fields`` names what to mend;
    ``id`` is the number to quote to the hotline, it also stands in our log.
    """

    status: int
    code: str
    title: str
    fields: tuple[FieldError, ...] = ()
    id: str = ""


class Refused(Exception):
    """A request that is not carried out, with everything the caller is told about it."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        *,
        fields: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Remember what to say."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.fields = tuple(fields)
        self.headers = dict(headers or {})


def as_response(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The problem as the caller receives it."""
    problem = Problem(
        status=refused.status,
        code=refused.code,
        title=refused.title,
        fields=refused.fields,
        id=str(getattr(request, "trace_id", "")),
    )
    text = json.dumps(asdict(problem), ensure_ascii=False)
    return HttpResponse(
        text, status=refused.status, content_type=MEDIA_TYPE, headers=refused.headers
    )


def not_there() -> Refused:
    """It does not exist or is not yours; nobody can tell which from the answer."""
    return Refused(404, "not_there", "没有找到。请核对编号；不是您的内容也看不到。")


def unreadable() -> Refused:
    """What came is not what it says it is."""
    return Refused(400, "unreadable", "内容没有读懂。请检查格式和编码(UTF-8)后再发。")


def unfit(fields: Iterable[FieldError]) -> Refused:
    """Something in the content must be mended."""
    return Refused(422, "unfit", "有内容要改。请按 fields 里的提示修改后再发。", fields=fields)


def unfit_field(field: str, words: str) -> Refused:
    """One thing in the content must be mended."""
    return unfit([FieldError(field=field, words=words)])


def too_large(limit: str) -> Refused:
    """More was sent than this operation takes."""
    return Refused(413, "too_large", f"内容太大了。这里最多收 {limit}。")


def wrong_media_type(wanted: str) -> Refused:
    """The content is of a kind this operation does not read."""
    return Refused(415, "wrong_media_type", f"内容类型不对。请用 {wanted} 发送。")


def unknown_caller() -> Refused:
    """Nobody, or somebody we do not know."""
    words = "请先登录，或在 Authorization 里带上有效的令牌（Bearer）。"
    return Refused(401, "unknown_caller", words, headers={"WWW-Authenticate": "Bearer"})


def wait(seconds: int) -> Refused:
    """Too fast."""
    headers = {"Retry-After": str(seconds)}
    return Refused(429, "too_many", f"操作太快了。请等 {seconds} 秒再试。", headers=headers)


def unavailable(title: str) -> Refused:
    """Something we need does not answer; nothing was done."""
    return Refused(503, "unavailable", title, headers={"Retry-After": "60"})
