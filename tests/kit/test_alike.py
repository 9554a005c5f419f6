"""What pages have in common is drawn once; what belongs to one visitor is not."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.backends.utils import csrf_input_lazy
from django.test import Client
from django.utils.translation import override
from jinja2 import DictLoader, Environment

from shebao.hall.config.jinja import environment
from tests.support.staff import read, seated

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def pages() -> Environment:
    counted = "{% macro part(x) %}{{ tick() }}{{ x }}{{ site().name }}{{ _('登录') }}{% endmacro %}"
    return environment(loader=DictLoader({"part.html": counted}))


def _drawn(pages: Environment, given: str, ticks: list[int]) -> str:
    pages.globals["tick"] = lambda: ticks.append(1) or ""
    source = '{% from "part.html" import part %}{{ alike(part, given) }}'
    return pages.from_string(source).render(given=given)


def test_a_part_is_drawn_once_for_each_language_and_name(pages: Environment, settings: Any) -> None:
    ticks: list[int] = []
    first, again = _drawn(pages, "a", ticks), _drawn(pages, "a", ticks)
    other = _drawn(pages, "b", ticks)
    with override("en"):
        english = _drawn(pages, "a", ticks)
    settings.SHEBAO_SITE = {"name": "云山社保"}
    renamed = _drawn(pages, "a", ticks)

    assert first == again
    assert len({first, other, english, renamed}) == 4
    assert "云山社保" in renamed
    assert len(ticks) == 4


def test_a_kept_part_is_still_escaped(pages: Environment) -> None:
    assert "&lt;b&gt;" in _drawn(pages, "<b>", [])


def test_the_frame_says_who_is_signed_in_and_nobody_elses_name(wang: Any, lin: Any) -> None:
    names = {}
    for player in (wang, lin):
        page = read(seated(player).get("/help/"))
        names[player.username] = re.search(r'class="name"><b>([^<]*)', page)[1]  # type: ignore[index]

    assert names == {"wangfang": "王*", "linqiang": "林*"}


@pytest.mark.clause("6.3.1")
def test_the_forms_of_a_page_share_a_token_and_two_pages_do_not(hall: Any) -> None:
    browser = Client()
    first, second = (set(TOKEN.findall(read(browser.get("/login/")))) for _ in range(2))

    assert len(first) == len(second) == 1
    assert first != second


def test_a_page_without_a_form_makes_no_token() -> None:
    request = HttpRequest()
    made = environment(loader=DictLoader({})).from_string("nothing")
    made.render({"csrf_input": csrf_input_lazy(request)})

    assert "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
