"""Merkle trees as RFC 6962 has them: leaves and inner nodes are hashed apart.

A tree over n leaves splits at the largest power of two below n; a path holds the hashes beside
the way from a leaf up to the root.
"""

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over a nought byte and the content."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over a byte one and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Takes leaf hashes one by one and keeps no more than one hash per level."""

    def __init__(self) -> None:
        """No leaf yet."""
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        full, peaks = self.size, self._peaks
        while full & 1:
            leaf = node_hash(peaks.pop(), leaf)
            full >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far; over none it is the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        *others, node = self._peaks
        for left in reversed(others):
            node = node_hash(left, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def path_to(place: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes beside the way from the leaf at this place, counted from 0, up to the root."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if place < split:
        return [*path_to(place, leaves[:split]), root_of(leaves[split:])]
    return [*path_to(place - split, leaves[split:]), root_of(leaves[:split])]


def root_by_path(leaf: bytes, *, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that this path leads to; ``None`` where it cannot be one of a tree of this size."""
    if not 0 <= place < size:
        return None
    node, last = leaf, size - 1
    for beside in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            node = node_hash(beside, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, beside)
        place, last = place >> 1, last >> 1
    return node if last == 0 else None
