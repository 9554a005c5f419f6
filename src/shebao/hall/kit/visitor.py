"""Who stands at the door: a frozen record every channel can read, made once per request."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    OPERATOR = "operator"


class Kind(StrEnum):
    """Whose door it is."""

    NOBODY = "nobody"
    PERSON = "person"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The account behind a request, and for whom it acts.

    ``subject`` is the core number whose errands are done: the person's own, or the employer's
    while the person acts as its handler.  ``agency`` limits what staff can see.
    """

    kind: Kind = Kind.NOBODY
    account: str = ""
    name: str = ""
    person: str = ""
    subject: str = ""
    subject_name: str = ""
    acts_for_employer: bool = False
    roles: frozenset[Role] = frozenset()
    agency: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody is signed in."""
        return self.kind is not Kind.NOBODY

    def has(self, role: Role) -> bool:
        """Whether this member of staff holds the role."""
        return role in self.roles


NOBODY = Visitor()
