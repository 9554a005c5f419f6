"""Signed messages (CMS, RFC 5652, and their Chinese twin GM/T 0010): opened, and held to a text."""

from dataclasses import dataclass

from asn1crypto import cms, pem, x509
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator.sig_validate import SignatureValidationContext

from shebao.hall.gateways.certificate.port import LARGEST, Fault, NotAccepted
from shebao.hall.gateways.certificate.primitives import Primitives, digest

SIGNED_DATA, CHINESE_SIGNED_DATA = "1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2"
# Digests whose collisions are within reach sign nothing here.
GOOD_DIGESTS = frozenset({"sha256", "sha384", "sha512", "1.2.156.10197.1.401"})


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The certificate that signed, and those that came along."""

    leaf: x509.Certificate
    others: tuple[x509.Certificate, ...]


def opened(answer: bytes, *, challenge: bytes) -> Signed:
    """Whose certificate signed exactly this challenge. Raises ``NotAccepted``."""
    if len(answer) > LARGEST:
        raise NotAccepted(Fault.UNREADABLE)
    try:
        signed = _signed_data(answer)
        (signer,) = signed["signer_infos"]
        certificates = _certificates(signed)
        leaf = _leaf(signer["sid"], certificates)
        payload = _payload(signed, signer, challenge)
        algorithm = signer["digest_algorithm"]["algorithm"].native
        Primitives().validate_signature(
            signer["signature"].native, payload, leaf.public_key, signer["signature_algorithm"],
            SignatureValidationContext(contextual_md_algorithm=algorithm),
        )  # fmt: skip
    except InvalidSignature:
        raise NotAccepted(Fault.NOT_THIS) from None
    except NotAccepted:
        raise
    except Exception:
        # Whatever strangers send and the parser stumbles over is only unreadable.
        raise NotAccepted(Fault.UNREADABLE) from None
    return Signed(leaf=leaf, others=tuple(one for one in certificates if one is not leaf))


def _signed_data(answer: bytes) -> cms.SignedData:
    der = pem.unarmor(answer)[2] if pem.detect(answer) else answer
    outer = cms.ContentInfo.load(der, strict=True)
    if outer["content_type"].dotted == SIGNED_DATA:
        return outer["content"]
    if outer["content_type"].dotted != CHINESE_SIGNED_DATA:
        raise NotAccepted(Fault.UNREADABLE)
    return cms.SignedData.load(outer["content"].untag().dump())


def _certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    chosen = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
    return chosen[:10]


def _leaf(named: cms.SignerIdentifier, found: list[x509.Certificate]) -> x509.Certificate:
    if named.name == "issuer_and_serial_number":
        issuer, serial = named.chosen["issuer"], named.chosen["serial_number"].native
        meant = [one for one in found if one.issuer == issuer and one.serial_number == serial]
    else:
        meant = [one for one in found if one.key_identifier == named.chosen.native]
    if not meant:
        raise NotAccepted(Fault.UNFIT)
    return meant[0]


def _payload(signed: cms.SignedData, signer: cms.SignerInfo, challenge: bytes) -> bytes:
    """What was signed: the attributes that hold the challenge's digest, or the challenge itself."""
    inside = signed["encap_content_info"]["content"].native
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if inside is not None and inside != challenge:
        raise NotAccepted(Fault.NOT_THIS)
    if algorithm not in GOOD_DIGESTS:
        raise NotAccepted(Fault.UNFIT)
    attributes = signer["signed_attrs"]
    if not attributes:
        return challenge
    kept = {one["type"].native: one["values"] for one in attributes}
    if kept["message_digest"][0].native != digest(algorithm, challenge):
        raise NotAccepted(Fault.NOT_THIS)
    return bytes(attributes.untag().dump())
