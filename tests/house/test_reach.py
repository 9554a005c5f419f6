"""Every service is found within three levels and done within three steps (6.1.3c, 6.1.3d)."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shebao.hall.office.catalogue.queries import catalogue, current
from tests.channels.test_doors import _noon  # noqa: F401
from tests.channels.web.errands import act_for_donghu, do
from tests.support.staff import read, seated

SLUGS = sorted(
    path.parent.name for path in Path(settings.SHEBAO_ITEM_FOLDERS[0]).glob("*/item.toml")
)


def links(page: str) -> set[str]:
    return {unescape(one) for one in re.findall(r'href="(/[^"#]*)"', page)}


def reached(browser: Client, *, levels: int) -> dict[str, int]:
    """Every address and after how many presses, starting from the front door."""
    found, edge = {"/": 0}, ["/"]
    for level in range(1, levels + 1):
        fresh: set[str] = set()
        for address in edge:
            if address.startswith(("/static/", "/api/", "/my/")):
                continue
            answer = browser.get(address)
            if answer.headers["Content-Type"].startswith("text/html"):
                fresh |= links(read(answer)) - set(found)
        found |= dict.fromkeys(fresh, level)
        edge = sorted(fresh)
    return found


@pytest.mark.clause("6.1.3c")
@pytest.mark.parametrize("form", ["standard", "elder"])
def test_every_service_is_reached_within_three_levels(wang: Any, form: str) -> None:
    browser = seated(wang)
    browser.post("/preferences/", {"mode": form})
    found = reached(browser, levels=3)
    offered = [card.slug for card in catalogue() if card.slug in SLUGS]

    assert offered == SLUGS or sorted(offered) == SLUGS
    assert {slug: found.get(f"/p/{slug}/", 9) <= 2 for slug in SLUGS} == dict.fromkeys(SLUGS, True)
    assert {slug: found.get(do(slug), 9) <= 3 for slug in SLUGS} == dict.fromkeys(SLUGS, True)


@pytest.mark.clause("6.1.3d")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_service_is_done_within_three_steps(wang: Any, chen: Any, slug: str) -> None:
    item = current(slug).item
    browser = seated(wang)
    if "person" not in item.audience:
        browser = seated(chen)
        act_for_donghu(browser, chen)
    page = read(browser.get(do(slug)))
    stepper = page.split('class="stepper"')[1].split("</ol>")[0]
    steps = stepper.count("<li")

    assert steps == (2 if item.handling == "instant" else 3)
    assert stepper.count('aria-current="step"') == 1


@pytest.mark.clause("6.1.3d")
def test_an_instant_service_is_done_with_one_press(wang: Any, chen: Any) -> None:
    instant = [slug for slug in SLUGS if current(slug).item.handling == "instant"]
    person, handler = seated(wang), seated(chen)
    act_for_donghu(handler, chen)
    pages = {
        slug: read((person if "person" in current(slug).item.audience else handler).get(do(slug)))
        for slug in instant
    }

    assert instant
    assert all('value="submit"' in page for page in pages.values())
