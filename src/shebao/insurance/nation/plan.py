"""The plan of one life: everything that is decided before the books are written."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Spell(NamedTuple):
    """Months first to last on one footing; ``workplace`` is -1 without an employer."""

    first: int
    last: int
    footing: str
    workplace: int
    city: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One life.  ``standing`` is what the person is today, or was when dying.

    ``due_in`` is the number of days from the data date to the next certification; ``ratio`` the
    wage in thousandths of the average; ``has_transferred`` whether months paid in another
    province were brought along; ``has_claimed`` whether somebody without work draws the benefit.
    province were brought along.  ``grade`` and ``care`` belong to a work injury, ``posted_to`` is
    the country of a stay abroad.
    """

    index: int
    id_type: str
    id_number: str
    country: str
    name: str
    is_male: bool
    birth: date
    group: str
    standing: str
    home: int
    household: str
    mobile: str
    address: str
    ratio: int
    due_in: int = 0
    deemed: int = 0
    first_work: date | None = None
    died_on: date | None = None
    spells: tuple[Spell, ...] = ()
    has_transferred: bool = False
    has_claimed: bool = True
    electronic_card: bool = True
    card_state: str = "normal"
    grade: int = 0
    care: str = ""
    died_at_work: bool = False
    posted_to: str = ""


# A wish only: an employee of the big employer that the cast names.
STAFF = "staff"
EMPLOYEE = "employee"
FLEXIBLE = "flexible"
JOBLESS = "jobless"
RESIDENT = "resident"
STUDENT = "student"
NOT_INSURED = "not_insured"
PENSIONER = "pensioner"
RESIDENT_PENSIONER = "resident_pensioner"
DRAWING = frozenset({PENSIONER, RESIDENT_PENSIONER})
WORKING = frozenset({EMPLOYEE, FLEXIBLE})
