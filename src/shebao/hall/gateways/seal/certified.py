"""A seal made with a certificate: quick for papers of our own typesetter, general for any other."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shebao.hall.gateways.seal import pades
from shebao.hall.gateways.seal.art import Art, seal_art
from shebao.hall.gateways.seal.credential import Credential
from shebao.hall.gateways.seal.port import CannotSeal, Description, Level, Place, Trust
from shebao.hall.gateways.seal.revision import Unfamiliar, with_room
from shebao.hall.gateways.seal.timestamp import TimeAuthority
from shebao.hall.kit.clock import ZONE


@dataclass(frozen=True, kw_only=True)
class CertifiedSeal:
    """One agency's seal with everything it needs in memory; safe to share between threads."""

    name: str
    use: str
    is_test: bool
    credential: Credential
    trusted: Trust
    level: Level = Level.BASIC
    authority: TimeAuthority | None = None

    def describe(self) -> Description:
        """Whose seal it is (6.2.7)."""
        certificate = self.credential.certificate
        return Description(
            name=self.name,
            holder=common_name(certificate),
            is_test=self.is_test,
            level=self.level,
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            serial=f"{certificate.serial_number:X}",
        )

    def trust(self) -> Trust:
        """What this seal is checked against."""
        return self.trusted

    def seal(self, pdf: bytes, *, now: datetime, place: Place) -> bytes:
        """Certify a PDF (PAdES). Raises ``CannotSeal`` outside the certificate's validity."""
        self._refuse_out_of_date(now)
        art = seal_art(name=self.name, use=self.use, is_test=self.is_test)
        if self.level is not Level.BASIC:
            return self._general(pdf, art, now=now, place=place)
        try:
            return self._quick(pdf, art, now=now, place=place)
        except Unfamiliar:
            return self._general(pdf, art, now=now, place=place)

    def _refuse_out_of_date(self, now: datetime) -> None:
        described = self.describe()
        if not described.valid_from <= now.astimezone(UTC) <= described.valid_until:
            raise CannotSeal(f"the seal is valid until {described.valid_until:%Y-%m-%d}")

    def _quick(self, pdf: bytes, art: Art, *, now: datetime, place: Place) -> bytes:
        room = with_room(
            pdf,
            art=art,
            place=place,
            holder=self.name,
            now=now.astimezone(ZONE),
            reserve=self.credential.room,
        )
        digest = hashlib.sha256()
        for part in room.signed_parts():
            digest.update(part)
            part.release()
        return room.fill(self.credential.signature(digest.digest()))

    def _general(self, pdf: bytes, art: Art, *, now: datetime, place: Place) -> bytes:
        return pades.sign(
            pdf,
            credential=self.credential,
            trust=self.trusted,
            level=self.level,
            authority=self.authority,
            art=art,
            place=place,
            holder=self.name,
            now=now.astimezone(ZONE),
        )


def common_name(certificate: x509.Certificate) -> str:
    """The name a certificate was issued to."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def der(certificate: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    """A certificate or revocation list in DER."""
    return certificate.public_bytes(Encoding.DER)
