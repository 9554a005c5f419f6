"""Staff at work in tests: signed in, at a fixed hour, with cases to work on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from shebao.hall.office.accounts.actions.authenticators import totp_codes
from shebao.hall.office.accounts.models import Account, Authenticator
from shebao.hall.office.applications.models import Application
from tests.support.cast import AGENCY, MONDAY, PASSWORD, SECRET, Player

NOON = MONDAY + timedelta(hours=2)


def seated(player: Player) -> Client:
    """A browser in which somebody has signed in, and surely themselves."""
    client = Client()
    client.force_login(Account.objects.get(pk=player.pk))
    return proven(client)


def next_code(username: str, *, now: datetime) -> str:
    """A code of this member's app that was not used yet."""
    number = Account.objects.values_list("number", flat=True).get(username=username)
    used = Authenticator.objects.get(account=number, way="totp", ended_at=None).counter
    return next(code for code, step in totp_codes(SECRET, now=now).items() if step > used)


def through_the_door(client: Client, username: str, onward: str = "", at: datetime = NOON) -> Any:
    """Sign in on the pages: the password, then the app's code; the answer to the second."""
    password = {"username": username, "password": PASSWORD, "next": onward}
    half = client.post("/desk/sign-in/", password)
    assert half["Location"].startswith("/desk/sign-in/")
    code = next_code(username, now=at)
    return client.post("/desk/sign-in/", {"action": "second", "code": code})


def proven(client: Client, *ways: str, at: datetime = NOON) -> Client:
    """The same browser after its owner proved who they are; by a passkey, if not said otherwise."""
    session = client.session
    session["proven"] = [[way, at.isoformat(), "d" * 32] for way in ways or ("passkey",)]
    session.save()
    return client


def copies(case: Application, count: int) -> Iterable[Application]:
    """More cases like this one, of other people, for lists."""
    fields: dict[str, Any] = {
        field.name: getattr(case, field.name)
        for field in Application._meta.fields
        if field.name not in {"id", "number", "token", "subject"}
    }
    rows = [
        Application(
            **fields,
            number=f"SB2026030280{place:05d}",
            token=f"copy-{place}",
            subject=f"31{place:011d}",
        )
        for place in range(count)
    ]
    return Application.objects.bulk_create(rows)


def read(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def posted(client: Client, path: str, case: Application, **data: Any) -> Any:
    """Post an act on the case as it stands in the database now."""
    turn = Application.objects.get(pk=case.pk).turn
    return client.post(path, {"turn": turn, "box": "all", **data})


def at_city(case: Application) -> Application:
    """The same case, in the hands of the city's agency of the cast."""
    Application.objects.filter(pk=case.pk).update(agency=AGENCY)
    case.refresh_from_db()
    return case


def make_static_root() -> None:
    """The folder of collected files, empty: styles come straight from the source."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
