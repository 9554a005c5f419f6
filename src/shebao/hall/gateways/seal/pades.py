"""The general way to seal any PDF, at any level, through pyHanko (PAdES B-B, B-T, B-LTA)."""

import io
from datetime import datetime
from typing import Any

from asn1crypto import crl, keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shebao.hall.gateways.seal.art import Art
from shebao.hall.gateways.seal.credential import Credential, asn1_certificate
from shebao.hall.gateways.seal.port import CannotSeal, Level, Place, Trust
from shebao.hall.gateways.seal.revision import FIELD
from shebao.hall.gateways.seal.timestamp import TimeAuthority


def sign(
    pdf: bytes,
    *,
    credential: Credential,
    trust: Trust,
    level: Level,
    authority: TimeAuthority | None,
    art: Art,
    place: Place,
    holder: str,
    now: datetime,
) -> bytes:
    """Certify a PDF on its last page. Raises ``CannotSeal``."""
    if level is not Level.BASIC and authority is None:
        raise CannotSeal(f"{level} needs a time authority")
    made = io.BytesIO()
    try:
        last = int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"]) - 1
        signer = _AtMoment(
            now,
            _terms(level, trust, holder=holder),
            _signer(credential, trust),
            timestamper=authority.stamper() if authority and level is not Level.BASIC else None,
            stamp_style=_style(art),
            new_field_spec=_field(art, place, page=last),
        )
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=made)
    except CannotSeal:
        raise
    except Exception as error:
        raise CannotSeal(str(error)) from error
    return made.getvalue()


def validation_context(trust: Trust, **terms: Any) -> ValidationContext:
    """What pyHanko checks certificates against: our roots and lists, nothing else."""
    return ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(root) for root in trust.roots],
        crls=[crl.CertificateList.load(listed) for listed in trust.revocations],
        **{"allow_fetching": False, "revocation_mode": "soft-fail", **terms},
    )


class _AtMoment(PdfSigner):  # type: ignore[misc] # the library has no types here
    """Signs with the time it is given, not the clock's."""

    def __init__(self, moment: datetime, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.moment = moment

    def init_signing_session(self, *parts: Any, **named: Any) -> Any:
        session = super().init_signing_session(*parts, **named)
        session.system_time = self.moment
        return session


def _terms(level: Level, trust: Trust, *, holder: str) -> PdfSignatureMetadata:
    is_archive = level is Level.ARCHIVE
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=holder,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=is_archive,
        use_pades_lta=is_archive,
        validation_context=validation_context(trust, allow_fetching=True) if is_archive else None,
    )


def _signer(credential: Credential, trust: Trust) -> SimpleSigner:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_certificate(one) for one in credential.chain])
    store.register_multiple([asn1_x509.Certificate.load(root) for root in trust.roots])
    plain = credential.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=credential.signer,
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
        embed_roots=False,
    )


def _style(art: Art) -> StaticStampStyle:
    drawn = RawContent(art.operators, box=BoxConstraints(width=art.width, height=art.height))
    middle = AxisAlignment.ALIGN_MID
    rule = SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins.uniform(0))
    return StaticStampStyle(
        border_width=0, background=drawn, background_layout=rule, background_opacity=1.0
    )


def _field(art: Art, place: Place, *, page: int) -> SigFieldSpec:
    corners = (place.x, place.y, place.x + art.width, place.y + art.height)
    return SigFieldSpec(FIELD, on_page=page, box=tuple(round(edge) for edge in corners))
