"""Mandates begin, are answered and end (5.4.1.5, 6.2.2); each verb is safe to repeat.

Whoever is represented, and whoever represents, may end a mandate at any moment, without proof and
without giving a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from shebao.hall.kit.limits.actions import Limit, count
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.accounts.actions.opening import document_index
from shebao.hall.office.accounts.models import Account, Act, Mandate, MandateState, Nature
from shebao.hall.office.audit import actions as audit

PURPOSE = "acting for another"
GIVEN = Limit(name="mandate-given", times=20, seconds=86_400)
LONGEST_DAYS = 366
# What a second pair of eyes has to see before it can be accepted.
CHECKED = (Nature.GUARDIAN, Nature.HANDLER)


class NotYourself(ValueError):
    """Somebody was to act for themselves."""


class TooLong(ValueError):
    """A mandate runs at most a year; then it is given anew."""


class NotAnother(ValueError):
    """Whoever entered or asked for a mandate does not confirm it."""


class AlreadyGiven(ValueError):
    """The same person is asked already, or may act already."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person as another names them: document and name; the name is compared when they answer."""

    id_type: str
    country: str
    id_number: str
    name: str

    @property
    def index(self) -> str:
        """The digest of the document."""
        return document_index(self.id_type, self.country, self.id_number)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a mandate covers: services (none means all), acts, and its last day."""

    items: tuple[str, ...]
    acts: tuple[Act, ...]
    until: date


def give(
    *,
    principal: str,
    principal_name: str,
    account: str,
    to: Named,
    terms: Terms,
    channel: str,
    now: datetime,
    today: date,
) -> str:
    """Ask a relative to act for oneself (亲情服务); returns the mandate's number.

    It runs from the moment the named person accepts. Whether they have an account is not told.
    Raises ``NotYourself``, ``TooLong``, ``AlreadyGiven``, and ``TooMany`` beyond twenty a day.
    """
    count(GIVEN, key=principal, now=now)
    if Account.objects.filter(person=principal, document_index=to.index).exists():
        raise NotYourself
    mandate = asked(
        nature=Nature.FAMILY, principal=principal, principal_name=principal_name, to=to,
        terms=terms, by=account, now=now, today=today,
    )  # fmt: skip
    return written(mandate, actor=account, channel=channel, now=now)


def asked(
    *,
    nature: Nature,
    principal: str,
    principal_name: str,
    to: Named,
    terms: Terms,
    by: str,
    now: datetime,
    today: date,
) -> Mandate:
    """A mandate somebody is asked to take, not yet stored.

    Raises ``TooLong``, and ``AlreadyGiven`` where the same person is asked or acts already.
    """
    if not 0 <= (terms.until - today).days <= LONGEST_DAYS:
        raise TooLong
    there = Mandate.objects.filter(principal=principal, agent_index=to.index)
    if there.filter(state__in=[MandateState.ASKED, MandateState.RUNNING]).exists():
        raise AlreadyGiven
    return Mandate(
        number=f"M{secret_code(12)}", nature=nature, state=MandateState.ASKED,
        principal=principal, principal_name=principal_name, agent_name=to.name,
        agent_index=to.index, items=sorted(set(terms.items)), acts=sorted(set(terms.acts)),
        since=today, until=terms.until, asked_at=now, asked_by=by,
    )  # fmt: skip


def written(mandate: Mandate, *, actor: str, channel: str, now: datetime) -> str:
    """Store it with its trace; returns its number. Raises ``AlreadyGiven``."""
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
            note(mandate, "ask-mandate", actor, channel, now)
    except IntegrityError:
        raise AlreadyGiven from None
    return mandate.number


def answer(*, number: str, account: str, accepts: bool, channel: str, now: datetime) -> bool:
    """Accept or refuse what one is asked; false where nothing is asked of this account.

    A guardian's or a handler's can be accepted only once it is confirmed. The name given must
    be the account's own: a document typed wrongly lets nobody in.
    """
    with transaction.atomic():
        holder = Account.objects.get(number=account)
        row = asked_of(holder).filter(number=number).first()
        if row is None:
            return False
        state = MandateState.RUNNING if accepts else MandateState.REFUSED
        ended = {} if accepts else {"ended_at": now, "ended_by": account}
        still_asked = Mandate.objects.filter(pk=row.pk, state=MandateState.ASKED)
        if not still_asked.update(state=state, agent=holder.person, answered_at=now, **ended):
            return False
        verb = "accept-mandate" if accepts else "refuse-mandate"
        note(row, verb, account, channel, now)
    return True


def asked_of(holder: Account) -> "QuerySet[Mandate]":
    """Mandates that wait for this account's answer."""
    if not holder.document_index:
        return Mandate.objects.none()
    ready = Q(nature=Nature.FAMILY) | Q(nature__in=CHECKED) & ~Q(confirmed_by="")
    rows = Mandate.objects.filter(
        ready, state=MandateState.ASKED, agent_index=holder.document_index
    )
    same = [row.pk for row in rows.order_by("pk")[:100] if row.agent_name == holder.name]
    return Mandate.objects.filter(pk__in=same, state=MandateState.ASKED)


def end_mandate(
    *, number: str, person: str, subject: str, account: str, channel: str, now: datetime
) -> bool:
    """End a mandate at once, as the principal or as the agent; false where none is there.

    ``subject`` is whom the account stands for now: a handler may end the employer's mandates.
    """
    mine = Q(principal__in={person, subject}) | Q(agent=person)
    return ended(Mandate.objects.filter(mine, number=number), account, channel, now)


def ended(rows: "QuerySet[Mandate]", account: str, channel: str, now: datetime) -> bool:
    """End the open one of these rows; false where none is open."""
    with transaction.atomic():
        open_rows = rows.filter(state__in=[MandateState.ASKED, MandateState.RUNNING])
        row = open_rows.first()
        ended = {"state": MandateState.ENDED, "ended_at": now, "ended_by": account}
        if row is None or not open_rows.filter(pk=row.pk).update(**ended):
            return False
        note(row, "end-mandate", account, channel, now)
    return True


def hold(number: str, *, today: date, now: datetime) -> bool:
    """Note that a mandate is used, inside the transaction of what is done by it.

    False where it does not run any more. The row stays locked until the commit, so that ending
    it and acting by it come one after the other.
    """
    return bool(running_on(today).filter(number=number).update(used_at=now))


def running_on(today: date) -> "QuerySet[Mandate]":
    """Mandates by which somebody may act on a day."""
    in_time = Q(until__isnull=True) | Q(until__gte=today)
    return Mandate.objects.filter(in_time, state=MandateState.RUNNING, since__lte=today)


def appoint_handler(
    *, person: str, employer: str, employer_name: str, since: date, now: datetime
) -> None:
    """Let a person act for an employer (6.2.2); doing it twice changes nothing."""
    with transaction.atomic():
        _, is_new = Mandate.objects.get_or_create(
            agent=person,
            principal=employer,
            state=MandateState.RUNNING,
            defaults={
                "number": f"M{secret_code(12)}",
                "nature": Nature.HANDLER,
                "principal_name": employer_name,
                "acts": [Act.FILE, Act.LOOK],
                "since": since,
            },
        )
        if is_new:
            audit.record(
                actor=person,
                verb="appoint-handler",
                subject=employer,
                purpose="handling for an employer",
                channel="web",
                now=now,
            )


def over(*, today: date, limit: int = 200) -> Iterable[str]:
    """Numbers of mandates whose last day is over but which still stand open."""
    rows = Mandate.objects.filter(
        until__lt=today, state__in=[MandateState.ASKED, MandateState.RUNNING]
    )
    return list(rows.order_by("until", "pk").values_list("number", flat=True)[:limit])


def lapse(*, number: str, today: date, now: datetime) -> bool:
    """End a mandate whose last day is over; false when somebody did before."""
    return ended(Mandate.objects.filter(number=number, until__lt=today), "worker", "worker", now)


def note(row: Mandate, verb: str, actor: str, channel: str, now: datetime) -> None:
    """Into the principal's trail."""
    audit.record(
        actor=actor, verb=verb, subject=row.principal, purpose=PURPOSE, channel=channel, now=now,
        details={"mandate": row.number, "nature": str(row.nature)},
    )  # fmt: skip
