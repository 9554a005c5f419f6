"""Proof of work in place of pictures (6.2.6a): made and judged here, no outside service.

It takes a browser with script a second. Without script the way stays open, for fewer tries.
"""

import json
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

from altcha.v1 import ChallengeOptions, create_challenge, extract_params, verify_solution
from django.http import HttpRequest

from shebao.hall.kit.address import address_of
from shebao.hall.kit.fields import ring
from shebao.hall.kit.limits.actions import Limit, TooMany, count

LASTS = timedelta(minutes=20)
HARDEST = 40_000
ONCE = Limit(name="work-once", times=1, seconds=3600)
WITHOUT = Limit(name="without-work", times=4, seconds=3600)
PARTS = ("algorithm", "challenge", "salt", "signature")


def _key() -> str:
    return ring().blind("proof-of-work")


def task(now: datetime) -> str:
    """What the browser is to find out, as JSON."""
    options = ChallengeOptions(
        algorithm="SHA-256", max_number=HARDEST, hmac_key=_key(), expires=now + LASTS
    )
    made = create_challenge(options)
    asked = {part: getattr(made, part) for part in PARTS}
    return json.dumps({**asked, "maxnumber": HARDEST})


def demand(request: HttpRequest, *, now: datetime) -> None:
    """Count a try: freely with work done, few times without. Raises ``TooMany``."""
    if not _is_done(request.POST.get("work", "")[:4000], now):
        count(WITHOUT, key=address_of(request), now=now)


def _is_done(answer: str, now: datetime) -> bool:
    """Whether the work is ours, right, not too old, and done for this once."""
    done = _read(answer)
    if not done or not verify_solution(answer, _key(), check_expires=False)[0]:
        return False
    if _ends_at(done) < now.timestamp():
        return False
    try:
        count(ONCE, key=str(done["challenge"]), now=now)
    except TooMany:
        return False
    return True


def _read(answer: str) -> dict[str, Any]:
    try:
        done = json.loads(b64decode(answer, validate=True))
    except ValueError:
        return {}
    is_whole = isinstance(done, dict) and all(isinstance(done.get(part), str) for part in PARTS)
    return done if is_whole and isinstance(done.get("number"), int) else {}


def _ends_at(done: dict[str, Any]) -> float:
    expires = extract_params(done).get("expires", ["0"])[0]  # type: ignore[arg-type]
    return float(expires) if expires.isdigit() else 0.0
