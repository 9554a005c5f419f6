"""The wall's fixtures: two sides, one clock, and every way from one to the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest

from shebao.exchange.client import HttpInsurance
from shebao.exchange.ferry import FerryInsurance, FerryServer
from shebao.exchange.folder import REPLY, REQUEST, Folder, carry, read_sealed, write_sealed
from shebao.exchange.keys import Keyring
from shebao.exchange.memory import MemoryInsurance
from shebao.exchange.port import Insurance
from shebao.exchange.server import wall_application
from shebao.exchange.signing import Sealed
from shebao.exchange.wire_suite import Line, Send
from tests.exchange.sides import Clock, Served, serving, two_keyrings


@dataclass(frozen=True)
class Sides:
    """The keys of both sides."""

    hall: Keyring
    core: Keyring


@pytest.fixture
def sides() -> Sides:
    return Sides(*two_keyrings())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory() -> MemoryInsurance:
    return MemoryInsurance()


@pytest.fixture
def served(memory: MemoryInsurance, sides: Sides, clock: Clock) -> Iterator[Served]:
    with serving(wall_application(memory, keys=sides.core, clock=clock)) as running:
        yield running


@pytest.fixture
def http(served: Served, sides: Sides, clock: Clock) -> HttpInsurance:
    return HttpInsurance(served.url, keys=sides.hall, clock=clock)


@dataclass(frozen=True)
class Ferry:
    """Two folders and whoever works at them."""

    near: Path
    far: Path
    hall: FerryInsurance
    core: FerryServer

    def journey(self) -> None:
        """There, answered, and back."""
        carry(self.near, self.far)
        self.core.turn()
        carry(self.far, self.near)

    def send(self, sealed: Sealed) -> Sealed | None:
        """One raw message there and back; None if nothing came back."""
        name = "20260302T040000Z-" + sealed.header.partition(",id=")[2][:36]
        write_sealed(Folder(self.near).outbox / f"{name}.{REQUEST}", sealed)
        self.journey()
        reply = self.near / "inbox" / f"{name}.{REPLY}"
        return read_sealed(reply) if reply.exists() else None


@pytest.fixture
def ferry(tmp_path: Path, memory: MemoryInsurance, sides: Sides, clock: Clock) -> Ferry:
    near, far = tmp_path / "near", tmp_path / "far"
    return Ferry(
        near=near,
        far=far,
        hall=FerryInsurance(near, keys=sides.hall, clock=clock, timeout=0),
        core=FerryServer(far, memory, keys=sides.core, clock=clock),
    )


@pytest.fixture
def busy_ferry(ferry: Ferry, sides: Sides, clock: Clock) -> Iterator[FerryInsurance]:
    """A ferry that goes to and fro all the time."""
    stop = Event()

    def go() -> None:
        while not stop.is_set():
            ferry.journey()
            stop.wait(0.005)

    sailor = Thread(target=go, daemon=True)
    sailor.start()
    yield FerryInsurance(ferry.near, keys=sides.hall, clock=clock, timeout=10, poll=0.005)
    stop.set()
    sailor.join(timeout=10)


@pytest.fixture(params=["memory", "http", "ferry"])
def insurance(request: pytest.FixtureRequest) -> Insurance:
    """Every implementation, one after another."""
    fixtures = {"memory": "memory", "http": "http", "ferry": "busy_ferry"}
    made: Insurance = request.getfixturevalue(fixtures[request.param])
    return made


@pytest.fixture(params=["http", "ferry"])
def line(request: pytest.FixtureRequest, sides: Sides, clock: Clock) -> Line:
    """Every way to send a raw message."""
    send: Send = request.getfixturevalue(request.param).send
    return Line(send=send, keys=sides.hall, at=clock())
