"""What people type, brought to one width: full-width signs, odd dashes, blanks nobody sees."""

_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}
_HALF_WIDTH |= {0x3000: 0x20, 0xFFE5: 0xA5}
_HALF_WIDTH |= dict.fromkeys(
    (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63), ord("-")
)
_LONG = 10**18
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD))


def half_width(text: str) -> str:
    """The same text with ASCII signs in their ordinary width; Chinese characters stay."""
    return text.translate(_HALF_WIDTH).translate(_INVISIBLE)


def without_blanks(text: str) -> str:
    """:func:`half_width`, and no blank of any kind left."""
    return "".join(half_width(text).split())


def shown(value: object, longest: int = 20) -> str:
    """A value as it may be repeated in a message: printable and short, whatever came in."""
    text = value if isinstance(value, str) else type(value).__name__
    printable = "".join(sign if sign.isprintable() else "?" for sign in text[:longest])
    return printable + ("…" if len(text) > longest else "")


def told(value: object) -> str:
    """Any value, numbers too, as it may be repeated in a message: printable and short."""
    if isinstance(value, int) and abs(value) >= _LONG:
        return "一个很大的数"
    return shown(str(value))
