"""Alibaba Cloud's SMS door: action ``SendSms`` of 2017-05-25, signed with ACS3-HMAC-SHA256.

The text goes as the one variable of a template that the carrier has approved.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from shebao.hall.gateways.sms.asking import ask
from shebao.hall.gateways.sms.port import CarrierDown

ALGORITHM = "ACS3-HMAC-SHA256"
VERSION = "2017-05-25"


def signed(
    headers: Mapping[str, str], *, query: str, body: bytes, key_id: str, secret: str
) -> dict[str, str]:
    """The headers with their ``Authorization``; all of them are signed."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    request = "\n".join(
        ["POST", "/", query, lines, ";".join(names), hashlib.sha256(body).hexdigest()]
    )
    text = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    mark = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    told = f"Credential={key_id},SignedHeaders={';'.join(names)},Signature={mark}"
    return {**headers, "Authorization": f"{ALGORITHM} {told}"}


@dataclass(frozen=True, kw_only=True)
class Aliyun:
    """One account there; ``variable`` is the template's only placeholder."""

    key_id: str
    secret: str
    sign_name: str
    template: str
    variable: str
    clock: Callable[[], datetime]
    url: str = "https://dysmsapi.aliyuncs.com/"

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Hand the message over; ``key`` goes along as the caller's own number."""
        fields = {
            "PhoneNumbers": mobile,
            "SignName": self.sign_name,
            "TemplateCode": self.template,
            "TemplateParam": json.dumps({self.variable: words}, ensure_ascii=False),
            "OutId": key,
        }
        query = "&".join(f"{name}={quote(fields[name], safe='-_.~')}" for name in sorted(fields))
        headers = signed(
            self._headers(), query=query, body=b"", key_id=self.key_id, secret=self.secret
        )
        told = ask(f"{self.url}?{query}", headers=headers, body=b"")
        if told.get("Code") != "OK":
            raise CarrierDown(str(told.get("Code", "no code"))[:60])
        return str(told.get("BizId", ""))

    def _headers(self) -> dict[str, str]:
        return {
            "host": urlsplit(self.url).netloc,
            "x-acs-action": "SendSms",
            "x-acs-version": VERSION,
            "x-acs-date": self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }
