"""What may stand in a text message: no link and no personal number (5.4.4).

Whoever steals a phone or reads over a shoulder learns nothing that opens a door, and nobody gets
used to links that come with our name.
"""

import re

LINK = re.compile(r"https?:|www\.|[a-z0-9-]+\.(?:cn|com|net|org|gov|top|vip)\b", re.IGNORECASE)
# Phones, documents, cards and accounts all have runs of at least seven digits.
LONG_NUMBER = re.compile(r"[0-9０-９](?:[ -]?[0-9０-９Xx]){6,}")
PLAIN = "您有一条新消息，请登录平台查看。"


def is_fit(words: str) -> bool:
    """Whether these words may go to a phone as they are."""
    return not LINK.search(words) and not LONG_NUMBER.search(words)


def fit(words: str) -> str:
    """The words, or a sentence that says only that there is news."""
    return words if is_fit(words) else PLAIN
