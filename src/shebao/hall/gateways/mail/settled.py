"""The mail server an agency uses, from the file that names its message carriers."""

import tomllib
from pathlib import Path

from shebao.hall.gateways.mail.smtp import Smtp


class BadSetting(ValueError):
    """The file does not say what is needed; the message says what."""


def mail_in(file: Path) -> Smtp | None:
    """The ``[mail]`` of the file, or None without one. Raises ``BadSetting``."""
    row = tomllib.loads(file.read_text(encoding="utf-8")).get("mail")
    if row is None:
        return None
    secret = row.pop("secret_file", "")
    password = (file.parent / secret).read_text(encoding="utf-8").strip() if secret else ""
    try:
        return Smtp(**row, password=password)
    except TypeError as error:
        raise BadSetting(f"[mail]: {error}") from None
