"""Kiosks of the agencies (6.1.2c): registering one, with its key shown once, and ending one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shebao.hall.channels.manage.frame import done_words, draw, href_with
from shebao.hall.kit import clock, gate
from shebao.hall.kit.gate import visitor_of
from shebao.hall.office.agencies import terminals
from shebao.hall.office.agencies.centres import NoSuchCentre, centres
from shebao.hall.office.agencies.queries import NoSuchAgency, agencies

DONE = {
    "ended": gettext_lazy("已停用，那台终端现在只显示“暂停服务”"),
    "none": gettext_lazy("这台终端已经停用"),
}
PAGE = 30
Errors = list[tuple[str, str]]


@gate.operator
@require_http_methods(["GET", "POST"])
def kiosks(request: HttpRequest) -> HttpResponse:
    """``/manage/terminals/``: running terminals, and a form for one more."""
    if request.method == "POST":
        return _registered(request)
    return _page(request, [])


def _page(
    request: HttpRequest, errors: Errors, *, made: terminals.NewTerminal | None = None
) -> HttpResponse:
    after = request.GET.get("after", "")[:12]
    rows = terminals.terminals(after=after, size=PAGE)
    more = rows[PAGE - 1].number if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE],
        "agencies": [(one.code, one.name) for one in agencies()],
        "centres": [("", _("不取号")), *((one.code, one.name) for one in centres())],
        "names": {one.code: one.name for one in agencies()},
        "errors": errors,
        "by_field": dict(errors),
        "typed": request.POST,
        "made": made,
        "next_href": href_with("manage:terminals", after=more) if more else "",
        "first_href": href_with("manage:terminals") if after else "",
        "done": done_words(request, DONE),
    }
    status = 422 if errors else 200
    return draw(request, "manage/terminals.html", context, section="terminals", status=status)


def _registered(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "").strip()[:40]
    if not name:
        return _page(request, [("name", _("请填写名称，例如“1 号机”"))])
    try:
        made = terminals.register_terminal(
            agency=request.POST.get("agency", "")[:12],
            name=name,
            printer=request.POST.get("printer", "").strip()[:200],
            centre=request.POST.get("centre", "")[:24],
            actor=visitor_of(request).account,
            now=clock.now(),
        )
    except NoSuchAgency:
        return _page(request, [("agency", _("请选择机构"))])
    except NoSuchCentre:
        return _page(request, [("centre", _("请选择这家机构的网点，或者不取号"))])
    except terminals.NoPrinterAddress:
        return _page(request, [("printer", _("打印机地址应以 ipp:// 或 ipps:// 开头"))])
    except terminals.NameTaken:
        words = _("这家机构已有同名终端。密钥丢了就先停用它，再重新登记")
        return _page(request, [("name", words)])
    return _page(request, [], made=made)


@gate.operator
@require_POST
def ending(request: HttpRequest, number: str) -> HttpResponse:
    """``/manage/terminals/<number>/ending/``: turn a terminal away at once."""
    was_running = terminals.end_terminal(
        number=number, actor=visitor_of(request).account, now=clock.now()
    )
    return HttpResponseRedirect(
        href_with("manage:terminals", done="ended" if was_running else "none")
    )
