"""``/my/cases/<no>/ways/``: what would turn a refusal, in words (5.3.1c)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import services
from shebao.hall.channels.web.door import trace_look
from shebao.hall.kit import clock, gate
from shebao.hall.kit.words import money, month_words
from shebao.hall.office.applications import access, queries
from shebao.hall.office.catalogue.facts import SubjectUnknown
from shebao.hall.office.catalogue.turning import Way, WayStep
from shebao.hall.office.connections import outside


@gate.person
def ways(request: HttpRequest, number: str) -> HttpResponse:
    """The easiest changes that would turn it, found by letting the rules judge again today."""
    visitor, now = gate.visitor_of(request), clock.now()
    case = access.own_case(number, visitor=visitor)
    trace_look(visitor, "reading own case", now=now, case=case.number)
    found, is_reached = _ways(case, now)
    context = {
        "progress": queries.progress(case),
        "ways": [(in_words(one), one.result) for one in found],
        "is_reached": is_reached,
        "may_be_turned": queries.may_be_turned(case),
        "again": services.handling_address(case.item),
    }
    return render(request, "web/ways.html", context)


def _ways(case: access.Case, now: datetime) -> tuple[tuple[Way, ...], bool]:
    """The ways, and whether the core could be asked."""
    today = clock.local_date(now)
    try:
        return queries.ways_on(case, insurance=outside().insurance, today=today), True
    except (Unreachable, SubjectUnknown):
        return (), False


def in_words(way: Way) -> list[str]:
    """What somebody would do, step by step."""
    return [_SAID[step.kind](step) for step in way.steps]


def _wait(step: WayStep) -> str:
    return _("等到 %(month)s再申请（还有 %(months)s 个月）") % {
        "month": month_words(step.month), "months": step.months,
    }  # fmt: skip


def _pay(step: WayStep) -> str:
    return _("再缴费 %(months)s 个月，%(month)s起可以申请") % {
        "month": month_words(step.month), "months": step.months,
    }  # fmt: skip


def _choose(step: WayStep) -> str:
    return _("“%(label)s”选 %(value)s") % {"label": step.label, "value": step.value}


def _first(step: WayStep) -> str:
    return FIRSTS[step.fact](step.amount)


FIRSTS: Mapping[str, Callable[[int], str]] = {
    "card.exists": lambda _amount: _("先申领社会保障卡"),
    "card.state": lambda _amount: _("先让社会保障卡恢复正常：挂失的解挂，失效的补换"),
    "contributions.arrears_months": lambda amount: (
        _("先补缴欠费的 %(months)s 个月") % {"months": amount}
    ),
    "employer.arrears": lambda amount: _("请单位先缴清欠费 %(amount)s") % {"amount": money(amount)},
    "transfers.is_moving": lambda _amount: _("等正在办的关系转移办完"),
    "certification.is_suspended": lambda _amount: _("先做待遇资格认证"),
}
_SAID: Mapping[str, Callable[[WayStep], str]] = {
    "wait": _wait,
    "pay": _pay,
    "choose": _choose,
    "first": _first,
}
