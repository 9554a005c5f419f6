"""The states of a paper and the allowed moves between them; nothing is ever deleted."""

from enum import StrEnum


class State(StrEnum):
    """Where a paper stands."""

    QUEUED = "queued"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.ISSUED, State.REVOKED}),
    State.ISSUED: frozenset({State.SUPERSEDED, State.REVOKED}),
    State.SUPERSEDED: frozenset({State.REVOKED}),
    State.REVOKED: frozenset(),
}
