"""What applicants do with a filed case: send what was asked for, withdraw, ask for a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Role
from shebao.hall.office.applications.actions import pausing, telling
from shebao.hall.office.applications.actions.moving import NotAllowed, move, note
from shebao.hall.office.applications.models import Application, Decision, Trace, Upload
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.applications.promise import due_date
from shebao.hall.office.catalogue.queries import pinned
from shebao.hall.office.connections import Outside


class StillMissing(ValueError):
    """Not everything that was asked for has been sent; ``words`` lists what is missing."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Remember what."""
        super().__init__(";".join(words))
        self.words = words


def send_supplement(
    case: Application,
    *,
    account: str,
    channel: str,
    answers: Mapping[str, Any],
    outside: Outside,
    now: datetime,
) -> None:
    """Send back all that was asked for; the clock runs on.

    Raises ``StillMissing``, and ``NotAllowed`` while nothing is asked for.
    """
    if case.status != Status.SUPPLEMENT:
        raise NotAllowed("nothing is asked for")
    _check_all_sent(case)
    merged = {**case.answers, **answers}
    with transaction.atomic():
        due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
        move(case, Status.REVIEW, now=now, answers=merged, supplement_until=None, **due)
        note(case, "supplement-sent", "已补正，继续审核", actor=account, channel=channel, now=now)


def _check_all_sent(case: Application) -> None:
    asked_at = _asked_at(case)
    sent = set(
        Upload.objects.filter(case=case.number, replaced_at=None, sent_at__gt=asked_at).values_list(
            "material", flat=True
        )
    )
    wants = case.supplement or []
    missing = tuple(
        want["words"] for want in wants if want["material"] and want["material"] not in sent
    )
    if missing:
        raise StillMissing(missing)


def _asked_at(case: Application) -> datetime:
    asked = Trace.objects.filter(case=case.number, event="supplement-asked").latest("at")
    return asked.at


def withdraw(
    case: Application, *, account: str, channel: str, outside: Outside, now: datetime
) -> None:
    """Take a case back, as long as nobody has passed it yet; repeating it changes nothing."""
    if case.status == Status.WITHDRAWN:
        return
    if case.status == Status.REVIEW and case.step > 0:
        raise NotAllowed("the case has been reviewed already")
    with transaction.atomic():
        due = pausing.start_clock(case, calendar=outside.calendar, today=local_date(now))
        move(case, Status.WITHDRAWN, now=now, role="", clerk="", reason="申请人撤回", **due)
        note(case, "withdrawn", "已撤回", actor=account, channel=channel, now=now)
        telling.withdrawn(case, "您撤回了申请。需要时可以重新申请。", now=now)


def ask_for_a_person(
    case: Application, *, account: str, channel: str, outside: Outside, now: datetime
) -> None:
    """After a refusal by rules: let a person decide (PIPL art. 24); possible once per case."""
    if case.status == Status.REVIEW and case.was_looked_at_again:
        return
    if case.was_looked_at_again or not _was_refused_by_rules(case):
        raise NotAllowed("only a refusal by rules is looked at again, once")
    item = pinned(case.item, case.version).item
    due = due_date(item, received=local_date(now), calendar=outside.calendar)
    with transaction.atomic():
        move(
            case, Status.REVIEW, now=now, step=0, role=Role.REVIEWER, clerk="", due_on=due.day,
            reason="", was_looked_at_again=True, due_is_provisional=due.is_provisional,
        )  # fmt: skip
        note(case, "person-asked", "已转人工复核", actor=account, channel=channel, now=now)
        telling.person_will_look(case, until=due.day, now=now)


def _was_refused_by_rules(case: Application) -> bool:
    last = Decision.objects.filter(case=case.number).order_by("-id").first()
    return case.status == Status.REFUSED and last is not None and last.maker == "rules"
