"""Pages by key for callers: a key that nobody here made is said to be wrong, not ignored."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from django.http import HttpRequest
from ninja import Query

from shebao.hall.channels.api import problems
from shebao.hall.channels.api.door import caller_of, demand_whole, note_look
from shebao.hall.kit import clock
from shebao.hall.kit.paging import Page, decode_key, moment_in, row_in
from shebao.hall.kit.visitor import Visitor

T = TypeVar("T")
After = Annotated[str, Query(max_length=200, description="上一页的 next_after")]
Size = Annotated[int, Query(ge=1, le=100, description="每页多少条")]


def own_page(
    request: HttpRequest,
    what: str,
    *,
    after: str,
    read: Callable[[Visitor], Page[T]],
    is_dated: bool = False,
) -> Page[T]:
    """A page of what is the caller's own, after this key, with the trace of their look (6.3.2).

    ``read`` takes the caller; ``is_dated`` keys hold a moment before the row's number.
    Raises ``Refused`` (422) for a key of another kind.
    """
    _demand_ours(after, is_dated)
    caller = caller_of(request)
    page = read(caller.visitor)
    note_look(caller, what, now=clock.now())
    return page


def whole_page(
    request: HttpRequest, what: str, *, after: str, read: Callable[[str], Page[T]]
) -> Page[T]:
    """``own_page`` of what tells of all the subject's affairs; ``read`` takes the subject.

    Raises ``Refused`` (403) for who acts by a mandate for some services only.
    """
    demand_whole(caller_of(request).visitor)
    return own_page(request, what, after=after, read=lambda visitor: read(visitor.subject))


def public_page(after: str, read: Callable[[str], Page[T]]) -> Page[T]:
    """A page of what is everybody's, after this key. Raises ``Refused`` (422) as ``own_page``."""
    _demand_ours(after, is_dated=False)
    return read(after)


def _demand_ours(after: str, is_dated: bool) -> None:
    if after and not _is_ours(after, is_dated):
        raise problems.unfit_field("after", "请原样填写上一页的 next_after")


def _is_ours(after: str, is_dated: bool) -> bool:
    parts = decode_key(after, 2 if is_dated else 1)
    if parts is None:
        return False
    return row_in(parts[-1]) is not None and (not is_dated or moment_in(parts[0]) is not None)
