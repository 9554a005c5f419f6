"""Who calls (6.1.2e, 6.3.1): a program with a person's token, or the person's own session.

Every call is counted, by token, account or address; every look at personal data is written down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.problems import Refused
from shebao.hall.kit import clock
from shebao.hall.kit.address import address_of
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.visitor import Kind, Visitor
from shebao.hall.office.accounts.actions import SCOPES
from shebao.hall.office.accounts.queries import account_of_token
from shebao.hall.office.audit import actions as audit

CHANNEL = "api"
LIMITS = {
    "read": Limit(name="api-read", times=600, seconds=60),
    "file": Limit(name="api-file", times=60, seconds=60),
}
ANYBODY = Limit(name="api-anybody", times=300, seconds=60)
WRONG_TOKENS = Limit(name="api-wrong-token", times=20, seconds=300)
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who acts, what they may do here, and through which token; none for a session."""

    visitor: Visitor
    scopes: tuple[str, ...]
    token: str = ""


class BearerToken(HttpBearer):
    """A personal API token in ``Authorization: Bearer …``; ``scope`` is what the call needs."""

    openapi_description = (
        "个人账户的接口令牌，发放时只显示一次。权限有 read（查询）和 file（办理）两种。"
    )

    def __init__(self, scope: str) -> None:
        """Remember which scope is needed."""
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The holder of the token. Raises ``Refused`` (401, 403) and ``TooMany``."""
        now = clock.now()
        holder = account_of_token(token, now=now)
        if holder is None:
            count(WRONG_TOKENS, key=address_of(request), now=now)
            raise problems.unknown_caller()
        if self.scope not in holder.scopes:
            words = f"这个令牌没有 {self.scope} 权限。请换一个令牌。"
            raise Refused(403, "missing_scope", words)
        demand_mandate(holder.visitor, self.scope)
        count(LIMITS[self.scope], key=holder.number, now=now)
        if holder.partner:
            quota = Limit(name="partner", times=holder.per_minute, seconds=60)
            count(quota, key=holder.partner, now=now)
        return Caller(visitor=holder.visitor, scopes=holder.scopes, token=holder.number)


class SessionCookie(APIKeyCookie):
    """The session of somebody who signed in on our own pages; writing needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "本站登录后的会话，仅供同源页面使用；提交时还要带 X-CSRFToken。"

    def __init__(self, scope: str) -> None:
        """Remember which limit to count against."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller | None:
        """The person signed in, or ``None``. Raises ``Refused`` (403) and ``TooMany``."""
        visitor = visitor_of(request)
        if not request.COOKIES.get(self.param_name) or not visitor.is_known:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            words = "为了安全，请刷新页面后再提交（缺少 X-CSRFToken）。"
            raise Refused(403, "csrf", words)
        if visitor.kind is not Kind.PERSON:
            raise Refused(403, "not_for_staff", "这里只供办事的个人和单位使用。")
        demand_mandate(visitor, self.scope)
        count(LIMITS[self.scope], key=visitor.account, now=clock.now())
        return Caller(visitor=visitor, scopes=SCOPES)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """The same as calling; the cookie's value is the session middleware's business."""
        return self(request)


def demand_mandate(visitor: Visitor, scope: str) -> None:
    """Who may only look for another does nothing for them. Raises ``Refused`` (403)."""
    if scope == "file" and visitor.may_only_look:
        raise Refused(403, "not_mandated", "对方的授权只让您查看，不能代为办理。")


def demand_whole(visitor: Visitor) -> None:
    """What tells of all affairs is not for a mandate that names services. ``Refused`` (403)."""
    if not visitor.sees_all:
        raise Refused(403, "not_mandated", "对方的授权只包括几项服务，这里不能查看。")


READ = (BearerToken("read"), SessionCookie("read"))
FILE = (BearerToken("file"), SessionCookie("file"))

Run = Callable[..., HttpResponse]


def anybody(run: Run) -> Run:
    """Let everybody in, counted by address."""

    def counted(request: HttpRequest, **values: Any) -> HttpResponse:
        count(ANYBODY, key=address_of(request), now=clock.now())
        return run(request, **values)

    return counted


def caller_of(request: HttpRequest) -> Caller:
    """Who the door let in."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]


def note_look(caller: Caller, what: str, *, now: datetime, case: str = "") -> None:
    """Write down that the caller reads personal data (6.3.2), before it is handed out."""
    audit.record(
        actor=caller.visitor.account,
        verb="read",
        subject=caller.visitor.subject,
        purpose=f"reading own {what}",
        channel=CHANNEL,
        case=case,
        now=now,
        details={"token": caller.token} if caller.token else None,
    )
