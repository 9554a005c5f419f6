"""What every page says about who runs the site; an agency sets it as ``SHEBAO_SITE``."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Site:
    """Names, phone and filing numbers of the head and foot; an empty number is not shown."""

    name: str = "社会保险网上服务平台"
    desk_name: str = "经办工作台"
    host: str = ""
    operator: str = ""
    phone: str = "12333"
    phone_hours: str = ""
    identifier: str = ""
    icp: str = ""
    police: str = ""
    notice: str = ""


def site() -> Site:
    """The site as the settings describe it."""
    told: Mapping[str, str] = getattr(settings, "SHEBAO_SITE", {})
    return Site(**told)
