"""Tencent Cloud's SMS door: action ``SendSms`` of 2021-01-11, signed with TC3-HMAC-SHA256.

The text goes as the one parameter of a template that the carrier has approved.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from shebao.hall.gateways.sms.asking import ask
from shebao.hall.gateways.sms.port import CarrierDown

ALGORITHM = "TC3-HMAC-SHA256"
SERVICE = "sms"
VERSION = "2021-01-11"
KIND = "application/json; charset=utf-8"
SIGNED = "content-type;host;x-tc-action"


def signature(*, secret: str, host: str, action: str, body: bytes, at: datetime) -> str:
    """The ``Signature`` part: over method, place, three headers and the body, for one day's key."""
    day = at.astimezone(UTC).strftime("%Y-%m-%d")
    lines = f"content-type:{KIND}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = "\n".join(["POST", "/", "", lines, SIGNED, hashlib.sha256(body).hexdigest()])
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{int(at.timestamp())}\n{day}/{SERVICE}/tc3_request\n{digest}"
    key = f"TC3{secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Tencent:
    """One account there; ``app`` is the SMS application the template belongs to."""

    key_id: str
    secret: str
    sign_name: str
    template: str
    app: str
    clock: Callable[[], datetime]
    region: str = "ap-guangzhou"
    url: str = "https://sms.tencentcloudapi.com/"

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Hand the message over; ``key`` goes along and comes back with the receipt."""
        fields = {
            "PhoneNumberSet": [f"+86{mobile}"],
            "SmsSdkAppId": self.app,
            "SignName": self.sign_name,
            "TemplateId": self.template,
            "TemplateParamSet": [words],
            "SessionContext": key,
        }
        body = json.dumps(fields, ensure_ascii=False).encode()
        told = ask(self.url, headers=self._headers(body), body=body).get("Response", {})
        return _reference(told)

    def _headers(self, body: bytes) -> dict[str, str]:
        at, host = self.clock(), urlsplit(self.url).netloc
        mark = signature(secret=self.secret, host=host, action="SendSms", body=body, at=at)
        scope = f"{at.astimezone(UTC):%Y-%m-%d}/{SERVICE}/tc3_request"
        return {
            "Authorization": f"{ALGORITHM} Credential={self.key_id}/{scope}, "
            f"SignedHeaders={SIGNED}, Signature={mark}",
            "Content-Type": KIND,
            "Host": host,
            "X-TC-Action": "SendSms",
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(int(at.timestamp())),
            "X-TC-Region": self.region,
        }


def _reference(told: Mapping[str, Any]) -> str:
    if "Error" in told:
        raise CarrierDown(str(told["Error"].get("Code", ""))[:60])
    one: Mapping[str, Any] = next(iter(told.get("SendStatusSet") or []), {})
    if one.get("Code") != "Ok":
        raise CarrierDown(str(one.get("Code", "no status"))[:60])
    return str(one.get("SerialNo", ""))
