"""``/dev/codes/``: the stand-in authenticator of a demonstration; no such page in production.

Whoever tries the demonstration needs the second factor of its staff, and has no phone of theirs.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.hall.kit import clock, gate
from shebao.hall.office.accounts.actions import totp_code


@gate.public
def codes(request: HttpRequest) -> HttpResponse:
    """The codes that the apps of the demonstration's staff would show now."""
    known = json.loads(settings.SHEBAO_CODES.read_text()) if settings.SHEBAO_CODES.exists() else {}
    now = clock.now()
    rows = [(name, totp_code(secret, now=now)) for name, secret in sorted(known.items())]
    return render(request, "desk/played.html", {"rows": rows})
