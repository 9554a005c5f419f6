"""Claims in memory: what a death, an injury or a stay abroad does to the records concerned."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from shebao.exchange.claims import ClaimKind, DeathCause, Deceased, Exemption, InjuryCost
from shebao.exchange.memory.cast import Death, Record, payment
from shebao.exchange.memory.effects import Effect, refused
from shebao.exchange.memory.ledger import month_range
from shebao.exchange.memory.people import deceased, named
from shebao.exchange.port import Account, Benefit, Posting, PostingKind, RegistrationState, Scheme
from shebao.exchange.questions import DeceasedOf
from shebao.exchange.worked import cost_fault, death_of, earlier_of, family, grade_of, survivors_of
from shebao.law import abroad
from shebao.law.injury import BadInjury, Payer
from shebao.law.months import later
from shebao.law.tables import NoValueOn

Records = Mapping[str, Record]
_SECOND_FUNERAL = "丧葬补助金已由{by}发过一次。按社会保险法第四十九条，只能选领一项。"
_SCHEMES = {"pension": "养老保险", "injury": "工伤保险", "unemployment": "失业保险"}


def subject_of(posting: Posting) -> str:
    """Whose record a posting changes: a unit's errand names one of its staff."""
    return posting.values.get("person") or posting.subject


def grant_effect(posting: Posting, record: Record, records: Records, *, day: date) -> Effect:
    """Apply one of :data:`GRANTS` to the record of its subject, and to that of the dead."""
    return GRANTS[posting.kind](posting, record, records, day)


def _survivor(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    gone = _gone(posting, records)
    if gone is None:
        return refused(record, "没有查到与证件号码、姓名都相符的死亡记录，请核对。")
    told = deceased(gone)
    if told.scheme != Scheme.PENSION or told.cause is DeathCause.WORK:
        return refused(record, "不属于职工养老保险的非因工死亡")
    chosen = posting.values["funeral_from"]
    if words := _funeral_before(told, chosen, here="pension"):
        return refused(record, words)
    if ClaimKind.SURVIVOR_PENSION in told.claimed:
        return refused(record, "这位死者的抚恤金已经发过了")
    try:
        found = survivors_of(told, funeral_from=chosen)
    except NoValueOn:
        return refused(record, "参保地上年度居民收入数还没有公布，公布后再核定。")
    kinds = [ClaimKind.SURVIVOR_PENSION, *([ClaimKind.FUNERAL] if found.funeral else [])]
    parts = _given({"funeral": found.funeral, "survivor_pension": found.pension})
    paid = _once(record, "survivor_grant", Scheme.PENSION, parts, day)
    return Effect(record=paid, also=(_claimed(gone, kinds, "pension"),))


def _account_payout(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    if posting.values["payout_for"] == "emigration":
        return _leaving(record, day)
    gone = _gone(posting, records)
    if gone is None:
        return refused(record, "没有查到与证件号码、姓名都相符的死亡记录，请核对。")
    if gone.account is None or not gone.account.balance:
        return refused(record, "死者的个人账户没有余额，或已经发过了。")
    parts = {"account_balance": gone.account.balance}
    paid = _once(record, "account_payout", Scheme.PENSION, parts, day)
    return Effect(record=paid, also=(_emptied(_claimed(gone, [ClaimKind.ACCOUNT], "pension")),))


def _leaving(record: Record, day: date) -> Effect:
    open_here = {RegistrationState.ACTIVE, RegistrationState.RETIRED}
    if any(row.scheme is Scheme.PENSION and row.state in open_here for row in record.registrations):
        return refused(record, "养老保险还在缴费或已经领取，不能一次性支付个人账户。")
    if record.account is None or not record.account.balance:
        return refused(record, "个人账户没有余额，或已经发过了。")
    parts = {"account_balance": record.account.balance}
    return Effect(record=_emptied(_once(record, "account_payout", Scheme.PENSION, parts, day)))


def _injury_benefit(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    number = posting.values["injury"]
    found = next((one for one in record.injuries if one.number == number), None)
    if found is None or found.graded_on is None or found.is_claimed:
        return refused(record, "没有查到可以核定的工伤，或已经核定过了。")
    grade = grade_of(found)
    once = {"disability_lump_sum": grade.lump_sum}
    paid = _once(record, "injury_grant", Scheme.INJURY, once, day)
    is_fund = grade.monthly_payer is Payer.FUND
    monthly = _given({"disability_allowance": grade.monthly if is_fund else 0, "care": grade.care})
    if monthly:
        first = later(found.graded_on, 1)
        paid = _monthly(paid, "injury_pension", monthly, first, day)
    marked = tuple(replace(one, is_claimed=True) if one is found else one for one in paid.injuries)
    return Effect(record=replace(paid, injuries=marked))


def _injury_cost(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    values = posting.values
    found = next((one for one in record.injuries if one.number == values["injury"]), None)
    if found is None:
        return refused(record, "没有查到这次工伤的认定，请核对。")
    cost, amount = values["cost"], int(values["amount"])
    start, end = (date.fromisoformat(values[name]) for name in ("start", "end"))
    if words := cost_fault(found, cost=cost, start=start, end=end, today=day):
        return refused(record, words)
    paid = _once(record, "injury_cost", Scheme.INJURY, {f"cost_{cost}": amount}, day)
    new = InjuryCost(kind=cost, start=start, end=end, amount=amount, paid_on=day)
    noted = replace(found, costs=(new, *found.costs))
    listed = tuple(noted if one is found else one for one in record.injuries)
    return Effect(record=replace(paid, injuries=listed))


def _injury_death(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    gone, values = _gone(posting, records), posting.values
    if gone is None:
        return refused(record, "没有查到与证件号码、姓名都相符的死亡记录，请核对。")
    told = deceased(gone)
    if told.cause is DeathCause.UNKNOWN:
        return refused(record, "没有查到因工死亡的认定，请先申请工伤认定。")
    if words := _funeral_before(told, values["funeral_from"], here="injury"):
        return refused(record, words)
    if {ClaimKind.DEATH_LUMP_SUM, ClaimKind.DEPENDANTS} & set(told.claimed):
        return refused(record, "这位死者的工亡待遇已经核定过了，请与其他亲属核对。")
    try:
        relatives = family(
            spouse=values["spouse"] == "1", others=int(values["others"]), alone=int(values["alone"])
        )
        found = death_of(told, relatives)
    except (BadInjury, NoValueOn) as error:
        return refused(record, str(error))
    funeral = found.funeral if values["funeral_from"] == "injury" else 0
    once = _given({"funeral": funeral, "death_lump_sum": found.lump_sum})
    shares = {f"dependant_{at}": one for at, one in enumerate(found.dependants, 1)}
    kinds = [*(ClaimKind(name) for name in once), *([ClaimKind.DEPENDANTS] if shares else [])]
    if not kinds:
        return refused(record, "没有可以发的项目。")
    paid = _once(record, "death_grant", Scheme.INJURY, once, day) if once else record
    if shares:
        paid = _monthly(paid, "dependant_pension", shares, later(told.died_on, 1), day)
    return Effect(record=paid, also=(_claimed(gone, kinds, "injury"),))


def _exemption(posting: Posting, record: Record, records: Records, day: date) -> Effect:
    values, person = posting.values, record.person
    if values.get("person") and person.employer_number != posting.subject:
        return refused(record, "查无此人")
    schemes = tuple(Scheme(one) for one in values["schemes"].split(","))
    paid = {r.scheme for r in record.registrations if r.state is RegistrationState.ACTIVE}
    if set(schemes) - paid:
        return refused(record, "申请免缴的险种要在国内正常参保缴费，请先续上参保。")
    start, end = (date.fromisoformat(values[name]) for name in ("start", "end"))
    found = abroad.exemption(
        country=values["country"],
        schemes=schemes,
        start=start,
        end=end,
        kind=values["abroad_kind"],
        earlier=earlier_of(record.exemptions),
        is_extension=values["is_extension"] == "1",
    )
    if found.outcome is abroad.Outcome.REFUSED:
        return refused(record, "；".join(one.words for one in found.reasons if one.is_final))
    new = Exemption(
        number=f"E{person.number}{len(record.exemptions) + 1:02d}",
        name=person.name,
        id_tail=person.id_number[-4:],
        employer_name=person.employer_name if values.get("person") else "",
        country=values["country"],
        kind=values["abroad_kind"],
        schemes=schemes,
        start=start,
        end=end,
        certificate=found.certificate,
        is_extension=values["is_extension"] == "1",
    )
    changed = replace(record, exemptions=(new, *record.exemptions))
    return Effect(record=changed, reference=new.number)


GRANTS: Mapping[PostingKind, Callable[[Posting, Record, Records, date], Effect]] = {
    PostingKind.SURVIVOR: _survivor,
    PostingKind.ACCOUNT_PAYOUT: _account_payout,
    PostingKind.INJURY_BENEFIT: _injury_benefit,
    PostingKind.INJURY_DEATH: _injury_death,
    PostingKind.INJURY_COST: _injury_cost,
    PostingKind.EXEMPTION: _exemption,
}


def _gone(posting: Posting, records: Records) -> Record | None:
    values = posting.values
    question = DeceasedOf(
        id_type=values.get("id_type", ""),
        id_number=values.get("id_number", ""),
        country=values.get("country", ""),
        full_name=values.get("name", ""),
    )
    found = named(question, records)
    return found if found is not None and found.death is not None else None


def _funeral_before(told: Deceased, chosen: str, *, here: str) -> str:
    by = told.funeral_paid_by
    return _SECOND_FUNERAL.format(by=_SCHEMES[by]) if by and chosen == here else ""


def _claimed(gone: Record, kinds: list[ClaimKind], scheme: str) -> Record:
    death = gone.death or Death()
    claims = (*death.claims, *((kind, scheme) for kind in kinds))
    return replace(gone, death=replace(death, claims=claims))


def _emptied(record: Record) -> Record:
    """The account without a balance, and the relation ended."""
    years = record.account.years if record.account else ()
    ended = tuple(
        replace(row, state=RegistrationState.ENDED) if row.scheme is Scheme.PENSION else row
        for row in record.registrations
    )
    return replace(record, account=Account(balance=0, years=years), registrations=ended)


def _given(parts: Mapping[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in parts.items() if amount}


def _once(record: Record, kind: str, scheme: Scheme, parts: Mapping[str, int], day: date) -> Record:
    month = f"{day:%Y-%m}"
    made = _benefit(record, kind, scheme, parts, monthly=0, first=month, last=month)
    paid = replace(payment(made, month), amount=sum(parts.values()), paid_on=day)
    return replace(record, benefits=(made, *record.benefits), payments=(paid, *record.payments))


def _monthly(record: Record, kind: str, parts: Mapping[str, int], first: str, day: date) -> Record:
    amount = sum(parts.values())
    made = _benefit(record, kind, Scheme.INJURY, parts, monthly=amount, first=first, last="")
    gone = [
        replace(payment(made, month), paid_on=day) for month in month_range(first, later(day, -1))
    ]
    rows = sorted((*gone, *record.payments), key=lambda row: row.month, reverse=True)
    return replace(record, benefits=(made, *record.benefits), payments=tuple(rows))


def _benefit(
    record: Record,
    kind: str,
    scheme: Scheme,
    parts: Mapping[str, int],
    *,
    monthly: int,
    first: str,
    last: str,
) -> Benefit:
    card = record.card
    return Benefit(
        number=f"B{record.person.number}{len(record.benefits) + 1:02d}",
        scheme=scheme,
        kind=kind,
        first_month=first,
        last_month=last,
        monthly=monthly,
        parts=tuple(parts.items()),
        state="ended" if last else "active",
        payee_bank=card.bank if card else "",
        payee_tail=card.card_number[-4:] if card else "",
    )
