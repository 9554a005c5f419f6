"""Pages by key for callers: a key that nobody here made is said to be wrong, not ignored."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from ninja import Query

from shebao.hall.channels.api import problems
from shebao.hall.kit.paging import Page, decode_key

T = TypeVar("T")
After = Annotated[str, Query(max_length=200, description="上一页的 next_after")]
Size = Annotated[int, Query(ge=1, le=100, description="每页多少条")]


def page_after(after: str, read: Callable[[str], Page[T]], *, parts: int = 1) -> Page[T]:
    """The page after this key. Raises ``Refused`` (422) for a key of another kind."""
    wrong = problems.unfit_field("after", "请原样填写上一页的 next_after")
    if after and decode_key(after, parts) is None:
        raise wrong
    try:
        return read(after)
    except (ValueError, OverflowError):
        raise wrong from None
