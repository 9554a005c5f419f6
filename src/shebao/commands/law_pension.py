"""``shebao law …``: what a pension comes to, and how it was worked out."""

from typing import Any


def add_words(words: Any) -> None:
    """Add the words of pensions below ``shebao law``."""
