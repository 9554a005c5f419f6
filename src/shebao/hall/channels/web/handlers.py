"""``/my/handlers/``: who handles an employer's affairs, and how far; under four eyes (6.2.2)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from shebao.hall.channels.web import naming, proving, words
from shebao.hall.channels.web.door import CHANNEL, page_after
from shebao.hall.channels.web.safety import code_sent, drawn, proof_errors
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.documents import documents
from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.queries import catalogue, current
from shebao.hall.office.operations import mandating

HERE, TEMPLATE = "/my/handlers/", "web/handlers.html"
DONE = {
    "named": gettext_lazy("已经登记。核对过、对方登录后接受，就能办事"),
    "confirmed": gettext_lazy("已经核对，对方登录后接受就能办事"),
    "ended": gettext_lazy("已经停止，立即生效"),
    "own": gettext_lazy("您登记的，要由另一位办全部事项的经办人核对"),
    "gone": gettext_lazy("这一条刚刚有了变化，请看下面的最新情况"),
}


@gate.employer
@sensitive_post_parameters("prove_code", "prove_password")
def handlers(request: HttpRequest) -> HttpResponse:
    """Draw the list, or do what was pressed; ending takes no proof, all else does."""
    if request.method != "POST":
        return _page(request, [])
    pressed = request.POST.get("action", "")
    if pressed == proving.SEND:
        said, errors = code_sent(request)
        return _page(request, errors, said=said)
    if pressed == "end":
        return HttpResponseRedirect(f"{HERE}?done={_ended(request)}")
    errors = proof_errors(request)
    if errors:
        return _page(request, errors)
    if pressed == "confirm":
        return HttpResponseRedirect(f"{HERE}?done={_confirmed(request)}")
    return _named(request) if pressed == "name" else HttpResponseRedirect(HERE)


def _ended(request: HttpRequest) -> str:
    visitor = gate.visitor_of(request)
    done = mandating.end(
        number=request.POST.get("number", "")[:24], person=visitor.person,
        subject=visitor.subject, account=visitor.account, channel=CHANNEL, now=clock.now(),
    )  # fmt: skip
    return "ended" if done else "gone"


def _confirmed(request: HttpRequest) -> str:
    visitor = gate.visitor_of(request)
    try:
        done = mandating.confirm_handler(
            number=request.POST.get("number", "")[:24], employer=visitor.subject,
            account=visitor.account, channel=CHANNEL, now=clock.now(),
        )  # fmt: skip
    except actions.NotAnother:
        return "own"
    except actions.NotAll:
        return "gone"
    return "confirmed" if done else "gone"


def _named(request: HttpRequest) -> HttpResponse:
    typed, chosen = naming.typed_of(request), _chosen(request)
    errors = naming.faults_of(typed)
    if request.POST.get("reach") == "some" and not chosen:
        errors.append(("items", _("请勾选至少一项，或者选“全部事项”")))
    errors = errors or _given(request, typed, chosen)
    return _page(request, errors) if errors else HttpResponseRedirect(f"{HERE}?done=named")


def _chosen(request: HttpRequest) -> list[str]:
    if request.POST.get("reach") != "some":
        return []
    return [slug for slug in request.POST.getlist("items") if slug in _offered()]


def _offered() -> dict[str, str]:
    """The services an employer's handler can be limited to."""
    return {
        card.slug: card.name
        for card in catalogue()
        if Audience.EMPLOYER in current(card.slug).item.audience
    }


def _given(request: HttpRequest, typed: dict[str, str], chosen: list[str]) -> Errors:
    visitor, now = gate.visitor_of(request), clock.now()
    today = clock.local_date(now)
    try:
        mandating.name_handler(
            employer=visitor.subject,
            employer_name=visitor.subject_name,
            account=visitor.account,
            to=naming.named(typed, today),
            terms=naming.terms(typed, chosen, today),
            channel=CHANNEL,
            now=now,
        )
    except actions.NotYourself:
        return [("id_number", _("这是您自己的证件。请填写另一位经办人的证件"))]
    except actions.AlreadyGiven:
        return [("id_number", _("这个人已经是经办人，或者正等核对、接受。要改，请先停止再登记"))]
    except actions.NotAll:
        return [("", _("您的授权刚刚改过，现在不能登记经办人"))]
    except TooMany:
        return [("", _("今天登记的次数太多了。请明天再试，或到窗口、打 12333"))]
    return []


def _page(request: HttpRequest, errors: Errors, *, said: str = "") -> HttpResponse:
    visitor, now = gate.visitor_of(request), clock.now()
    listed = page_after(request, lambda after: queries.given_by(visitor.subject, after=after))
    context: dict[str, Any] = {
        "listed": listed,
        "is_first": not request.GET.get("after"),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "has_second": actions.has_second(
            employer=visitor.subject, besides=visitor.person, now=now,
            today=clock.local_date(now),
        ),
        "typed": naming.typed_of(request),
        "reach": request.POST.get("reach", "all"),
        "chosen": request.POST.getlist("items"),
        "offered": sorted(_offered().items()),
        "documents": documents(),
        "words": words,
    }  # fmt: skip
    return drawn(request, TEMPLATE, errors, said=said, **context)
