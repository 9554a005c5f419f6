"""What a mandate can be: its nature, its state, and what it lets somebody do."""

from enum import StrEnum


class Nature(StrEnum):
    """What binds the two: kinship, guardianship, or work for an employer."""

    FAMILY = "family"
    GUARDIAN = "guardian"
    HANDLER = "handler"


class MandateState(StrEnum):
    """Where a mandate stands; only a running one lets anybody act."""

    ASKED = "asked"
    RUNNING = "running"
    REFUSED = "refused"
    ENDED = "ended"


class Act(StrEnum):
    """What somebody may do for another: look at records and cases, or also apply."""

    LOOK = "look"
    FILE = "file"
