"""What would turn a case that the rules refused (5.3.1c); asked of the core as it stands today."""

from datetime import date

from shebao.exchange.port import Insurance
from shebao.hall.office.applications.models import Application
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.queries.mine import decisions
from shebao.hall.office.catalogue import turning
from shebao.hall.office.catalogue.queries import pinned

RULES = "rules"


def may_be_turned(case: Application) -> bool:
    """Whether the rules, and no person, had the last word and said no."""
    made = decisions(case.number) if case.status == Status.REFUSED else ()
    return bool(made) and made[-1].maker == RULES


def ways_on(case: Application, *, insurance: Insurance, today: date) -> tuple[turning.Way, ...]:
    """The easiest changes that would turn it; raises ``exchange.port.Unreachable``."""
    if not may_be_turned(case):
        return ()
    return turning.ways(
        pinned(case.item, case.version),
        insurance=insurance,
        subject=case.subject,
        answers=case.answers,
        today=today,
    )
