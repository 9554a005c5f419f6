"""``/open/trail/``: the signed checkpoints over the trail, for everybody to keep (6.3.2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.exchange.keys import public_hex
from shebao.hall.channels.web.door import page_after
from shebao.hall.kit import gate
from shebao.hall.office.audit import queries
from shebao.hall.office.connections import outside


@gate.public
def trail(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint first, the keys they are signed with, and how to check."""
    page = page_after(request, lambda after: queries.checkpoints(after=after))
    context = {
        "page": page,
        "keys": [(name, public_hex(key)) for name, key in outside().trail_known.items()],
        "is_first": not request.GET.get("after"),
    }
    return render(request, "web/trail.html", context)
