"""The demo's kiosk: one registered terminal, its key, and a number for the stand-in reader."""

from pathlib import Path

from shebao.commands.demo_people import AGENCY
from shebao.hall.kit import clock


def settle(folder: Path, address: str) -> list[str]:
    """Register the terminal once; returns the lines that say where it is and how to use it."""
    from shebao.insurance.cast import CAST

    holder = next(one for one in CAST if one.id_type == "citizen_id")
    return [
        f"自助终端（首次先填密钥）        {address}/kiosk/setting/",
        f"  演示密钥 {_key(folder / 'secrets' / 'kiosk-key')}",
        f"  替身卡   {holder.id_number}",
    ]


def _key(place: Path) -> str:
    from shebao.hall.office.agencies.centres import centres
    from shebao.hall.office.agencies.terminals import register_terminal, terminal_with_key

    kept = place.read_text() if place.exists() else ""
    if terminal_with_key(kept) is not None:
        return kept
    now = clock.now()
    made = register_terminal(
        agency=AGENCY, name=f"演示机 {now:%m%d%H%M}", printer="", actor="demo", now=now,
        centre=next((one.code for one in centres(agency=AGENCY)), ""),
    )  # fmt: skip
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.touch(mode=0o600)
    place.write_text(made.key)
    return made.key
