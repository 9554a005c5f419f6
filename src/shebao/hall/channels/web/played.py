"""``/dev/identity/``: the page of the played identity services; none in production."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from shebao.hall.gateways.identity.standin import StandinProvider
from shebao.hall.kit import clock, gate
from shebao.hall.office.connections import outside

BACK = "/login/back/"


@gate.public
def played(request: HttpRequest) -> HttpResponse:
    """Whoever tries the demonstration says who they are; the page says that it is a stand-in."""
    provider = outside().identity.get(request.GET.get("provider", ""))
    if not isinstance(provider, StandinProvider):
        raise Http404
    if request.method != "POST":
        context = {"title": provider.title, "address": request.get_full_path()}
        return render(request, "web/played.html", context)
    answer = {"state": request.GET.get("state", "")}
    if request.POST.get("action") == "refuse":
        answer["error"] = "access_denied"
    else:
        answer["code"] = provider.answer(
            nonce=request.GET.get("nonce", ""),
            id_number=request.POST.get("id_number", "").strip().upper()[:30],
            name="",
            now=clock.now(),
        )
    return HttpResponseRedirect(f"{BACK}?{urlencode(answer)}")
