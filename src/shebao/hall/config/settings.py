"""Django's settings for the hall, drawn from the surroundings; production is the default."""

from pathlib import Path

from shebao.hall.config import environment

HALL = Path(__file__).resolve().parent.parent

SHEBAO_MODE = environment.mode()
SHEBAO_VAR = environment.folder()
SHEBAO_FILES = SHEBAO_VAR / "files"
SHEBAO_KEY_RING = environment.ring()
SHEBAO_KEY_FILE = environment.ring_file()
SHEBAO_ITEM_FOLDERS = environment.item_folders()
SHEBAO_PUBLIC_URL = environment.text("SHEBAO_PUBLIC_URL", "http://127.0.0.1:8000")
SHEBAO_AGENCY = environment.text("SHEBAO_AGENCY", "990100")
SHEBAO_WALL_URL = environment.text("SHEBAO_WALL_URL", "http://127.0.0.1:8100")
SHEBAO_WALL_KEYS = Path(environment.text("SHEBAO_WALL_KEYS", str(SHEBAO_VAR / "wall" / "hall")))
SHEBAO_WALL_FERRY = environment.text("SHEBAO_WALL_FERRY")
SHEBAO_WALL_TLS = environment.wall_tls()
SHEBAO_WALL_PLAIN = environment.text("SHEBAO_WALL_PLAIN") == "yes"
SHEBAO_TRAIL_KEYS = Path(environment.text("SHEBAO_TRAIL_KEYS", str(SHEBAO_VAR / "trail")))
SHEBAO_CLAMD = environment.text("SHEBAO_CLAMD")
SHEBAO_SEAL_FOLDER = Path(environment.text("SHEBAO_SEAL_FOLDER", str(SHEBAO_VAR / "seal")))
SHEBAO_TSA_URL = environment.text("SHEBAO_TSA_URL")
# One file with the text-message carriers in their order, and the mail server.
SHEBAO_MESSAGES = environment.text("SHEBAO_MESSAGES")
SHEBAO_STANDINS = {
    "seal": not (SHEBAO_SEAL_FOLDER / "seal.toml").exists(),
    "scan": not SHEBAO_CLAMD,
    "sms": not SHEBAO_MESSAGES,
}
SHEBAO_ACCEPTED_STANDINS = environment.text("SHEBAO_ACCEPT_STANDINS").split(",")
SHEBAO_CONNECTIONS = "shebao.hall.office.connections.Outside"

SHEBAO_IDENTITY = environment.text("SHEBAO_IDENTITY")
SHEBAO_CERTIFICATES = Path(
    environment.text("SHEBAO_CERTIFICATES", str(SHEBAO_VAR / "certificates"))
)
SHEBAO_STANDIN_AUTHORITY = SHEBAO_VAR / "secrets" / "standin-authority"
SHEBAO_OPENID_KEYS = Path(environment.text("SHEBAO_OPENID_KEYS", str(SHEBAO_VAR / "openid")))
SHEBAO_TLS_CERTIFICATE_HEADER = environment.text("SHEBAO_TLS_CERTIFICATE_HEADER")
SHEBAO_PHONE = SHEBAO_VAR / "standin-phone"
# The secrets of the demonstration's authenticator apps; nobody else has such a file.
SHEBAO_CODES = SHEBAO_VAR / "secrets" / "authenticators.json"
SHEBAO_PRINTS = SHEBAO_VAR / "standin-printer"
SHEBAO_COOLING = environment.cooling()
SHEBAO_SITE = environment.site()

SECRET_KEY = environment.signing_key()
DEBUG = False
ALLOWED_HOSTS = environment.text("SHEBAO_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in environment.text("SHEBAO_ORIGINS").split(",") if origin
]
ROOT_URLCONF = "shebao.hall.config.urls"
WSGI_APPLICATION = "shebao.hall.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "shebao.hall.kit.limits",
    "shebao.hall.office.audit",
    "shebao.hall.office.agencies",
    "shebao.hall.office.accounts",
    "shebao.hall.office.catalogue",
    "shebao.hall.office.notices",
    "shebao.hall.office.documents",
    "shebao.hall.office.appointments",
    "shebao.hall.office.applications",
    "shebao.hall.office.operations",
]

MIDDLEWARE = [
    "shebao.hall.kit.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shebao.hall.kit.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "shebao.hall.config.middleware.TurnAway",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shebao.hall.config.middleware.DropNoughts",
    "shebao.hall.config.middleware.KnowVisitor",
    "shebao.hall.config.middleware.NoticeEndedMandates",
    "shebao.hall.config.middleware.AskToAgree",
    "shebao.hall.config.middleware.SayWhatHappened",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            HALL / "kit" / "templates",
            *(
                HALL / "channels" / name / "templates"
                for name in ("web", "desk", "manage", "kiosk")
            ),
        ],
        "OPTIONS": {"environment": "shebao.hall.config.jinja.environment"},
    },
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["shebao.hall.kit.passwords.LeanArgon2"]
SESSION_ENGINE = "shebao.hall.config.sessions"
SESSION_COOKIE_NAME = "shebao_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "shebao_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shebao.hall.config.errors.stale_form"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HALL / "locale"]
LANGUAGE_COOKIE_NAME = "shebao_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = SHEBAO_VAR / "static"
STATICFILES_DIRS = [HALL / "kit" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

IS_PRODUCTION = SHEBAO_MODE == environment.PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.text("SHEBAO_BEHIND_PROXY") else None
)
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_SECURE = IS_PRODUCTION
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_PRODUCTION else 0

LOGGING_CONFIG = "shebao.hall.kit.logs.configure"
# The framework hands this on only when it holds something; the writer itself is set up in code.
LOGGING = {"version": 1}
