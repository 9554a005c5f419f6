"""``/my/mandates/``: who may act for me, for whom I may act; given, answered, ended (5.4.1.5)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web import naming, words
from shebao.hall.channels.web.door import CHANNEL, page_after
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.documents import documents
from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.queries import catalogue, current
from shebao.hall.office.operations import mandating

HERE = "/my/mandates/"
DONE = {
    "given": gettext_lazy("已经登记。对方登录后接受，授权才生效"),
    "accepted": gettext_lazy("授权已生效。在“我的账户”里可以换成为对方办事"),
    "refused": gettext_lazy("已经拒绝，对方会收到消息"),
    "ended": gettext_lazy("授权已经停止，立即生效"),
    "gone": gettext_lazy("这项授权刚刚有了变化，请看下面的最新情况"),
}


@gate.person
def mandates(request: HttpRequest) -> HttpResponse:
    """Both directions on one page; each button is one act."""
    if request.method == "POST":
        return _pressed(request)
    visitor, now = gate.visitor_of(request), clock.now()
    given = page_after(request, lambda after: queries.given_by(visitor.person, after=after))
    context = {
        "waiting": queries.waiting_for_me(visitor.account),
        "given": given,
        "held": queries.held_mandates(visitor.person, today=clock.local_date(now)),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "is_over": request.GET.get("over") == "1",
        "is_first": not request.GET.get("after"),
        "item_names": {card.slug: card.name for card in catalogue()},
        "words": words,
    }
    return render(request, "web/mandates.html", context)


def _pressed(request: HttpRequest) -> HttpResponse:
    visitor, now = gate.visitor_of(request), clock.now()
    number, pressed = request.POST.get("number", "")[:24], request.POST.get("action", "")
    if pressed == "end":
        # A relative, or a handler of some affairs, does not decide who else may.
        stands_for = visitor.subject if visitor.decides_for_employer else visitor.person
        is_done = mandating.end(
            number=number, person=visitor.person, subject=stands_for,
            account=visitor.account, channel=CHANNEL, now=now,
        )  # fmt: skip
    else:
        is_done = mandating.answer(
            number=number, account=visitor.account, accepts=pressed == "accept",
            channel=CHANNEL, now=now,
        )  # fmt: skip
    done = {"end": "ended", "accept": "accepted"}.get(pressed, "refused")
    return HttpResponseRedirect(f"{HERE}?done={done if is_done else 'gone'}")


@gate.person
def giving(request: HttpRequest) -> HttpResponse:
    """``/my/mandates/new/``: name a relative, what they may do, and until when."""
    if gate.visitor_of(request).mandate:
        return HttpResponseRedirect(HERE)
    typed = naming.typed_of(request)
    chosen = [slug for slug in request.POST.getlist("items") if slug in _offered()]
    if request.method != "POST":
        return _form(request, {**typed, "months": "12", "acts": "file"}, chosen, [])
    errors = naming.faults_of(typed) or _given(request, typed, chosen)
    if errors:
        return _form(request, typed, chosen, errors)
    return HttpResponseRedirect(f"{HERE}?done=given")


def _offered() -> dict[str, str]:
    """The services a person may let somebody else do."""
    return {
        card.slug: card.name
        for card in catalogue()
        if Audience.PERSON in current(card.slug).item.audience
        and current(card.slug).item.may_act_for_another
    }


def _given(request: HttpRequest, typed: dict[str, str], chosen: list[str]) -> Errors:
    visitor, now = gate.visitor_of(request), clock.now()
    try:
        mandating.give(
            principal=visitor.person,
            principal_name=visitor.name,
            account=visitor.account,
            to=naming.named(typed, clock.local_date(now)),
            terms=naming.terms(typed, chosen, clock.local_date(now)),
            channel=CHANNEL,
            now=now,
        )
    except actions.NotYourself:
        return [("id_number", _("这是您自己的证件。请填写替您办事的人的证件"))]
    except actions.AlreadyGiven:
        return [("id_number", _("已经授权过这个人，或者正等他接受。要改授权，请先停止再重新授权"))]
    except TooMany:
        return [("", _("今天授权的次数太多了。请明天再试，或到窗口、打 12333"))]
    return []


def _form(
    request: HttpRequest, typed: dict[str, str], chosen: list[str], errors: Errors
) -> HttpResponse:
    context = {
        "typed": typed,
        "chosen": chosen,
        "offered": sorted(_offered().items()),
        "documents": documents(),
        "errors": errors,
        "by_field": dict(errors),
    }
    return render(request, "web/mandate_new.html", context, status=422 if errors else 200)
