"""Mandates with the messages both sides get: what changes is told to those it concerns (5.4.4)."""

from datetime import date, datetime

from django.db import transaction

from shebao.hall.kit.clock import local_date
from shebao.hall.office.accounts import actions as accounts
from shebao.hall.office.accounts.queries import both_sides, is_confirmed
from shebao.hall.office.notices.actions import tell
from shebao.hall.office.notices.wishes import Topic


def give(
    *,
    principal: str,
    principal_name: str,
    account: str,
    to: accounts.Named,
    terms: accounts.Terms,
    channel: str,
    now: datetime,
) -> str:
    """Ask a relative to act for oneself; they are told, if they are here. See ``accounts.give``."""
    with transaction.atomic():
        number = accounts.give(
            principal=principal, principal_name=principal_name, account=account, to=to,
            terms=terms, channel=channel, now=now, today=local_date(now),
        )  # fmt: skip
        _, agent = both_sides(number)
        if agent:
            words = "有人请您代为办事。是谁、办什么、到哪天，请在“授权办事”里看，同意后才生效。"
            _tell(number, "asked", agent, "请您代为办事", words, now)
    return number


def answer(*, number: str, account: str, accepts: bool, channel: str, now: datetime) -> bool:
    """Accept or refuse; whoever is represented is told. See ``accounts.answer``."""
    with transaction.atomic():
        done = accounts.answer(
            number=number, account=account, accepts=accepts, channel=channel, now=now
        )
        if done:
            principal, _ = both_sides(number)
            title = "授权已生效" if accepts else "对方没有接受授权"
            words = (
                "您可以随时在“授权办事”里停止，停止后立即生效。" if accepts else "授权没有生效。"
            )
            _tell(number, "answered", principal, title, words, now)
    return done


def end(
    *, number: str, person: str, subject: str, account: str, channel: str, now: datetime
) -> bool:
    """End at once; both sides are told. See ``accounts.end_mandate``."""
    with transaction.atomic():
        done = accounts.end_mandate(
            number=number, person=person, subject=subject, account=account, channel=channel,
            now=now,
        )  # fmt: skip
        if done:
            _tell_both_of_the_end(number, "授权已经停止，从现在起不能再代为办事。", now)
    return done


def confirm(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The second clerk's word; whoever may act is told. See ``accounts.confirm_mandate``."""
    with transaction.atomic():
        done = accounts.confirm_mandate(number=number, clerk=clerk, agency=agency, now=now)
        if done:
            _tell_it_waits(number, now)
    return done


def name_handler(
    *,
    employer: str,
    employer_name: str,
    account: str,
    to: accounts.Named,
    terms: accounts.Terms,
    channel: str,
    now: datetime,
) -> str:
    """Name a colleague; the employer's inbox says so. See ``accounts.name_handler``."""
    with transaction.atomic():
        number = accounts.name_handler(
            employer=employer, employer_name=employer_name, account=account, to=to,
            terms=terms, channel=channel, now=now, today=local_date(now),
        )  # fmt: skip
        words = (
            "有一位经办人登记了新的经办人。是谁、能办什么，请在“单位经办人”里看；"
            "不是单位的意思，马上在那里停止。"
        )
        _tell(number, "named", employer, "单位登记了新的经办人", words, now)
        if is_confirmed(number):
            _tell_it_waits(number, now)
    return number


def confirm_handler(
    *, number: str, employer: str, account: str, channel: str, now: datetime
) -> bool:
    """Another handler's word; the colleague is told. See ``accounts.confirm_handler``."""
    with transaction.atomic():
        done = accounts.confirm_handler(
            number=number, employer=employer, account=account, channel=channel, now=now,
            today=local_date(now),
        )  # fmt: skip
        if done:
            _tell_it_waits(number, now)
    return done


def _tell_it_waits(number: str, now: datetime) -> None:
    _, agent = both_sides(number)
    if agent:
        words = "授权已经核对。请在“授权办事”里接受，接受后就能代为办事。"
        _tell(number, "asked", agent, "有一项授权等您接受", words, now)


def confirm_joining(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The second clerk's word; whoever was joined is told. See ``accounts.confirm_joining``."""
    with transaction.atomic():
        done = accounts.confirm_joining(number=number, clerk=clerk, agency=agency, now=now)
        if done:
            _, agent = both_sides(number)
            words = (
                "您的两个号码已合并到这个账号，另一个账号已关闭。原来的办件和凭证在“我的账户”里"
                "“为谁办事”中切换查看。不是您本人办理的，请马上打 12333。"
            )
            _tell(number, "joined", agent, "两个号码已合并", words, now)
    return done


def refuse(*, number: str, clerk: str, agency: str, now: datetime) -> bool:
    """The proof does not hold; both sides are told. See ``accounts.refuse_mandate``."""
    with transaction.atomic():
        done = accounts.refuse_mandate(number=number, clerk=clerk, agency=agency, now=now)
        if done:
            words = "授权没有通过核对，或者已由经办机构停止。有疑问请到窗口或打 12333。"
            _tell_both_of_the_end(number, words, now)
    return done


def let_lapse(*, now: datetime) -> int:
    """End what has run out, and tell both sides once; returns how many."""
    today = local_date(now)
    return sum(_lapsed(number, today, now) for number in accounts.over(today=today))


def _lapsed(number: str, today: date, now: datetime) -> bool:
    with transaction.atomic():
        done = accounts.lapse(number=number, today=today, now=now)
        if done:
            _tell_both_of_the_end(number, "授权已经到期。还需要的，请重新授权。", now)
    return done


def _tell_both_of_the_end(number: str, words: str, now: datetime) -> None:
    for subject in both_sides(number):
        if subject:
            _tell(number, "ended", subject, "授权已停止", words, now)


def _tell(number: str, event: str, subject: str, title: str, words: str, now: datetime) -> None:
    tell(
        event=f"{number}:{event}", subject=subject, case="", title=title, words=words,
        sms=f"{title}。请登录平台，在“授权办事”里查看。", topic=Topic.SECURITY, now=now,
    )  # fmt: skip
