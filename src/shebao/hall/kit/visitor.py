"""Who stands at the door: a frozen record every channel can read, made once per request."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    HOTLINE = "hotline"
    OPERATOR = "operator"
    SECURITY = "security"
    AUDITOR = "auditor"


class Kind(StrEnum):
    """Whose door it is."""

    NOBODY = "nobody"
    PERSON = "person"
    STAFF = "staff"


class Level(IntEnum):
    """How surely it is the person themselves (5.4.1.5): by how many kinds of proof, how lately."""

    NOBODY = 0
    LOW = 1
    KNOWN = 2
    VERIFIED = 3


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What somebody proved who they are with: the ways, when, and a digest of what was asked.

    ``method`` joins several ways by ``+``, such as ``password+sms``.
    """

    method: str
    level: Level
    at: datetime
    digest: str


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The account behind a request, and for whom it acts.

    ``subject`` is the core number whose errands are done: the person's own, or that of whoever
    they act for by ``mandate``; ``only_items`` are the services that it, or the consent to a
    program, names (none means all), and ``may_only_look`` says that nothing may be applied for.
    ``is_own_other``: it is another number of the person themselves. ``agency`` limits what staff
    can see.
    ``level`` is how surely it is them at this moment, ``proof`` what that rests on.
    """

    kind: Kind = Kind.NOBODY
    account: str = ""
    name: str = ""
    person: str = ""
    subject: str = ""
    subject_name: str = ""
    acts_for_employer: bool = False
    mandate: str = ""
    only_items: frozenset[str] = frozenset()
    may_only_look: bool = False
    is_own_other: bool = False
    roles: frozenset[Role] = frozenset()
    agency: str = ""
    level: Level = Level.NOBODY
    proof: Proof | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody is signed in."""
        return self.kind is not Kind.NOBODY

    @property
    def acts_for_another_person(self) -> bool:
        """Whether somebody stands here for another human being."""
        return bool(self.mandate) and not self.acts_for_employer and not self.is_own_other

    @property
    def sees_all(self) -> bool:
        """Whether all affairs of the subject may be looked at, not those of some services."""
        return not self.only_items

    @property
    def decides_for_employer(self) -> bool:
        """Whether all affairs of an employer are in these hands, its handlers too."""
        return self.acts_for_employer and self.sees_all and not self.may_only_look

    def sees(self, item: str) -> bool:
        """Whether the subject's affairs of this service may be looked at."""
        return self.sees_all or item in self.only_items

    def may_arrange(self, item: str) -> bool:
        """Whether places at a counter may be booked, moved and given back for this service."""
        return not self.may_only_look and self.sees(item)

    def may_file(self, item: str, *, is_for_others_too: bool) -> bool:
        """Whether this visitor may apply for a service (5.4.1.5).

        For oneself always, unless a program was let in for some services. For another only as
        far as the mandate goes; another human being's affair only where the service lets somebody
        else do it.
        """
        if self.may_only_look or not self.sees(item):
            return False
        is_own = not self.mandate or self.is_own_other
        return is_own or self.acts_for_employer or is_for_others_too

    def proven_by(self, proof: Proof) -> "Visitor":
        """The same visitor, resting on this proof."""
        return replace(self, level=proof.level, proof=proof)

    def has(self, role: Role) -> bool:
        """Whether this member of staff holds the role."""
        return role in self.roles


NOBODY = Visitor()
