"""The hall's settings for tests: SQLite or the PostgreSQL that ``SHEBAO_TEST_DATABASE`` names."""

import os
import tempfile

os.environ.setdefault("SHEBAO_MODE", "test")
os.environ.setdefault("SHEBAO_VAR", tempfile.mkdtemp(prefix="shebao-test-"))
if os.environ.get("SHEBAO_TEST_DATABASE"):
    os.environ["SHEBAO_DATABASE"] = os.environ["SHEBAO_TEST_DATABASE"]

from shebao.hall.config.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
