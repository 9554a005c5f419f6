"""Who is at the door, and what is said when something goes wrong."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import structlog
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from shebao.exchange.port import Unreachable
from shebao.hall.config import errors
from shebao.hall.kit import clock
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.visitor import NOBODY, Kind, Visitor
from shebao.hall.office.accounts import agreements, queries, sessions

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("hall")
ACTING_FOR = "acting_for"
AGREED = "agreed"
# Where errands are done, for oneself or another.
ERRANDS = ("/my/", "/p/")
API = "/api/"
PROBES = ("/livez", "/readyz")
WAYS = ("GET", "HEAD", "POST")


class TurnAway:
    """Turns away host names that are not ours and methods that no page answers, in words.

    Machines that ask whether we are alive may call us by any name; the API names its own methods.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say why not."""
        if not _is_for_us(request):
            return errors.bad_request(request)
        is_api = request.path.startswith(API)
        if request.method not in WAYS and not is_api:
            return errors.wrong_way(request, allowed=", ".join(WAYS))
        response = self.get_response(request)
        if response.status_code == 405 and not is_api:
            return errors.wrong_way(request, allowed=response.headers.get("Allow", ""))
        return response


def _is_for_us(request: HttpRequest) -> bool:
    if request.path in PROBES:
        return True
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


class DropNoughts:
    """Drops nought bytes from what is asked and sent: no sign of any script, and no database's.

    The API says no to them by itself.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is asked without them."""
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and not request.path.startswith(API):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, values: Any) -> None:
        """Hand on a form without them."""
        if request.method != "POST" or request.path.startswith(API):
            return
        if any("\0" in text for _, texts in request.POST.lists() for text in texts):
            tidy = request.POST.copy()
            for name, texts in request.POST.lists():
                tidy.setlist(name, [text.replace("\0", "") for text in texts])
            request.POST = tidy  # type: ignore[assignment]


class KnowVisitor:
    """Hangs the visitor on the request; looked up only when somebody asks for it."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with a visitor at hand."""
        request.visitor = SimpleLazyObject(lambda: _visitor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _visitor(request: HttpRequest) -> Visitor:
    user = request.user
    if not user.is_authenticated:
        return NOBODY
    now = clock.now()
    acting_for = request.session.get(ACTING_FOR, "")
    found = queries.visitor(
        user,
        acting_for=acting_for,
        today=clock.local_date(now),
        proof=sessions.proof(request, now=now),
    )
    return NOBODY if acting_for and not found.mandate else found


class NoticeEndedMandates:
    """Whoever acted for somebody whose mandate is over is told; nothing typed becomes their own."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page of mandates with what is over forgotten."""
        if request.path.startswith(ERRANDS) and _is_over(request):
            del request.session[ACTING_FOR]
            return redirect("/my/mandates/?over=1")
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    """Whether somebody acts here whose mandate does not run; then they are nobody for us."""
    visitor = request.visitor  # type: ignore[attr-defined]
    is_signed_in = request.user.is_authenticated
    return is_signed_in and bool(request.session.get(ACTING_FOR)) and not visitor.is_known


class AskToAgree:
    """Whoever has not accepted today's agreements is asked before the next page of their own.

    Only pages are held up: a form that is on its way goes through, so nothing typed is lost.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the agreements and back."""
        if request.method == "GET" and _is_own_page(request) and not _has_agreed(request):
            return redirect(f"/agree/?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def _is_own_page(request: HttpRequest) -> bool:
    is_page = request.path.startswith("/my/") or request.path.endswith("/do/")
    return is_page and "HX-Request" not in request.headers


def _has_agreed(request: HttpRequest) -> bool:
    """Known from the session; asked of the database where the session does not say so."""
    visitor, today = request.visitor, clock.local_date(clock.now())  # type: ignore[attr-defined]
    if visitor.kind is not Kind.PERSON:
        return True
    mark = agreements.mark(agreements.current(today))
    if request.session.get(AGREED) == mark:
        return True
    if queries.to_accept(visitor.account, today=today):
        return False
    request.session[AGREED] = mark
    return True


class SayWhatHappened:
    """Turns named errors into pages that say what happened and what to do; never a trace back."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for every error that has a name; the others get one too, and a log entry."""
        if isinstance(error, Hidden | Http404):
            return errors.not_there(request)
        if isinstance(error, PermissionDenied):
            return errors.not_yours(request)
        if isinstance(error, SuspiciousOperation | BadRequest | MultiPartParserError):
            return errors.bad_request(request)
        if isinstance(error, TooMany):
            return errors.too_many(request, wait=error.wait)
        if isinstance(error, Unreachable):
            return errors.core_is_down(request)
        log.error("unexpected", id=getattr(request, "trace_id", ""), exc_info=error)
        return errors.our_fault(request)
