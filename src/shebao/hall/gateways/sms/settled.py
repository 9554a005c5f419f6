"""The carriers an agency has a contract with, in their order, from one file; secrets lie apart."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shebao.hall.gateways.sms.aliyun import Aliyun
from shebao.hall.gateways.sms.port import SmsCarrier
from shebao.hall.gateways.sms.smpp import Smpp
from shebao.hall.gateways.sms.tencent import Tencent

KINDS: Mapping[str, tuple[type[Any], str]] = {
    "aliyun": (Aliyun, "secret"),
    "tencent": (Tencent, "secret"),
    "smpp": (Smpp, "password"),
}


class BadSetting(ValueError):
    """The file does not say what is needed; the message says what."""


def carriers_in(file: Path, *, clock: Callable[[], datetime]) -> Mapping[str, SmsCarrier]:
    """Every ``[[sms]]`` of the file by its name, in its order. Raises ``BadSetting``."""
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get("sms", [])
    if not rows:
        raise BadSetting(f"{file.name}: no [[sms]] in it")
    return {row.get("name", ""): _carrier(row, file.parent, clock) for row in rows}


def _carrier(row: dict[str, Any], folder: Path, clock: Callable[[], datetime]) -> SmsCarrier:
    kind = row.get("kind", "")
    if not row.get("name") or kind not in KINDS or "secret_file" not in row:
        kinds = ", ".join(KINDS)
        raise BadSetting(f"[[sms]] needs name, secret_file and a kind out of {kinds}")
    made, secret = KINDS[kind]
    rest = {key: row[key] for key in row if key not in {"name", "kind", "secret_file"}}
    rest[secret] = (folder / row["secret_file"]).read_text(encoding="utf-8").strip()
    own_clock = {} if made is Smpp else {"clock": clock}
    try:
        carrier: SmsCarrier = made(**rest, **own_clock)
    except TypeError as error:
        raise BadSetting(f"[[sms]] {row['name']}: {error}") from None
    return carrier
