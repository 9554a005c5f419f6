"""Going through the pages of an errand as a browser would, without a screen."""

import re
from io import BytesIO
from typing import Any

from django.test import Client
from PIL import Image

from shebao.hall.office.accounts.actions import appoint_handler
from tests.support.cast import MONDAY

DONGHU = "9000000001"
CERTIFICATE = "insured-certificate"
TRANSFER = "pension-transfer"
KEY_FACTS = "key-facts-change"
CONTACT = "contact-change"
PROVING = {"purpose": "school", "with_months": "no"}
MOVING = {"from_region": "990200", "to_region": "990100", "is_approved_move": "no"}
RENAMING = {"what": "name", "new_name": "王方", "reason": "户口簿和登记的姓名不一样"}


def read(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def do(slug: str) -> str:
    """Where a service is handled."""
    return f"/p/{slug}/do/"


def token_of(client: Client, slug: str) -> str:
    """Open the form and take its token."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', read(client.get(do(slug))))
    assert found is not None
    return found[1]


def press(client: Client, slug: str, action: str, **fields: Any) -> Any:
    """Press a button of the form."""
    token = fields.pop("token", None) or token_of(client, slug)
    return client.post(do(slug), {"token": token, "action": action, **fields})


def filed(client: Client, slug: str, **fields: Any) -> str:
    """Go through all steps; returns the case's number."""
    token = token_of(client, slug)
    press(client, slug, "check", token=token, **fields)
    typed = {name: value for name, value in fields.items() if isinstance(value, str)}
    answer = press(client, slug, "submit", token=token, risk_confirmed="yes", **typed)
    assert answer.status_code == 302, slug
    return str(answer["Location"]).split("/")[3]


def act_for_donghu(client: Client, player: Any) -> None:
    """Give somebody a mandate for the cast's employer, and switch over to it."""
    appoint_handler(
        person=player.visitor.person, employer=DONGHU,
        employer_name="示例市东湖精密机械有限公司", since=MONDAY.date(), now=MONDAY,
    )  # fmt: skip
    client.post("/my/acting/", {"employer": DONGHU})


def photo(width: int = 900, height: int = 600, kind: str = "JPEG") -> bytes:
    """A picture large enough to be read."""
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()
