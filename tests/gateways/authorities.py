"""Certificate and time authorities made for a test."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: Any
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self) -> bytes:
        """The key as PEM."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_key(sort: str) -> Any:
    """An elliptic-curve or RSA key."""
    if sort == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def issue(name: str, *, by: Holder | None, sort: str = "ec", is_ca: bool = False) -> Holder:
    """A certificate for a fresh key; without an issuer, a root."""
    key = new_key(sort)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    signing = by.key if by else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(_usage(is_ca), critical=True)
    )
    if name.startswith("TSA"):
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return Holder(key, builder.sign(signing, hashes.SHA256()))


def _usage(is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca, content_commitment=not is_ca, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_ca, crl_sign=is_ca,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def revocations(authority: Holder, *revoked: Holder) -> x509.CertificateRevocationList:
    """The authority's list of revoked certificates."""
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=authority.certificate.subject,
        last_update=BEGINS + timedelta(days=1),
        next_update=ENDS,
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder(one.certificate.serial_number, BEGINS)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(authority.key, hashes.SHA256())


@dataclass
class LocalTime:
    """A time authority in this process."""

    holder: Holder
    root: Holder

    def stamper(self) -> Any:
        """A fresh time-stamper."""
        store = SimpleCertificateStore()
        store.register(_asn1(self.root))
        plain = self.holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return DummyTimeStamper(
            tsa_cert=_asn1(self.holder),
            tsa_key=keys.PrivateKeyInfo.load(plain),
            certs_to_embed=store,
        )


def answering(authority: LocalTime) -> type[BaseHTTPRequestHandler]:
    """The same authority behind HTTP (RFC 3161)."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = io.BytesIO(self.rfile.read(int(self.headers["Content-Length"]))).read()
            reply = authority.stamper().request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *parts: Any) -> None:
            """Say nothing."""

    return Answer


def _asn1(holder: Holder) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(holder.certificate.public_bytes(Encoding.DER))
