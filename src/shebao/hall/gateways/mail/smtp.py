"""Letters over SMTP (RFC 5321) with STARTTLS or TLS; the key becomes the Message-ID."""

import smtplib
import ssl
from contextlib import closing
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from shebao.hall.gateways.mail.port import MailDown

SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Smtp:
    """One server; ``security`` is ``tls``, ``starttls`` or, on the same machine only, ``none``."""

    host: str
    port: int
    sender: str
    name: str
    security: str = "starttls"
    user: str = ""
    password: str = ""

    def send(self, *, address: str, title: str, words: str, key: str) -> str:
        """Hand the letter over; a refusal of the address is a failure like any other."""
        letter = self.letter(address=address, title=title, words=words, key=key)
        try:
            with closing(self._connected()) as server:
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise MailDown(f"smtp: {type(error).__name__}") from error
        return str(letter["Message-ID"])

    def letter(self, *, address: str, title: str, words: str, key: str) -> EmailMessage:
        """The letter; the same key gives the same Message-ID, which mailboxes show once."""
        local, _, domain = self.sender.partition("@")
        letter = EmailMessage()
        letter["From"] = Address(self.name, local, domain)
        letter["To"] = address
        letter["Subject"] = title
        letter["Message-ID"] = f"<{key}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(words)
        return letter

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.security == "starttls":
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)
        return server
