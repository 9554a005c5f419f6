"""The whole case on one page: materials, form beside records, checks, history (5.3.1b)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.hall.channels.desk import words
from shebao.hall.channels.desk.beside import CHANNEL, beside, put_together, record_look
from shebao.hall.channels.desk.frame import draw
from shebao.hall.channels.desk.troubles import Trouble, tried
from shebao.hall.kit import clock, gate, store
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.tongues import as_written
from shebao.hall.office.accounts.actions import NoReason, unmask
from shebao.hall.office.applications import access, actions, queries

TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
# Nothing in a file may run or load anything; the browser's own viewer may show it.
FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"


@gate.clerk
@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/``: opening it is written into the trail (6.3.2)."""
    now, visitor = clock.now(), visitor_of(request)
    case = access.desk_case(number, visitor=visitor)
    chosen = beside(case, visitor, now=now, box=_box(request))
    return draw(request, "desk/case.html", _context(chosen), section="", now=now)


@gate.clerk
@require_POST
def showing(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/showing/``: the same page uncovered, this once, for a reason (6.3.1).

    The reason is kept in the trail, where the person concerned can read it.
    """
    now, visitor = clock.now(), visitor_of(request)
    case = access.desk_case(number, visitor=visitor)
    error, status = _unmasked(request, case, now)
    if error:
        chosen = put_together(case, visitor, now=now, box=_box(request))
        context = _context(chosen, show_error=error)
        return draw(request, "desk/case.html", context, section="", now=now, status=status)
    chosen = put_together(case, visitor, now=now, box=_box(request), is_shown=True)
    return draw(request, "desk/case.html", _context(chosen), section="", now=now)


@gate.clerk
@require_POST
def taking(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/case/<number>/taking/``: take it from the pool."""
    now, visitor = clock.now(), visitor_of(request)
    case = access.desk_case(number, visitor=visitor)
    trouble = tried(lambda: actions.take(case, clerk=visitor, now=now))
    if trouble is None:
        query = f"?case={number}&done={number}&how=taken"
        return HttpResponseRedirect(reverse("desk:worklist") + query)
    fresh = access.desk_case(number, visitor=visitor)
    chosen = put_together(fresh, visitor, now=now, box=_box(request))
    context = _context(chosen, trouble=trouble)
    return draw(request, "desk/case.html", context, section="", now=now, status=trouble.status)


@gate.clerk
@require_GET
def material(request: HttpRequest, upload: str) -> HttpResponse:
    """``/desk/material/<upload>/``: one file, as it came, for this clerk's eyes (6.3.2)."""
    visitor = visitor_of(request)
    found = access.desk_upload(upload, visitor=visitor)
    case = access.desk_case(found.case, visitor=visitor)
    record_look(
        case, visitor, verb="read-material", purpose=f"handling {case.item}", now=clock.now(),
        about=found.material,
    )  # fmt: skip
    try:
        content = store.fetch(found.digest)
    except store.Missing:
        raise Hidden(upload) from None
    answer = HttpResponse(content, content_type=TYPES[found.kind])
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["Content-Disposition"] = f'inline; filename="{found.number}.{found.kind}"'
    return answer


def _unmasked(request: HttpRequest, case: access.Case, now: datetime) -> tuple[str, int]:
    """Uncover for a reason that is chosen and written out; else what is wrong, and its status."""
    reason = words.SHOW_REASONS.get(request.POST.get("reason", ""), "")
    try:
        unmask(
            clerk=visitor_of(request), subject=case.subject, case=case.number,
            reason=as_written(reason), words=request.POST.get("words", "")[:100],
            channel=CHANNEL, now=now,
        )  # fmt: skip
    except NoReason:
        return _("请选一个理由，再写明为什么要看，至少 4 个字"), 400
    except TooMany as error:
        wait = {"minutes": -(-error.wait // 60)}
        return _("这一小时看得太多了，请等 %(minutes)s 分钟；安全管理员会收到提醒") % wait, 429
    return "", 200


def _box(request: HttpRequest) -> str:
    box = request.POST.get("box", request.GET.get("box", "mine"))
    return box if box in queries.BOXES else "mine"


def _context(
    chosen: object, *, show_error: str = "", trouble: Trouble | None = None
) -> dict[str, object]:
    return {
        "chosen": chosen,
        "pauses": words.PAUSES,
        "results": words.RESULTS,
        "ways_words": words.ways,
        "show_reasons": words.SHOW_REASONS.items(),
        "show_error": show_error,
        "trouble": trouble,
    }
