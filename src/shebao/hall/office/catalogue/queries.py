"""What can be asked of the catalogue: a version, the offered one, and the search of all."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import monotonic

from django.db import connection

from shebao.hall.office.catalogue.guide import GuidePage, Section, guide_html
from shebao.hall.office.catalogue.item import Audience, Channel, Handling
from shebao.hall.office.catalogue.models import ItemVersion
from shebao.hall.office.catalogue.pinned import Pinned, of_texts
from shebao.hall.office.catalogue.search import searched

__all__ = [
    "Card", "GuidePage", "NotOffered", "Pinned", "Section", "Version", "catalogue", "current",
    "forget_offered", "guide_html", "pinned", "versions",
]  # fmt: skip


class NotOffered(LookupError):
    """There is no such service, or it is offered no longer."""


# Written out, because every page and every submission asks for it.
OFFERED = "SELECT version FROM catalogue_itemversion WHERE slug = %s AND withdrawn_at IS NULL"
KEPT_SECONDS = 5
_kept: dict[str, tuple[float, tuple[Pinned, ...]]] = {}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A service in a list; ``working_days`` is the promise, 0 for at once."""

    slug: str
    version: str
    code: str
    name: str
    summary: str
    theme: str
    icon: str
    handling: Handling
    audience: tuple[Audience, ...]
    channels: tuple[Channel, ...]
    life_events: tuple[str, ...]
    working_days: int
    is_high_risk: bool


@dataclass(frozen=True, kw_only=True)
class Version:
    """One published version of a service, as those see it who run the system."""

    slug: str
    name: str
    version: str
    published_at: datetime
    withdrawn_at: datetime | None

    @property
    def is_offered(self) -> bool:
        """Whether new applications are taken with it."""
        return self.withdrawn_at is None


def current(slug: str) -> Pinned:
    """The version offered now; raises :class:`NotOffered`."""
    # A null character would be an error of PostgreSQL's, not an answer.
    if not slug.isprintable():
        raise NotOffered(slug)
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, [slug])
        row = cursor.fetchone()
    if row is None:
        raise NotOffered(slug)
    return pinned(slug, row[0])


def pinned(slug: str, version: str) -> Pinned:
    """One version, whether still offered or not; raises :class:`NotOffered`."""
    return _stored(slug, version)


def catalogue(
    *,
    audience: Audience | None = None,
    theme: str | None = None,
    life_event: str | None = None,
    text: str = "",
    handling: Handling | None = None,
    channel: Channel | None = None,
) -> tuple[Card, ...]:
    """The services offered, best match first where a text is given, else by code."""
    fitting = [
        one
        for one in _offered()
        if _fits(one, audience, theme, life_event, handling)
        and (channel is None or channel in one.item.channels)
    ]
    return tuple(_card(one) for one in searched(fitting, text))


def _offered() -> tuple[Pinned, ...]:
    """Everything offered, by code; kept for some seconds, because so many pages list it.

    What may be filed is asked of the database each time, by ``current``.
    """
    until, found = _kept.get("offered", (0.0, ()))
    if monotonic() < until:
        return found
    rows = ItemVersion.objects.filter(withdrawn_at=None).values_list("slug", "version")
    services = (pinned(slug, version) for slug, version in rows)
    found = tuple(sorted(services, key=lambda one: (one.item.code, one.slug)))
    _kept["offered"] = (monotonic() + KEPT_SECONDS, found)
    return found


def forget_offered() -> None:
    """Read the list anew at the next question; called when it was changed here."""
    _kept.clear()


def _fits(
    one: Pinned,
    audience: Audience | None,
    theme: str | None,
    life_event: str | None,
    handling: Handling | None,
) -> bool:
    item = one.item
    return (
        (audience is None or audience in item.audience)
        and (theme is None or theme == item.theme)
        and (life_event is None or life_event in item.life_events)
        and (handling is None or handling == item.handling)
    )


def _card(one: Pinned) -> Card:
    item = one.item
    return Card(
        slug=one.slug,
        version=one.version,
        code=item.code,
        name=item.name,
        summary=item.summary,
        theme=item.theme,
        icon=item.icon,
        handling=item.handling,
        audience=item.audience,
        channels=item.channels,
        life_events=item.life_events,
        working_days=item.promise.working_days,
        is_high_risk=item.is_high_risk,
    )


def versions() -> tuple[Version, ...]:
    """Every version there ever was: by service, the offered one first, then the newest."""
    rows = ItemVersion.objects.order_by("slug", "-published_at", "-id").values(
        "slug", "version", "published_at", "withdrawn_at"
    )
    found = [Version(name=pinned(row["slug"], row["version"]).item.name, **row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.slug, not one.is_offered)))


# A stored version never changes, so it is read and parsed once per process.
@lru_cache(maxsize=1024)
def _stored(slug: str, version: str) -> Pinned:
    if not f"{slug}{version}".isprintable():
        raise NotOffered(slug)
    row = ItemVersion.objects.filter(slug=slug, version=version).values("content").first()
    if row is None:
        raise NotOffered(slug)
    return of_texts(slug, row["content"])
