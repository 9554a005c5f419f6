"""A core as it would answer later: asked once, remembered, and with further months paid."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from shebao.exchange import port
from shebao.exchange.records import Scheme
from shebao.law.months import month_number, month_text

_PAID = frozenset("pmt")
_PER_YEAR = 12
_NOTHING = 0


class Supposed:
    """Answers like the core behind it; each question crosses the wall once."""

    def __init__(self, inner: port.Insurance) -> None:
        self._inner = inner
        self._known: dict[port.Question[Any], port.Answer[Any]] = {}
        self.paid_on = 0

    def ask(self, *questions: port.Question[Any]) -> tuple[port.Answer[Any], ...]:
        """In order, with :attr:`paid_on` further months paid; raises what the core raises."""
        fresh = [one for one in questions if one not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._inner.ask(*fresh), strict=True))
        return tuple(self._paying(self._known[one]) for one in questions)

    def post(self, posting: port.Posting) -> port.Receipt:
        """Refuse: supposing changes nothing."""
        raise port.Rejected("a supposed core takes no posting")

    def _paying(self, answer: port.Answer[Any]) -> port.Answer[Any]:
        rows = answer.value
        if not self.paid_on or not isinstance(rows, tuple) or not rows:
            return answer
        if isinstance(rows[0], port.ContributionYear):
            return replace(answer, value=_further_years(rows, self.paid_on))
        if isinstance(rows[0], port.Registration):
            return replace(answer, value=tuple(_further(row, self.paid_on) for row in rows))
        return answer


def _further(row: port.Registration, months: int) -> port.Registration:
    if row.state != port.RegistrationState.ACTIVE or not row.last_paid_month:
        return row
    last = month_text(month_number(row.last_paid_month) + months)
    return replace(row, months_actual=row.months_actual + months, last_paid_month=last)


def _further_years(
    rows: tuple[port.ContributionYear, ...], months: int
) -> tuple[port.ContributionYear, ...]:
    """Each scheme goes on from its last paid month, at that month's base and shares."""
    further = [row for scheme in dict.fromkeys(row.scheme for row in rows)
               for row in _one_scheme(rows, scheme, months)]  # fmt: skip
    return tuple(_joined((*rows, *further)))


def _one_scheme(
    rows: Iterable[port.ContributionYear], scheme: Scheme, months: int
) -> Iterator[port.ContributionYear]:
    paid = [(row.year * _PER_YEAR + place, row) for row in rows if row.scheme == scheme
            for place, state in enumerate(row.states) if state in _PAID]  # fmt: skip
    if not paid:
        return
    last, row = max(paid, key=lambda one: one[0])
    for number in range(last + 1, last + 1 + months):
        yield _month(row, last % _PER_YEAR, *divmod(number, _PER_YEAR))


def _month(row: port.ContributionYear, like: int, year: int, place: int) -> port.ContributionYear:
    """A year in which only this month is paid."""

    def only(value: int) -> tuple[int, ...]:
        return tuple(value if one == place else _NOTHING for one in range(_PER_YEAR))

    return replace(
        row,
        year=year,
        bases=only(row.bases[like]),
        own=only(row.own[like]),
        employer=only(row.employer[like]),
        states="".join("p" if one == place else "-" for one in range(_PER_YEAR)),
    )


def _joined(rows: Iterable[port.ContributionYear]) -> Iterator[port.ContributionYear]:
    """One row for a scheme, year and employer, as the core tells them."""
    found: dict[tuple[str, int, str], port.ContributionYear] = {}
    for row in rows:
        key = (row.scheme, row.year, row.employer_number)
        found[key] = _over(found[key], row) if key in found else row
    yield from found.values()


def _over(one: port.ContributionYear, more: port.ContributionYear) -> port.ContributionYear:
    def either(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
        pairs = zip(left, right, more.states, strict=True)
        return tuple(after if state in _PAID else before for before, after, state in pairs)

    return replace(
        one,
        bases=either(one.bases, more.bases),
        own=either(one.own, more.own),
        employer=either(one.employer, more.employer),
        states="".join(
            after if after in _PAID else before
            for before, after in zip(one.states, more.states, strict=True)
        ),
    )
