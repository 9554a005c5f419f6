"""The hall's own surroundings for commands: settings first, then everything else."""

import os

import django


def prepare() -> None:
    """Load the hall's settings; production without its secrets stops here (6.4.5)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebao.hall.config.settings")
    django.setup()
