"""A trail of a few people, written entry by entry."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shebao.exchange.keys import Keyring
from shebao.hall.office.audit.actions import record
from tests.support.cast import MONDAY

SUBJECTS = ("3000000000001", "3000000000002", "3000000000003", "-")
Write = Callable[[int], None]


@pytest.fixture
def write(db: None) -> Write:
    """Write so many entries about four subjects in turn, a second apart."""
    written = iter(range(1_000_000))

    def some(count: int) -> None:
        for place in (next(written) for _ in range(count)):
            record(
                actor=f"A{place % 3}", verb="read", subject=SUBJECTS[place % len(SUBJECTS)],
                purpose="reading own case", channel="web", case=f"SB{place}",
                now=MONDAY + timedelta(seconds=place), details={"place": place, "说明": "看"},
            )  # fmt: skip

    return some


@pytest.fixture
def keys() -> Keyring:
    """A key that signs checkpoints, and its public half."""
    key = Ed25519PrivateKey.generate()
    return Keyring("trail.test", key, {"trail.test": key.public_key()})
