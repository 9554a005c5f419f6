"""The personal account in one sum: to the heirs, or to whoever leaves the country for good."""

from datetime import date, datetime

from shebao.exchange.port import AccountOf, ClaimKind, Posting
from shebao.insurance import province, sql
from shebao.insurance.answers import records
from shebao.insurance.books import local_date, month_of
from shebao.insurance.postings import departed
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living
from shebao.insurance.postings.payout import Payee, pay_once, payee
from shebao.law.months import month_text

_NEWEST = """
    SELECT year, opening, credited, interest, rate FROM insurance_accountyear
    WHERE person = %s ORDER BY year DESC"""
_CLOSE = """
    UPDATE insurance_accountyear SET interest = %s, paid_out = %s, closing = 0, rate = %s
    WHERE person = %s AND year = %s"""
_END = """
    UPDATE insurance_registration SET state = 'ended', ended = COALESCE(ended, %s)
    WHERE person = %s AND scheme IN ('pension', 'residents') AND state <> 'moved'"""
_STOP = """
    UPDATE insurance_benefit SET state = 'ended', last_month = %s
    WHERE person = %s AND scheme IN ('pension', 'residents') AND state <> 'ended'"""
_OPEN_HERE = """
    SELECT state FROM insurance_registration
    WHERE person = %s AND scheme IN ('pension', 'residents') AND state IN ('active', 'retired')"""


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Pay the whole account to the claimant and end the relation (法 14)."""
    person, day = living(posting.subject), local_date(now)
    if posting.values["payout_for"] == "emigration":
        return _leaving(person, payee(person.number), day)
    who = departed.dead(posting, now=now)
    if not who.told.balance:
        raise Refusal("死者的个人账户没有余额，或已经发过了。")
    to = payee(person.number)
    departed.claim(
        who,
        ClaimKind.ACCOUNT,
        claimant=person.number,
        scheme=who.told.scheme,
        amount=who.told.balance,
        on=day,
    )
    amount = _closed(who.number, day, ended=who.told.died_on)
    return _paid(to, who.told.scheme, amount, day)


def _leaving(person: Subject, to: Payee, day: date) -> Outcome:
    if sql.first(_OPEN_HERE, person.number) is not None:
        raise Refusal("养老保险还在缴费或已经领取，不能一次性支付个人账户。")
    amount = _closed(person.number, day, ended=day)
    if not amount:
        raise Refusal("个人账户没有余额，或已经发过了。")
    return _paid(to, "pension", amount, day)


def _paid(to: Payee, scheme: str, amount: int, day: date) -> Outcome:
    parts = {"account_balance": amount}
    number = pay_once(to, scheme=scheme, kind="account_payout", parts=parts, day=day)
    return Outcome(reference=number, values={"benefit": number, "amount": str(amount)})


def _closed(number: int, day: date, *, ended: date) -> int:
    """Empty the account with the interest earned so far; returns what was in it, in fen."""
    held = records.account(AccountOf(number=str(number)), day)
    row = sql.first(sql.locked(_NEWEST), number)
    if held is None or row is None or not held.balance:
        return 0
    year, opening, credited, interest, rate = row
    before = held.years[-1].closing
    earned = interest + held.balance - before
    paid_before = opening + credited + interest - before
    text = rate or province.rate_text(province.interest(year))
    sql.change(_CLOSE, earned, paid_before + held.balance, text, number, year)
    sql.change(_END, ended, number)
    sql.change(_STOP, month_text(month_of(ended)), number)
    return held.balance
