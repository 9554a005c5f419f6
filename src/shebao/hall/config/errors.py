"""Whole-page errors: what happened, that nothing is lost, what to do, and a number to quote."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from shebao.hall.kit import gate

NOT_THERE = ("没有找到这一页", "网址可能写错了，或这一页不是您的。请回首页，或用搜索找服务。")
NOT_YOURS = ("这一页您不能进", "这一页需要别的权限。请换一个账号登录，或联系管理员。")
NOT_MANDATED = (
    "这一页授权里没有",
    "您正在替别人办事，对方的授权不包括这里。请到“我的账户”换成本人，或请对方另外授权。",
)
WRONG_WAY = ("这一页不能这样打开", "请回到上一页再点一次按钮，或从首页进入。什么都没有改变。")
STALE = ("这张表等得太久了", "为了安全，请回到上一页，刷新后再提交。填过的内容已经存好。")
BAD = ("这次的内容没有读懂", "请回到上一页检查后再试。填过的内容已经存好。")
DOWN = (
    "社保系统暂时连不上",
    "查询要等它恢复。办事指南、草稿、消息和进度都可以照常使用，您提交的申请会排队，不会丢。",
)
OURS = (
    "我们这边出了问题",
    "不是您的操作有误。填的内容已存好，请 10 分钟后再试，或拨打 12333。",
)


def _page(request: HttpRequest, status: int, words: tuple[str, str]) -> HttpResponse:
    title, advice = words
    number = getattr(request, "trace_id", "")
    if request.path.startswith("/api/"):
        body = {"error": {"code": status, "title": title, "advice": advice, "id": number}}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"title": title, "advice": advice, "number": number, "status": status}
    return render(request, "kit/error.html", context, status=status)


@gate.public
def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or it is not yours."""
    return _page(request, 404, NOT_THERE)


@gate.public
def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    is_agent = bool(gate.visitor_of(request).mandate)
    return _page(request, 403, NOT_MANDATED if is_agent else NOT_YOURS)


@gate.public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came could not be read."""
    return _page(request, 400, BAD)


@gate.public
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token does not fit the session any more."""
    return _page(request, 403, STALE)


def wrong_way(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """405: the address is there, but not for this method."""
    response = _page(request, 405, WRONG_WAY)
    response["Allow"] = allowed
    return response


@gate.public
def our_fault(request: HttpRequest) -> HttpResponse:
    """500: our mistake, with a number to quote."""
    return _page(request, 500, OURS)


def core_is_down(request: HttpRequest) -> HttpResponse:
    """503: the core system cannot be asked."""
    response = _page(request, 503, DOWN)
    response["Retry-After"] = "60"
    return response


def too_many(request: HttpRequest, *, wait: int) -> HttpResponse:
    """429: too fast; says how long to wait."""
    response = _page(request, 429, ("操作太快了", f"请等 {wait} 秒再试。"))
    response["Retry-After"] = str(wait)
    return response
