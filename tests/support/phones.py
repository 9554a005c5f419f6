"""Telephones in tests: what the worker brought to them."""

import re
from datetime import datetime
from typing import Any

from shebao.hall.office.accounts.jobs import send_texts


def texts(hall: Any, mobile: str, *, now: datetime) -> list[str]:
    """Everything that came to a phone, oldest first, after the worker went round once more."""
    send_texts(carrier=hall.sms, now=now)
    return [words for phone, words in hall.sms.sent if phone == mobile]


def code_on(hall: Any, mobile: str, *, now: datetime) -> str:
    """The newest code on a phone."""
    found = re.findall(r"验证码 (\d{6})", "\n".join(texts(hall, mobile, now=now)))
    return str(found[-1])
