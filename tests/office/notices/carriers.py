"""Carriers of tests: they remember what arrived, take one key once, and fail when told to."""

from collections.abc import Callable
from threading import Lock

from shebao.hall.gateways.sms.port import CarrierDown, Uncertain


class Remembering:
    """Brings each key once, as carriers with a caller's number do."""

    def __init__(self, *, fails: Callable[[str], bool] = lambda key: False) -> None:
        self.fails = fails
        self.arrived: list[tuple[str, str]] = []
        self.tries = 0
        self.turn = Lock()

    def send(self, *, mobile: str, words: str, key: str) -> str:
        with self.turn:
            self.tries += 1
            if self.fails(key):
                raise CarrierDown("down")
            if key not in dict(self.arrived):
                self.arrived.append((key, words))
        return f"R-{key}"


class TakesButSaysNothing(Remembering):
    """Brings the message, and its answer gets lost."""

    def send(self, *, mobile: str, words: str, key: str) -> str:
        super().send(mobile=mobile, words=words, key=key)
        raise Uncertain("no answer")
