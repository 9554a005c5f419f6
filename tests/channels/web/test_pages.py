"""Pages anybody may see, and pages of one's own: each is there, and says what it must."""

from typing import Any

import pytest
from django.test import Client

PUBLIC = (
    "/", "/p/", "/e/", "/search/?q=转移", "/p/?q=证明", "/p/?theme=records&handling=instant",
    "/p/?q=没有这种东西xyz", "/verify/", "/offices/", "/open/", "/open/trail/", "/ask/",
    "/ask/complaint/", "/help/", "/terms/", "/agreement/", "/a11y/", "/login/", "/robots.txt",
)  # fmt: skip
MINE = (
    "/", "/my/", "/my/rights/", "/my/rights/?tab=contributions", "/my/rights/?tab=account",
    "/my/rights/?tab=transfers", "/my/rights/?tab=benefits", "/my/rights/?tab=nonsense",
    "/my/cases/", "/my/docs/", "/my/docs/?menu=voucher", "/my/msg/", "/my/access/",
    "/my/account/",
)  # fmt: skip


@pytest.mark.clause("6.1.3c", "4.1")
@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_may_see_the_public_pages(hall: Any, address: str) -> None:
    answer = Client().get(address, follow=True)

    assert answer.status_code == 200


@pytest.mark.clause("6.2.4")
@pytest.mark.parametrize("address", MINE[1:])
def test_pages_of_ones_own_ask_for_signing_in(hall: Any, address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


@pytest.mark.clause("5.2.1", "5.2.2")
@pytest.mark.parametrize("address", MINE)
def test_pages_of_ones_own_open_for_whoever_signed_in(as_wang: Client, address: str) -> None:
    assert as_wang.get(address).status_code == 200
