"""The core as a WSGI application: what the wall exposes, and nothing else (6.4.4)."""

import os
from datetime import UTC, datetime

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "shebao.insurance.settings"
django.setup()

from shebao.exchange.keys import KeyStore  # noqa: E402
from shebao.exchange.server import wall_application  # noqa: E402
from shebao.insurance import environment  # noqa: E402
from shebao.insurance.core import CoreInsurance  # noqa: E402


def now() -> datetime:
    """The core's own clock: this process begins here, so it is read here and handed on."""
    return datetime.now(UTC)  # noqa: TID251


application = wall_application(
    CoreInsurance(clock=now), keys=KeyStore(environment.wall_keys()), clock=now
)
