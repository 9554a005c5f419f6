"""One signed request to a carrier's HTTP door, and its answer as JSON."""

import json
from collections.abc import Mapping
from typing import Any

import urllib3

from shebao.hall.gateways.sms.port import CarrierDown, Uncertain

SECONDS = 8
LARGEST = 64 * 1024
_POOL = urllib3.PoolManager(maxsize=16, retries=False, timeout=SECONDS)


def ask(url: str, *, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    """Post the request. Raises ``Uncertain`` without an answer, ``CarrierDown`` for a bad one."""
    try:
        reply = _POOL.request("POST", url, headers=dict(headers), body=body, redirect=False)
    except urllib3.exceptions.NewConnectionError as error:
        raise CarrierDown("cannot be reached") from error
    except urllib3.exceptions.HTTPError as error:
        raise Uncertain(f"no answer: {type(error).__name__}") from error
    try:
        found = json.loads(reply.data[:LARGEST])
    except ValueError:
        raise CarrierDown(f"HTTP {reply.status} without JSON") from None
    if not isinstance(found, dict):
        raise CarrierDown(f"HTTP {reply.status} without an object")
    return found
