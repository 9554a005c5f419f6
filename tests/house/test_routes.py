"""What must hold for every address."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

GATES = {
    "public",
    "person",
    "whole",
    "employer",
    "clerk",
    "desk",
    "staff",
    "operator",
    "security",
    "keeper",
    "auditor",
    "terminal",
    "api",
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


ROUTES = list(routes(get_resolver()))


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path for path, _ in ROUTES])
def test_every_route_says_who_may_enter(path: str, route: URLPattern) -> None:
    if path.startswith("api/v1/"):
        return
    assert getattr(route.callback, "gate", None) in GATES


@pytest.mark.clause("6.1.3c")
@pytest.mark.parametrize(
    "path", [path for path, _ in ROUTES if not path.startswith(("api", "dev"))]
)
def test_no_page_lies_deeper_than_three_levels(path: str) -> None:
    pieces = [piece for piece in path.split("/") if piece]
    is_desk_act = pieces and pieces[0] in {"desk", "manage"}
    assert len(pieces) <= (4 if is_desk_act else 4 if pieces[:1] == ["my"] else 3)
