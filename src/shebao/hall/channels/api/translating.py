"""Every error that can come up inside the API, in the words its caller is told."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from shebao.exchange.port import Rejected, Unreachable
from shebao.hall.channels.api import problems
from shebao.hall.channels.api.problems import Refused
from shebao.hall.gateways.scan.port import ScannerDown
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.office.agencies.centres import NoSuchCentre
from shebao.hall.office.agencies.queries import NoSuchAgency
from shebao.hall.office.applications.actions import NeedsSecond, NotAccepted, NotAllowed
from shebao.hall.office.applications.actions.applicant import StillMissing
from shebao.hall.office.applications.actions.filing import (
    AlreadyOpen,
    Cooling,
    MaterialsMissing,
    NotMandated,
    NotProven,
    RiskNotConfirmed,
)
from shebao.hall.office.appointments import actions as booking
from shebao.hall.office.catalogue.facts import SubjectUnknown
from shebao.hall.office.catalogue.forms import FieldError
from shebao.hall.office.catalogue.queries import NotOffered
from shebao.hall.office.documents.queries import NotReady

log = structlog.get_logger("hall")

CORE_IS_DOWN = "社保系统暂时连不上。这次什么也没有改变，请稍后再试。"
SCANNER_IS_DOWN = "文件检查暂时不可用，文件没有保存。请稍后再传。"
FULL = "这个时间刚刚被约走了。请从空位列表里再选一个。"
NOT_NOW = "这件事项现在的状态不能这样办。请先查询最新进度。"
NOT_FOR_YOU = "您没有权限做这个操作。"
PROVE_FIRST = (
    "这件事要核验是本人办理，这次登录或令牌的核验等级不够。请本人登录网站核验后办理，"
    "或核验后重新发放令牌；也可以到窗口或打 12333。"
)
SECOND = "这件事要两位经办人一起办。请在网站上填好，由另一位经办人核对后提交。"
OURS = "我们这边出了问题，不是您的内容有误。请稍后再试，并向 12333 提供这个编号。"


def _bad_request(error: HttpError) -> Refused:
    cause = error.__cause__
    if isinstance(cause, Refused):
        return cause
    if isinstance(cause, RequestDataTooBig):
        return problems.too_large("64 KB")
    if error.status_code == 401:
        return problems.unknown_caller()
    return problems.unreadable()


def _validation(error: ValidationError) -> Refused:
    return problems.unfit(
        FieldError(field=_place(one["loc"]), words=_words(one)) for one in error.errors
    )


def _place(location: tuple[Any, ...]) -> str:
    """The name as the caller wrote it, without our own names for the place it came from."""
    inner = [str(part) for part in location[1:] if part not in {"body", "filters"}]
    return ".".join(inner) or str(location[0])


WORDS: Mapping[str, str] = {
    "missing": "请填写这一项",
    "extra_forbidden": "没有这一项，请去掉",
    "string_too_long": "太长了，最多 {max_length} 个字",
    "string_too_short": "太短了，至少 {min_length} 个字",
    "too_long": "太多了，最多 {max_length} 项",
    "string_pattern_mismatch": "格式不对，请照接口说明填写",
    "enum": "只能是 {expected}",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "bool_type": "只能是 true 或 false",
}


def _words(one: Mapping[str, Any]) -> str:
    words = WORDS.get(one["type"], "没看懂，请照接口说明填写")
    return words.format_map(one.get("ctx", {}))


def _not_mandated() -> Refused:
    return Refused(403, "not_mandated", "授权不包括这件事，或者已经停止，什么都没有提交。")


def _missing_materials(error: MaterialsMissing) -> Refused:
    return problems.unfit(
        FieldError(field="materials", words=f"还缺材料：{name}") for name in error.names
    )


def _still_missing(error: StillMissing) -> Refused:
    return problems.unfit(
        FieldError(field="materials", words=f"还缺：{words}") for words in error.words
    )


def _not_ready(error: NotReady) -> Refused:
    return Refused(409, "not_ready", "单证正在生成，请几秒后再来取。", headers={"Retry-After": "3"})


TRANSLATIONS: dict[type[Exception], Callable[[Any], Refused]] = {
    Refused: lambda error: error,
    Hidden: lambda _: problems.not_there(),
    Http404: lambda _: problems.not_there(),
    NotOffered: lambda _: problems.not_there(),
    NoSuchAgency: lambda _: problems.not_there(),
    TooMany: lambda error: problems.wait(error.wait),
    Unreachable: lambda _: problems.unavailable(CORE_IS_DOWN),
    Rejected: lambda _: problems.unavailable(CORE_IS_DOWN),
    ScannerDown: lambda _: problems.unavailable(SCANNER_IS_DOWN),
    NotMandated: lambda _: _not_mandated(),
    NotAllowed: lambda _: Refused(409, "not_now", NOT_NOW),
    NotReady: _not_ready,
    SubjectUnknown: lambda _: Refused(
        409, "not_registered", "社保系统里没有找到您的登记。请拨打 12333 核对。"
    ),
    NotAccepted: lambda error: problems.unfit_field("file", str(error)),
    Cooling: lambda error: Refused(
        409, "cooling", f"手机号刚换过，这件事要到 {error.until:%Y-%m-%d %H:%M} UTC 以后再办。"
    ),
    NeedsSecond: lambda _: Refused(403, "needs_second", SECOND),
    NotProven: lambda _: Refused(403, "not_proven", PROVE_FIRST),
    RiskNotConfirmed: lambda _: problems.unfit_field(
        "risk_confirmed", "请让申请人读过风险提示（risk_warning）并确认，再填 true"
    ),
    AlreadyOpen: lambda error: Refused(
        409, "already_open", f"同样的申请正在办，编号 {error.number}。办结后才能再申请。"
    ),
    NoSuchCentre: lambda _: problems.not_there(),
    booking.NotMandated: lambda _: _not_mandated(),
    booking.Full: lambda _: Refused(409, "full", FULL),
    booking.NotBookable: lambda _: problems.unfit_field(
        "day", "这一天不能预约。请从空位列表里选一个时间"
    ),
    booking.AlreadyBooked: lambda error: Refused(
        409, "already_booked", f"这件事已经约好了，预约号 {error.number}。要换时间请改期。"
    ),
    booking.TooManyOpen: lambda _: Refused(
        409, "too_many_open", "已有 3 个预约。请先办完或取消一个，再约新的。"
    ),
    booking.Resting: lambda error: Refused(
        409, "resting", f"两次预约没有来，{error.until:%Y-%m-%d} 前不能网上预约，窗口照样能办。"
    ),
    MaterialsMissing: _missing_materials,
    StillMissing: _still_missing,
    ValidationError: _validation,
    HttpError: _bad_request,
    RequestDataTooBig: lambda _: problems.too_large("64 KB"),
    MultiPartParserError: lambda _: problems.unreadable(),
    UnreadablePostError: lambda _: problems.unreadable(),
    SuspiciousOperation: lambda _: problems.unreadable(),
    PermissionDenied: lambda _: Refused(403, "not_allowed", NOT_FOR_YOU),
}


def told(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer for an error; one without words of its own is ours, and goes to the log."""
    for kind in type(error).__mro__:
        if kind in TRANSLATIONS:
            return problems.as_response(request, TRANSLATIONS[kind](error))
    log.error("unexpected", id=getattr(request, "trace_id", ""), exc_info=error)
    return problems.as_response(request, Refused(500, "our_fault", OURS))
