"""How the system is (6.5.4): what answers, what waits, what has failed, and alarms in words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from shebao.exchange.port import ChangesSince, Insurance, Rejected, Unreachable, ask_one
from shebao.hall.kit.clock import local_date
from shebao.hall.office.accounts.queries import AuthorityCard, expiring_authorities
from shebao.hall.office.agencies.minding import Trouble, Troubled, troubled
from shebao.hall.office.applications.queries import (
    CaseNumbers,
    PostingNumbers,
    case_numbers,
    posting_numbers,
)
from shebao.hall.office.audit.queries import Cover, cover
from shebao.hall.office.documents import queries as papers
from shebao.hall.office.notices.queries import Outbox, outbox
from shebao.hall.office.operations.beating import MISSED_AFTER
from shebao.hall.office.operations.models import WorkerBeat
from shebao.law.workdays import Calendar

FAR_AHEAD = 2**62
SLOW_CORE_MS = 1000
MANY_PAPERS = 200


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Whether something answered, and after how many milliseconds."""

    is_up: bool
    ms: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something that wants a person: ``kind`` is ``bad`` or ``warn``, the words say what to do."""

    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Health:
    """How everything is at one moment."""

    database: Answering
    core: Answering
    last_beat: datetime | None
    workers: int
    cases: CaseNumbers
    postings: PostingNumbers
    messages: Outbox
    papers: papers.Backlog
    trail: Cover
    endings: tuple[AuthorityCard, ...] = ()
    terminals: tuple[Troubled, ...] = ()


def health(*, insurance: Insurance, calendar: Calendar, now: datetime) -> Health:
    """Ask everything once; a core that is down is an answer too."""
    beats = list(WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True)[:50])
    return Health(
        database=_database(),
        core=_core(insurance),
        last_beat=beats[0] if beats else None,
        workers=sum(now - seen < MISSED_AFTER for seen in beats),
        cases=case_numbers(today=local_date(now)),
        postings=posting_numbers(),
        messages=outbox(since=now - timedelta(days=1)),
        papers=papers.backlog(),
        trail=cover(now=now),
        endings=expiring_authorities(local_date(now)),
        terminals=troubled(calendar=calendar, now=now),
    )


def _database() -> Answering:
    started = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Answering(is_up=False, ms=_since(started), words=str(error)[:120])
    return Answering(is_up=True, ms=_since(started))


def _core(insurance: Insurance) -> Answering:
    """Ask for changes after a place never reached: a real question with an empty answer."""
    started = time.perf_counter()
    try:
        ask_one(insurance, ChangesSince(after=FAR_AHEAD))
    except (Unreachable, Rejected) as error:
        return Answering(is_up=False, ms=_since(started), words=str(error)[:120])
    return Answering(is_up=True, ms=_since(started))


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def alarms(found: Health) -> tuple[Alarm, ...]:
    """What wants a person now, the worst first."""
    return tuple(sorted(_alarms(found), key=lambda alarm: alarm.kind))


def _alarms(found: Health) -> Iterator[Alarm]:
    if not found.database.is_up:
        yield Alarm(kind="bad", words="数据库没有回答。请先看数据库服务和磁盘空间。")
    if not found.core.is_up:
        yield Alarm(
            kind="bad",
            words="社保系统连不上。新申请会排队，不会丢；请联系核心系统值班人员。",
        )
    elif found.core.ms > SLOW_CORE_MS:
        yield Alarm(kind="warn", words=f"社保系统回答变慢，刚才用了 {found.core.ms} 毫秒。")
    if not found.workers:
        yield Alarm(kind="bad", words="后台任务没有在运行。请运行 shebao worker。")
    yield from _waiting_alarms(found)


def _waiting_alarms(found: Health) -> Iterator[Alarm]:
    if found.postings.dead:
        yield Alarm(
            kind="bad",
            words=f"{found.postings.dead} 件入账送不出去，已停止重试。请查明原因后重新发送。",
        )
    if found.cases.overdue:
        yield Alarm(kind="bad", words=f"{found.cases.overdue} 件办件已超期。请提醒经办部门。")
    if found.messages.failed:
        yield Alarm(
            kind="warn",
            words=f"一天内有 {found.messages.failed} 条短信没有送出，站内消息不受影响。",
        )
    if found.cases.waiting:
        yield Alarm(
            kind="warn", words=f"{found.cases.waiting} 件申请在等社保系统的数据，恢复后自动继续。"
        )
    yield from _paper_alarms(found.papers)
    yield from _terminal_alarms(found.terminals)
    for one in found.endings:
        yield Alarm(
            kind="warn",
            words=f"认证机构“{one.name}”的准入到 {one.until} 为止，过了这天不再接受。"
            "请安全管理员更换或重新准入。",
        )
    if found.trail.behind:
        yield Alarm(
            kind="bad",
            words=f"{found.trail.behind} 个流的留痕超过 3 小时没有签检查点。"
            "请运行 shebao audit verify 查明原因。",
        )


def _paper_alarms(found: papers.Backlog) -> Iterator[Alarm]:
    if found.stuck:
        yield Alarm(kind="bad", words=f"{found.stuck} 份凭证多次没有做成。请看日志查明原因。")
    if found.waiting > MANY_PAPERS:
        yield Alarm(kind="warn", words=f"{found.waiting} 份凭证在排队制作。请看后台任务是否够用。")


def _terminal_alarms(found: tuple[Troubled, ...]) -> Iterator[Alarm]:
    for one in found:
        kind = "warn" if one.trouble is Trouble.PAPER_LOW else "bad"
        yield Alarm(kind=kind, words=_terminal_words(one.trouble, f"{one.name} {one.number}"))


def _terminal_words(trouble: Trouble, name: str) -> str:
    if trouble is Trouble.SILENT:
        return f"自助终端“{name}”5 分钟没有动静。请去看电源和网络。"
    if trouble is Trouble.PRINTER_DOWN:
        return f"自助终端“{name}”的打印机没有应答。请去看电源和网线。"
    if trouble is Trouble.PRINTER_STOPPED:
        return f"自助终端“{name}”的打印机停了。请去看是不是卡纸、盖子没关。"
    if trouble is Trouble.PAPER_OUT:
        return f"自助终端“{name}”的打印机没纸了。请加纸。"
    return f"自助终端“{name}”的打印机快没纸了。请加纸。"
