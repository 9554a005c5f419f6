"""What a death brings, whichever claim: whose death it was, and that each kind is paid once."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.exchange.port import ClaimKind, Deceased, DeceasedOf, Posting
from shebao.insurance import sql
from shebao.insurance.answers.claims import departed
from shebao.insurance.books import local_date
from shebao.insurance.postings.outcome import Refusal

NOT_FOUND = "没有查到与证件号码、姓名都相符的死亡记录，请核对。"
SECOND_FUNERAL = (
    "丧葬补助金已由{by}发过一次。按社会保险法第四十九条，同时符合几个险种条件的，只能选领一项。"
)
SCHEMES = {"pension": "养老保险", "injury": "工伤保险", "unemployment": "失业保险"}
_TAKEN = "这项待遇已经发过了，每位死者只发一次，请与其他亲属核对。"
_CLAIM = sql.insert(
    "claim", "deceased, kind, claimant, scheme, amount, at", "ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, kw_only=True)
class Dead:
    """Somebody who died, locked until the commit."""

    number: int
    told: Deceased


def dead(posting: Posting, *, now: datetime) -> Dead:
    """The dead person whom the family names; raises :class:`Refusal` for anybody else."""
    values = posting.values
    question = DeceasedOf(
        id_type=values.get("id_type", ""),
        id_number=values.get("id_number", ""),
        country=values.get("country", ""),
        full_name=values.get("name", ""),
    )
    first = departed(question, local_date(now))
    if first is None:
        raise Refusal(NOT_FOUND)
    sql.first(sql.locked("SELECT 1 FROM insurance_person WHERE number = %s"), first[0])
    # Read again behind the lock: another relative may just have been paid.
    found = departed(question, local_date(now))
    if found is None:
        raise Refusal(NOT_FOUND)
    return Dead(number=found[0], told=found[1])


def claim(who: Dead, kind: ClaimKind, *, claimant: int, scheme: str, amount: int, on: date) -> None:
    """Note that a kind is paid; raises :class:`Refusal` where it was before."""
    if not sql.change(_CLAIM, who.number, str(kind), claimant, scheme, amount, on):
        raise Refusal(_TAKEN)


def demand_first_funeral(who: Dead, *, chosen: str, here: str) -> None:
    """One death brings one funeral grant (法 49)."""
    by = who.told.funeral_paid_by
    if chosen == here and by:
        raise Refusal(SECOND_FUNERAL.format(by=SCHEMES.get(by, by)))
