"""Mandates as those concerned see them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.accounts.actions.mandating import asked_of, running_on
from shebao.hall.office.accounts.models import Account, Act, Mandate, MandateState, Nature
from shebao.law.identifiers import mask_name


def shown_name(nature: Nature, name: str) -> str:
    """A principal's name as a screen may show it: an employer's whole, a person's masked."""
    return name if nature is Nature.HANDLER else mask_name(name)


@dataclass(frozen=True, kw_only=True)
class Held:
    """For whom somebody may act today, and how far."""

    number: str
    nature: Nature
    principal: str
    name: str
    items: tuple[str, ...]
    acts: frozenset[str]
    until: date | None

    @property
    def is_employer(self) -> bool:
        """Whether the principal is a unit."""
        return self.nature is Nature.HANDLER

    @property
    def shown(self) -> str:
        """The name as a screen may show it: a person's is masked."""
        return shown_name(self.nature, self.name)


@dataclass(frozen=True, kw_only=True)
class MandateCard:
    """One mandate with both sides, as the two of them and the desk see it."""

    number: str
    nature: Nature
    state: MandateState
    principal: str
    principal_name: str
    agent_name: str
    items: tuple[str, ...]
    may_file: bool
    since: date
    until: date | None
    proof: str
    asked_by: str
    agency: str
    is_confirmed: bool

    @property
    def principal_shown(self) -> str:
        """The principal's name as a screen may show it: a person's is masked."""
        return shown_name(self.nature, self.principal_name)


@dataclass(frozen=True, kw_only=True)
class HandledEmployer:
    """An employer somebody may act for."""

    employer: str
    name: str


def held_mandates(person: str, *, today: date) -> tuple[Held, ...]:
    """Everybody this person may act for today: families first, then employers."""
    rows = running_on(today).filter(agent=person).order_by("nature", "principal")
    return tuple(_held(row) for row in rows[:100])


def held_for(person: str, principal: str, *, today: date) -> Held | None:
    """The mandate by which a person acts for this principal today, if any."""
    row = running_on(today).filter(agent=person, principal=principal).first()
    return _held(row) if row else None


def _held(row: Mandate) -> Held:
    return Held(
        number=row.number,
        nature=Nature(row.nature),
        principal=row.principal,
        name=row.principal_name,
        items=tuple(row.items),
        acts=frozenset(row.acts),
        until=row.until,
    )


def handled_employers(person: str, *, today: date) -> tuple[HandledEmployer, ...]:
    """The employers this person may act for today."""
    return tuple(
        HandledEmployer(employer=one.principal, name=one.name)
        for one in held_mandates(person, today=today)
        if one.is_employer
    )


def open_mandates(person: str) -> tuple[str, ...]:
    """Numbers of mandates that run or wait, given or held by this person."""
    mine = Q(principal=person) | Q(agent=person)
    rows = Mandate.objects.filter(mine, state__in=[MandateState.ASKED, MandateState.RUNNING])
    return tuple(rows.order_by("pk").values_list("number", flat=True))


def waiting_for_me(account: str) -> tuple[MandateCard, ...]:
    """What this account is asked to accept."""
    holder = Account.objects.get(number=account)
    return tuple(_card(row, {}) for row in asked_of(holder).order_by("pk"))


def given_by(principal: str, *, after: str = "", size: int = 20) -> Page[MandateCard]:
    """Who may or might act for a principal, newest first, those that are over too."""
    return _page(Mandate.objects.filter(principal=principal), after, size)


def taken_by(person: str, *, after: str = "", size: int = 20) -> Page[MandateCard]:
    """For whom a person may act or might have, newest first."""
    return _page(Mandate.objects.filter(agent=person), after, size)


def joinings_of_agency(agency: str, *, after: str = "", size: int = 30) -> Page[MandateCard]:
    """Who was joined in an agency, newest first."""
    return _page(Mandate.objects.filter(nature=Nature.SELF, agency=agency), after, size)


def guardians_of_agency(agency: str, *, after: str = "", size: int = 30) -> Page[MandateCard]:
    """Guardians that were entered in an agency, newest first."""
    return _page(Mandate.objects.filter(nature=Nature.GUARDIAN, agency=agency), after, size)


def handlers_of_agency(agency: str, *, after: str = "", size: int = 30) -> Page[MandateCard]:
    """Handlers of employers that were entered in an agency, newest first."""
    return _page(Mandate.objects.filter(nature=Nature.HANDLER, agency=agency), after, size)


def _page(rows: "QuerySet[Mandate]", after: str, size: int) -> Page[MandateCard]:
    last = row_after(after)
    rows = rows.order_by("-id") if last is None else rows.filter(id__lt=last).order_by("-id")
    found = list(rows[: size + 1])
    names = _names(found[:size])
    more = encode_key(found[size - 1].pk) if len(found) > size else ""
    return Page([_card(row, names) for row in found[:size]], more)


def _names(rows: list[Mandate]) -> dict[str, str]:
    """Names of agents who were never named by the principal."""
    nameless = {row.agent for row in rows if row.agent and not row.agent_name}
    found = Account.objects.filter(person__in=nameless) if nameless else ()
    return {row.person: row.name for row in found}


def _card(row: Mandate, names: dict[str, str]) -> MandateCard:
    return MandateCard(
        number=row.number,
        nature=Nature(row.nature),
        state=MandateState(row.state),
        principal=row.principal,
        principal_name=row.principal_name,
        agent_name=row.agent_name or names.get(row.agent, ""),
        items=tuple(row.items),
        may_file=Act.FILE in row.acts,
        since=row.since,
        until=row.until,
        proof=row.proof,
        asked_by=row.asked_by,
        agency=row.agency,
        is_confirmed=bool(row.confirmed_by),
    )


def both_sides(number: str) -> tuple[str, str]:
    """Core numbers of the principal and of the agent (empty before they answered)."""
    row = Mandate.objects.get(number=number)
    return row.principal, row.agent or _person_of(row.agent_index)


def is_confirmed(number: str) -> bool:
    """Whether a mandate needs no second pair of eyes any more."""
    return Mandate.objects.exclude(confirmed_by="").filter(number=number).exists()


def _person_of(index: str) -> str:
    found = Account.objects.filter(document_index=index).first() if index else None
    return found.person if found else ""
