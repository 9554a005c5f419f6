"""Programs that call the API from outside, held to its published contract at every answer."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.kit import clock
from shebao.hall.office.accounts import actions
from tests.channels.api.contract import hold_to_contract
from tests.support.cast import MONDAY, SURELY

ROOT = "/api/v1"


class Program:
    """Somebody's program: it knows the address, a token, and nothing of our insides."""

    def __init__(self, token: str = "") -> None:
        """A program without a token is anybody."""
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Any:
        """Ask."""
        return self._held("GET", path, self.client.get(ROOT + path, query, headers=self.headers))

    def post(self, path: str, content: Any = None, *, headers: Any = None) -> Any:
        """Send JSON; ``bytes`` go as they are."""
        sent = {"data": content, "content_type": "application/json"} if content is not None else {}
        answer = self.client.post(ROOT + path, headers={**self.headers, **(headers or {})}, **sent)
        return self._held("POST", path, answer)

    def upload(self, path: str, content: bytes, *, name: str = "a.pdf", **fields: str) -> Any:
        """Send a file."""
        file = BytesIO(content)
        file.name = name
        answer = self.client.post(ROOT + path, {"file": file, **fields}, headers=self.headers)
        return self._held("POST", path, answer)

    @staticmethod
    def _held(method: str, path: str, answer: Any) -> Any:
        hold_to_contract(method, ROOT + path, answer)
        return answer


@pytest.fixture
def monday() -> Iterator[None]:
    """An ordinary working day."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def anybody(hall: Any, monday: None) -> Program:
    """A program without a token."""
    return Program()


@pytest.fixture
def token_for(hall: Any, monday: None) -> Callable[..., str]:
    """Issues a token to a player."""

    def issued(player: Any, *scopes: str, **more: Any) -> str:
        return actions.issue_token(
            account=player.visitor.account,
            name="程序",
            scopes=scopes or ("read", "file"),
            now=clock.now(),
            **{"proof": SURELY, **more},
        ).secret

    return issued


@pytest.fixture
def wangs(wang: Any, token_for: Callable[..., str]) -> Program:
    """王芳's program."""
    return Program(token_for(wang))


@pytest.fixture
def lins(lin: Any, token_for: Callable[..., str]) -> Program:
    """林强's program, which must see nothing of hers."""
    return Program(token_for(lin))
