"""What each kind of posting does to a record in memory; values in, values out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shebao.exchange.memory import claims
from shebao.exchange.memory.cast import AGENCIES, PAYMENT_DAY, Record, payment
from shebao.exchange.memory.ledger import month_range
from shebao.exchange.port import (
    Benefit,
    ContributionYear,
    MonthState,
    Posting,
    PostingKind,
    ReceiptState,
    Registration,
    RegistrationState,
    Scheme,
    Transfer,
    TransferState,
    TransferStep,
)
from shebao.law.months import later

STEP_DAYS = 21
# Each station of a transfer, and whether the new or the old place holds it then.
STATIONS: tuple[tuple[TransferState, str], ...] = (
    (TransferState.APPLIED, "to"),
    (TransferState.LETTER_SENT, "from"),
    (TransferState.ACCEPTED, "from"),
    (TransferState.INFO_SENT, "to"),
    (TransferState.MERGED, "to"),
)
FINISHED = STATIONS[-1][0]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The record afterwards, and what the receipt and the change feed say; ``also``: of others."""

    record: Record
    also: tuple[Record, ...] = ()
    state: ReceiptState = ReceiptState.DONE
    reference: str = ""
    reason: str = ""


def effect_of(posting: Posting, record: Record, *, day: date) -> Effect:
    """Apply a posting to the record of its subject."""
    return _EFFECTS[posting.kind](posting, record, day)


def _granted(posting: Posting, record: Record, day: date) -> Effect:
    """A benefit, or an agreement about one; what it comes to is worked out by the law."""
    try:
        changed = claims.CLAIMS[posting.kind](posting, record, day)
    except claims.Refusal as refusal:
        return refused(record, str(refusal))
    return Effect(record=pay(changed, day=day))


def refused(record: Record, reason: str) -> Effect:
    """Nothing changes, and why."""
    return Effect(record=record, state=ReceiptState.REFUSED, reason=reason)


def _contact(posting: Posting, record: Record, day: date) -> Effect:
    person = record.person
    changed = replace(
        person,
        mobile=posting.values.get("mobile", person.mobile),
        address=posting.values.get("address", person.address),
    )
    return Effect(record=replace(record, person=changed))


def _key_facts(posting: Posting, record: Record, day: date) -> Effect:
    person, values = record.person, posting.values
    changed = replace(
        person,
        name=values.get("name", person.name),
        sex=values.get("sex", person.sex),
        birth=_day(values, "birth") or person.birth,
        first_work=_day(values, "first_work") or person.first_work,
    )
    return Effect(record=replace(record, person=changed))


def _certification(posting: Posting, record: Record, day: date) -> Effect:
    if not record.certification.required:
        return refused(record, "此人不需要认证")
    proof = replace(
        record.certification,
        last_on=day,
        method=posting.values["method"],
        next_due=date.fromisoformat(f"{later(day, 12)}-{min(day.day, 28):02d}"),
        suspended=False,
    )
    return Effect(record=pay(_resumed(replace(record, certification=proof)), day=day))


def _transfer(posting: Posting, record: Record, day: date) -> Effect:
    from_region, to_region = posting.values["from_region"], posting.values["to_region"]
    if record.benefits:
        return refused(record, "已领取养老待遇，不能转移关系")
    if any(transfer.state != FINISHED for transfer in record.transfers):
        return refused(record, "已有一笔转移正在办理")
    if from_region == to_region or not _months_in(record, from_region):
        return refused(record, "转出地没有可以转移的缴费")
    moving = _new_transfer(posting, record, day)
    changed = replace(record, transfers=(moving, *record.transfers))
    return Effect(record=changed, state=ReceiptState.STARTED, reference=moving.number)


def _deemed_years(posting: Posting, record: Record, day: date) -> Effect:
    months = tuple(month_range(posting.values["from_month"], posting.values["to_month"]))
    if not months or len(months) < int(posting.values["months"]):
        return refused(record, "认定的月数多于起止年月之间的月数")
    if not any(row.scheme is Scheme.PENSION for row in record.registrations):
        return refused(record, "没有养老保险关系")
    registrations = _with_deemed(record.registrations, int(posting.values["months"]))
    years = (*record.contributions, *_deemed_rows(months, record.person.region))
    ordered = tuple(sorted(years, key=lambda row: (row.year, row.scheme)))
    changed = replace(record, registrations=registrations, contributions=ordered)
    return Effect(record=changed)


_EFFECTS: Mapping[PostingKind, Callable[[Posting, Record, date], Effect]] = {
    PostingKind.CONTACT: _contact,
    PostingKind.KEY_FACTS: _key_facts,
    PostingKind.CERTIFICATION: _certification,
    PostingKind.TRANSFER: _transfer,
    PostingKind.DEEMED_YEARS: _deemed_years,
    **dict.fromkeys(claims.CLAIMS, _granted),
}


def next_station(transfer: Transfer, *, day: date) -> Transfer:
    """The transfer one station further."""
    place = [str(name) for name, _ in STATIONS].index(transfer.state) + 1
    state, side = STATIONS[place]
    region = transfer.to_region if side == "to" else transfer.from_region
    holder = agency(region)
    return replace(
        transfer,
        state=state,
        holder=holder,
        due=None if state == FINISHED else day + timedelta(days=STEP_DAYS),
        steps=(*transfer.steps, TransferStep(at=day, state=state, agency=holder)),
    )


def merged(record: Record, transfer: Transfer) -> Record:
    """The record once the months of the old place have arrived at the new one."""
    moved = tuple(_moved(row, transfer) for row in record.registrations)
    years = tuple(_carried_over(row, transfer) for row in record.contributions)
    return replace(record, registrations=moved, contributions=years)


def pay(record: Record, *, day: date) -> Record:
    """The record with every payment that is due by this day."""
    last = f"{day:%Y-%m}" if day.day >= PAYMENT_DAY else later(day, -1)
    made = list(record.payments)
    for benefit in record.benefits:
        if benefit.state == "active":
            made += [payment(benefit, month) for month in _unpaid(record, benefit, last)]
    made.sort(key=lambda row: row.month, reverse=True)
    benefits = tuple(_ended_by(row, last) for row in record.benefits)
    return replace(record, payments=tuple(made), benefits=benefits)


def agency(region: str) -> str:
    """The agency that keeps a region's relations."""
    return AGENCIES.get(region, f"{region} 地区社会保险经办机构")


def _ended_by(row: Benefit, last: str) -> Benefit:
    """A right that ran out has ended."""
    if row.state != "active" or not row.until_month or last < row.until_month:
        return row
    return replace(row, state="ended", last_month=row.until_month)


def _unpaid(record: Record, benefit: Benefit, last: str) -> list[str]:
    last = min(last, benefit.until_month or last)
    paid = {row.month for row in record.payments if row.benefit_number == benefit.number}
    first = min(paid, default=benefit.first_month)
    return [month for month in month_range(first, last) if month not in paid]


def _resumed(record: Record) -> Record:
    benefits = tuple(
        replace(row, state="active") if row.state == "suspended" else row for row in record.benefits
    )
    return replace(record, benefits=benefits)


def _new_transfer(posting: Posting, record: Record, day: date) -> Transfer:
    from_region, to_region = posting.values["from_region"], posting.values["to_region"]
    years = [row for row in _pension_years(record) if row.region == from_region]
    holder = agency(to_region)
    return Transfer(
        number=f"T{record.person.number[-4:]}{len(record.transfers) + 1:02d}",
        key=posting.key,
        from_region=from_region,
        to_region=to_region,
        state=STATIONS[0][0],
        holder=holder,
        due=day + timedelta(days=STEP_DAYS),
        months=_months_in(record, from_region),
        amount_account=sum(sum(row.own) for row in years),
        amount_pooled=sum(sum(row.bases) for row in years) * 12 // 100,
        steps=(TransferStep(at=day, state=STATIONS[0][0], agency=holder),),
    )


def _pension_years(record: Record) -> tuple[ContributionYear, ...]:
    return tuple(row for row in record.contributions if row.scheme is Scheme.PENSION)


def _months_in(record: Record, region: str) -> int:
    years = _pension_years(record)
    return sum(row.states.count(MonthState.PAID) for row in years if row.region == region)


def _moved(row: Registration, transfer: Transfer) -> Registration:
    if row.scheme is not Scheme.PENSION:
        return row
    if row.region == transfer.from_region:
        return replace(row, state=RegistrationState.MOVED, months_actual=0)
    if row.region == transfer.to_region:
        return replace(row, months_actual=row.months_actual + transfer.months)
    return row


def _carried_over(row: ContributionYear, transfer: Transfer) -> ContributionYear:
    if row.scheme is not Scheme.PENSION or row.region != transfer.from_region:
        return row
    return replace(row, states=row.states.replace(MonthState.PAID, MonthState.TRANSFERRED))


def _with_deemed(rows: tuple[Registration, ...], months: int) -> tuple[Registration, ...]:
    # Deemed months count once, in the relation the person has now.
    now = max(
        (row for row in rows if row.scheme is Scheme.PENSION), key=lambda row: row.first_month
    )
    return tuple(
        replace(row, months_deemed=row.months_deemed + months) if row is now else row
        for row in rows
    )


def _deemed_rows(months: tuple[str, ...], region: str) -> list[ContributionYear]:
    nothing = (0,) * 12
    return [
        ContributionYear(
            scheme=Scheme.PENSION,
            year=year,
            employer_number="",
            employer_name="",
            region=region,
            bases=nothing,
            own=nothing,
            employer=nothing,
            states=_deemed_states(months, year),
        )
        for year in range(int(months[0][:4]), int(months[-1][:4]) + 1)
    ]


def _deemed_states(months: tuple[str, ...], year: int) -> str:
    return "".join(
        MonthState.DEEMED if f"{year:04d}-{month:02d}" in months else MonthState.NONE
        for month in range(1, 13)
    )


def _day(values: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(values[name]) if name in values else None
