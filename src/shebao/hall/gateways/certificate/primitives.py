"""Signatures as certificates bear them: what the library knows, and SM2 with SM3 (GB/T 32918).

The names of the Chinese algorithms are taught to the ASN.1 library once, when this is imported.
"""

import hashlib

import gmssl_pyx
from asn1crypto import algos, keys
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

SM2_WITH_SM3, SM3, SM2_CURVE = "1.2.156.10197.1.501", "1.2.156.10197.1.401", "1.2.156.10197.1.301"
SM2_SIGN = "1.2.156.10197.1.301.1"
CHINESE = frozenset({SM2_WITH_SM3, SM2_SIGN})

keys.NamedCurve.register("sm2p256v1", SM2_CURVE, 32)


class Primitives(DefaultSignatureValidator):  # type: ignore[misc] # it has no types
    """The library's own check of a signature, and SM2 beside it."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Raises ``InvalidSignature``."""
        if signature_algorithm["algorithm"].dotted in CHINESE:
            _check_sm2(signature, signed_data, public_key_info)
        else:
            super().validate_signature(
                signature, signed_data, public_key_info, signature_algorithm, context
            )


def _check_sm2(signature: bytes, signed_data: bytes, key: keys.PublicKeyInfo) -> None:
    point = key["public_key"].native
    try:
        fits = gmssl_pyx.sm2_verify(
            gmssl_pyx.normalize_sm2_public_key(point), signed_data, signature
        )
    except (gmssl_pyx.GmsslInnerError, gmssl_pyx.InvalidValueError):
        fits = False
    if not fits:
        raise InvalidSignature


def digest(name: str, content: bytes) -> bytes:
    """The digest of a content by its name or, for SM3, its number. Raises ``ValueError``."""
    return hashlib.new("sm3" if name == SM3 else name, content).digest()
