"""Checking a paper (5.4.2.4): three questions that are asked and answered apart.

Is it unaltered? Was it issued, and does it still stand? Who issued it? Anybody may ask, by the
printed code or with the file itself, and learns only what lets the paper in hand be compared.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shebao.hall.gateways.seal.checking import Finding, SealCheck, check, check_stranger
from shebao.hall.gateways.seal.port import SealKeeper
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.inserting import insert
from shebao.hall.kit.limits.actions import Limit, TooMany, count
from shebao.hall.kit.numbers import ALPHABET, tidy_code
from shebao.hall.office.documents.drawing import MARK
from shebao.hall.office.documents.models import Check, Paper
from shebao.hall.office.documents.moves import State
from shebao.law.identifiers import mask_name

__all__ = ["CHECKS", "FILE_CHECKS", "TooMany", "verify_code", "verify_file"]

CHECKS = Limit(name="paper-check", times=30, seconds=300)
FILE_CHECKS = Limit(name="paper-file-check", times=6, seconds=300)
LARGEST = 10 * 1024 * 1024
CODE = re.compile(f"[{ALPHABET}]{{16}}")
PRINTED = re.compile(MARK.encode() + rb"([%s]{16})" % ALPHABET.encode())
TAIL = 16


class Standing(StrEnum):
    """Was it issued, and does it still stand?"""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    WINDOW_ENDED = "window_ended"
    UNKNOWN = "unknown"


class FileState(StrEnum):
    """Is the file unaltered? ``UNRECORDED`` is sealed by us and whole, but not in our records."""

    NOT_SHOWN = "not_shown"
    UNALTERED = "unaltered"
    ALTERED = "altered"
    UNRECORDED = "unrecorded"
    NOT_OURS = "not_ours"
    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The three answers, and as much of the paper as its holder may compare; the rest is empty.

    ``digest_tail`` is the end of the file's SHA-256; ``sealed_by`` names the seal found in the
    shown file, if it is whole and trusted; ``is_test`` says that a test seal proves nothing more.
    """

    standing: Standing
    file: FileState = FileState.NOT_SHOWN
    code: str = ""
    number: str = ""
    title: str = ""
    masked_name: str = ""
    issuer: str = ""
    issued_at: datetime | None = None
    valid_until: date | None = None
    digest_tail: str = ""
    sealed_by: str = ""
    is_test: bool = False


UNKNOWN = Verification(standing=Standing.UNKNOWN)


def verify_code(*, code: str, now: datetime, asker: str = "") -> Verification:
    """Check a paper by its printed code, typed with or without blanks, in either case.

    Each check is logged without saying who asked. ``asker`` (an address) is counted against
    ``CHECKS``; without it the caller counts. Raises ``TooMany``.
    """
    _count(CHECKS, asker, now)
    answer = _by_code(tidy_code(code), now)
    _log("code", answer, outcome=answer.standing, now=now)
    return answer


def verify_file(
    *, content: bytes, seal: SealKeeper, now: datetime, code: str | None = None, asker: str = ""
) -> Verification:
    """Check the file itself: against our record, and its seal against the keeper's roots.

    The code is taken from the file where none is given. Whatever the bytes are, this answers
    within seconds and never raises but ``TooMany``; a strange file is read by a process apart.
    """
    _count(FILE_CHECKS, asker, now)
    answer = _by_file(content, code, seal, now)
    _log("file", answer, outcome=answer.file, now=now)
    return answer


def _count(limit: Limit, asker: str, now: datetime) -> None:
    if asker:
        count(limit, key=asker, now=now)


def _by_code(code: str, now: datetime) -> Verification:
    if not CODE.fullmatch(code):
        return UNKNOWN
    return _found(Paper.objects.filter(code=code).first(), now)


def _found(paper: Paper | None, now: datetime) -> Verification:
    if paper is None or not paper.digest:
        return UNKNOWN
    return Verification(
        standing=_standing(paper, now),
        code=paper.code,
        number=paper.number,
        title=paper.title,
        masked_name=mask_name(paper.subject_name),
        issuer=paper.issuer,
        issued_at=paper.issued_at,
        valid_until=paper.valid_until,
        digest_tail=paper.digest[-TAIL:],
    )


def _standing(paper: Paper, now: datetime) -> Standing:
    if paper.state == State.REVOKED:
        return Standing.REVOKED
    if paper.state == State.SUPERSEDED:
        return Standing.SUPERSEDED
    if paper.valid_until is not None and local_date(now) > paper.valid_until:
        return Standing.WINDOW_ENDED
    return Standing.VALID


def _by_file(content: bytes, code: str | None, seal: SealKeeper, now: datetime) -> Verification:
    if len(content) > LARGEST:
        return replace(UNKNOWN, file=FileState.TOO_LARGE)
    if b"%PDF-" not in content[:1024]:
        return replace(UNKNOWN, file=FileState.NOT_PDF)
    is_test = seal.describe().is_test
    digest = hashlib.sha256(content).hexdigest()
    recorded = Paper.objects.filter(digest=digest).first()
    if recorded is not None:
        sealed = check(content, trust=seal.trust(), now=now)
        found = _found(recorded, now)
        return replace(found, file=FileState.UNALTERED, sealed_by=sealed.holder, is_test=is_test)
    sealed = check_stranger(content, trust=seal.trust(), now=now)
    return replace(_stranger(content, code, sealed, now), is_test=is_test)


def _stranger(content: bytes, code: str | None, sealed: SealCheck, now: datetime) -> Verification:
    """A file that is not, byte for byte, one of ours: say how it relates to the paper it names."""
    found = _by_code(tidy_code(code or _printed_code(content)), now)
    if found.standing is not Standing.UNKNOWN:
        return replace(found, file=FileState.ALTERED)
    if sealed.finding is Finding.INTACT:
        return replace(UNKNOWN, file=FileState.UNRECORDED, sealed_by=sealed.holder)
    is_broken = sealed.finding is Finding.ALTERED
    return replace(UNKNOWN, file=FileState.ALTERED if is_broken else FileState.NOT_OURS)


def _printed_code(content: bytes) -> str:
    """The code our typesetter wrote into the file's plain description, read without a parser."""
    found = PRINTED.search(content)
    return found[1].decode() if found else ""


def _log(way: str, answer: Verification, *, outcome: str, now: datetime) -> None:
    insert(Check(at=now, way=way, outcome=outcome, paper=answer.number))
