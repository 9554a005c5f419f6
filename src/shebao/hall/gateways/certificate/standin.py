"""The stand-in authority of a demonstration: it certifies whoever somebody says they are.

Its root says in its name that it is a stand-in; the check that trusts it is the real one.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from shebao.hall.gateways.certificate.trusted import TrustedCertificates

NAME = "演示替身认证机构（没有核验任何人）"
LIVES = timedelta(days=3650)
HOLDS = timedelta(days=1)


class StandinAuthority:
    """Makes a certificate for anybody and signs a text with it at once; keys lie in a folder."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime]) -> None:
        """Make root and key where there are none yet."""
        self._folder = folder
        self._place = folder / "standin-root.pem"
        if not self._place.exists():
            self._make(clock())

    def _make(self, now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        made = _certificate(name, name, key.public_key(), key, now, LIVES, is_ca=True)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        growing = self._folder / f".standin.{os.getpid()}"
        growing.touch(mode=0o600)
        growing.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )  # fmt: skip
        )
        growing.rename(self._place)

    @cached_property
    def root(self) -> x509.Certificate:
        """The certificate of the authority itself."""
        return x509.load_pem_x509_certificate(self._place.read_bytes())

    @property
    def fingerprint(self) -> str:
        """Its SHA-256, as the register of authorities keeps it."""
        return self.root.fingerprint(hashes.SHA256()).hex()

    def check(self) -> TrustedCertificates:
        """The real check, trusting this root."""
        return TrustedCertificates(roots=[self.root.public_bytes(serialization.Encoding.DER)])

    def sign(self, text: bytes, *, name: str, number: str, now: datetime) -> bytes:
        """The text signed by a fresh certificate for this name and number, as key software does."""
        own, maker = ec.generate_private_key(ec.SECP256R1()), self._maker()
        holder = x509.Name([
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, number),
        ])  # fmt: skip
        made = _certificate(holder, self.root.subject, own.public_key(), maker, now, HOLDS)
        builder = pkcs7.PKCS7SignatureBuilder().set_data(text)
        signed = builder.add_signer(made, own, hashes.SHA256())
        terms = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return signed.sign(serialization.Encoding.DER, terms)

    def _maker(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key(self._place.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 made above
        return key


def _certificate(
    holder: x509.Name, maker: x509.Name, public: ec.EllipticCurvePublicKey,
    signs: ec.EllipticCurvePrivateKey, now: datetime, lives: timedelta, *, is_ca: bool = False,
) -> x509.Certificate:  # fmt: skip
    use = x509.KeyUsage(
        digital_signature=not is_ca, key_cert_sign=is_ca, crl_sign=is_ca,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(maker)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + lives)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(use, critical=True)
        .sign(signs, hashes.SHA256())
    )
