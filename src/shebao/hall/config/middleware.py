"""Who is at the door, and what is said when something goes wrong."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import SimpleLazyObject

from shebao.exchange.port import Unreachable
from shebao.hall.config import errors
from shebao.hall.kit import clock
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.visitor import NOBODY, Visitor
from shebao.hall.office.accounts import queries, sessions

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("hall")
ACTING_FOR = "acting_for"
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
    return queries.visitor(
        user,
        acting_for=request.session.get(ACTING_FOR, ""),
        today=clock.local_date(now),
        proof=sessions.proof(request, now=now),
    )


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
