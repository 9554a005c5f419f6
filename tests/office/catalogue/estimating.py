"""People for the tests of the what-if: a record across the wall, bent as a test needs it."""

from dataclasses import replace
from datetime import date
from typing import Any

from shebao.exchange import port
from shebao.hall.office.catalogue.estimating import Told

TODAY = date(2026, 3, 2)
PERSON = port.Person(
    number="P1", id_type="citizen_id", id_number="990101198506010029", country="CHN", name="王芳",
    sex="female", birth=date(1985, 6, 1), kind=port.PersonKind.EMPLOYEE,
    retirement_group="female55", region="990100", household_region="990100", mobile="",
    address="", first_work=None, died_on=None, employer_number="9", employer_name="单位",
)  # fmt: skip
STEADY = "p" * 12


def year(number: int, states: str = STEADY, **more: Any) -> port.ContributionYear:
    """A year of the pension scheme with one employer."""
    values: dict[str, Any] = {
        "scheme": port.Scheme.PENSION, "year": number, "employer_number": "9",
        "employer_name": "单位", "region": "990100", "bases": (600_000,) * 12, "own": (0,) * 12,
        "employer": (0,) * 12, "states": states,
    }  # fmt: skip
    return port.ContributionYear(**{**values, **more})


def registration(actual: int, deemed: int = 0, **more: Any) -> port.Registration:
    """A relation to the pension scheme."""
    values: dict[str, Any] = {
        "scheme": port.Scheme.PENSION, "region": "990100", "agency": "中心", "employer_number": "9",
        "employer_name": "单位", "joined": date(2010, 1, 1), "ended": None,
        "state": port.RegistrationState.ACTIVE, "first_month": "2010-01",
        "last_paid_month": "2026-02", "months_actual": actual, "months_deemed": deemed,
    }  # fmt: skip
    return port.Registration(**{**values, **more})


YEARS = (*(year(one) for one in range(2010, 2026)), year(2026, "pp----------"))


def told(*rows: port.ContributionYear, person: dict[str, Any] | None = None, **more: Any) -> Told:
    """The core's answers: a woman of 40 with sixteen years and two months, unless bent."""
    paid = {(row.year, at) for row in rows or YEARS for at, one in enumerate(row.states)
            if one in "ptm"}  # fmt: skip
    values: dict[str, Any] = {
        "person": replace(PERSON, **(person or {})),
        "registrations": (registration(len(paid)),),
        "contributions": rows or YEARS,
        "account": port.Account(balance=9_000_000, years=()),
        "benefits": (),
        "data_date": TODAY,
    }
    return Told(**{**values, **more})
