"""What a key is asked: for which site, and kept in the session for one answer (6.2.6b)."""

import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from shebao.hall.kit.site import site
from shebao.hall.office.accounts.actions.passkeys import Home

STATE, LASTS = "passkey", timedelta(minutes=5)


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
