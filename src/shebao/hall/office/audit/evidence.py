"""What a checkpoint says and how it is checked; needs no database, so anybody can do it (6.3.2).

Two trees lie on top of each other. The entries that a checkpoint is the first to cover make one
tree per stream (a span). The newest span of every stream makes the leaves of the checkpoint's own
tree; its root is signed together with number, time and the digest of the checkpoint before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shebao.hall.office.audit.chain import digest_of, quoted
from shebao.hall.office.audit.merkle import leaf_hash, root_by_path, root_of

CHECKPOINT = "shebao-trail-checkpoint-1"
PROOF = "shebao-trail-proof-1"


class Unreadable(ValueError):
    """This is no checkpoint and no proof of ours; the words tell what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stream's entries from ``first`` to ``last``, the digest of the last, the root over all."""

    stream: int
    first: int
    last: int
    head: str
    root: str

    def leaf(self) -> bytes:
        """Its leaf in the checkpoint's tree."""
        return leaf_hash(_compact(astuple(self)))


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is signed: so many entries in so many streams at this time lead to this root.

    ``at`` is UTC with microseconds, ``previous`` the digest of the statement before, empty for
    the first.
    """

    number: int
    at: str
    entries: int
    streams: int
    root: str
    previous: str
    key: str

    def text(self) -> bytes:
        """The bytes that are signed: compact JSON with sorted keys."""
        return _compact({"type": CHECKPOINT, **asdict(self)})

    def digest(self) -> str:
        """How the next checkpoint names this one."""
        return hashlib.sha256(self.text()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A statement with its signature, and every stream's newest span."""

    statement: Statement
    signature: str
    stretches: tuple[Stretch, ...]

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the holder of this key signed exactly this statement."""
        try:
            key.verify(bytes.fromhex(self.signature), self.statement.text())
        except (InvalidSignature, ValueError):
            return False
        return True

    def is_whole(self) -> bool:
        """Whether the spans lead to the signed root and numbers."""
        said = self.statement
        return (said.root, said.streams, said.entries) == totals(self.stretches)


def entry_leaf(number: int, digest: str) -> bytes:
    """An entry's leaf in its span's tree: ``[row number, "digest"]``, written out for speed."""
    return leaf_hash(f"[{number},{quoted(digest)}]".encode())


def totals(stretches: Sequence[Stretch]) -> tuple[str, int, int]:
    """Root, number of streams and number of entries; ``stretches`` lie in the streams' order."""
    root = root_of(one.leaf() for one in stretches).hex()
    return root, len(stretches), sum(one.last for one in stretches)


def written(signed: Signed, *, public_key: str) -> dict[str, Any]:
    """A checkpoint as it is published; ``public_key`` are the key's 32 bytes in hex."""
    return {
        "type": CHECKPOINT,
        **asdict(signed.statement),
        "signature": signed.signature,
        "public_key": public_key,
        "spans": [astuple(one) for one in signed.stretches],
    }


def read(document: Any) -> tuple[Signed, Ed25519PublicKey]:
    """A published checkpoint and the key it brings along.

    Raises ``Unreadable`` for anything else, and for one that does not hold together by itself.
    """
    try:
        if document["type"] != CHECKPOINT:
            raise Unreadable("不是检查点文件")
        statement = _statement(document)
        spans = tuple(_stretch(one) for one in document["spans"])
        signed = Signed(statement=statement, signature=document["signature"], stretches=spans)
        key = _public(document["public_key"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(error) from None
    if not signed.is_signed_by(key):
        raise Unreadable(f"第 {statement.number} 号检查点的签名不对")
    if not signed.is_whole():
        raise Unreadable(f"第 {statement.number} 号检查点的各流和根不符")
    return signed, key


def checked(proof: Any) -> tuple[Mapping[str, Any], Statement, Ed25519PublicKey]:
    """Follow a proof from the entry up to the signature: entry, statement and key.

    Raises ``Unreadable`` at the first step that does not fit. Who holds the key is another
    question: compare it with one that is published or was kept.
    """
    try:
        if proof["type"] != PROOF:
            raise Unreadable("不是核对凭据")
        entry, span = proof["entry"], _stretch(proof["span"])
        statement = _statement(proof["checkpoint"])
        key = _public(proof["checkpoint"]["public_key"])
        _follow(proof, entry, span, statement)
        signature = str(proof["checkpoint"]["signature"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(error) from None
    if not Signed(statement=statement, signature=signature, stretches=()).is_signed_by(key):
        raise Unreadable("检查点的签名不对")
    return entry, statement, key


def _follow(proof: Any, entry: Mapping[str, Any], span: Stretch, statement: Statement) -> None:
    if _entry_digest(entry) != entry["digest"]:
        raise Unreadable("这一条的内容和它的指纹不符")
    if entry["stream"] != span.stream or not span.first <= entry["sequence"] <= span.last:
        raise Unreadable("这一条不在凭据说的那一段里")
    root = root_by_path(
        entry_leaf(entry["row"], entry["digest"]),
        place=entry["sequence"] - span.first,
        size=span.last - span.first + 1,
        path=_hashes(proof["entry_path"]),
    )
    if root is None or root.hex() != span.root:
        raise Unreadable("这一条不在这一段的根下面")
    path = _hashes(proof["span_path"])
    root = root_by_path(span.leaf(), place=proof["span_place"], size=statement.streams, path=path)
    if root is None or root.hex() != statement.root:
        raise Unreadable("这一段不在检查点的根下面")


def _entry_digest(entry: Mapping[str, Any]) -> str:
    return digest_of(
        entry["stream"], entry["sequence"], entry["previous"], entry["at"], entry["actor"],
        entry["verb"], entry["subject"], entry["purpose"], entry["channel"], entry["case"],
        entry["details"],
    )  # fmt: skip


def _statement(document: Mapping[str, Any]) -> Statement:
    names = Statement.__dataclass_fields__
    made = Statement(**{name: document[name] for name in names})
    numbers = (made.number, made.entries, made.streams)
    if not all(type(one) is int and one >= 0 for one in numbers):
        raise Unreadable("检查点的数字不对")
    return made


def _stretch(row: Sequence[Any]) -> Stretch:
    stream, first, last, head, root = row
    if not all(type(one) is int for one in (stream, first, last)) or not 1 <= first <= last:
        raise Unreadable("检查点里有一段写得不对")
    return Stretch(stream=stream, first=first, last=last, head=str(head), root=str(root))


def _public(text: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))


def _hashes(texts: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in texts]


def _unreadable(error: Exception) -> Unreadable:
    if isinstance(error, Unreadable):
        return error
    return Unreadable("文件缺了内容，或写法不对")


def _compact(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
