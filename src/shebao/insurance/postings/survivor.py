"""The family of an insured employee who died not at work: funeral grant and survivors' pension."""

from datetime import datetime

from shebao.exchange.port import ClaimKind, DeathCause, Deceased, Posting
from shebao.exchange.worked import survivors_of
from shebao.insurance import province
from shebao.insurance.books import local_date
from shebao.insurance.postings import departed
from shebao.insurance.postings.outcome import Outcome, Refusal, living
from shebao.insurance.postings.payout import pay_once, payee
from shebao.law.survivors import Survivors
from shebao.law.tables import NoValueOn

HERE = "pension"


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Work the sum out and pay it to the claimant once (人社部发〔2021〕18号)."""
    person = living(posting.subject)
    who = departed.dead(posting, now=now)
    chosen = posting.values["funeral_from"]
    _demand_relation(who.told)
    departed.demand_first_funeral(who, chosen=chosen, here=HERE)
    _demand_unpaid(who.told)
    to, day = payee(person.number), local_date(now)
    found = worked_out(who.told, chosen=chosen)
    for kind, amount in ((ClaimKind.SURVIVOR_PENSION, found.pension), *_funeral(found)):
        departed.claim(who, kind, claimant=person.number, scheme=HERE, amount=amount, on=day)
    parts = {"funeral": found.funeral, "survivor_pension": found.pension}
    given = {name: amount for name, amount in parts.items() if amount}
    number = pay_once(to, scheme=HERE, kind="survivor_grant", parts=given, day=day)
    return Outcome(reference=number, values={"benefit": number, "amount": str(found.total)})


def worked_out(told: Deceased, *, chosen: str) -> Survivors:
    """What the law gives; raises :class:`Refusal` where a figure it needs is not published."""
    try:
        return survivors_of(told, funeral_from=chosen, tables=province.all_tables())
    except NoValueOn:
        raise Refusal("参保地上年度居民收入数还没有公布，公布后再核定。") from None


def _funeral(found: Survivors) -> tuple[tuple[ClaimKind, int], ...]:
    return ((ClaimKind.FUNERAL, found.funeral),) if found.funeral else ()


def _demand_relation(told: Deceased) -> None:
    if told.scheme != HERE:
        raise Refusal("没有查到死者的职工养老保险，遗属待遇由职工养老保险发。")
    if told.cause is DeathCause.WORK:
        raise Refusal("已认定为因工死亡，请申领工亡待遇。")


def _demand_unpaid(told: Deceased) -> None:
    if ClaimKind.SURVIVOR_PENSION in told.claimed:
        raise Refusal("这位死者的抚恤金已经发过了，请与其他亲属核对。")
