"""An agency's own seal: a certificate from an accepted authority, in PKCS#12 or PEM files (6.2.7).

The seal folder then holds ``seal.toml``::

    name = "示例市社会保险事业管理中心"     # on the arc of the seal
    use = "业务专用章"                      # below the star
    pkcs12 = "seal.p12"                     # or: key = "seal.key.pem", certificate = "seal.pem"
    passphrase_file = "seal.pass"           # leave out for an unencrypted key
    roots = ["root.pem"]                    # against which seals are checked
    revocations = ["root.crl"]
    level = "B-LTA"                         # with a time authority; else B-B
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from shebao.hall.gateways.seal.certified import CertifiedSeal, der
from shebao.hall.gateways.seal.credential import Credential
from shebao.hall.gateways.seal.port import CannotSeal, Level, SealKeeper, Trust
from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.gateways.seal.timestamp import HttpTimeAuthority, TimeAuthority

CHOICE = "seal.toml"


def keeper_in(folder: Path, *, tsa_url: str = "") -> SealKeeper:
    """The seal that a folder holds: the agency's own where ``seal.toml`` lies, else the stand-in.

    With ``tsa_url`` seals carry a time proof. Raises ``CannotSeal`` if the agency's files are
    not whole, so that a wrong setting is found at the start and not on a person's paper.
    """
    authority = HttpTimeAuthority(tsa_url) if tsa_url else None
    if (folder / CHOICE).exists():
        return agency_seal(folder, authority=authority)
    return StandinSealKeeper(folder, authority=authority)


def agency_seal(folder: Path, *, authority: TimeAuthority | None = None) -> CertifiedSeal:
    """Load an agency's seal once, keys and all. Raises ``CannotSeal``."""
    try:
        terms = tomllib.loads((folder / CHOICE).read_text(encoding="utf-8"))
        files = _Files(folder)
        return CertifiedSeal(
            name=terms["name"],
            use=terms["use"],
            is_test=False,
            credential=_credential(terms, files),
            trusted=_trust(terms, files),
            level=_level(terms, authority),
            authority=authority,
        )
    except (KeyError, OSError, ValueError, TypeError) as error:
        raise CannotSeal(f"{CHOICE}: {error}") from error


@dataclass(frozen=True)
class _Files:
    folder: Path

    def public(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def secret(self, name: str) -> bytes:
        path = self.folder / name
        if path.stat().st_mode & 0o077:
            raise CannotSeal(f"{name} can be read by others: chmod 600 on it")
        return path.read_bytes()


def _credential(terms: dict[str, Any], files: _Files) -> Credential:
    named = terms.get("passphrase_file")
    passphrase = files.secret(named).strip() if named else None
    if "pkcs12" in terms:
        return _from_pkcs12(files.secret(terms["pkcs12"]), passphrase)
    key = load_pem_private_key(files.secret(terms["key"]), password=passphrase)
    chain = x509.load_pem_x509_certificates(files.public(terms["certificate"]))
    return _fitting(key, chain[0], chain[1:])


def _from_pkcs12(content: bytes, passphrase: bytes | None) -> Credential:
    holder = load_pkcs12(content, passphrase)
    if holder.key is None or holder.cert is None:
        raise CannotSeal("the PKCS#12 file lacks a key or a certificate")
    chain = [extra.certificate for extra in holder.additional_certs]
    return _fitting(holder.key, holder.cert.certificate, chain)


def _fitting(key: Any, certificate: x509.Certificate, chain: list[x509.Certificate]) -> Credential:
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise CannotSeal("the key is neither elliptic-curve nor RSA")
    if key.public_key() != certificate.public_key():
        raise CannotSeal("the key does not belong to the certificate")
    between = [one for one in chain if one.issuer != one.subject]
    return Credential(key, certificate, tuple(between))


def _trust(terms: dict[str, Any], files: _Files) -> Trust:
    roots = [
        der(root)
        for name in terms["roots"]
        for root in x509.load_pem_x509_certificates(files.public(name))
    ]
    lists = [_revocations(files.public(name)) for name in terms.get("revocations", ())]
    return Trust(roots=tuple(roots), revocations=tuple(lists))


def _revocations(content: bytes) -> bytes:
    if content.startswith(b"-----"):
        return der(x509.load_pem_x509_crl(content))
    return der(x509.load_der_x509_crl(content))


def _level(terms: dict[str, Any], authority: TimeAuthority | None) -> Level:
    if authority is None:
        return Level.BASIC
    return Level(terms.get("level", Level.TIMED))
