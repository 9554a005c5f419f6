"""The services an agency has agreed with, from one file; each with its own secret."""

import tomllib
from pathlib import Path

from shebao.hall.gateways.identity.oidc import OpenIdProvider
from shebao.hall.gateways.identity.port import IdentityProvider

WAYS = frozenset({"e-card", "national-id", "partner"})


class BadSetting(ValueError):
    """The file does not say what is needed; the message says what."""


def providers_in(file: Path) -> tuple[IdentityProvider, ...]:
    """Every ``[[provider]]`` of the file, in its order. Raises ``BadSetting``."""
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get("provider", [])
    return tuple(_provider(row, file.parent) for row in rows)


def _provider(row: dict[str, str], folder: Path) -> OpenIdProvider:
    missing = {"code", "way", "title", "issuer", "client_id", "secret_file"} - set(row)
    if missing:
        raise BadSetting(f"provider: {', '.join(sorted(missing))} missing")
    if row["way"] not in WAYS:
        raise BadSetting(f"provider {row['code']}: way must be one of {', '.join(sorted(WAYS))}")
    secret = (folder / row["secret_file"]).read_text(encoding="utf-8").strip()
    optional = {name: row[name] for name in ("scope", "id_claim", "name_claim") if name in row}
    return OpenIdProvider(
        code=row["code"],
        way=row["way"],
        title=row["title"],
        issuer=row["issuer"],
        client_id=row["client_id"],
        client_secret=secret,
        **optional,  # type: ignore[arg-type]
    )
