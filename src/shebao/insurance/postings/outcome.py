"""What applying a posting comes to: done, started, or refused with words for the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shebao.exchange.port import ReceiptState
from shebao.insurance import sql

NOBODY = "查无此人，请核对人员编号。"
DECEASED = "该人员已登记死亡，不能办理。"


class Refusal(Exception):
    """The posting is against the rules; the message is for the person. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A posting that was applied: ``values`` go to the change feed."""

    values: Mapping[str, str] = field(default_factory=dict)
    state: ReceiptState = ReceiptState.DONE
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The person a posting is about, locked until the commit."""

    number: int
    name: str
    sex: str
    birth: date
    kind: str
    group: str
    region: str
    household: str
    first_work: date | None


_SUBJECT = """
    SELECT number, name, sex, birth, kind, retirement_group, region, household_region, first_work
    FROM insurance_person WHERE number = %s"""


def living(number: str) -> Subject:
    """Lock the person; raises :class:`Refusal` for nobody and for the dead."""
    row = sql.first(sql.locked(_SUBJECT), sql.as_number(number))
    if row is None:
        raise Refusal(NOBODY)
    if row[4] == "deceased":
        raise Refusal(DECEASED)
    return Subject(
        number=row[0],
        name=row[1],
        sex=row[2],
        birth=row[3],
        kind=row[4],
        group=row[5],
        region=row[6],
        household=row[7],
        first_work=row[8],
    )
