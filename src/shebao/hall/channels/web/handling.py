"""``/p/<slug>/do/``: one errand on one address, in three steps or two (5.3.1a, 6.1.3d).

Works by plain forms: each button is an action, each action saves what was typed, then either says
what to mend, at the place where it is, or leads on.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web import drawing, proving, sending, work
from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.safety import PROOF, code_sent
from shebao.hall.channels.web.services import offered
from shebao.hall.channels.web.work import Errors, Work
from shebao.hall.kit import clock, gate
from shebao.hall.kit.visitor import Visitor
from shebao.hall.kit.words import moment_words
from shebao.hall.office.accounts.queries import name_of_account
from shebao.hall.office.applications import actions, queries
from shebao.hall.office.applications.actions import filing
from shebao.hall.office.catalogue.item import Item
from shebao.hall.office.catalogue.queries import NotOffered, current
from shebao.hall.office.connections import outside
from shebao.law.identifiers import mask_name

RISK = "risk_confirmed"


@gate.person
def handle(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the step one stands at, or do what was pressed."""
    visitor = gate.visitor_of(request)
    try:
        pinned = current(slug)
    except NotOffered:
        return _left(request, visitor, slug)
    hindrance = drawing.hindrance(pinned.item, visitor)
    if hindrance:
        return _hindered(request, pinned.item, hindrance)
    errand = work.begun(visitor, pinned, clock.now())
    if request.method != "POST":
        return _shown(request, errand)
    # Asked after the draft is at hand: whoever files it in between is seen when it is written to.
    before = queries.filed_with(_token(request), subject=visitor.subject)
    if before:
        return _to_receipt(before)
    try:
        return _pressed(request, errand)
    except filing.NotMandated:
        # Ended while the form was on its way: nothing was filed.
        return HttpResponseRedirect("/my/mandates/?over=1")


def _left(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """The service takes no applications any more; a draft of it waits, with what is typed now."""
    item = work.left_waiting(visitor, slug)
    if item is None:
        raise Http404(slug)
    work.keep_typed(visitor, item, request.POST, clock.now())
    return _hindered(request, item, drawing.not_offered_now())


def _hindered(request: HttpRequest, item: Item, why: drawing.Hindrance) -> HttpResponse:
    return render(request, "web/not_for_you.html", {"item": item, "why": why})


def _token(request: HttpRequest) -> str:
    return request.POST.get("token", "").replace("\0", "")[:32]


def _to_receipt(number: str) -> HttpResponse:
    return HttpResponseRedirect(f"/my/cases/{number}/?receipt=1")


def _shown(request: HttpRequest, errand: Work) -> HttpResponse:
    wants_check = request.GET.get("step") == "2" and not errand.is_instant
    if wants_check and not _faults(errand):
        return _checking(request, errand)
    return _filling(request, errand, [])


def _filling(request: HttpRequest, errand: Work, errors: Errors, *, said: str = "") -> HttpResponse:
    """Step one; for an instant service with the proof at its end, where one is wanted."""
    prove = _prove(request, errand, errors, said) if errand.is_instant else None
    context = {
        **drawing.fill_page(errand, errors=errors),
        "prove": prove,
        "second": _second(errand) if errand.is_instant else None,
    }
    return render(request, "web/apply_fill.html", context, status=422 if errors else 200)


def _checking(
    request: HttpRequest, errand: Work, errors: Errors | None = None, *, said: str = ""
) -> HttpResponse:
    """Step two, with the proof inside it where one is wanted (5.4.1.5)."""
    prove = _prove(request, errand, errors or [], said)
    context = {
        **drawing.check_page(errand, errors=errors),
        "prove": prove,
        "second": _second(errand),
    }
    return render(request, "web/apply_check.html", context, status=422 if errors else 200)


def _second(errand: Work) -> dict[str, Any] | None:
    """Who has looked at exactly this before, for whoever looks now; none where nobody asked."""
    if not errand.visitor.acts_for_employer:
        return None
    asked = actions.asked_for(
        item=errand.item, visitor=errand.visitor, answers=work.cleaned(errand).answers,
        token=errand.draft.token,
    )  # fmt: skip
    if asked is None:
        return None
    is_mine = asked.account == errand.visitor.account
    return {"at": asked.at, "is_mine": is_mine, "name": mask_name(name_of_account(asked.account))}


def _prove(request: HttpRequest, errand: Work, errors: Errors, said: str) -> proving.Block | None:
    if errand.item.identity != "verified":
        return None
    return proving.block(request, said=said, error=dict(errors).get(PROOF, ""))


def _faults(errand: Work) -> Errors:
    faults = [(fault.field, fault.words) for fault in work.cleaned(errand).errors]
    return faults + work.missing(errand, _("请上传“%(name)s”"))


def _pressed(request: HttpRequest, errand: Work) -> HttpResponse:
    errand = work.with_typed(errand, request.POST)
    if errand.is_gone:
        return _stale(request, errand)
    upload_errors = sending.take_files(request, errand)
    pressed = "drop" if request.GET.get("drop") else request.POST.get("action", "check")
    act = ACTIONS.get(pressed, _check)
    return act(request, errand, upload_errors)


def _again(request: HttpRequest, errand: Work, errors: Errors) -> HttpResponse:
    return _filling(request, errand, errors)


def _save(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    if upload_errors:
        return _again(request, errand, upload_errors)
    return HttpResponseRedirect(f"{errand.address}?saved=1")


def _drop(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    sending.drop(request.GET.get("drop", ""), errand)
    return HttpResponseRedirect(f"{errand.address}#materials")


def _back(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    return HttpResponseRedirect(errand.address)


def _discard(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    actions.discard_draft(subject=errand.visitor.subject, item=errand.item.slug, now=errand.now)
    return HttpResponseRedirect(f"/p/{errand.item.slug}/")


def _check(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    errors = _joined(upload_errors, _faults(errand))
    if errors:
        return _again(request, errand, errors)
    if errand.is_instant:
        return _submit(request, errand, upload_errors)
    return HttpResponseRedirect(f"{errand.address}?step=2")


def _joined(first: Errors, second: Errors) -> Errors:
    named = {field for field, _words in first}
    return first + [fault for fault in second if fault[0] not in named]


def _submit(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    errors = _joined(upload_errors, _faults(errand))
    if errors:
        return _again(request, errand, errors)
    if _token(request) != errand.draft.token:
        return _stale(request, errand)
    unproven = proving.taken(request) if errand.item.identity == "verified" else ""
    if unproven:
        return _mend(request, errand, [(PROOF, unproven)])
    return _filed(request, replace(errand, visitor=gate.visitor_of(request)))


def _filed(request: HttpRequest, errand: Work) -> HttpResponse:
    try:
        number = actions.file_case(
            errand=_errand(request, errand), outside=outside(), now=errand.now
        )
    except actions.NeedsSecond:
        return _asked(request, errand)
    except filing.RiskNotConfirmed:
        return _mend(request, errand, [(RISK, _("请先看清影响，再勾选“我已看清以上影响”"))])
    except filing.Cooling as cooling:
        words = _("手机号刚换过，为了安全，这件事要到 %(at)s 以后再办。急办请带身份证到窗口")
        return _mend(request, errand, [("", words % {"at": moment_words(cooling.until)})])
    except filing.AlreadyOpen as found:
        words = _("您有一件同样的申请正在办，编号 %(number)s。可以在“我的办件”里看进度")
        return _again(request, errand, [("", words % {"number": found.number})])
    except filing.MaterialsMissing:
        return _again(request, errand, work.missing(errand, _("请上传“%(name)s”")))
    return _to_receipt(number)


def _asked(request: HttpRequest, errand: Work) -> HttpResponse:
    """Another handler has to look at it: they are asked, and this page says so."""
    about = _errand(request, errand)
    asked = actions.ask_second(
        item=errand.item, visitor=errand.visitor, answers=about.answers, token=about.token,
        channel=CHANNEL, now=errand.now,
    )  # fmt: skip
    if not asked:
        return _stale(request, errand)
    return HttpResponseRedirect(f"{errand.address}?step=2")


def _errand(request: HttpRequest, errand: Work) -> actions.Errand:
    return actions.Errand(
        pinned=errand.pinned,
        visitor=errand.visitor,
        answers=work.cleaned(errand).answers,
        token=errand.draft.token,
        channel=CHANNEL,
        default_agency=settings.SHEBAO_AGENCY,
        risk_confirmed=request.POST.get(RISK) == "yes",
    )


def _stale(request: HttpRequest, errand: Work) -> HttpResponse:
    """The form belongs to another draft: filed a moment ago by the same press, or thrown away."""
    before = queries.filed_with(_token(request), subject=errand.visitor.subject)
    if before:
        return _to_receipt(before)
    return _again(request, errand, [("", _("这张表在别处重新填过。请核对下面的内容再提交"))])


def _mend(request: HttpRequest, errand: Work, errors: Errors) -> HttpResponse:
    """The last step once more, with what is still wanted."""
    draw = _again if errand.is_instant else _checking
    return draw(request, errand, errors)


def _send_code(request: HttpRequest, errand: Work, upload_errors: Errors) -> HttpResponse:
    """A code to one's own phone; what was typed is kept, the page stays where it is."""
    said, errors = code_sent(request)
    if errand.is_instant or _faults(errand):
        return _filling(request, errand, errors, said=said)
    return _checking(request, errand, errors, said=said)


ACTIONS: dict[str, Callable[[HttpRequest, Work, Errors], HttpResponse]] = {
    "save": _save,
    "check": _check,
    "submit": _submit,
    proving.SEND: _send_code,
    "back": _back,
    "drop": _drop,
    "discard": _discard,
}


@gate.person
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """``POST /p/<slug>/draft/``: keep what is being typed; the page stays where it is."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/p/{slug}/do/")
    visitor, pinned = gate.visitor_of(request), offered(slug)
    if drawing.hindrance(pinned.item, visitor):
        return HttpResponse(status=409)
    errand = work.begun(visitor, pinned, clock.now())
    if not queries.filed_with(_token(request), subject=visitor.subject):
        work.with_typed(errand, request.POST)
    return HttpResponse(status=204)
