"""A registered terminal, and the screen of a kiosk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.channels.kiosk.door import KEY_COOKIE
from shebao.hall.office.agencies import terminals
from tests.support.cast import AGENCY, MONDAY
from tests.support.staff import make_static_root


@pytest.fixture
def key(hall: Any) -> str:
    """The key of one terminal of the city, without a printer of its own."""
    made = terminals.register_terminal(
        agency=AGENCY, name="1 号机", printer="", actor="operator", now=MONDAY
    )
    return made.key


@pytest.fixture
def kiosk(key: str) -> Client:
    """The browser of that terminal; nobody stands there."""
    make_static_root()
    client = Client()
    client.cookies[KEY_COOKIE] = key
    return client


@pytest.fixture
def lay_card(hall: Any, kiosk: Client) -> Callable[[Any], Any]:
    """Lay somebody's card on the stand-in reader."""

    def laid(player: Any) -> Any:
        return kiosk.post("/kiosk/card/", {"card": number_of(hall, player)})

    return laid


def number_of(hall: Any, player: Any) -> str:
    """The number a player's card says."""
    person = ask_one(hall.insurance, PersonOf(number=player.visitor.person)).value
    assert person is not None
    return str(person.id_number)
