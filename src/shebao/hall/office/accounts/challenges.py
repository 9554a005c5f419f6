"""What a key is asked and an app is given, kept in the session for one answer (6.2.6b)."""

import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

from shebao.hall.kit.fields import ring
from shebao.hall.kit.qr import svg
from shebao.hall.kit.site import site
from shebao.hall.office.accounts.actions.authenticators import fresh_secret
from shebao.hall.office.accounts.actions.passkeys import Home

STATE, LASTS = "passkey", timedelta(minutes=5)
SECRET, COLUMN = "totp_secret", "session.totp"


def home_of(request: HttpRequest) -> Home | None:
    """For which site passkeys are made; none where the site is only a bare address."""
    host = request.get_host().rsplit(":", 1)[0]
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        origin = f"{request.scheme}://{request.get_host()}"
        return Home(host=host, origin=origin, name=site().name)
    return None


def keep_state(request: HttpRequest, state: Mapping[str, Any], *, now: datetime) -> None:
    """Remember in this session what a key was just asked."""
    request.session[STATE] = {"state": dict(state), "at": now.isoformat()}


def kept_state(request: HttpRequest, *, now: datetime) -> dict[str, Any] | None:
    """What a key was asked in this session a moment ago; good for one answer."""
    kept = request.session.pop(STATE, None)
    if not kept or now - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    return dict(kept["state"])


def pending_secret(request: HttpRequest, use: str) -> str:
    """The secret on its way to an app for this use; sealed, as sessions lie in the database."""
    kept = request.session.get(SECRET, {}).get(use)
    if kept:
        return ring().open(kept, column=COLUMN)
    secret = fresh_secret()
    request.session[SECRET] = {use: ring().seal(secret, column=COLUMN)}
    return secret


def app_shown(secret: str, *, issuer: str, holder: str) -> dict[str, str]:
    """What a person copies or scans into the app: the ``secret`` in fours, the ``picture``."""
    place = quote(issuer)
    address = f"otpauth://totp/{place}:{quote(holder)}?secret={secret}&issuer={place}"
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"secret": groups, "picture": svg(address)}


def forget_secret(request: HttpRequest) -> None:
    """The app is bound, so its secret leaves the session."""
    request.session.pop(SECRET, None)
