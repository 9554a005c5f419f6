"""Who a certificate names: a unit by its credit code, a person by the ID number.

Authorities write the number in different places. Every usual place is read, and only a number
with a right check digit counts, so that a place misread names nobody.
"""

from collections.abc import Iterator
from datetime import date

from asn1crypto import core, x509

from shebao.law.identifiers import IdKind, check

# Parts of the name that carry numbers: serial number, organisation identifier, user id, unit.
PLACES = ("2.5.4.5", "2.5.4.97", "0.9.2342.19200300.100.1.1", "2.5.4.11")
# Extensions of GM/T 0015 that carry numbers of persons and units lie below this number.
EXTENSIONS = "1.2.156.10260.4.1."
KINDS = ((IdKind.USCC, True), (IdKind.CITIZEN, False))


def of(certificate: x509.Certificate, *, on: date) -> tuple[str, str, bool]:
    """The holder's name, their number (empty without one) and whether it is a unit's."""
    name = str(certificate.subject.native.get("common_name", ""))[:120]
    for text in _numbers(certificate):
        for kind, is_unit in KINDS:
            verdict = check(text, on=on, kind=kind)
            if verdict.is_valid:
                return name, verdict.value, is_unit
    return name, "", False


def _numbers(certificate: x509.Certificate) -> Iterator[str]:
    for part in certificate.subject.chosen:
        for pair in part:
            if pair["type"].dotted in PLACES:
                yield str(pair["value"].native).rpartition("-")[2].strip()
    for extension in certificate["tbs_certificate"]["extensions"] or ():
        if extension["extn_id"].dotted.startswith(EXTENSIONS):
            yield _text(bytes(extension["extn_value"].native))


def _text(value: bytes) -> str:
    try:
        return str(core.load(value).native)
    except (ValueError, TypeError):
        return value.decode("ascii", "replace")
