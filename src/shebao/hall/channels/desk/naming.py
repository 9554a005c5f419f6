"""Two people named by their documents on a form of the desk: typed, judged, found in the core."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shebao.exchange.port import FindPerson, Person, Unreachable, ask_one
from shebao.hall.channels.desk.frame import draw
from shebao.hall.kit import clock
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.paging import Page
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.documents import DOCUMENTS, documents
from shebao.hall.office.accounts.mandate_kinds import Act, Nature
from shebao.hall.office.accounts.queries import MandateCard
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.connections import outside
from shebao.hall.office.operations import mandating
from shebao.law.identifiers import IdKind, Verdict, check

PARTS = ("name", "id_type", "country", "id_number")
LONGEST = 120
HOME = "CHN"
ACTS = ("confirm", "end")
Errors = list[tuple[str, str]]
Judged = dict[str, Verdict]


def typed_of(request: HttpRequest, sides: tuple[str, ...]) -> dict[str, str]:
    """What was typed about each side, and the proof that was seen."""
    names = [f"{side}_{part}" for side in sides for part in PARTS] + ["proof"]
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}


def judged_of(typed: dict[str, str], sides: tuple[str, ...], today: date) -> dict[str, Judged]:
    """Names and numbers of each side held to the rules of their kind."""
    return {side: _judged(typed, side, today) for side in sides}


def _judged(typed: dict[str, str], side: str, today: date) -> Judged:
    kind_said = typed[f"{side}_id_type"]
    kind = IdKind(kind_said) if kind_said in DOCUMENTS else IdKind.CITIZEN
    judged = {
        "name": check(typed[f"{side}_name"], on=today, kind=IdKind.NAME),
        "id_number": check(typed[f"{side}_id_number"], on=today, kind=kind),
    }
    if kind is IdKind.PASSPORT:
        judged["country"] = check(typed[f"{side}_country"], on=today, kind=IdKind.COUNTRY)
    return judged


def faults_of(judged: dict[str, Judged], typed: dict[str, str]) -> Errors:
    """Everything wrong at once, each at its field; the day only where the form asks for one."""
    errors = [
        (f"{side}_{part}", told(one.words))
        for side, parts in judged.items()
        for part, one in parts.items()
        if not one.is_valid
    ]
    if len(typed["proof"]) < 4:
        errors.append(("proof", _("请写明看过的证明和编号，例如“户口簿，户号 001234”")))
    if "until" in typed and day_of(typed["until"]) is None:
        errors.append(("until", _("请填写授权到哪一天，最长一年")))
    return errors


def named(typed: dict[str, str], side: str, judged: Judged) -> actions.Named:
    """A side as the verbs take it."""
    kind = typed[f"{side}_id_type"]
    is_passport = kind == IdKind.PASSPORT
    return actions.Named(
        id_type=kind if kind in DOCUMENTS else IdKind.CITIZEN,
        country=typed[f"{side}_country"].upper() if is_passport else HOME,
        id_number=judged["id_number"].value,
        name=judged["name"].value,
    )


def found(
    request: HttpRequest, who: actions.Named, field: str, purpose: str, now: datetime
) -> tuple[Person | None, Errors]:
    """Somebody in the core whose document and name both fit; the look leaves a trace."""
    question = FindPerson(id_type=who.id_type, id_number=who.id_number, country=who.country)
    try:
        person = ask_one(outside().insurance, question).value
    except Unreachable:
        return None, [("", _("社保系统暂时连不上，请过一会儿再登记，填的内容还在"))]
    if person is None or person.name != who.name:
        return None, [(field, _("没有查到与证件号码、姓名都相符的参保人，请核对"))]
    audit.record(
        actor=visitor_of(request).account, verb="read", subject=person.number, purpose=purpose,
        channel="desk", now=now,
    )  # fmt: skip
    return person, []


def acted(request: HttpRequest) -> str:
    """The second clerk's word on a mandate, or its end; says what came of it."""
    visitor = visitor_of(request)
    terms: dict[str, Any] = {
        "number": request.POST.get("number", "")[:24], "clerk": visitor.account,
        "agency": visitor.agency, "now": clock.now(),
    }  # fmt: skip
    if request.POST["action"] == "end":
        return "ended" if mandating.refuse(**terms) else "gone"
    try:
        return "confirmed" if mandating.confirm(**terms) else "gone"
    except actions.NotAnother:
        return "own"


def day_of(text: str) -> date | None:
    """A day as it was typed; none where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def entered(
    request: HttpRequest, nature: Nature, principal: tuple[str, str], agent: actions.Named,
    typed: dict[str, str], now: datetime,
) -> Errors:  # fmt: skip
    """Enter the mandate for a principal (number and name), for another clerk to confirm."""
    visitor, until = visitor_of(request), day_of(typed["until"])
    if until is None:
        return [("until", _("请填写授权到哪一天，最长一年"))]
    try:
        actions.enter_mandate(
            nature=nature, principal=principal[0], principal_name=principal[1], agent=agent,
            terms=actions.Terms(items=(), acts=(Act.LOOK, Act.FILE), until=until),
            seen=actions.Seen(
                proof=typed["proof"], clerk=visitor.account, agency=visitor.agency
            ),
            now=now, today=clock.local_date(now),
        )  # fmt: skip
    except actions.TooLong:
        return [("until", _("最长一年，并且不能早于今天"))]
    except actions.AlreadyGiven:
        return [(f"{nature}_id_number", _("已经登记过这个人"))]
    return []


def drawn(
    request: HttpRequest, section: str, listed: Callable[..., Page[MandateCard]], done: str,
    typed: dict[str, str], errors: Errors,
) -> HttpResponse:  # fmt: skip
    """The section's list of this agency, with the form under it as it was typed."""
    visitor, after = visitor_of(request), request.GET.get("after", "")[:200]
    context = {
        "page": listed(visitor.agency, after=after),
        "is_first": not after,
        "mine": visitor.account,
        "typed": typed,
        "documents": documents(),
        "errors": errors,
        "by_field": dict(errors),
        "done": done,
    }
    status = 422 if errors else 200
    return draw(
        request, f"desk/{section}.html", context, section=section, now=clock.now(), status=status
    )
