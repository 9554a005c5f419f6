"""The core's own surroundings for commands: its settings, never the hall's."""

import os

import django


def prepare(database: str = "") -> None:
    """Load the core's settings, with another database if one is named."""
    if database:
        os.environ["SHEBAO_INSURANCE_DATABASE"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "shebao.insurance.settings"
    django.setup()


def migrate() -> None:
    """Bring the core's tables up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
