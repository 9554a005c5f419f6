"""A seal's key and certificates, loaded once, and the CMS signature they make (RFC 5652, PAdES).

Encoding the signature's structure costs far more than signing, and of all its bytes only the
digest and the signature value differ from paper to paper. So the structure is encoded once, with
marks in the two places, and each signature fills the marks.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DIGEST_MARK = b"\xee" * 32


@dataclass(frozen=True)
class Form:
    """Encoded bytes with places that are filled in later."""

    encoded: bytes
    marks: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Each mark stands exactly once, or filling it would be a guess."""
        if any(self.encoded.count(mark) != 1 for mark in self.marks):
            raise ValueError("a mark is missing or stands twice")

    def filled(self, *values: bytes) -> bytes:
        """The bytes with each mark replaced by a value of the same length."""
        made = self.encoded
        for mark, value in zip(self.marks, values, strict=True):
            made = made.replace(mark, value, 1)
        return made


@dataclass(frozen=True)
class Credential:
    """A private key with its certificate and the chain up to, but without, the root."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @cached_property
    def signer(self) -> asn1_x509.Certificate:
        """The certificate, as the CMS encoder takes it."""
        return asn1_certificate(self.certificate)

    @cached_property
    def room(self) -> int:
        """How many bytes any signature of this credential may take."""
        return len(self.signature(bytes(32))) + 32

    def signature(self, digest: bytes) -> bytes:
        """A detached CAdES signature over a SHA-256 digest; the same digest, the same bytes."""
        value = self._sign(self._attributes_form.filled(digest))
        return _container_form(self, len(value)).filled(digest, value)

    @cached_property
    def attributes(self) -> cms.CMSAttributes:
        """What is signed beside the digest: the content's type and the signer's certificate."""
        own = tsp.ESSCertIDv2({"cert_hash": self._fingerprint})
        bound = tsp.SigningCertificateV2({"certs": [own]})
        return cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [DIGEST_MARK]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [bound]}),
            ]
        )

    @cached_property
    def _attributes_form(self) -> Form:
        return Form(self.attributes.dump(), (DIGEST_MARK,))

    @cached_property
    def _fingerprint(self) -> bytes:
        return hashlib.sha256(self.certificate.public_bytes(Encoding.DER)).digest()

    def _sign(self, attributes: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(attributes, padding.PKCS1v15(), hashes.SHA256())
        scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return self.key.sign(attributes, scheme)

    def __hash__(self) -> int:
        return hash(self.certificate)


@lru_cache(maxsize=64)
def _container_form(credential: Credential, length: int) -> Form:
    value_mark = b"\xdd" * length
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [credential.signer, *map(asn1_certificate, credential.chain)],
            "signer_infos": [_signer_info(credential, value_mark)],
        }
    )
    content = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return Form(content.dump(), (DIGEST_MARK, value_mark))


def _signer_info(credential: Credential, value: bytes) -> cms.SignerInfo:
    is_rsa = isinstance(credential.key, rsa.RSAPrivateKey)
    signer = credential.signer
    issuer = cms.IssuerAndSerialNumber(
        {"issuer": signer.issuer, "serial_number": signer.serial_number}
    )
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": credential.attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa" if is_rsa else "sha256_ecdsa"},
            "signature": value,
        }
    )


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate for the other library."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
