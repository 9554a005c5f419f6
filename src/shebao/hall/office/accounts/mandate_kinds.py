"""What a mandate can be: its nature, its state, and what it lets somebody do."""

from enum import StrEnum


class Nature(StrEnum):
    """What binds the two: kinship, guardianship, work for an employer, or being one person."""

    FAMILY = "family"
    GUARDIAN = "guardian"
    HANDLER = "handler"
    SELF = "self"


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
