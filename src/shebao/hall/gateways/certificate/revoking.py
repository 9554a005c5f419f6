"""Revocation lists (RFC 5280, chapter 5): whether a certificate was taken back by its maker."""

from datetime import datetime

from asn1crypto import crl, x509
from cryptography.exceptions import InvalidSignature

from shebao.hall.gateways.certificate.port import Fault, NotAccepted
from shebao.hall.gateways.certificate.primitives import Primitives


def demand_not_on(
    listed: crl.CertificateList, issued: x509.Certificate, *, issuer: x509.Certificate,
    now: datetime,
) -> None:  # fmt: skip
    """The list is the issuer's own and of today, and does not name this certificate.

    A list past its day, or signed by somebody else, may hide the newest revocations: nobody gets
    in beside it. Raises ``NotAccepted``.
    """
    body = listed["tbs_cert_list"]
    ends = body["next_update"].native
    if ends is not None and ends < now or not _is_signed_by(listed, issuer):
        raise NotAccepted(Fault.STALE)
    gone = {entry["user_certificate"].native for entry in body["revoked_certificates"]}
    if issued.serial_number in gone:
        raise NotAccepted(Fault.REVOKED)


def _is_signed_by(listed: crl.CertificateList, issuer: x509.Certificate) -> bool:
    try:
        Primitives().validate_signature(
            listed["signature"].native, listed["tbs_cert_list"].dump(), issuer.public_key,
            listed["signature_algorithm"],
        )  # fmt: skip
    except InvalidSignature:
        return False
    return True
