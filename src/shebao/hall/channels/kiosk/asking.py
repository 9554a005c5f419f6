"""``/kiosk/do/<slug>/``: one question a screen, over the same draft and the same verb as the web.

The address says which question it is, never an answer.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from shebao.hall.channels.kiosk.door import CHANNEL, draw, with_card
from shebao.hall.kit import clock, gate
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.terminals import TerminalCard
from shebao.hall.office.applications import actions, queries
from shebao.hall.office.catalogue import forms
from shebao.hall.office.catalogue.forms.visibility import is_shown
from shebao.hall.office.catalogue.item import FormField, Handling, Item
from shebao.hall.office.catalogue.queries import NotOffered, Pinned, current, pinned
from shebao.hall.office.connections import outside

CASE = "kiosk_case"
TYPES = frozenset({"choice", "yes_no", "text", "integer"})
Draft = actions.OpenDraft


def fits(item: Item) -> bool:
    """Whether it can be done here from beginning to end, with a card alone."""
    wants_papers = any(one.required and one.source == "applicant" for one in item.materials)
    is_plain = not wants_papers and not item.risk_warning and item.identity == "signed_in"
    is_quick = item.handling is Handling.INSTANT and item.paper is not None
    return (
        "kiosk" in item.channels
        and is_plain
        and is_quick
        and all(field.type in TYPES for field in item.fields)
    )


@with_card
def ask(request: HttpRequest, found: TerminalCard, slug: str) -> HttpResponse:
    """Draw the question, or take its answer and go on to the next; after the last one file."""
    visitor, given = gate.visitor_of(request), offered(slug)
    if request.method == "POST":
        before = queries.filed_with(request.POST.get("token", "")[:32], subject=visitor.subject)
        if before:
            return _done(request, before)
    now = clock.now()
    draft = actions.open_draft(subject=visitor.subject, item=slug, version=given.version, now=now)
    own = pinned(slug, draft.version)
    shown = _shown(own.item, draft)
    field = next((one for one in shown if one.name == request.GET.get("q")), None)
    if request.method != "POST":
        return _screen(request, found, own.item, draft, field or next(iter(shown), None))
    return _answered(request, found, own, draft, field, visitor)


def offered(slug: str) -> Pinned:
    """A service that is done here. Raises ``Http404``."""
    try:
        found = current(slug)
    except NotOffered:
        raise Http404(slug) from None
    if not fits(found.item):
        raise Http404(slug)
    return found


def _cleaned(item: Item, draft: Draft) -> forms.Cleaned:
    return forms.clean(item, draft.answers, today=clock.local_date(clock.now()))


def _shown(item: Item, draft: Draft) -> list[FormField]:
    today, answers = clock.local_date(clock.now()), _cleaned(item, draft).answers
    return [field for field in item.fields if is_shown(item, field, answers, today=today)]


def _screen(
    request: HttpRequest,
    found: TerminalCard,
    item: Item,
    draft: Draft,
    field: FormField | None,
    error: str = "",
) -> HttpResponse:
    shown = _shown(item, draft)
    context = {
        "item": item,
        "field": field,
        "number": shown.index(field) + 1 if field else 0,
        "of": len(shown),
        "value": draft.answers.get(field.name, "") if field else "",
        "token": draft.token,
        "error": error,
    }
    return draw(request, found, "question", context, status=422 if error else 200)


def _answered(
    request: HttpRequest,
    found: TerminalCard,
    own: Pinned,
    draft: Draft,
    field: FormField | None,
    visitor: Visitor,
) -> HttpResponse:
    """Keep the answer; say what is wrong with it, lead on, or file."""
    item, now = own.item, clock.now()
    if field is not None:
        typed = {field.name: request.POST.get(field.name, "").strip()}
        saved = actions.save_draft(subject=visitor.subject, item=item.slug, answers=typed, now=now)
        draft = saved or draft
        wrong = {one.field: one.words for one in _cleaned(item, draft).errors}
        if field.name in wrong:
            return _screen(request, found, item, draft, field, wrong[field.name])
        after = _after(item, draft, field)
        if after is not None:
            return _to_question(item, after)
    return _filed(request, own, draft, visitor)


def _after(item: Item, draft: Draft, field: FormField) -> FormField | None:
    shown = _shown(item, draft)
    names = [one.name for one in shown]
    place = names.index(field.name) + 1 if field.name in names else 0
    return shown[place] if place < len(shown) else None


def _to_question(item: Item, field: FormField) -> HttpResponse:
    address = reverse("kiosk:ask", args=[item.slug])
    return HttpResponseRedirect(f"{address}?{urlencode({'q': field.name})}")


def _filed(request: HttpRequest, own: Pinned, draft: Draft, visitor: Visitor) -> HttpResponse:
    cleaned = _cleaned(own.item, draft)
    if cleaned.errors:
        names = {one.field for one in cleaned.errors}
        return _to_question(own.item, next(f for f in own.item.fields if f.name in names))
    errand = actions.Errand(
        pinned=own,
        visitor=visitor,
        answers=cleaned.answers,
        token=draft.token,
        channel=CHANNEL,
        default_agency=settings.SHEBAO_AGENCY,
    )
    number = actions.file_case(errand=errand, outside=outside(), now=clock.now())
    return _done(request, number)


def _done(request: HttpRequest, number: str) -> HttpResponse:
    request.session[CASE] = number
    return HttpResponseRedirect(reverse("kiosk:printed"))
