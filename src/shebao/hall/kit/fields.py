"""Model fields that keep personal data encrypted in the database (6.3.1)."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from shebao.hall.kit.ciphers import KeyRing, UnknownKey
from shebao.hall.kit.keyring import Watched

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Anything = models.TextField[Any, Any]
else:
    _Text = _Anything = models.TextField


@cache
def watched() -> Watched:
    """The key file of this installation."""
    return Watched(settings.SHEBAO_KEY_FILE, settings.SHEBAO_KEY_RING)


def ring() -> KeyRing:
    """The key ring of this installation."""
    return watched().current()


def opened(stored: str, *, column: str) -> str:
    """Open a stored value; a key not known yet may just have come into the file."""
    try:
        return ring().open(stored, column=column)
    except UnknownKey:
        return watched().look().open(stored, column=column)


class EncryptedTextField(_Text):
    """Text that is only readable with the installation's keys; an empty text stays empty."""

    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way in."""
        if value in (None, ""):
            return value
        return ring().seal(str(value), column=self._column())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open on the way out."""
        if value in (None, ""):
            return value
        return opened(value, column=self._column())


class EncryptedJSONField(_Anything):
    """A JSON value that is only readable with the installation's keys."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way in."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return ring().seal(text, column=self._column())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open on the way out."""
        if value is None:
            return None
        return json.loads(opened(value, column=self._column()))
