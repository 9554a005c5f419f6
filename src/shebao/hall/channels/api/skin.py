"""The outermost skin of every address here: sizes, methods, and no answer without a shape."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.problems import Refused
from shebao.hall.channels.api.translating import told
from shebao.hall.kit.gate import Gated

View = Callable[..., HttpResponse]
Run = Callable[..., HttpResponse]
JSON = "application/json"
MULTIPART = "multipart/form-data"
MOST_JSON = 64 * 1024
# One file of ten megabytes and the envelope around it.
MOST_MULTIPART = 11 * 1024 * 1024


def shielded(view: View) -> View:
    """The view behind the skin; it wears the API's gate, each operation has its own door."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        try:
            _check_envelope(request)
            response = view(request, *args, **values)
        except Exception as error:
            return told(request, error)
        if response.status_code == 405:
            return _wrong_method(request, response)
        return response

    cast(Gated, answered).gate = "api"
    return answered


def _check_envelope(request: HttpRequest) -> None:
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise problems.unreadable()
    length = request.headers.get("Content-Length", "")
    size = int(length) if length.isdecimal() and length.isascii() else 0
    if request.content_type == MULTIPART and size > MOST_MULTIPART:
        raise problems.too_large("10 MB 的文件")
    if request.content_type != MULTIPART and size > MOST_JSON:
        raise problems.too_large("64 KB")


def _wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowed = response.headers.get("Allow", "")
    words = f"这个地址不支持这种方法。可以用：{allowed}。"
    refused = Refused(405, "wrong_method", words, headers={"Allow": allowed})
    return problems.as_response(request, refused)


def taking(media_type: str) -> Callable[[Run], Run]:
    """Only content of this kind is read; an empty body is left to the form to complain about."""

    def wrap(run: Run) -> Run:
        def checked(request: HttpRequest, **values: Any) -> HttpResponse:
            is_empty = request.headers.get("Content-Length") in (None, "", "0")
            if not is_empty and request.content_type != media_type:
                raise problems.wrong_media_type(media_type)
            return run(request, **values)

        return checked

    return wrap


def nowhere(request: HttpRequest) -> HttpResponse:
    """There is nothing at this address."""
    return told(request, problems.not_there())
