"""A certificate authority of the tests: roots, holders, lists and signed answers in three kinds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import gmssl_pyx
from asn1crypto import algos, cms, core, crl, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from shebao.hall.gateways.certificate.primitives import SM2_WITH_SM3, SM3, digest

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
ALGORITHMS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa", "sm2": SM2_WITH_SM3}
SHORT = ("rsa", "ec", "sm2")


class Key:
    """A key of one kind that signs."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        if kind == "sm2":
            self.public, self.secret = gmssl_pyx.sm2_key_generate()
        elif kind == "rsa":
            self.own: Any = rsa.generate_private_key(65537, 2048)
        else:
            self.own = ec.generate_private_key(ec.SECP256R1())

    def info(self) -> keys.PublicKeyInfo:
        """The public half as certificates carry it."""
        if self.kind == "sm2":
            return keys.PublicKeyInfo({
                "algorithm": {"algorithm": "ec", "parameters": keys.ECDomainParameters(
                    name="named", value="sm2p256v1")},
                "public_key": keys.ECPointBitString(b"\x04" + self.public),
            })  # fmt: skip
        der = self.own.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return keys.PublicKeyInfo.load(der)

    def sign(self, content: bytes) -> bytes:
        """A signature over the content."""
        if self.kind == "sm2":
            return bytes(gmssl_pyx.sm2_sign(self.secret, self.public, content))
        if self.kind == "rsa":
            return bytes(self.own.sign(content, padding.PKCS1v15(), hashes.SHA256()))
        return bytes(self.own.sign(content, ec.ECDSA(hashes.SHA256())))

    def pem(self) -> bytes:
        """The secret half, for other programs."""
        return bytes(self.own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A certificate with its key, and who made it."""

    key: Key
    certificate: x509.Certificate
    maker: "Certified | None" = None

    @property
    def der(self) -> bytes:
        return bytes(self.certificate.dump())

    def answer(
        self, challenge: bytes, *, along: Sequence["Certified"] = (), attached: bool = False,
        bare: bool = False,
    ) -> bytes:  # fmt: skip
        """The challenge signed, as key software writes it."""
        return signed_message(self, challenge, along=along, attached=attached, bare=bare)


def certified(
    kind: str, name: str, *, number: str = "", place: str = "serial_number",
    maker: Certified | None = None, is_ca: bool = False, days: tuple[int, int] = (-30, 335),
    usage: str = "",
) -> Certified:  # fmt: skip
    """A certificate for somebody, signed by ``maker`` or by itself; days count from ``NOW``."""
    key = Key(kind)
    signer = maker.key if maker else key
    parts = {"country_name": "CN", "common_name": name, **({place: number} if number else {})}
    holder = x509.Name.build(parts)
    uses = {usage} if usage else {"key_cert_sign", "crl_sign"} if is_ca else {"digital_signature"}
    body = x509.TbsCertificate({
        "version": "v3", "serial_number": int.from_bytes(os.urandom(8), "big") | 1,
        "signature": {"algorithm": ALGORITHMS[signer.kind]},
        "issuer": maker.certificate.subject if maker else holder,
        "validity": {
            "not_before": x509.Time({"utc_time": NOW + timedelta(days=days[0])}),
            "not_after": x509.Time({"utc_time": NOW + timedelta(days=days[1])}),
        },
        "subject": holder, "subject_public_key_info": key.info(),
        "extensions": [
            {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": is_ca}},
            {"extn_id": "key_usage", "critical": True, "extn_value": x509.KeyUsage(uses)},
        ],
    })  # fmt: skip
    certificate = x509.Certificate({
        "tbs_certificate": body, "signature_algorithm": {"algorithm": ALGORITHMS[signer.kind]},
        "signature_value": signer.sign(body.dump()),
    })  # fmt: skip
    again = x509.Certificate.load(certificate.dump())
    return Certified(key=key, certificate=again, maker=maker)


def revoking(maker: Certified, *gone: Certified, days: int = 7) -> bytes:
    """The maker's list of what it has taken back, good for so many days."""
    revoked = [
        {"user_certificate": one.certificate.serial_number,
         "revocation_date": x509.Time({"utc_time": NOW - timedelta(days=1)})}
        for one in gone
    ]  # fmt: skip
    body = crl.TbsCertList({
        "version": "v2", "signature": {"algorithm": ALGORITHMS[maker.key.kind]},
        "issuer": maker.certificate.subject,
        "this_update": x509.Time({"utc_time": NOW - timedelta(days=1)}),
        "next_update": x509.Time({"utc_time": NOW + timedelta(days=days)}),
        "revoked_certificates": revoked or None,
    })  # fmt: skip
    return bytes(crl.CertificateList({
        "tbs_cert_list": body, "signature_algorithm": {"algorithm": ALGORITHMS[maker.key.kind]},
        "signature": maker.key.sign(body.dump()),
    }).dump())  # fmt: skip


def signed_message(
    who: Certified, challenge: bytes, *, along: Sequence[Certified], attached: bool, bare: bool
) -> bytes:
    name = SM3 if who.key.kind == "sm2" else "sha256"
    attributes = cms.CMSAttributes([
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [digest(name, challenge)]},
    ])  # fmt: skip
    payload = challenge if bare else attributes.dump()
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": {
            "issuer": who.certificate.issuer, "serial_number": who.certificate.serial_number}}),
        "digest_algorithm": {"algorithm": name},
        "signature_algorithm": algos.SignedDigestAlgorithm(
            {"algorithm": ALGORITHMS[who.key.kind]}
        ),
        "signature": who.key.sign(payload),
        **({} if bare else {"signed_attrs": attributes}),
    })  # fmt: skip
    inside = {"content": core.OctetString(challenge)} if attached else {}
    signed = cms.SignedData({
        "version": "v1", "digest_algorithms": [{"algorithm": name}],
        "encap_content_info": {"content_type": "data", **inside},
        "certificates": [one.certificate for one in (who, *along)], "signer_infos": [signer],
    })  # fmt: skip
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
