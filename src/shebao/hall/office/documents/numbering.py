"""Paper numbers: region, day, type and eight digits, e.g. ``990100-20261123-12-48203917``."""

import secrets
from datetime import date

TYPES = {"acceptance": "11", "result": "12", "supplement": "13", "originals": "14"}
MENUS = {"voucher": "19", "certificate": "20"}


def paper_number(*, agency: str, day: date, kind: str, menu: str) -> str:
    """A number to try; says nothing of the person, and nothing of how many papers there are."""
    sort = TYPES.get(kind) or MENUS[menu]
    return f"{agency[:6]}-{day:%Y%m%d}-{sort}-{secrets.randbelow(10**8):08d}"
