"""Invented people for worked examples: a small stand-in core that answers as one of them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from shebao.exchange import port
from shebao.hall.office.catalogue.persona_claims import CLAIMS
from shebao.law.months import month_number

FILE = Path(__file__).with_name("personas.toml")
_PERSON: dict[str, Any] = {
    "id_type": "citizen_id", "country": "CHN", "address": "", "first_work": None,
    "died_on": None, "employer_number": "", "employer_name": "",
}  # fmt: skip
_REGISTRATION: dict[str, Any] = {
    "agency": "示例市社会保险管理中心", "employer_number": "", "ended": None,
    "state": "active", "last_paid_month": "2025-10", "months_deemed": 0,
}  # fmt: skip
_BENEFIT: dict[str, Any] = {
    "last_month": "", "state": "active", "payee_bank": "示例银行", "payee_tail": "0004",
}  # fmt: skip
_CARD: dict[str, Any] = {
    "state": "normal", "issued": date(2020, 5, 6), "expires": date(2030, 5, 5),
    "bank": "示例银行", "electronic": True,
}  # fmt: skip
_FREE: dict[str, Any] = {
    "required": False, "last_on": None, "method": "", "next_due": None, "suspended": False,
}  # fmt: skip


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind)
    for kind in (
        port.Person, port.Employer, port.Registration, port.Benefit, port.Card,
        port.Certification,
    )
}  # fmt: skip


class NoSuchPersona(LookupError):
    """personas.toml knows nobody of this name."""


class SampleCore:
    """Answers every question about one invented person; nothing can be posted to it."""

    def __init__(self, persona: str, *, today: date) -> None:
        """Raises :class:`NoSuchPersona`."""
        if persona not in names():
            raise NoSuchPersona(persona)
        self._told: Mapping[str, Any] = _all()[persona]
        self._today = today

    @property
    def subject(self) -> str:
        """The core number of the person or unit."""
        whole = self._told.get("person") or self._told["employer"]
        return str(whole["number"])

    def ask(self, *questions: port.Question[Any]) -> tuple[port.Answer[Any], ...]:
        """Answer in order; the data stands at the case's own day."""
        return tuple(
            port.Answer(value=_value(self._told, question), data_date=self._today)
            for question in questions
        )

    def post(self, posting: port.Posting) -> port.Receipt:
        """Refuse: worked examples change nothing."""
        raise port.Rejected("a worked example posts nothing")


def _value(told: Mapping[str, Any], question: port.Question[Any]) -> Any:
    if type(question) in CLAIMS:
        return CLAIMS[type(question)](told, question)
    return _VALUES[type(question)](told)


@lru_cache(maxsize=1)
def _all() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def names() -> tuple[str, ...]:
    """Who there is."""
    return tuple(_all())


def _record(kind: type[Any], *tables: Mapping[str, Any]) -> Any:
    whole = {name: value for table in tables for name, value in table.items()}
    return _ADAPTERS[kind].validate_python(whole)


def _person(told: Mapping[str, Any]) -> port.Person | None:
    return _record(port.Person, _PERSON, told["person"]) if "person" in told else None


def _employer(told: Mapping[str, Any]) -> port.Employer | None:
    return _record(port.Employer, told["employer"]) if "employer" in told else None


def _home(told: Mapping[str, Any]) -> dict[str, Any]:
    person = {**_PERSON, **told.get("person", {"region": ""})}
    return {name: person[name] for name in ("region", "employer_number", "employer_name")}


def _registrations(told: Mapping[str, Any]) -> tuple[port.Registration, ...]:
    home = _home(told)
    rows = told.get("registrations", ())
    return tuple(_record(port.Registration, _REGISTRATION, home, row) for row in rows)


def _contributions(told: Mapping[str, Any]) -> tuple[port.ContributionYear, ...]:
    home = _home(told)
    years = [
        _year(home, stretch, scheme, year)
        for stretch in told.get("contributions", ())
        for scheme in stretch["schemes"]
        for year in range(int(stretch["from"][:4]), int(stretch["to"][:4]) + 1)
    ]
    return tuple(sorted(years, key=lambda row: row.year))


def _year(
    home: Mapping[str, Any], stretch: Mapping[str, Any], scheme: str, year: int
) -> port.ContributionYear:
    first, last = month_number(stretch["from"]), month_number(stretch["to"])
    paid = [first <= year * 12 + place <= last for place in range(12)]
    base = int(stretch["base"])
    return port.ContributionYear(
        scheme=port.Scheme(scheme),
        year=year,
        employer_number=home["employer_number"],
        employer_name=stretch.get("employer_name", home["employer_name"]),
        region=stretch.get("region", home["region"]),
        bases=tuple(base * one for one in paid),
        own=tuple(base * 8 // 100 * one for one in paid),
        employer=tuple(base * 16 // 100 * one for one in paid),
        states="".join("p" if one else "-" for one in paid),
    )


def _account(told: Mapping[str, Any]) -> port.Account | None:
    if "account" not in told:
        return None
    balance = int(told["account"]["balance"])
    interest = balance * 26 // 1000
    credited = balance // 12
    opening = balance - interest - credited
    year = port.AccountYear(
        year=2025, opening=opening, credited=credited, interest=interest, closing=balance,
        rate="2.62",
    )  # fmt: skip
    return port.Account(balance=balance, years=(year,))


def _benefits(told: Mapping[str, Any]) -> tuple[port.Benefit, ...]:
    return tuple(_record(port.Benefit, _BENEFIT, row) for row in told.get("benefits", ()))


def _payments(told: Mapping[str, Any]) -> tuple[port.Payment, ...]:
    return tuple(
        port.Payment(
            benefit_number=told["benefits"][0]["number"],
            month=f"{number // 12:04d}-{number % 12 + 1:02d}",
            kind=row["kind"],
            amount=row["amount"],
            paid_on=date(number // 12, number % 12 + 1, 15),
            bank="示例银行",
            account_tail="0004",
            result="paid",
        )
        for row in told.get("payments", ())
        for number in range(month_number(row["to"]), month_number(row["from"]) - 1, -1)
    )


def _card(told: Mapping[str, Any]) -> port.Card | None:
    return _record(port.Card, _CARD, told["card"]) if "card" in told else None


def _certification(told: Mapping[str, Any]) -> port.Certification:
    found: port.Certification = _record(port.Certification, _FREE, told.get("certification", {}))
    return found


def _transfers(told: Mapping[str, Any]) -> tuple[port.Transfer, ...]:
    return ()


_VALUES: dict[type[port.Question[Any]], Any] = {
    port.PersonOf: _person,
    port.EmployerOf: _employer,
    port.RegistrationsOf: _registrations,
    port.ContributionsOf: _contributions,
    port.AccountOf: _account,
    port.BenefitsOf: _benefits,
    port.PaymentsOf: _payments,
    port.TransfersOf: _transfers,
    port.CardOf: _card,
    port.CertificationOf: _certification,
}
