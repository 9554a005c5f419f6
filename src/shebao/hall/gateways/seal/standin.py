"""The stand-in keeper: its own certificate authority, made on first use, and a seal that says TEST.

Papers sealed by it prove that nobody altered them, and nothing more: no agency stands behind them.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import NameOID

from shebao.hall.gateways.seal.certified import CertifiedSeal, der
from shebao.hall.gateways.seal.credential import Credential
from shebao.hall.gateways.seal.port import CannotSeal, Description, Level, Place, Trust
from shebao.hall.gateways.seal.timestamp import TimeAuthority

NAME = "社会保险网上服务测试印章"
USE = "测试专用"
KEY, SEAL, ROOT, LIST = "seal.key.pem", "seal.cert.pem", "root.cert.pem", "revoked.crl.pem"
# A test authority says nothing about the present, so it needs no clock.
BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


class StandinSealKeeper:
    """Seals for demonstrations and tests, with keys in a folder of this installation."""

    def __init__(self, folder: Path, *, authority: TimeAuthority | None = None) -> None:
        """Remember the folder; keys are made or read when first needed."""
        self.folder = folder / "standin"
        self.authority = authority

    @cached_property
    def _seal(self) -> CertifiedSeal:
        if not self.folder.exists():
            _make(self.folder)
        return _read(self.folder, self.authority)

    def describe(self) -> Description:
        """A test seal, and it says so."""
        return self._seal.describe()

    def trust(self) -> Trust:
        """The stand-in's own root."""
        return self._seal.trust()

    def seal(self, pdf: bytes, *, now: datetime, place: Place) -> bytes:
        """Seal with the test key. Raises ``CannotSeal``."""
        return self._seal.seal(pdf, now=now, place=place)


@dataclass(frozen=True)
class _Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def _read(folder: Path, authority: TimeAuthority | None) -> CertifiedSeal:
    key_file = folder / KEY
    if key_file.stat().st_mode & 0o077:
        raise CannotSeal("the seal's key can be read by others: chmod 600 on it")
    key = load_pem_private_key(key_file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CannotSeal("the stand-in's key is not its own")
    certificate = x509.load_pem_x509_certificate((folder / SEAL).read_bytes())
    root = x509.load_pem_x509_certificate((folder / ROOT).read_bytes())
    revoked = x509.load_pem_x509_crl((folder / LIST).read_bytes())
    return CertifiedSeal(
        name=NAME,
        use=USE,
        is_test=True,
        credential=Credential(key, certificate),
        trusted=Trust(roots=(der(root),), revocations=(der(revoked),)),
        level=Level.TIMED if authority else Level.BASIC,
        authority=authority,
    )


def _make(folder: Path) -> None:
    """Write a whole new authority beside the folder, then move it in; the first process wins."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
    half.mkdir(mode=0o700)
    for name, content in _files().items():
        _write_private(half / name, content)
    try:
        half.rename(folder)
    except OSError:
        shutil.rmtree(half)
        if not folder.exists():
            raise


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _files() -> dict[str, bytes]:
    root = _root()
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        KEY: private,
        SEAL: _seal_certificate(key, root).public_bytes(Encoding.PEM),
        ROOT: root.certificate.public_bytes(Encoding.PEM),
        LIST: _revocations(root).public_bytes(Encoding.PEM),
    }


def _root() -> _Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("测试根证书 TEST ROOT")
    builder = _builder(name, name, key.public_key(), key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    builder = builder.add_extension(_usage(signs_certificates=True), True)
    return _Authority(key, builder.sign(key, hashes.SHA256()))


def _seal_certificate(key: ec.EllipticCurvePrivateKey, root: _Authority) -> x509.Certificate:
    builder = _builder(
        _name(f"{NAME} TEST"), root.certificate.subject, key.public_key(), root.key.public_key()
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(signs_certificates=False), True)
    return builder.sign(root.key, hashes.SHA256())


def _revocations(root: _Authority) -> x509.CertificateRevocationList:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=root.certificate.subject, last_update=BEGINS, next_update=ENDS
    )
    builder = builder.add_extension(identifier, False).add_extension(x509.CRLNumber(1), False)
    return builder.sign(root.key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    parts = {
        NameOID.COUNTRY_NAME: "CN",
        NameOID.ORGANIZATION_NAME: "测试 TEST",
        NameOID.COMMON_NAME: common,
    }
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts.items()])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer_public: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(authority, False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
