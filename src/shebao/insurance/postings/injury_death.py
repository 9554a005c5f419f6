"""The family of somebody who died at work, or later of an injury of grade 1 to 4."""

from datetime import datetime

from shebao.exchange.port import ClaimKind, DeathCause, Deceased, Posting
from shebao.exchange.worked import death_of, family
from shebao.insurance import province
from shebao.insurance.books import local_date, month_of
from shebao.insurance.postings import departed
from shebao.insurance.postings.outcome import Outcome, Refusal, living
from shebao.insurance.postings.payout import pay_monthly, pay_once, payee
from shebao.law import injury as law
from shebao.law.months import month_text
from shebao.law.tables import NoValueOn

HERE = "injury"


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Funeral grant and lump sum at once, the dependants' shares every month (工伤保险条例 39)."""
    person, day = living(posting.subject), local_date(now)
    who = departed.dead(posting, now=now)
    _demand_right(who.told)
    chosen = posting.values["funeral_from"]
    departed.demand_first_funeral(who, chosen=chosen, here=HERE)
    to = payee(person.number)
    found = _worked_out(posting, who.told)
    once = _once(found, is_here=chosen == HERE)
    _demand_something(once, found)
    for kind, amount in _claims(once, found):
        departed.claim(who, kind, claimant=person.number, scheme=HERE, amount=amount, on=day)
    numbers = []
    if once:
        numbers.append(pay_once(to, scheme=HERE, kind="death_grant", parts=once, day=day))
    if sum(found.dependants):
        first = month_text(month_of(who.told.died_on) + 1)
        shares = {f"dependant_{at}": one for at, one in enumerate(found.dependants, 1)}
        numbers.append(
            pay_monthly(
                to, scheme=HERE, kind="dependant_pension", parts=shares, first=first, day=day
            )
        )
    values = {"benefit": ",".join(numbers), "amount": str(sum(once.values()))}
    return Outcome(reference=numbers[0], values=values)


def _worked_out(posting: Posting, told: Deceased) -> law.Death:
    values = posting.values
    try:
        relatives = family(
            spouse=values["spouse"] == "1", others=int(values["others"]), alone=int(values["alone"])
        )
        return death_of(told, relatives, tables=province.all_tables())
    except law.BadInjury as error:
        raise Refusal(f"{error}。") from None
    except NoValueOn:
        raise Refusal("全国上年度居民收入数还没有公布，公布后再核定。") from None


def _once(found: law.Death, *, is_here: bool) -> dict[str, int]:
    parts = {"funeral": found.funeral if is_here else 0, "death_lump_sum": found.lump_sum}
    return {name: amount for name, amount in parts.items() if amount}


def _claims(once: dict[str, int], found: law.Death) -> list[tuple[ClaimKind, int]]:
    paid = [(ClaimKind(name), amount) for name, amount in once.items()]
    shares = sum(found.dependants)
    return [*paid, (ClaimKind.DEPENDANTS, shares)] if shares else paid


def _demand_something(once: dict[str, int], found: law.Death) -> None:
    if not once and not sum(found.dependants):
        raise Refusal("没有可以发的项目：丧葬补助金选了别的险种，也没有供养亲属。")


def _demand_right(told: Deceased) -> None:
    if told.cause is DeathCause.UNKNOWN:
        raise Refusal("没有查到因工死亡的认定，请先申请工伤认定。")
    if {ClaimKind.DEATH_LUMP_SUM, ClaimKind.DEPENDANTS} & set(told.claimed):
        raise Refusal("这位死者的工亡待遇已经核定过了，请与其他亲属核对。")
