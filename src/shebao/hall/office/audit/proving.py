"""Published checkpoints, and the proof that one of them covers an entry (6.3.2)."""

from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shebao.exchange.keys import public_hex
from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.audit.chain import moment_text
from shebao.hall.office.audit.covering import NUMBERS, covered, signed, statement_of
from shebao.hall.office.audit.evidence import CHECKPOINT, PROOF, Stretch, entry_leaf, written
from shebao.hall.office.audit.merkle import path_to
from shebao.hall.office.audit.models import Checkpoint, Entry, Span

Known = Mapping[str, Ed25519PublicKey]
TEXTS = (
    "actor", "verb", "subject", "purpose", "channel", "case", "details", "previous", "digest",
)  # fmt: skip


class NotCovered(LookupError):
    """No checkpoint covers this entry yet; the next one will."""


def published(number: int, *, known: Known) -> dict[str, Any]:
    """A checkpoint with all it takes to check it, as anybody may keep it. Raises ``Hidden``."""
    row = Checkpoint.objects.filter(number=number).first()
    if row is None:
        raise Hidden(str(number))
    return written(signed(row), public_key=_public(row, known))


def proof_of(entry: Entry, *, known: Known) -> dict[str, Any]:
    """That a signed checkpoint covers this entry, for checking without us. Raises ``NotCovered``.

    It costs one look at the digests of the entry's span, at most ten thousand.
    """
    rows = Span.objects.filter(stream=entry.stream, last__gte=entry.sequence).order_by("last")
    found = rows.values("checkpoint", *NUMBERS).first()
    if found is None:
        raise NotCovered(f"{entry.stream}/{entry.sequence}")
    row = Checkpoint.objects.get(number=found.pop("checkpoint"))
    span = Stretch(**found)
    stretches = covered(until=row.number)
    place = [one.stream for one in stretches].index(span.stream)
    return {
        "type": PROOF,
        "entry": _entry(entry),
        "span": astuple(span),
        "entry_path": _texts(path_to(entry.sequence - span.first, _leaves(span))),
        "span_place": place,
        "span_path": _texts(path_to(place, [one.leaf() for one in stretches])),
        "checkpoint": {
            "type": CHECKPOINT,
            **asdict(statement_of(row)),
            "signature": row.signature,
            "public_key": _public(row, known),
        },
    }


def _entry(entry: Entry) -> dict[str, Any]:
    place = {"row": entry.pk, "stream": entry.stream, "sequence": entry.sequence}
    return {**place, "at": moment_text(entry.at), **{one: getattr(entry, one) for one in TEXTS}}


def _leaves(span: Stretch) -> list[bytes]:
    rows = Entry.objects.filter(stream=span.stream, sequence__range=(span.first, span.last))
    return [entry_leaf(*one) for one in rows.order_by("sequence").values_list("id", "digest")]


def _texts(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def _public(row: Checkpoint, known: Known) -> str:
    return public_hex(known[row.key]) if row.key in known else ""
