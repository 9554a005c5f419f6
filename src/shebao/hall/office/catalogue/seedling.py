"""A new item folder that already passes the check, to be rewritten in place."""

import re
from pathlib import Path

BLANK = Path(__file__).with_name("blank")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 60


class NoPlace(ValueError):
    """The folder cannot be made; the message says why."""


def plant(slug: str, *, into: Path) -> Path:
    """Write the folder and return it; raises :class:`NoPlace`, and then nothing is written."""
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST:
        raise NoPlace(f"事项代号用小写字母、数字和短横线，例如 contact-change；现在是 {slug!r:.80}")
    place = into / slug
    if place.exists():
        raise NoPlace(f"{place} 已经有了，请换一个代号，或先把它移走")
    place.mkdir(parents=True)
    for source in sorted(BLANK.iterdir()):
        text = source.read_text(encoding="utf-8").replace("SLUG", slug)
        (place / source.name).write_text(text, encoding="utf-8")
    return place
