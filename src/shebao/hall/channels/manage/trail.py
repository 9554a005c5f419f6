"""Who did or saw what: the trail, searched by case or by subject, and a case told again from it.

Searching and replaying leave a trace themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.hall.channels.manage import words
from shebao.hall.channels.manage.frame import draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.paging import Page
from shebao.hall.kit.tongues import told
from shebao.hall.office.applications.queries import Replay, ReplayStep, replayed
from shebao.hall.office.audit import actions, queries
from shebao.hall.office.audit import words as trail
from shebao.hall.office.audit.queries import Look
from shebao.hall.office.catalogue import queries as catalogue

NOTHING = Page[Look]([])


@gate.auditor
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """``/manage/audit/``: entries about one case or one subject, newest first (6.3.2)."""
    text = request.GET.get("q", "").strip().upper()[:24]
    after = request.GET.get("after", "")[:200]
    page = _search(request, text, after=after, now=clock.now()) if text else NOTHING
    context = {
        "text": text,
        "rows": _rows(page.rows),
        "next_href": href_with("manage:audit", q=text, after=page.next_after)
        if page.next_after
        else "",
        "first_href": href_with("manage:audit", q=text) if after else "",
        "empty_words": _("没有找到。请核对办件编号或个人编号是否写全。") if text else "",
    }
    return draw(request, "manage/audit.html", context, section="audit")


def _rows(looks: Sequence[Look]) -> list[dict[str, object]]:
    names = _names() if looks else {}
    return [_row(look, names) for look in looks]


def _names() -> dict[str, str]:
    return {one.slug: one.name for one in catalogue.versions()}


def _row(look: Look, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": look.at,
        "actor": look.actor,
        "verb": trail.deed(look.verb),
        "purpose": trail.purpose(look.purpose, verb=look.verb, names=names),
        "channel": trail.channel(look.channel),
        "case": look.case,
    }


@gate.auditor
@require_GET
def replay(request: HttpRequest, number: str) -> HttpResponse:
    """``/manage/audit/<number>/``: a case told again from the trail, beside what is stored."""
    found = replayed(number.upper())
    _note(request, found)
    names = _names()
    context = {
        "number": found.case,
        "steps": [_step(one, names) for one in found.steps],
        "problems": [told(one) for one in found.problems],
        "stored": words.state(found.stored),
        "trail_href": href_with("manage:audit", q=found.case),
    }
    return draw(request, "manage/replay.html", context, section="audit")


def _step(step: ReplayStep, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": step.at,
        "actor": step.actor,
        "verb": trail.deed(step.verb),
        "purpose": trail.purpose(step.purpose, verb=step.verb, names=names),
        "channel": trail.channel(step.channel),
        "state": words.state(step.state),
        "is_move": step.is_move,
    }


def _note(request: HttpRequest, found: Replay) -> None:
    actions.record(
        actor=visitor_of(request).account,
        verb="replay-case",
        subject=queries.subject_of(found.case) or "-",
        purpose="checking the trail",
        channel="manage",
        case=found.case,
        now=clock.now(),
        details={"found": len(found.steps), "problems": len(found.problems)},
    )


def _search(request: HttpRequest, text: str, *, after: str, now: datetime) -> Page[Look]:
    """Look, and write down that somebody looked."""
    is_case = text.startswith("SB")
    found = (queries.of_case_page if is_case else queries.about)(text, after=after)
    actions.record(
        actor=visitor_of(request).account,
        verb="search-trail",
        subject=(queries.subject_of(text) if is_case else text) or "-",
        purpose="checking the trail",
        channel="manage",
        case=text if is_case and found.rows else "",
        now=now,
        details={"found": len(found.rows)},
    )
    return found
