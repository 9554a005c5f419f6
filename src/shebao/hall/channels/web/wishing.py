"""``/my/msg/wishes/``: what I am told by which way, when not, and to which mailbox (5.4.4)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web.door import CHANNEL
from shebao.hall.channels.web.signing import Errors
from shebao.hall.kit import clock, gate
from shebao.hall.kit.limits.actions import TooMany
from shebao.hall.kit.tongues import told
from shebao.hall.office.notices import choosing, queries
from shebao.hall.office.notices.wishes import TOPIC_WORDS, WAY_WORDS, Topic, Way, Wishes

HERE = "/my/msg/wishes/"
WAYS = (Way.SMS, Way.EMAIL)
TOPICS = tuple(topic for topic in Topic if topic is not Topic.SECURITY)
DONE = {
    "saved": gettext_lazy("已保存，从下一条消息起生效"),
    "asked": gettext_lazy("验证码已发到这个邮箱，30 分钟内有效"),
    "confirmed": gettext_lazy("邮箱已确认，以后消息也会发到这里"),
    "ended": gettext_lazy("已不再发电子邮件"),
}


@gate.whole
def wishes(request: HttpRequest) -> HttpResponse:
    """Draw the page, or keep what was chosen; each button is one act."""
    if gate.visitor_of(request).acts_for_another_person:
        raise PermissionDenied
    if request.method != "POST":
        return _drawn(request, [])
    act = ACTS.get(request.POST.get("action", ""), _save)
    try:
        done = act(request)
    except choosing.NoAddress:
        words = _("这不像一个邮箱地址。请照 name@example.cn 的样子填写")
        return _drawn(request, [("address", words)])
    except choosing.WrongCode:
        words = _("验证码不对，或者过期了。请再看一看邮件，或重新发送")
        return _drawn(request, [("code", words)])
    except (choosing.NoSuchHour, ValueError):
        return _drawn(request, [("quiet_from", _("请从列表里选择时间"))])
    except TooMany:
        return _drawn(request, [("address", _("发送的次数太多了。请一小时后再试"))])
    return HttpResponseRedirect(f"{HERE}?done={done}")


def _save(request: HttpRequest) -> str:
    wanted = set(request.POST.getlist("wanted"))
    visitor = gate.visitor_of(request)
    choosing.choose(
        subject=visitor.subject,
        actor=visitor.account,
        switched_off=choosing.SWITCHES - wanted,
        quiet_from=int(request.POST.get("quiet_from", "")),
        quiet_until=int(request.POST.get("quiet_until", "")),
        channel=CHANNEL,
        now=clock.now(),
    )
    return "saved"


def _ask(request: HttpRequest) -> str:
    address = request.POST.get("address", "")[:254]
    subject = gate.visitor_of(request).subject
    choosing.ask_email(subject=subject, address=address, now=clock.now())
    return "asked"


def _confirm(request: HttpRequest) -> str:
    visitor = gate.visitor_of(request)
    choosing.confirm_email(
        subject=visitor.subject,
        actor=visitor.account,
        code=request.POST.get("code", "")[:20],
        channel=CHANNEL,
        now=clock.now(),
    )
    return "confirmed"


def _end(request: HttpRequest) -> str:
    visitor = gate.visitor_of(request)
    choosing.end_email(
        subject=visitor.subject, actor=visitor.account, channel=CHANNEL, now=clock.now()
    )
    return "ended"


ACTS = {"save": _save, "ask": _ask, "confirm": _confirm, "end": _end}


def _drawn(request: HttpRequest, errors: Errors) -> HttpResponse:
    found = queries.wishes(gate.visitor_of(request).subject)
    done = request.GET.get("done", "")
    context = {
        "wishes": found,
        "switches": _switches(found),
        "hours": [(str(hour), f"{hour}:00") for hour in range(24)],
        "done": DONE.get(done, ""),
        "is_asked": done == "asked" or "code" in dict(errors),
        "address": request.POST.get("address", "")[:254],
        "errors": errors,
        "by_field": dict(errors),
    }
    return render(request, "web/wishes.html", context, status=422 if errors else 200)


def _switches(found: Wishes) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Each way with its topics: the switch, its words, whether it is on."""
    return [
        (told(WAY_WORDS[way]), [_switch(found, way, topic) for topic in TOPICS]) for way in WAYS
    ]


def _switch(found: Wishes, way: Way, topic: Topic) -> tuple[str, str, bool]:
    return f"{way}:{topic}", told(TOPIC_WORDS[topic]), found.wants(way, topic)
