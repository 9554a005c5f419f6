"""``/register/employer/``: an employer and its first handler (5.4.1.3a, 6.2.2), on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shebao.exchange.port import Unreachable
from shebao.hall.channels.web import proving
from shebao.hall.channels.web.safety import code_sent, drawn, proof_errors
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions
from shebao.hall.office.connections import outside
from shebao.law.identifiers import IdKind, Verdict, check

TEMPLATE = "web/register_employer.html"
TYPED = ("unit_name", "code_kind", "code", "legal_person", "legal_phone")
LONGEST = 120
CODES = (IdKind.USCC, IdKind.AGREED_CODE)


@gate.person
def register(request: HttpRequest) -> HttpResponse:
    """Draw the page, or compare with the core and appoint."""
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in TYPED}
    page: dict[str, Any] = {"typed": typed, "is_done": False}
    if request.method != "POST":
        return drawn(request, TEMPLATE, [], **page)
    if request.POST.get("action") == proving.SEND:
        said, errors = code_sent(request)
        return drawn(request, TEMPLATE, errors, said=said, **page)
    said_of, errors = _checked(typed)
    errors = errors or proof_errors(request) or _registered(request, said_of)
    return drawn(request, TEMPLATE, errors, **{**page, "is_done": not errors})


def _checked(typed: dict[str, str]) -> tuple[actions.UnitSaid, Errors]:
    kind = IdKind(typed["code_kind"]) if typed["code_kind"] in CODES else IdKind.USCC
    judged = {
        "code": _judged(kind, typed["code"]),
        "legal_person": _judged(IdKind.NAME, typed["legal_person"]),
        "legal_phone": _judged(IdKind.MOBILE, typed["legal_phone"]),
    }
    errors: Errors = [] if typed["unit_name"] else [("unit_name", _("请填写单位名称"))]
    errors += [(name, told(one.words)) for name, one in judged.items() if not one.is_valid]
    said = actions.UnitSaid(
        name=typed["unit_name"], **{name: one.value for name, one in judged.items()}
    )
    return said, errors


def _judged(kind: IdKind, text: str) -> Verdict:
    return check(text, on=clock.local_date(clock.now()), kind=kind)


def _registered(request: HttpRequest, said: actions.UnitSaid) -> list[tuple[Any, str]]:
    now, visitor = clock.now(), gate.visitor_of(request)
    try:
        actions.register_unit(
            said=said,
            person=visitor.person,
            insurance=outside().insurance,
            today=clock.local_date(now),
            now=now,
        )
    except actions.NotAgreed:
        return [("", _not_agreed())]
    except TooMany:
        return [("", _("今天试的次数太多了。请明天再试，或到窗口、打 12333"))]
    except Unreachable:
        return [("", _("社保系统暂时连不上，现在不能核对。请过一会儿再试，填的内容还在"))]
    return []


def _not_agreed() -> str:
    return _(
        "填的信息和登记的没有核对上，或者单位已有经办人，或者您不在这个单位参保。请核对名称、代码"
        "和法定代表人；单位已有经办人的，请他在“单位经办人”里增加您；都不行，请带盖章的委托书到窗口，"
        "或打 12333"
    )
