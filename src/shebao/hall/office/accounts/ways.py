"""The ways to prove who one is (6.2.6), and how much each proves: the one table of them.

A further way, such as a certificate, is a line here and a verb that looks at its answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shebao.hall.kit.visitor import Level, Proof

# For so long after the last proof an errand that wants the person themselves goes on (5.4.1.5).
LASTS = timedelta(minutes=30)


class Factor(StrEnum):
    """What a way rests on; two different ones together verify."""

    KNOWS = "knows"
    HAS = "has"
    IS = "is"


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way: what it rests on, and how much it proves when nothing else is there."""

    factors: frozenset[Factor]
    alone: Level


def _way(alone: Level, *factors: Factor) -> Way:
    return Way(factors=frozenset(factors), alone=alone)


WAYS: dict[str, Way] = {
    "password": _way(Level.KNOWN, Factor.KNOWS),
    "sms": _way(Level.LOW, Factor.HAS),
    "totp": _way(Level.LOW, Factor.HAS),
    "recovery": _way(Level.LOW, Factor.HAS),
    "face": _way(Level.LOW, Factor.IS),
    # The key asks for a finger, a face or a PIN itself before it signs.
    "passkey": _way(Level.VERIFIED, Factor.HAS, Factor.IS),
    # The card's own password, and the service that keeps it.
    "e-card": _way(Level.VERIFIED, Factor.HAS, Factor.KNOWS),
    "national-id": _way(Level.VERIFIED, Factor.HAS, Factor.KNOWS),
    # A card read at a kiosk, without its password.
    "card": _way(Level.KNOWN, Factor.HAS),
    # Their phone, on which they are signed in, said yes to a kiosk before them.
    "phone": _way(Level.KNOWN, Factor.HAS),
    "partner": _way(Level.KNOWN, Factor.KNOWS),
    "certificate": _way(Level.VERIFIED, Factor.HAS, Factor.KNOWS),
    # An employer's certificate may lie in several hands; it proves the employer, not the person.
    "unit-certificate": _way(Level.KNOWN, Factor.HAS),
    # Somebody of the agency saw the person and their document.
    "counter": _way(Level.VERIFIED, Factor.HAS, Factor.IS),
}


# What people call them; channels say it in the visitor's language.
WORDS: dict[str, str] = {
    "password": "密码",
    "sms": "短信验证码",
    "totp": "验证器动态码",
    "recovery": "备用恢复码",
    "face": "刷脸",
    "passkey": "通行密钥",
    "e-card": "电子社保卡",
    "national-id": "国家网络身份认证",
    "card": "刷卡",
    "phone": "手机扫码",
    "partner": "第三方账号",
    "certificate": "数字证书",
    "unit-certificate": "单位数字证书",
    "counter": "窗口核对证件",
    "register": "注册",
    "token": "接口令牌",
}


@dataclass(frozen=True, kw_only=True)
class Proven:
    """One way that succeeded; ``digest`` is one of the challenge that was answered."""

    way: str
    at: datetime
    digest: str = ""


def level_of(ways: Iterable[str]) -> Level:
    """What these ways prove together: two different kinds verify, else the best one counts."""
    known = [WAYS[way] for way in ways if way in WAYS]
    factors = {factor for way in known for factor in way.factors}
    if len(factors) > 1:
        return Level.VERIFIED
    return max((way.alone for way in known), default=Level.NOBODY)


def proof_of(proven: Iterable[Proven], *, now: datetime) -> Proof | None:
    """What a session rests on now; verified only for half an hour after the last proof."""
    ordered = sorted(proven, key=lambda one: one.at)
    if not ordered:
        return None
    level = level_of(one.way for one in ordered)
    if now - ordered[-1].at > LASTS:
        level = min(level, Level.KNOWN)
    method = "+".join(dict.fromkeys(one.way for one in ordered))
    digest = next((one.digest for one in reversed(ordered) if one.digest), "")
    return Proof(method=method, level=level, at=ordered[-1].at, digest=digest)


def is_sure(proof: Proof | None) -> bool:
    """Whether two kinds of proof stand behind a visit, however long ago they were given."""
    return proof is not None and level_of(proof.method.split("+")) is Level.VERIFIED


def would_verify(way: str, before: Iterable[str]) -> bool:
    """Whether this way, added to those before, makes it sure."""
    return level_of((*before, way)) is Level.VERIFIED
