"""Is this PDF as it was sealed, and by whom? pyHanko answers, in a process apart if in doubt.

A file from outside may be made to hang or to eat memory, so it is read by a short-lived process
with a limit on time and memory; whatever goes wrong there is only "unreadable" here.
"""

import io
import json
import logging
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from shebao.hall.gateways.seal.pades import validation_context
from shebao.hall.gateways.seal.port import Trust

SECONDS = 10
MEMORY = 768 * 1024 * 1024


class Finding(StrEnum):
    """What became of a seal."""

    INTACT = "intact"
    ALTERED = "altered"
    FOREIGN = "foreign"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class SealCheck:
    """``holder`` is named only for a seal that is intact and trusted."""

    finding: Finding
    holder: str = ""


def check(content: bytes, *, trust: Trust, now: datetime) -> SealCheck:
    """Check the seal of a PDF; only for bytes that came from our own store."""
    try:
        return _checked(content, trust, now)
    except Exception:
        return SealCheck(finding=Finding.UNREADABLE)


def check_stranger(content: bytes, *, trust: Trust, now: datetime) -> SealCheck:
    """Check a PDF that anybody may have made: within ``SECONDS`` and ``MEMORY``, never raising."""
    question = {
        "roots": [b64encode(root).decode() for root in trust.roots],
        "revocations": [b64encode(listed).decode() for listed in trust.revocations],
        "now": now.isoformat(),
    }
    try:
        done = subprocess.run(  # noqa: S603 our own interpreter, our own module, nothing else
            [sys.executable, "-m", __name__],
            input=json.dumps(question).encode() + b"\n" + content,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONPATH": ":".join(filter(None, sys.path))},
            check=True,
        )
        return _answer(json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError):
        return SealCheck(finding=Finding.UNREADABLE)


def _answer(told: dict[str, Any]) -> SealCheck:
    return SealCheck(finding=Finding(told["finding"]), holder=str(told["holder"])[:200])


def _checked(content: bytes, trust: Trust, now: datetime) -> SealCheck:
    seals = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    if not seals:
        return SealCheck(finding=Finding.UNSEALED)
    status = validate_pdf_signature(seals[0], validation_context(trust, moment=now))
    # An archive stamp is added after the seal; it covers that revision, and changes nothing.
    covers = (
        status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    )
    if not (status.intact and status.valid and covers and status.docmdp_ok):
        return SealCheck(finding=Finding.ALTERED)
    if not status.trusted or _is_revoked(status.signing_cert, trust):
        return SealCheck(finding=Finding.FOREIGN)
    holder = status.signing_cert.subject.native.get("common_name", "")
    return SealCheck(finding=Finding.INTACT, holder=str(holder))


def _is_revoked(certificate: asn1_x509.Certificate, trust: Trust) -> bool:
    """Named in one of our own lists; pyHanko asks lists only where a certificate points to one."""
    for listed in map(crl.CertificateList.load, trust.revocations):
        body = listed["tbs_cert_list"]
        serials = {entry["user_certificate"].native for entry in body["revoked_certificates"]}
        if body["issuer"] == certificate.issuer and certificate.serial_number in serials:
            return True
    return False


def _apart() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable(logging.CRITICAL)
    question = json.loads(sys.stdin.buffer.readline())
    trust = Trust(
        roots=tuple(map(b64decode, question["roots"])),
        revocations=tuple(map(b64decode, question["revocations"])),
    )
    now = datetime.fromisoformat(question["now"])
    found = check(sys.stdin.buffer.read(), trust=trust, now=now)
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    _apart()
