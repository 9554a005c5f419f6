"""How somebody likes to see the pages (6.1.3): kept in a plain cookie, read for every page.

The cookie ``shebao_view`` holds ``mode.contrast.keys``; it says nothing about the person and is
not signed, so whatever is not one of the known words counts as the usual.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_POST

from shebao.hall.kit import gate

COOKIE = "shebao_view"
ONE_YEAR = 365 * 24 * 3600
MODES = ("standard", "large", "elder")
CONTRASTS = ("normal", "high")
KEYS = ("on", "off")


@dataclass(frozen=True)
class Preferences:
    """Size of type and entries, contrast, single-key shortcuts, language."""

    mode: str = "standard"
    contrast: str = "normal"
    keys: str = "on"
    language: str = "zh-hans"

    @property
    def is_elder(self) -> bool:
        """Whether the pages for elders are wanted."""
        return self.mode == "elder"


def _one_of(word: str, known: tuple[str, ...]) -> str:
    return word if word in known else known[0]


def preferences(request: HttpRequest | None) -> Preferences:
    """What this visitor chose; the usual where nothing was chosen or there is no request."""
    stored = request.COOKIES.get(COOKIE, "") if request is not None else ""
    mode, contrast, keys = (stored.split(".") + ["", "", ""])[:3]
    return Preferences(
        mode=_one_of(mode, MODES),
        contrast=_one_of(contrast, CONTRASTS),
        keys=_one_of(keys, KEYS),
        language=get_language() or settings.LANGUAGE_CODE,
    )


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def with_preferences(response: HttpResponse, chosen: Preferences) -> HttpResponse:
    """The same response, carrying the choice in cookies that last a year."""
    _keep(response, COOKIE, f"{chosen.mode}.{chosen.contrast}.{chosen.keys}")
    if check_for_language(chosen.language):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen.language)
    return response


def _chosen(request: HttpRequest) -> Preferences:
    """What was set before, changed by what was pressed."""
    now, post = preferences(request), request.POST
    languages = (now.language, *(code for code, _ in settings.LANGUAGES))
    wanted = post.get("language", now.language)
    return replace(
        now,
        mode=_one_of(post.get("mode", now.mode), (now.mode, *MODES)),
        contrast=_one_of(post.get("contrast", now.contrast), (now.contrast, *CONTRASTS)),
        keys=_one_of(post.get("keys", now.keys), (now.keys, *KEYS)),
        language=_one_of(wanted, languages),
    )


def _way_back(request: HttpRequest) -> str:
    """The page the button was pressed on, if it is one of ours; else the home page."""
    for address in (request.POST.get("back", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return "/"


@gate.public
@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """``POST /preferences/``: keep what was pressed and go back to the same page."""
    return with_preferences(HttpResponseRedirect(_way_back(request)), _chosen(request))
