"""What every page says about who runs the site; an agency sets it as ``SHEBAO_SITE``."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_noop as _

from shebao.hall.kit.tongues import language, told


@dataclass(frozen=True, kw_only=True)
class Site:
    """Names, phone and filing numbers of the head and foot; an empty number is not shown."""

    name: str = _("社会保险网上服务平台")
    desk_name: str = _("经办工作台")
    host: str = ""
    operator: str = ""
    phone: str = "12333"
    phone_hours: str = ""
    identifier: str = ""
    icp: str = ""
    police: str = ""
    notice: str = ""
    phone_page: str = ""
    codes_page: str = ""


def site() -> Site:
    """The site as the settings describe it; the usual names in the visitor's language."""
    given: dict[str, str] = getattr(settings, "SHEBAO_SITE", {})
    return _told(tuple(given.items()), language())


@lru_cache(maxsize=64)
def _told(given: tuple[tuple[str, str], ...], language: str) -> Site:
    about = Site(**dict(given))
    return replace(about, name=told(about.name), desk_name=told(about.desk_name))
