"""Whoever shall act for another, as a form of the portal names them: who, what, how long."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock
from shebao.hall.kit.tongues import told
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.documents import DOCUMENTS
from shebao.hall.office.accounts.mandate_kinds import Act
from shebao.law.identifiers import IdKind, check

MONTHS = {"1": 30, "3": 91, "6": 182, "12": 365}
TYPED = ("name", "id_type", "country", "id_number", "months", "acts")
LONGEST = 100
HOME = "CHN"


def typed_of(request: HttpRequest) -> dict[str, str]:
    """What was typed; nothing before the form is posted."""
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in TYPED}


def faults_of(typed: dict[str, str]) -> Errors:
    """Everything wrong at once, each at its field."""
    today = clock.local_date(clock.now())
    kind = IdKind(typed["id_type"]) if typed["id_type"] in DOCUMENTS else None
    if kind is None:
        return [("id_type", _("请选择对方的证件类型"))]
    judged: dict[str, Any] = {
        "name": check(typed["name"], on=today, kind=IdKind.NAME),
        "id_number": check(typed["id_number"], on=today, kind=kind),
    }
    if kind is IdKind.PASSPORT:
        judged["country"] = check(typed["country"], on=today, kind=IdKind.COUNTRY)
    errors: Errors = [(name, told(one.words)) for name, one in judged.items() if not one.is_valid]
    if typed["months"] not in MONTHS:
        errors.append(("months", _("请选择授权到什么时候")))
    return errors


def named(typed: dict[str, str], today: date) -> actions.Named:
    """Who is to act, as the verbs take it."""
    kind = IdKind(typed["id_type"])
    is_passport = kind is IdKind.PASSPORT
    return actions.Named(
        id_type=typed["id_type"],
        country=typed["country"].upper() if is_passport else HOME,
        id_number=check(typed["id_number"], on=today, kind=kind).value,
        name=check(typed["name"], on=today, kind=IdKind.NAME).value,
    )


def terms(typed: dict[str, str], chosen: list[str], today: date) -> actions.Terms:
    """How far and how long they may act."""
    may_file = typed["acts"] == "file"
    return actions.Terms(
        items=tuple(chosen),
        acts=(Act.LOOK, Act.FILE) if may_file else (Act.LOOK,),
        until=today + timedelta(days=MONTHS[typed["months"]]),
    )
