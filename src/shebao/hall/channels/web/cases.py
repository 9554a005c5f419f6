"""``/my/cases/``: what I asked for, where it stands, who holds it, why it came out so (5.2.1)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web import looks, reasons, sending, words
from shebao.hall.channels.web.door import CHANNEL, page_after, trace_look
from shebao.hall.channels.web.drawing import answer_words
from shebao.hall.channels.web.work import Errors, field_of
from shebao.hall.kit import clock, gate, store
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import queries as accounts
from shebao.hall.office.applications import access, actions, queries
from shebao.hall.office.applications.actions.applicant import StillMissing
from shebao.hall.office.audit import queries as trail
from shebao.hall.office.catalogue.queries import catalogue, pinned
from shebao.hall.office.connections import outside
from shebao.hall.office.documents import queries as papers
from shebao.law.identifiers import mask_name

CONTENT_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@gate.person
def my_cases(request: HttpRequest) -> HttpResponse:
    """``/my/cases/``: all my cases, newest first, those that wait for me on top."""
    visitor = gate.visitor_of(request)
    page = page_after(request, lambda after: queries.my_cases(visitor, after=after))
    is_first = not request.GET.get("after")
    context = {
        "page": page,
        "wanting": queries.wanting_me(visitor) if is_first else (),
        "drafts": _drafts(visitor) if is_first else [],
        "seconded": queries.asked_drafts(visitor.subject) if visitor.acts_for_employer else (),
        "is_first": is_first,
        "words": words,
    }
    return render(request, "web/cases.html", context)


def _drafts(visitor: Visitor) -> list[tuple[str, str, Any]]:
    waiting = [one for one in queries.drafts(visitor.subject) if visitor.sees(one[0])]
    names = {card.slug: card.name for card in catalogue()} if waiting else {}
    return [(slug, names[slug], at) for slug, at in waiting if slug in names]


@gate.person
def case(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/cases/<no>/``: the whole page, or for htmx just the part that changes."""
    visitor = gate.visitor_of(request)
    found = access.own_case(number, visitor=visitor)
    if request.method == "POST":
        return _pressed(request, found, visitor)
    if "HX-Request" in request.headers:
        context = {"progress": queries.progress(found), "words": words}
        return render(request, "web/_progress.html", context)
    trace_look(visitor, "reading own case", now=clock.now(), case=found.number)
    if request.GET.get("ask") == "withdraw":
        return render(request, "web/withdraw.html", {"progress": queries.progress(found)})
    return _page(request, found, visitor, errors=[])


def _page(
    request: HttpRequest, found: Any, visitor: Visitor, *, errors: Errors, status: int = 200
) -> HttpResponse:
    progress = queries.progress(found)
    issued = sorted(papers.papers_of(progress.number), key=lambda one: one.menu)
    context = {
        "progress": progress,
        "answers": _answers(progress),
        "decisions": reasons.explained(queries.decisions(progress.number)),
        "papers": issued,
        "paper_links": [("download", told(one.title), f"/my/docs/{one.number}/") for one in issued],
        "subject_name": found.subject_name,
        "filed_by": _filed_by(found, visitor),
        "looks": looks.in_words(trail.of_case_page(progress.number).rows, visitor),
        "errors": errors,
        "by_field": dict(errors),
        "may_be_turned": queries.may_be_turned(found),
        "wants": [(want, field_of(want["material"])) for want in progress.wants],
        "is_receipt": request.GET.get("receipt") == "1",
        "words": words,
    }
    return render(request, "web/case.html", context, status=status)


def _filed_by(found: Any, visitor: Visitor) -> str:
    """Whoever filed for another human being, as that one sees it; else an empty text."""
    if not found.mandate or visitor.acts_for_employer:
        return ""
    name, _mobile = accounts.name_and_mobile(found.person)
    return mask_name(name)


def _answers(progress: queries.Progress) -> list[tuple[str, str]]:
    item = pinned(progress.item, progress.version).item
    return [
        (field.label, answer_words(field.type, progress.answers[field.name], field.options))
        for field in item.fields
        if field.name in progress.answers
    ]


def _pressed(request: HttpRequest, found: Any, visitor: Visitor) -> HttpResponse:
    act = ACTIONS.get(request.POST.get("action", ""))
    if visitor.may_only_look:
        raise PermissionDenied
    if act is None:
        return HttpResponseRedirect(request.path)
    try:
        errors = act(request, found, visitor)
    except actions.NotAllowed:
        errors = [("", _("这件申请刚刚有了变化，请看下面的最新进度"))]
        found.refresh_from_db()
        return _page(request, found, visitor, errors=errors, status=409)
    if errors:
        return _page(request, found, visitor, errors=errors, status=422)
    return HttpResponseRedirect(request.path)


def _supplement(request: HttpRequest, found: Any, visitor: Visitor) -> Errors:
    now = clock.now()
    codes = [want["material"] for want in found.supplement or [] if want["material"]]
    if codes and sending.is_too_large(request):
        return [(field_of(codes[0]), sending.too_large_words())]
    errors = sending.take_all(
        request, codes, subject=visitor.subject, item=found.item, case=found, now=now
    )
    if errors:
        return errors
    try:
        actions.send_supplement(
            found, account=visitor.account, channel=CHANNEL, answers={}, outside=outside(), now=now
        )
    except StillMissing as missing:
        return _still_missing(found, missing.words)
    return []


def _still_missing(found: Any, asked: tuple[str, ...]) -> Errors:
    wants = [want for want in found.supplement or [] if want["words"] in asked]
    return [
        (field_of(want["material"]), _("还差一份：%(words)s") % {"words": want["words"]})
        for want in wants
    ]


def _withdraw(request: HttpRequest, found: Any, visitor: Visitor) -> Errors:
    actions.withdraw(
        found, account=visitor.account, channel=CHANNEL, outside=outside(), now=clock.now()
    )
    return []


def _ask_for_a_person(request: HttpRequest, found: Any, visitor: Visitor) -> Errors:
    actions.ask_for_a_person(
        found, account=visitor.account, channel=CHANNEL, outside=outside(), now=clock.now()
    )
    return []


ACTIONS: dict[str, Callable[[HttpRequest, Any, Visitor], Errors]] = {
    "supplement": _supplement,
    "withdraw": _withdraw,
    "person": _ask_for_a_person,
}


@gate.person
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """``/my/upload/<no>/``: a file I sent, back to me; the look is recorded."""
    visitor = gate.visitor_of(request)
    found = access.own_upload(number, visitor=visitor)
    content = store.fetch(found.digest)
    trace_look(visitor, "reading own upload", now=clock.now(), verb="download", case=found.case)
    response = HttpResponse(content, content_type=CONTENT_TYPES[found.kind])
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{found.kind}"'
    return response
