"""The stand-in carrier: it writes a log line instead of sending, and its reference says so."""

import structlog

log = structlog.get_logger("sms-standin")


class Unsent:
    """Sends nothing; the log shows that a message would have gone out, with the number masked."""

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Write the line and give a reference that names the stand-in."""
        log.info("not sent: stand-in carrier", mobile=mobile, length=len(words), key=key)
        return f"STANDIN-{key}"
