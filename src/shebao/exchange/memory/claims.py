"""Claims of benefits on a record in memory: the formulas of any core, on this record's books."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from shebao.exchange.memory.cast import Record
from shebao.exchange.port import (
    Benefit,
    Certification,
    PersonKind,
    Posting,
    PostingKind,
    Registration,
    RegistrationState,
    Scheme,
)
from shebao.law import disability, residents, unemployment
from shebao.law.months import first_day, later, month_number, month_text
from shebao.law.pension import NOT_WORKED_OUT, Award, Books, award, balance_at
from shebao.law.retirement import Choice, retirement, start
from shebao.law.tables import NoValueOn
from shebao.law.working import WorkingOut

UNEMPLOYMENT, DISABILITY = "unemployment_benefit", "disability_allowance"
_OPEN = frozenset({RegistrationState.ACTIVE, RegistrationState.PAUSED})
_YEAR = timedelta(days=365)


class Refusal(Exception):
    """The claim is against the rules; the message is for the person."""


def _retirement(posting: Posting, record: Record, day: date) -> Record:
    scheme, month = Scheme(posting.values["scheme"]), posting.values["start_month"]
    _demand_no_pension(record)
    if month > f"{day:%Y-%m}":
        raise Refusal(f"退休年月 {month} 还没有到")
    row = _relation(record, scheme)
    if scheme is Scheme.RESIDENTS:
        found = _residents_sum(record, row, month)
        given = _benefit(record, scheme, "residents_pension", later(month, 1), found)
    else:
        pension = _award(record, row, posting.values["choice"], month)
        given = _benefit(record, scheme, "pension", later(month, 1), pension.working)
    return _retired(_with(_ended(record, month), given), row, day)


def _award(record: Record, row: Registration, choice: str, month: str) -> Award:
    try:
        found = award(_books(record, row), month=month)
    except NOT_WORKED_OUT as error:
        raise Refusal(f"养老金还不能核定：{error}"[:200]) from None
    if found.start.choice != choice or (choice == "late" and row.deferred_until < month):
        raise Refusal(f"法定退休年月是 {found.statutory_month}，与所选的退休方式不符")
    _demand_months(found.missing_months, found.start.required_months)
    return found


def _residents_sum(record: Record, row: Registration, month: str) -> WorkingOut:
    claimant = residents.Resident(
        birth=f"{record.person.birth:%Y-%m}",
        region=row.region,
        month=month,
        paid_months=row.months_actual,
        account=balance_at(record.account.years if record.account else (), month),
    )
    found = residents.residents_pension(claimant)
    if not found.is_of_age:
        raise Refusal(f"{found.first_month} 年满 60 周岁，到那时才能领取")
    _demand_months(found.missing_months, found.required_months)
    return found.working


def _demand_months(missing: int, required: int) -> None:
    if missing:
        raise Refusal(f"最低要缴满 {required} 个月，还差 {missing} 个月，现在不能按月领取")


def _deferral(posting: Posting, record: Record, day: date) -> Record:
    _demand_no_pension(record)
    until, row = posting.values["until_month"], _relation(record, Scheme.PENSION)
    try:
        age = retirement(record.person.birth, record.person.retirement_group)
        chosen = start(until, age).choice
    except NOT_WORKED_OUT as error:
        raise Refusal(str(error)[:200]) from None
    if chosen is not Choice.LATE:
        raise Refusal("延迟到的年月应晚于法定退休年月")
    return _changed(record, row, replace(row, deferred_until=until))


def _claim(posting: Posting, record: Record, day: date) -> Record:
    _demand_no_pension(record)
    kind, first = posting.values["benefit"], posting.values["first_month"]
    if any(one.kind == kind and one.state != "ended" for one in record.benefits):
        raise Refusal("这项待遇正在领取")
    if kind == UNEMPLOYMENT:
        return _unemployment(record, first, day)
    return _disability(record, first, day)


def _unemployment(record: Record, first: str, day: date) -> Record:
    if record.person.kind is not PersonKind.JOBLESS or first > f"{day:%Y-%m}":
        raise Refusal("停保以后、从失业登记当月起才能领取失业保险金")
    paid = (
        year.year * 12 + place
        for year in record.contributions
        if year.scheme is Scheme.UNEMPLOYMENT
        for place, letter in enumerate(year.states)
        if letter in "pmt"
    )
    count, carried = unemployment.since(paid, _earlier(record))
    on = first_day(month_number(first))
    right = unemployment.right(
        count, on=on, left_by_own_will=False, is_registered=True, carried=carried
    )
    if not right.is_entitled:
        raise Refusal("；".join(right.words))
    try:
        amount = int(unemployment.monthly(on, region=record.person.region).value)
    except NoValueOn as error:
        raise Refusal(str(error)[:200]) from None
    given = replace(
        _benefit(record, Scheme.UNEMPLOYMENT, UNEMPLOYMENT, first, None),
        monthly=amount,
        parts=((UNEMPLOYMENT, amount),),
        until_month=later(first, right.duration.months - 1),
    )
    return _with(record, given)


def _earlier(record: Record) -> unemployment.Earlier | None:
    past = [one for one in record.benefits if one.kind == UNEMPLOYMENT and one.last_month]
    if not past:
        return None
    last = max(past, key=lambda one: one.first_month)
    return unemployment.Earlier(last_month=last.last_month, until_month=last.until_month)


def _disability(record: Record, first: str, day: date) -> Record:
    row = _relation(record, Scheme.PENSION)
    try:
        found = disability.claimed(_books(record, row), month=first)
    except NOT_WORKED_OUT as error:
        raise Refusal(f"病残津贴不能核定：{error}"[:200]) from None
    given = _benefit(record, Scheme.PENSION, DISABILITY, first, found.working)
    if found.limit_months:
        given = replace(given, until_month=later(first, found.limit_months - 1))
    paused = replace(row, state=RegistrationState.PAUSED)
    person = replace(record.person, kind=PersonKind.JOBLESS, employer_number="", employer_name="")
    return replace(_with(_changed(record, row, paused), given), person=person)


def _books(record: Record, row: Registration) -> Books:
    person = record.person
    others = frozenset(
        one.region
        for one in record.registrations
        if one.scheme is Scheme.PENSION
        and one.state is not RegistrationState.MOVED
        and one.region != row.region
    )
    return Books(
        birth=month_text(month_number(person.birth)),
        group=person.retirement_group,
        region=row.region,
        rows=record.contributions,
        years=record.account.years if record.account else (),
        elsewhere=others,
    )


def _relation(record: Record, scheme: Scheme) -> Registration:
    rows = [row for row in record.registrations if row.scheme is scheme and row.state in _OPEN]
    if not rows:
        raise Refusal("没有可以领取待遇的养老保险关系")
    return max(rows, key=lambda row: (row.state is RegistrationState.ACTIVE, row.last_paid_month))


def _demand_no_pension(record: Record) -> None:
    for one in record.benefits:
        if one.kind in {"pension", "residents_pension"} and one.state != "ended":
            raise Refusal("已经在领取养老待遇，不能重复领取")


def _benefit(
    record: Record, scheme: Scheme, kind: str, first: str, working: WorkingOut | None
) -> Benefit:
    if record.card is None:
        raise Refusal("还没有社会保障卡，待遇没有账户可发")
    parts = working.parts if working else ()
    return Benefit(
        number=f"B{record.person.number}{len(record.benefits) + 1:02d}",
        scheme=scheme,
        kind=kind,
        first_month=first,
        last_month="",
        monthly=working.total if working else 0,
        parts=tuple((line.name, int(line.value)) for line in parts if line.value),
        state="active",
        payee_bank=record.card.bank,
        payee_tail=record.card.card_number[-4:],
    )


def _with(record: Record, given: Benefit) -> Record:
    return replace(record, benefits=(given, *record.benefits))


def _ended(record: Record, month: str) -> Record:
    """A pension takes the place of whatever was drawn before it."""
    rows = tuple(
        replace(one, state="ended", last_month=month) if one.state != "ended" else one
        for one in record.benefits
    )
    return replace(record, benefits=rows)


def _changed(record: Record, row: Registration, new: Registration) -> Record:
    rows = tuple(new if one is row else one for one in record.registrations)
    return replace(record, registrations=rows)


def _retired(record: Record, row: Registration, day: date) -> Record:
    new = replace(
        row, state=RegistrationState.RETIRED, employer_number="", employer_name="",
        deferred_until="",
    )  # fmt: skip
    person = replace(record.person, kind=PersonKind.PENSIONER, employer_number="", employer_name="")
    proof = Certification(
        required=True, last_on=None, method="", next_due=day + _YEAR, suspended=False
    )
    return replace(_changed(record, row, new), person=person, certification=proof)


CLAIMS: Mapping[PostingKind, Callable[[Posting, Record, date], Record]] = {
    PostingKind.RETIREMENT: _retirement,
    PostingKind.RETIREMENT_DEFERRAL: _deferral,
    PostingKind.BENEFIT: _claim,
}
