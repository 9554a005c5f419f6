"""Django's settings for the core: one database, one app, nothing that faces a browser."""

import secrets

from shebao.insurance import environment

# Nothing is ever signed with it, so a fresh one for every process is enough.
SECRET_KEY = secrets.token_urlsafe(50)
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS = ["shebao.insurance"]
DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
