"""``/dev/phone/``: the stand-in telephone of a demonstration; there is no such page in production.

Whatever would go to a phone stands here, and says that it is a stand-in.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.hall.gateways.sms.standin import PhoneOnScreen
from shebao.hall.kit import gate
from shebao.law.identifiers import mask_mobile


@gate.public
def phone(request: HttpRequest) -> HttpResponse:
    """The newest messages of everybody, for those who try the demonstration."""
    shown = PhoneOnScreen(settings.SHEBAO_PHONE).shown()
    rows = [(mask_mobile(one.mobile), one.words) for one in shown]
    return render(request, "web/phone.html", {"rows": rows})
