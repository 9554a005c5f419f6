"""The addresses of this channel; whatever else is asked for below ``/api/v1/`` is not there."""

from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from shebao.hall.channels.api.building import api
from shebao.hall.channels.api.describing import document
from shebao.hall.channels.api.skin import nowhere, shielded

app_name = "api"


def _shielded(route: URLPattern) -> URLPattern:
    route.callback = shielded(route.callback)
    return route


urlpatterns: list[URLPattern] = [
    path("openapi.json", shielded(require_safe(document)), name="openapi"),
    *(
        _shielded(route)
        for route in api.urls[0]
        if isinstance(route, URLPattern) and route.name != "api-root"
    ),
    re_path("^.*$", csrf_exempt(shielded(nowhere)), name="nowhere"),
]
