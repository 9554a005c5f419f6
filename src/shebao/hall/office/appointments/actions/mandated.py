"""What somebody may arrange for another at a counter (5.4.1.5)."""

from datetime import datetime

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts.actions import hold


class NotMandated(ValueError):
    """The mandate does not reach so far, or is over."""


def demand_mandate(visitor: Visitor, item: str, *, now: datetime) -> None:
    """The mandate covers this service, and runs until the commit. Raises ``NotMandated``."""
    if not visitor.may_arrange(item):
        raise NotMandated
    if visitor.mandate and not hold(visitor.mandate, today=local_date(now), now=now):
        raise NotMandated
