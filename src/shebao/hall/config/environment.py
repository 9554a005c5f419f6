"""What the surroundings say: every ``SHEBAO_…`` variable is read here and nowhere else."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from shebao.hall.kit.ciphers import BadRing, KeyRing, fresh_ring_text, parse_ring

DEMO, TEST, PRODUCTION = "demo", "test", "production"


class NotConfigured(SystemExit):
    """A setting that production needs is missing; the product refuses to start (6.4.5)."""


def text(name: str, default: str = "") -> str:
    """One variable, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def mode() -> str:
    """``production`` unless a variable says ``demo`` or ``test``."""
    chosen = text("SHEBAO_MODE", PRODUCTION)
    if chosen not in {DEMO, TEST, PRODUCTION}:
        raise NotConfigured(f"SHEBAO_MODE must be demo, test or production, not {chosen!r}.")
    return chosen


def folder() -> Path:
    """Where this installation keeps its files: ``SHEBAO_VAR``, else ``./var``."""
    return Path(text("SHEBAO_VAR", "var")).absolute()


def _private_file(path: Path, fresh: str) -> str:
    """Read a secret file, made on the first start; readable for its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(fresh)
        try:
            os.link(half, path)
        except FileExistsError:
            pass
        finally:
            half.unlink()
    if path.stat().st_mode & 0o077:
        raise NotConfigured(f"{path.name} can be read by others. Run: chmod 600 on it.")
    return path.read_text()


def secret_place(name: str, *, file_name: str) -> Path:
    """The file that ``NAME_FILE`` points to, or in the demo one of its own."""
    pointed = text(f"{name}_FILE")
    if pointed:
        if not Path(pointed).exists():
            raise NotConfigured(f"{name}_FILE points to a file that is not there.")
        return Path(pointed)
    if mode() == PRODUCTION:
        raise NotConfigured(
            f"{name}_FILE is not set. Production does not start without its own secrets; "
            "see docs/guide/operate.md."
        )
    return folder() / "secrets" / file_name


def secret(name: str, *, file_name: str, fresh: str) -> str:
    """A secret from the file that ``NAME_FILE`` points to; the demo makes its own."""
    return _private_file(secret_place(name, file_name=file_name), fresh)


def signing_key() -> str:
    """The key behind sessions and form tokens."""
    return secret("SHEBAO_SECRET_KEY", file_name="secret_key", fresh=secrets.token_urlsafe(50))


def ring() -> KeyRing:
    """The key ring behind encrypted columns."""
    try:
        return parse_ring(
            secret("SHEBAO_FIELD_KEYS", file_name="field_keys", fresh=fresh_ring_text())
        )
    except BadRing as error:
        raise NotConfigured(f"The key file (SHEBAO_FIELD_KEYS_FILE): {error}.") from None


def ring_file() -> Path:
    """Where that key ring lies."""
    return secret_place("SHEBAO_FIELD_KEYS", file_name="field_keys")


def database() -> dict[str, Any]:
    """``SHEBAO_DATABASE`` as Django reads it: ``sqlite:///file`` or ``postgresql://…``."""
    address = text("SHEBAO_DATABASE", f"sqlite:///{folder() / 'hall.sqlite3'}")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(parts.path)
    if parts.scheme == "postgresql":
        return postgresql(address)
    raise NotConfigured("SHEBAO_DATABASE must begin with sqlite:/// or postgresql://.")


def sqlite(path: str) -> dict[str, Any]:
    """SQLite that survives a power cut and lets writers queue instead of fail."""
    place = Path(path[1:] if path.startswith("//") else path)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """PostgreSQL with psycopg's own pool; a ``host`` in the query may be a socket folder."""
    parts = urlsplit(address)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def item_folders() -> list[Path]:
    """The product's own items and, after them, the agency's: ``SHEBAO_ITEMS=a:b``."""
    import shebao

    ours = Path(shebao.__file__).parent / "items"
    return [ours, *(Path(part) for part in text("SHEBAO_ITEMS").split(":") if part)]


def site() -> dict[str, str]:
    """What the frame of every page says of its operator; filing numbers are shown once set."""
    names = ("name", "desk_name", "host", "operator", "phone_hours", "identifier", "icp", "police")
    told = {name: text(f"SHEBAO_SITE_{name.upper()}") for name in names}
    told["phone_page"] = "/dev/phone/" if mode() == DEMO else ""
    told["codes_page"] = "/dev/codes/" if mode() == DEMO else ""
    return {name: words for name, words in told.items() if words}


def cooling() -> timedelta:
    """For how long what moves money waits after a change of phone or payee (6.2.5)."""
    hours = text("SHEBAO_COOLING_HOURS", "24")
    if not hours.isdigit():
        raise NotConfigured("SHEBAO_COOLING_HOURS must be a whole number of hours.")
    return timedelta(hours=int(hours))


def wall_tls() -> dict[str, str]:
    """Certificates for the line to the core: its authority, and our own towards it."""
    names = {"ca_certs": "CA", "cert_file": "CERTIFICATE", "key_file": "KEY"}
    told = {name: text(f"SHEBAO_WALL_{word}") for name, word in names.items()}
    return {name: path for name, path in told.items() if path}
