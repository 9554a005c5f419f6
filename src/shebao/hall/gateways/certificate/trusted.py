"""Certificates held to the roots an agency trusts: chain, days, revocation, purpose (6.2.7)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    ValidationError,
)

from shebao.hall.gateways.certificate import revoking, subject
from shebao.hall.gateways.certificate.message import opened
from shebao.hall.gateways.certificate.port import Fault, Holder, NotAccepted
from shebao.hall.gateways.certificate.primitives import Primitives

PURPOSE = {"digital_signature"}


class TrustedCertificates:
    """Accepts what one of these roots stands for, and what none of their lists revokes."""

    def __init__(
        self,
        *,
        roots: Sequence[bytes],
        between: Sequence[bytes] = (),
        lists: Sequence[bytes] = (),
    ) -> None:
        """Roots, issuers between them and the holders, and revocation lists, each in DER."""
        self._roots, self._between, self._lists = tuple(roots), tuple(between), tuple(lists)

    @cached_property
    def _crls(self) -> list[crl.CertificateList]:
        return [crl.CertificateList.load(one) for one in self._lists]

    def signed(self, answer: bytes, *, challenge: bytes, now: datetime) -> Holder:
        """Whose certificate signed the challenge. Raises ``NotAccepted``."""
        found = opened(answer, challenge=challenge)
        return self._held(found.leaf, found.others, now)

    def shown(self, certificate: bytes, *, now: datetime) -> Holder:
        """Whose certificate a TLS handshake has shown. Raises ``NotAccepted``."""
        try:
            leaf = x509.Certificate.load(certificate, strict=True)
            leaf.public_key.dump()
        except (ValueError, TypeError):
            raise NotAccepted(Fault.UNREADABLE) from None
        return self._held(leaf, (), now)

    def _held(
        self, leaf: x509.Certificate, others: Sequence[x509.Certificate], now: datetime
    ) -> Holder:
        try:
            return self._checked(leaf, others, now)
        except NotAccepted:
            raise
        except Exception:
            # The parser is lazy: it may stumble over a stranger's certificate anywhere.
            raise NotAccepted(Fault.UNREADABLE) from None

    def _checked(
        self, leaf: x509.Certificate, others: Sequence[x509.Certificate], now: datetime
    ) -> Holder:
        path = self._path(leaf, others, now)
        for issuer, issued in pairwise(path):
            for listed in self._lists_of(issuer):
                revoking.demand_not_on(listed, issued, issuer=issuer, now=now)
        name, code, is_unit = subject.of(leaf, on=now.date())
        if not code:
            raise NotAccepted(Fault.UNFIT)
        return Holder(
            name=name, code=code, is_unit=is_unit, fingerprint=leaf.sha256.hex(),
            root=path[0].sha256.hex(), until=leaf.not_valid_after.date(),
        )  # fmt: skip

    def _lists_of(self, issuer: x509.Certificate) -> list[crl.CertificateList]:
        return [one for one in self._crls if one["tbs_cert_list"]["issuer"] == issuer.subject]

    def _path(
        self, leaf: x509.Certificate, others: Sequence[x509.Certificate], now: datetime
    ) -> list[x509.Certificate]:
        """From the root to the leaf, each made by the one before."""
        between = [x509.Certificate.load(one) for one in self._between]
        validator = CertificateValidator(
            leaf, intermediate_certs=[*between, *others], validation_context=self._context(now)
        )
        try:
            path = asyncio.run(validator.async_validate_usage(PURPOSE))
        except (ExpiredError, NotYetValidError):
            raise NotAccepted(Fault.EXPIRED) from None
        except PathBuildingError:
            raise NotAccepted(Fault.UNKNOWN) from None
        except (PathError, ValidationError, ValueError):
            is_own = leaf.self_signed != "no"
            raise NotAccepted(Fault.UNKNOWN if is_own else Fault.UNFIT) from None
        return list(path.iter_certs(include_root=True))

    def _context(self, now: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(one) for one in self._roots],
            allow_fetching=False, revocation_mode="soft-fail", moment=now,
            signature_validator=Primitives(),
        )  # fmt: skip


def trusted_in(folder: Path) -> TrustedCertificates | None:
    """What a folder holds: ``*.crt`` (roots sign themselves) and ``*.crl``; nothing without roots.

    PEM or DER; a file that is put there or replaced counts from the next question on. Raises
    ``ValueError`` for a file that is neither.
    """
    files = sorted(path for kind in ("crt", "crl") for path in folder.glob(f"*.{kind}"))
    return _trusted(folder, tuple((path.name, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _trusted(folder: Path, stamp: tuple[tuple[str, int], ...]) -> TrustedCertificates | None:
    found = [_der(path) for path in sorted(folder.glob("*.crt"))]
    roots = [one for one in found if x509.Certificate.load(one).self_signed != "no"]
    lists = [_der(path) for path in sorted(folder.glob("*.crl"))]
    between = [one for one in found if one not in roots]
    return TrustedCertificates(roots=roots, between=between, lists=lists) if roots else None


def _der(path: Path) -> bytes:
    content = path.read_bytes()
    return bytes(pem.unarmor(content)[2]) if pem.detect(content) else content
