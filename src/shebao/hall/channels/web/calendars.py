"""One appointment as an iCalendar file (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta

from shebao.hall.kit.clock import ZONE

LONGEST_LINE = 73


def event(
    *, uid: str, day: date, start: int, minutes: int, title: str, place: str, made_at: datetime
) -> str:
    """The file's text; ``start`` is a minute of the day where the agencies are."""
    begin = datetime.combine(day, time(start // 60, start % 60), tzinfo=ZONE)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//shebao//booking//ZH",
        "BEGIN:VEVENT",
        f"UID:{uid}@shebao",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(begin)}",
        f"DTEND:{_utc(begin + timedelta(minutes=minutes))}",
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(place)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_text(title)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Text with the signs escaped that mean something in the format."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 octets, and no sign is cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece])
