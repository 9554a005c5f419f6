"""Words and papers for every turn of a case (5.3.1c, 5.3.1d): told once, in plain sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shebao.hall.kit.clock import local_date
from shebao.hall.office.agencies.queries import agency
from shebao.hall.office.applications.models import Application, as_json
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.queries import Pinned
from shebao.hall.office.documents import actions as papers
from shebao.hall.office.documents import forms
from shebao.hall.office.notices.actions import tell


def _tell(case: Application, event: str, title: str, words: str, *, now: datetime) -> None:
    tell(
        event=f"{case.number}:{event}:{case.turn}",
        subject=case.subject,
        case=case.number,
        title=title,
        words=words,
        sms=f"您的“{case.item_name}”（尾号{case.number[-4:]}）{title}。请登录平台查看。",
        now=now,
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _due(case: Application) -> str:
    """The due date; marked while the holidays of its year are not published."""
    mark = "（暂定，当年放假安排公布后确定）" if case.due_is_provisional else ""
    return f"{_day(case.due_on)}{mark}"


def _case_data(case: Application, *, now: datetime) -> dict[str, Any]:
    return {
        "number": case.number,
        "item": case.item_name,
        "channel": case.channel,
        "submitted_on": _day(local_date(case.submitted_at)),
        "due_on": _due(case) if case.due_on else "",
        "decided_on": _day(local_date(now)),
        "version": case.version[:16],
    }


def _paper(
    case: Application,
    *,
    form: forms.Form,
    data: Mapping[str, Any],
    now: datetime,
    valid_days: int = 0,
    keeps_earlier: bool = False,
) -> str:
    office = agency(case.agency)
    return papers.queue(
        kind=form.kind,
        menu=form.menu,
        title=form.title,
        subject=case.subject,
        subject_name=case.subject_name,
        case=case.number,
        template=form.template,
        data={"case": _case_data(case, now=now), **data},
        valid_days=valid_days,
        agency=office.code,
        issuer=office.name,
        now=now,
        supersedes_kind=not keeps_earlier,
    )


def waits_for_data(case: Application, *, now: datetime) -> None:
    """Filed while the core is out of reach: kept, and decided as soon as it answers."""
    words = "您的申请已收到。社保系统现在连不上，一连上就继续办，不用重新提交。结果会发消息告诉您。"
    _tell(case, "waiting", "已收到，等待核对数据", words, now=now)


def accepted(case: Application, pinned: Pinned, *, now: datetime) -> None:
    """Accepted for review: the date by which it is done, and the acceptance notice (5.4.2.2a)."""
    words = f"已受理，{_due(case)}前办结。受理通知单可以在“卡包”里下载。"
    _tell(case, "accepted", "已受理", words, now=now)
    materials = [
        {"name": material.name, "source": material.source, "form": material.form}
        for material in pinned.item.materials
    ]
    data = {
        "materials": materials,
        "working_days": pinned.item.promise.working_days,
        "pauses": list(pinned.item.promise.pauses),
    }
    _paper(case, form=forms.ACCEPTANCE, data=data, now=now)


def approved(
    case: Application, pinned: Pinned, facts: FactSet, *, today: date, now: datetime
) -> None:
    """Done: the result notice, and the item's own paper where it issues one."""
    item = pinned.item
    words = "已办结。结果告知单可以在“卡包”里下载。"
    if item.paper is not None:
        words = f"已办结。“{item.paper.title}”和结果告知单可以在“卡包”里下载。"
    _tell(case, "approved", "已办结", words, now=now)
    _paper(case, form=forms.RESULT, data={"decision": "办结", "reasons": []}, now=now)
    if item.paper is None:
        return
    form = forms.Form(
        kind=item.paper.kind,
        menu=item.paper.menu,
        title=item.paper.title,
        template=pinned.paper_source,
    )
    data = {
        "facts": as_json({name: facts.values.get(name) for name in item.paper.facts}),
        "sources": [
            {"label": source.label, "date": source.data_date.isoformat()}
            for source in facts.sources
        ],
        "answers": dict(case.answers),
        "today": today.isoformat(),
    }
    _paper(
        case,
        form=form,
        data=data,
        valid_days=item.paper.valid_days,
        keeps_earlier=item.paper.keeps_earlier,
        now=now,
    )


def refused(case: Application, reasons: Sequence[Mapping[str, str]], *, now: datetime) -> None:
    """Refused: why, by which article, what to do, and how to reach a person."""
    lines = [f"{reason['say']}（依据：{reason['basis']}）{reason['advice']}" for reason in reasons]
    way_out = "不同意这个结果的，可以在办件详情里申请人工复核，或拨打12333。"
    _tell(case, "refused", "未能办理", "\n".join([*lines, way_out]), now=now)
    data = {"decision": "不予办理", "reasons": [dict(reason) for reason in reasons]}
    _paper(case, form=forms.RESULT, data=data, now=now)


def supplement_wanted(
    case: Application,
    pinned: Pinned,
    wants: Sequence[Mapping[str, str]],
    *,
    until: date,
    now: datetime,
) -> None:
    """Everything that is missing, told at once, with the day it is awaited."""
    lines = [f"{place}. {want['words']}" for place, want in enumerate(wants, start=1)]
    pauses = "supplement" in pinned.item.promise.pauses
    clock = "补正期间不计入办理时限。" if pauses else "办理时限不变。"
    words = "\n".join([f"请在{_day(until)}前一次补齐：", *lines, clock])
    _tell(case, "supplement", f"需要补正{len(wants)}项", words, now=now)
    data = {"wants": [dict(want) for want in wants], "until": _day(until), "pauses": pauses}
    _paper(case, form=forms.SUPPLEMENT, data=data, now=now)


def bring_originals(case: Application, pinned: Pinned, *, now: datetime) -> None:
    """Pre-review passed: the list of originals to bring to the counter."""
    originals = [
        {"name": material.name, "note": material.note}
        for material in pinned.item.materials
        if material.is_checked_at_counter
    ]
    names = "、".join(original["name"] for original in originals)
    office = agency(case.agency)
    words = f"预审已通过。请带{names}原件到{office.name}({office.address}，{office.hours})核验。"
    _tell(case, "originals", "预审通过，请到窗口核验原件", words, now=now)
    data = {
        "originals": originals,
        "centre": office.name,
        "address": office.address,
        "hours": office.hours,
        "phone": office.phone,
    }
    _paper(case, form=forms.ORIGINALS, data=data, now=now)


def goes_on_elsewhere(case: Application, label: str, *, is_transfer: bool, now: datetime) -> None:
    """Reviewed here; now another agency, or the core itself, has the case."""
    words = f"审核已通过，现在进入“{label}”。每到一步都会更新进度，办完会告诉您。"
    title = "审核通过，两地对接中" if is_transfer else "审核通过，等待入账"
    _tell(case, "joint", title, words, now=now)


def withdrawn(case: Application, words: str, *, now: datetime) -> None:
    """Closed without a decision; the result notice says so."""
    _tell(case, "withdrawn", "已撤回", words, now=now)
    _paper(case, form=forms.RESULT, data={"decision": "撤回", "reasons": []}, now=now)


def person_will_look(case: Application, *, until: date, now: datetime) -> None:
    """A person looks at what the rules refused."""
    words = f"已转人工复核，{_day(until)}前答复您。"
    _tell(case, "person", "已转人工复核", words, now=now)


def posting_failed(case: Application, reason: str, *, now: datetime) -> None:
    """Decided here, but the core could not enter it, and says why; people take over."""
    why = f"核对结果：{reason}" if reason else ""
    words = f"申请已办结，但社保系统没有入账。{why}工作人员正在处理，会再告诉您结果；\
没有入账的凭证已作废。不同意的，可以申请核查，或依法申请行政复议。"
    _tell(case, "core-refused", "入账需要人工处理", words, now=now)
