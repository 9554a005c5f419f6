"""What somebody who knows certificates does for us: says whose certificate signed an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

# The most bytes an answer may have.
LARGEST = 65_536


class Fault(StrEnum):
    """Why a certificate or its signature is not accepted."""

    UNREADABLE = "unreadable"
    NOT_THIS = "not this"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    STALE = "stale"
    UNFIT = "unfit"


class NotAccepted(ValueError):
    """The certificate or its signature is not accepted; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        """Remember why."""
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose certificate it is.

    ``code`` is the unified social credit code or the ID number in it; ``fingerprint`` and
    ``root`` are SHA-256 of the certificate and of the authority's root, in hex.
    """

    name: str
    code: str
    is_unit: bool
    fingerprint: str
    root: str
    until: date


class CertificateCheck(Protocol):
    """Checks certificates against the roots it trusts: chain, days, revocation, purpose."""

    def signed(self, answer: bytes, *, challenge: bytes, now: datetime) -> Holder:
        """Whose certificate signed the challenge (CMS, RFC 5652). Raises ``NotAccepted``."""
        ...

    def shown(self, certificate: bytes, *, now: datetime) -> Holder:
        """Whose certificate a TLS handshake has shown (DER). Raises ``NotAccepted``."""
        ...
