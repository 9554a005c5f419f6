"""Browsers without a screen: signed out, and signed in as the people of the cast."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from shebao.hall.office.accounts.models import Account
from tests.support.cast import MONDAY
from tests.support.staff import proven

NOON = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """The clock of all pages stands at noon on a Monday, and may be moved."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def signed_in(pk: int) -> Client:
    """A client whose session belongs to this account."""
    client = Client()
    client.force_login(
        Account.objects.get(pk=pk), backend="django.contrib.auth.backends.ModelBackend"
    )
    return proven(client)


@pytest.fixture
def visit() -> Callable[[Any], Client]:
    """Sign somebody of the cast in."""
    return lambda player: signed_in(player.pk)


@pytest.fixture
def as_wang(wang: Any) -> Client:
    """王芳's browser."""
    return signed_in(wang.pk)


@pytest.fixture
def as_lin(lin: Any) -> Client:
    """林强's browser."""
    return signed_in(lin.pk)


@pytest.fixture
def as_chen(chen: Any) -> Client:
    """陈建国's browser."""
    return signed_in(chen.pk)


@pytest.fixture
def as_mover(mover: Any) -> Client:
    """王𬱟's browser."""
    return signed_in(mover.pk)
