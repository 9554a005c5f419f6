"""Our own line icons, 24 by 24; they stand beside words, so screen readers skip them."""

from functools import lru_cache

from markupsafe import Markup

# Icons that point somewhere turn round where people read from the right (design §8).
DIRECTIONAL = frozenset(["arrow", "back", "chevron", "handover", "logout", "return", "transfer"])

SHAPES: dict[str, str] = {
    "accessibility": (
        '<circle cx="10.5" cy="4.5" r="1.5"/><path d="M10.5 7.5V14h5l3 5.5 1.5-.8M10.5 10h5"/>'
        '<path d="M8 11.5a5 5 0 1 0 6.5 6"/>'
    ),
    "arrow": '<path d="M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5"/>',
    "back": '<path d="M20 12H4.5M11 5.5 4.5 12l6.5 6.5"/>',
    "bandage": (
        '<path d="m4 15.5 11.5-11.5 4.5 4.5L8.5 20Z"/><path d="m8.5 11 4.5 4.5M12 8l4 4M12 12h.1"/>'
    ),
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15Z"/><path d="M10 20.5h4"/>',
    "book": (
        '<path d="M12 6.5c-2-1.6-4.8-2-8-2v13.5c3.2 0 6 .4 8 2 2-1.6 4.8-2 8-2V4.5c-3.2 0-6 '
        '.4-8 2ZM12 6.5V20"/>'
    ),
    "building": (
        '<path d="M4 20.5V5.5l8-2.5v17.5M12 9l8 2v9.5M2.5 20.5h19M7.5 8.5h1M7.5 12h1M7.5 '
        '15.5h1M15.5 14h1M15.5 17h1"/>'
    ),
    "calculator": (
        '<path d="M5.5 3.5h13v17h-13Z"/><path d="M8.5 7h7v3h-7ZM8.5 13.5h1M11.5 13.5h1M14.5 '
        '13.5h1M8.5 17h1M11.5 17h1M14.5 17h1"/>'
    ),
    "calendar": (
        '<path d="M4 6h16v14.5H4ZM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/><path d="m9 15 2 2 4-4"/>'
    ),
    "camera": '<path d="M3.5 7.5H8l1.5-3h5l1.5 3h4.5v12h-17Z"/><circle cx="12" cy="13" r="3.5"/>',
    "card": '<path d="M3 6h18v12.5H3ZM3 10h18"/><path d="M6.5 14.5H11"/>',
    "certificate": (
        '<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M13.5 3.5V8.5h5"/><path d="m9 14.5 2.2 '
        '2.2 4.3-4.3"/>'
    ),
    "chat": '<path d="M4 5h16v11.5H11L6.5 20v-3.5H4Z"/><path d="M8 9.5h8M8 12.5h5"/>',
    "check": '<path d="m4.5 12.5 5 5L19.5 7"/>',
    "chevron": '<path d="m9 5 7 7-7 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2.3"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "coins": (
        '<ellipse cx="9" cy="7" rx="5.5" ry="2.8"/><path d="M3.5 7v4.5c0 1.5 2.5 2.8 5.5 '
        '2.8M3.5 11.5V16c0 1.5 2.5 2.8 5.5 2.8"/><ellipse cx="15.5" cy="13" rx="5" ry="2.6"/>'
        '<path d="M10.5 13v5c0 1.4 2.2 2.6 5 2.6s5-1.2 5-2.6v-5"/>'
    ),
    "contrast": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" '
        'fill="currentColor"/>'
    ),
    "copy": '<path d="M8.5 8.5h11v12h-11Z"/><path d="M15.5 8.5v-5h-11v12h4"/>',
    "document": (
        '<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M13.5 3.5V8.5h5M9 12.5h6.5M9 16h6.5"/>'
    ),
    "down": '<path d="m5 9 7 7 7-7"/>',
    "download": '<path d="M12 3.5v11.5M7.5 11l4.5 4.5L16.5 11M4 20h16"/>',
    "edit": '<path d="M4 20.5h4L20 8.5l-4-4L4 16.5Z"/>',
    "eye": (
        '<path d="M2.5 12C4.3 7.8 7.5 5.2 12 5.2s7.7 2.6 9.5 6.8c-1.8 4.2-5 6.8-9.5 6.8S4.3 '
        '16.2 2.5 12Z"/><circle cx="12" cy="12" r="2.8"/>'
    ),
    "face": (
        '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4"/><path d="M9 9.5v1M15 9.5v1M9 '
        '14.5c1.8 1.7 4.2 1.7 6 0"/>'
    ),
    "filter": '<path d="M3.5 5h17l-6.5 8v6l-4 1.5V13Z"/>',
    "flag": '<path d="M5 21V4h13l-2.5 4L18 12H5"/>',
    "gavel": (
        '<path d="m13 4 6 6M10.5 6.5l6 6M12 5l-4.5 4.5M18 11l-4.5 4.5M11.5 11 4 18.5l1.5 '
        '1.5L13 12.5M13 20.5h7.5"/>'
    ),
    "globe": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5.5 5 11.5 0 '
        '17-5-5.5-5-11.5 0-17Z"/>'
    ),
    "handover": '<path d="M4 18c0-6 3-9 9-9h6.5M15 4.5 19.5 9 15 13.5"/>',
    "heart": (
        '<path d="M12 20c-6-4.2-8.5-7.3-8.5-11A4.5 4.5 0 0 1 12 6.8 4.5 4.5 0 0 1 20.5 9c0 '
        '3.7-2.5 6.8-8.5 11Z"/>'
    ),
    "help": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.7a2.6 2.6 0 1 1 3.7 '
        '2.4c-.9.4-1.2.9-1.2 1.9M12 16.7v.6"/>'
    ),
    "hidden": (
        '<path d="M3.5 3.5 20.5 20.5M9.5 5.5A10 10 0 0 1 12 5.2c4.5 0 7.7 2.6 9.5 6.8a12.5 '
        "12.5 0 0 1-2.7 3.9M6.2 7.5A12 12 0 0 0 2.5 12c1.8 4.2 5 6.8 9.5 6.8 1.4 0 2.7-.3 "
        '3.9-.8M10 10a2.8 2.8 0 0 0 4 4"/>'
    ),
    "home": '<path d="M4 11 12 4l8 7v9.5h-5.5v-6h-5v6H4Z"/>',
    "inbox": (
        '<path d="M3.5 13 6 4.5h12l2.5 8.5v6.5h-17ZM3.5 13H9c.3 1.7 1.4 2.5 3 2.5s2.7-.8 '
        '3-2.5h5.5"/>'
    ),
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.6"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l3 3"/>',
    "keyboard": '<path d="M2.5 6h19v12.5h-19ZM6 10h.6M9.7 10h.6M13.7 10h.6M17.4 10h.6M7 14.5h10"/>',
    "letters": (
        '<path d="m3 19 4.5-12L12 19M4.5 15.5h6"/><path d="m14 19 3.2-8.5L20.5 19M15 16.5h4.5"/>'
    ),
    "list": '<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4 6.5h.6M4 12h.6M4 17.5h.6"/>',
    "lock": '<path d="M5 10.5h14v10H5Z"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>',
    "logout": '<path d="M10 4H4.5v16H10M9.5 12h11M16.5 8l4 4-4 4"/>',
    "map": (
        '<path d="m3.5 6 5.7-2.5 5.6 2.5 5.7-2.5V18l-5.7 2.5-5.6-2.5-5.7 2.5ZM9.2 3.5V18M14.8 '
        '6v14.5"/>'
    ),
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "message": '<path d="M3.5 5.5h17v13h-17Z"/><path d="m3.5 6.5 8.5 7 8.5-7"/>',
    "minus": '<path d="M4.5 12h15"/>',
    "phone": (
        '<path d="M5 3.5h3.5l1.7 4.5-2.2 1.7a12.5 12.5 0 0 0 6.3 6.3l1.7-2.2 4.5 1.7V19a1.5 '
        '1.5 0 0 1-1.6 1.5C10.5 20 4 13.5 3.5 5.1A1.5 1.5 0 0 1 5 3.5Z"/>'
    ),
    "place": (
        '<path d="M12 21c4.5-5 6.5-8.2 6.5-11a6.5 6.5 0 1 0-13 0c0 2.8 2 6 6.5 11Z"/><circle '
        'cx="12" cy="10" r="2.5"/>'
    ),
    "plane": '<path d="m3 13.5 18-9.5-6 16-3.5-6Z"/><path d="m11.5 14 9.5-10"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "printer": '<path d="M7 8.5v-5h10v5M7 16.5H3.5v-8h17v8H17"/><path d="M7 13.5h10v7H7Z"/>',
    "qr": (
        '<path d="M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.5v2.5H14ZM20 14v2M17.5 20H20M14 '
        '20v-1.5M20 18.5v-.5"/>'
    ),
    "records": '<path d="M4 4v16h16.5"/><path d="m7 15 4-4.5 3 2.5 5-6.5"/>',
    "refresh": '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3M17.5 3v4h-4"/>',
    "return": '<path d="M20 18c0-6-3-9-9-9H4.5M9 4.5 4.5 9 9 13.5"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "settings": (
        '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" '
        'cy="17" r="2"/>'
    ),
    "shield": '<path d="M12 3 4.5 6v5.5c0 4.5 3 7.7 7.5 9.5 4.5-1.8 7.5-5 7.5-9.5V6Z"/>',
    "speaker": (
        '<path d="M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>'
    ),
    "sprout": (
        '<path d="M12 20.5V11M12 13C7 13 4.5 10.5 4.5 6 9.5 6 12 8.5 12 13ZM12 11c0-4 2.5-6.5 '
        '7.5-6.5 0 4.5-2.5 6.5-7.5 6.5Z"/>'
    ),
    "star": '<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8Z"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 '
        '17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4"/>'
    ),
    "transfer": '<path d="M4 8.5h14.5M15 5l3.5 3.5L15 12M20 15.5H5.5M9 12l-3.5 3.5L9 19"/>',
    "umbrella": (
        '<path d="M12 3.5v1M3 13a9 9 0 0 1 18 0c-1.5-1.3-4-1.3-6 0-1.8-1.3-4.2-1.3-6 '
        '0-2-1.3-4.5-1.3-6 0ZM12 12.5V18a2.2 2.2 0 0 1-4.3 0"/>'
    ),
    "upload": '<path d="M12 16V4.5M7.5 9 12 4.5 16.5 9M4 20h16"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c1-4.2 4-6 8-6s7 1.8 8 6"/>',
    "users": (
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.8-3.6 3.2-5 6.5-5s5.7 1.4 6.5 '
        '5"/><path d="M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.8c1.9.8 3 2.3 3.5 4.7"/>'
    ),
    "verified": (
        '<path d="M12 3 4.5 6v5.5c0 4.5 3 7.7 7.5 9.5 4.5-1.8 7.5-5 7.5-9.5V6Z"/><path d="m8.5 '
        '12 2.5 2.5 4.5-4.7"/>'
    ),
    "wallet": (
        '<path d="M3.5 7.5h17v12h-17ZM3.5 7.5 16 3.5v4"/><path d="M20.5 11.5H16a2 2 0 0 0 0 '
        '4h4.5"/>'
    ),
    "warning": '<path d="M12 3.5 2.5 20h19Z"/><path d="M12 10v5M12 17.2v.6"/>',
    "work": '<path d="M3.5 8h17v11.5h-17ZM8.5 8V4.5h7V8M3.5 13c5.5 2.2 11.5 2.2 17 0"/>',
}
EVERYDAY = "document"


@lru_cache(maxsize=1024)
def icon(name: str, size: str = "") -> Markup:
    """The icon as inline SVG; ``size`` is ``""``, ``"s"`` or ``"l"``; an unknown name is a sheet.

    Items bring icon names of their own, and a page must not fail for a picture; ``SHAPES`` lists
    the known names.
    """
    shape = name if name in SHAPES else EVERYDAY
    classes = " ".join(filter(None, ("i", size, "flip" if shape in DIRECTIONAL else "")))
    return Markup(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
    ).format(classes, Markup(SHAPES[shape]))  # noqa: S704
