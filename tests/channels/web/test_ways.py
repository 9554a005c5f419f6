"""After a refusal: what would turn it, on a page of its own and in the interface."""

from typing import Any

import pytest
from django.test import Client

from tests.channels.web.errands import MOVING, TRANSFER, filed, read

RECORD = "contribution-record"
pytestmark = pytest.mark.django_db


def ways_of(client: Client, number: str) -> str:
    return read(client.get(f"/my/cases/{number}/ways/"))


@pytest.mark.clause("5.3.1c")
def test_a_refused_case_leads_to_what_would_turn_it(as_wang: Client) -> None:
    number = filed(as_wang, RECORD, year="1990")

    assert f"/my/cases/{number}/ways/" in read(as_wang.get(f"/my/cases/{number}/"))
    page = ways_of(as_wang, number)
    assert "“年份”选 20" in page
    assert "系统可以当场办结" in page


@pytest.mark.clause("5.3.1c")
def test_where_nothing_one_can_do_would_turn_it_the_legal_ways_are_named(as_wang: Client) -> None:
    number = filed(as_wang, TRANSFER, **{**MOVING, "from_region": "990100"})

    page = ways_of(as_wang, number)
    assert "没有找到您自己能改变的办法" in page
    assert "复议" in page


def test_an_approved_case_has_nothing_to_turn(as_wang: Client) -> None:
    number = filed(as_wang, RECORD, year="2025")

    assert "/ways/" not in read(as_wang.get(f"/my/cases/{number}/"))
    assert "这件不用试算" in ways_of(as_wang, number)


@pytest.mark.clause("6.4.4")
def test_while_the_core_is_away_the_page_says_so(as_wang: Client, hall: Any) -> None:
    number = filed(as_wang, RECORD, year="1990")
    hall.insurance.is_down = True

    assert "社保系统暂时连不上" in ways_of(as_wang, number)
