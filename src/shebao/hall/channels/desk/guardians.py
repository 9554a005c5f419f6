"""``/desk/guardians/``: guardians entered by one clerk with the proof, confirmed by another."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shebao.exchange.port import FindPerson, Person, Unreachable, ask_one
from shebao.hall.channels.desk.frame import draw
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.posted import posted
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.documents import DOCUMENTS, documents
from shebao.hall.office.accounts.mandate_kinds import Act
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.connections import outside
from shebao.hall.office.operations import mandating
from shebao.law.identifiers import IdKind, Verdict, check

HERE = "/desk/guardians/"
DONE = {
    "entered": gettext_lazy("已登记，等另一名工作人员核对"),
    "confirmed": gettext_lazy("已核对，监护人登录后接受即可代办"),
    "ended": gettext_lazy("已停止，立即生效"),
    "own": gettext_lazy("您登记的要由另一名工作人员核对"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看最新情况"),
}
SIDES = ("ward", "guardian")
PARTS = ("name", "id_type", "country", "id_number")
LONGEST = 120
HOME = "CHN"
Errors = list[tuple[str, str]]


@gate.clerk
@require_http_methods(["GET", "POST"])
def guardians(request: HttpRequest) -> HttpResponse:
    """The list of this agency, and the form; each button is one act."""
    act = {"confirm": _confirm, "end": _end}.get(request.POST.get("action", ""), _enter)
    if request.method == "POST":
        return act(request)
    return _drawn(request, {}, [])


def _confirm(request: HttpRequest) -> HttpResponse:
    visitor, number = visitor_of(request), request.POST.get("number", "")[:24]
    try:
        done = mandating.confirm_guardian(
            number=number, clerk=visitor.account, agency=visitor.agency, now=clock.now()
        )
    except actions.NotAnother:
        return HttpResponseRedirect(f"{HERE}?done=own")
    return HttpResponseRedirect(f"{HERE}?done={'confirmed' if done else 'gone'}")


def _end(request: HttpRequest) -> HttpResponse:
    visitor, number = visitor_of(request), request.POST.get("number", "")[:24]
    done = mandating.refuse_guardian(
        number=number, clerk=visitor.account, agency=visitor.agency, now=clock.now()
    )
    return HttpResponseRedirect(f"{HERE}?done={'ended' if done else 'gone'}")


def _enter(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    typed = _typed(request)
    judged = {side: _judged(typed, side, clock.local_date(now)) for side in SIDES}
    errors = [
        (f"{side}_{part}", told(one.words))
        for side in SIDES
        for part, one in judged[side].items()
        if not one.is_valid
    ]
    errors += _other_faults(typed)
    errors = errors or _entered(request, typed, judged, now)
    if errors:
        return _drawn(request, typed, errors)
    return HttpResponseRedirect(f"{HERE}?done=entered")


def _typed(request: HttpRequest) -> dict[str, str]:
    names = [f"{side}_{part}" for side in SIDES for part in PARTS] + ["proof"]
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}
    return typed | {"until": posted(request.POST, "until", "date")}


def _judged(typed: dict[str, str], side: str, today: date) -> dict[str, Verdict]:
    kind_said = typed[f"{side}_id_type"]
    kind = IdKind(kind_said) if kind_said in DOCUMENTS else IdKind.CITIZEN
    judged = {
        "name": check(typed[f"{side}_name"], on=today, kind=IdKind.NAME),
        "id_number": check(typed[f"{side}_id_number"], on=today, kind=kind),
    }
    if kind is IdKind.PASSPORT:
        judged["country"] = check(typed[f"{side}_country"], on=today, kind=IdKind.COUNTRY)
    return judged


def _other_faults(typed: dict[str, str]) -> Errors:
    errors: Errors = []
    if len(typed["proof"]) < 4:
        errors.append(("proof", _("请写明看过的证明和编号，例如“户口簿，户号 001234”")))
    if _day(typed["until"]) is None:
        errors.append(("until", _("请填写授权到哪一天，最长一年")))
    return errors


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entered(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, Any], now: datetime
) -> Errors:
    visitor, until = visitor_of(request), _day(typed["until"])
    assert until is not None  # noqa: S101
    ward, fault = _found(request, typed, judged["ward"], now)
    if ward is None:
        return fault
    try:
        actions.enter_guardian(
            ward=ward.number,
            ward_name=ward.name,
            guardian=_named(typed, "guardian", judged["guardian"]),
            terms=actions.Terms(items=(), acts=(Act.LOOK, Act.FILE), until=until),
            proof=typed["proof"],
            clerk=visitor.account,
            agency=visitor.agency,
            now=now,
            today=clock.local_date(now),
        )
    except actions.TooLong:
        return [("until", _("最长一年，并且不能早于今天"))]
    except actions.AlreadyGiven:
        return [("guardian_id_number", _("已经登记过这位监护人"))]
    return []


def _found(
    request: HttpRequest, typed: dict[str, str], judged: dict[str, Verdict], now: datetime
) -> tuple[Person | None, Errors]:
    named = _named(typed, "ward", judged)
    question = FindPerson(id_type=named.id_type, id_number=named.id_number, country=named.country)
    try:
        found = ask_one(outside().insurance, question).value
    except Unreachable:
        return None, [("", _("社保系统暂时连不上，请过一会儿再登记，填的内容还在"))]
    if found is None or found.name != named.name:
        return None, [("ward_id_number", _("没有查到与证件号码、姓名都相符的参保人，请核对"))]
    audit.record(
        actor=visitor_of(request).account, verb="read", subject=found.number,
        purpose="entering a guardian", channel="desk", now=now,
    )  # fmt: skip
    return found, []


def _named(typed: dict[str, str], side: str, judged: dict[str, Verdict]) -> actions.Named:
    kind = typed[f"{side}_id_type"]
    is_passport = kind == IdKind.PASSPORT
    return actions.Named(
        id_type=kind if kind in DOCUMENTS else IdKind.CITIZEN,
        country=typed[f"{side}_country"].upper() if is_passport else HOME,
        id_number=judged["id_number"].value,
        name=judged["name"].value,
    )


def _drawn(request: HttpRequest, typed: dict[str, str], errors: Errors) -> HttpResponse:
    visitor, now = visitor_of(request), clock.now()
    after = request.GET.get("after", "")[:200]
    try:
        page = queries.guardians_of_agency(visitor.agency, after=after)
    except (ValueError, OverflowError):
        page = queries.guardians_of_agency(visitor.agency)
    context = {
        "page": page,
        "is_first": not after,
        "mine": visitor.account,
        "typed": typed,
        "documents": documents(),
        "errors": errors,
        "by_field": dict(errors),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    status = 422 if errors else 200
    return draw(
        request, "desk/guardians.html", context, section="guardians", now=now, status=status
    )
