"""Of invented people: their dead, their injuries, their stays abroad, and a unit's staff."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from shebao.exchange import port

Told = Mapping[str, Any]
_DECEASED: dict[str, Any] = {
    "region": "990100", "scheme": "pension", "drawn_since": "", "own_contributions": 0,
    "balance": 0, "cause": "", "wage": 0, "local_average": 0, "funeral_paid_by": "",
    "claimed": (),
}  # fmt: skip
_INJURY: dict[str, Any] = {
    "employer_name": "示例市东湖精密机械有限公司", "graded_on": None, "grade": 0, "care": "",
    "wage": 702000, "local_average": 771000, "minimum_wage": 199000, "is_claimed": False,
    "costs": (),
}  # fmt: skip
_EXEMPTION: dict[str, Any] = {
    "name": "", "id_tail": "", "employer_name": "", "certificate": "参保证明",
    "is_extension": False,
}  # fmt: skip
_STAFF: dict[str, Any] = {"last_paid_month": "2025-10", "exemptions": ()}
_NAMES = ("id_type", "id_number", "full_name")
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (port.Deceased, port.Injury, port.Exemption)
}


def _deceased(told: Told, question: Any) -> port.Deceased | None:
    row = _named(told.get("kin", ()), question)
    return _record(port.Deceased, _DECEASED, _without_names(row)) if row else None


def _injuries(told: Told, question: Any) -> tuple[port.Injury, ...]:
    return tuple(_record(port.Injury, _INJURY, row) for row in told.get("injuries", ()))


def _exemptions(told: Told, question: Any) -> tuple[port.Exemption, ...]:
    return _stays(told.get("exemptions", ()))


def _staff_person(told: Told, question: Any) -> port.StaffPerson | None:
    row = _named(told.get("staff", ()), question)
    if row is None:
        return None
    whole = {**_STAFF, **_without_names(row)}
    return port.StaffPerson(
        number=whole["number"],
        name=row["full_name"],
        id_tail=row["id_number"][-4:],
        sex=whole["sex"],
        birth=date.fromisoformat(str(whole["birth"])),
        schemes=tuple(port.Scheme(one) for one in whole["schemes"]),
        last_paid_month=whole["last_paid_month"],
        exemptions=_stays(whole["exemptions"]),
    )


CLAIMS: dict[type[port.Question[Any]], Callable[[Told, Any], Any]] = {
    port.DeceasedOf: _deceased,
    port.InjuriesOf: _injuries,
    port.ExemptionsOf: _exemptions,
    port.StaffPersonOf: _staff_person,
    port.StaffExemptionsOf: lambda told, question: (),
}


def _stays(rows: Any) -> tuple[port.Exemption, ...]:
    return tuple(_record(port.Exemption, _EXEMPTION, row) for row in rows)


def _named(rows: Any, question: Any) -> Told | None:
    wanted = {"id_type": "citizen_id", **{name: getattr(question, name) for name in _NAMES}}
    return next((row for row in rows if {"id_type": "citizen_id", **_names(row)} == wanted), None)


def _names(row: Told) -> dict[str, Any]:
    return {name: row[name] for name in _NAMES if name in row}


def _without_names(row: Told) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _NAMES}


def _record(kind: type[Any], *tables: Told) -> Any:
    whole = {name: value for table in tables for name, value in table.items()}
    return _ADAPTERS[kind].validate_python(whole)
