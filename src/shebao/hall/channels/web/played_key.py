"""``/dev/certificate/``: the key software of the stand-in authority; none in production."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web.signing import Errors
from shebao.hall.gateways.certificate.standin import StandinAuthority
from shebao.hall.kit import clock, gate

LARGEST = 4096


@gate.public
def played_key(request: HttpRequest) -> HttpResponse:
    """Sign a text as whoever one says one is; the page says that it is a stand-in."""
    if request.method != "POST":
        return _page(request, [])
    file, number = request.FILES.get("text"), request.POST.get("number", "").strip().upper()[:24]
    text = file.read(LARGEST + 1) if file else b""
    errors: Errors = []
    if not 0 < len(text) <= LARGEST:
        errors.append(("text", _("请选刚下载的 sign-me.txt")))
    if not number:
        errors.append(("number", _("请填写演示人物的身份证号，或演示单位的统一社会信用代码")))
    if errors:
        return _page(request, errors)
    now = clock.now()
    authority = StandinAuthority(settings.SHEBAO_STANDIN_AUTHORITY, clock=clock.now)
    signed = authority.sign(text, name="演示替身", number=number, now=now)
    answer = HttpResponse(signed, content_type="application/pkcs7-signature")
    answer["Content-Disposition"] = 'attachment; filename="sign-me.p7s"'
    return answer


def _page(request: HttpRequest, errors: Errors) -> HttpResponse:
    context = {
        "errors": errors, "by_field": dict(errors),
        "number": request.POST.get("number", "")[:24], "address": request.path,
    }  # fmt: skip
    return render(request, "web/played_key.html", context, status=422 if errors else 200)
