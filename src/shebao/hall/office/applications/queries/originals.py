"""Which originals somebody brings to the counter (5.3.1b): of their own case, or of the service."""

from dataclasses import dataclass

from shebao.hall.office.applications.models import Application
from shebao.hall.office.catalogue.item import Material
from shebao.hall.office.catalogue.queries import NotOffered, current, pinned


@dataclass(frozen=True, kw_only=True)
class Original:
    """A paper to bring, and what to know about it."""

    name: str
    note: str


def originals(item: str, *, case: str = "") -> tuple[Original, ...]:
    """What a case still needs to be seen, else what the guide of the service lists.

    Whoever shows it has made sure that the case is theirs to see.
    """
    materials = _materials(item, case)
    wanted = [one for one in materials if one.is_checked_at_counter or one.form == "original"]
    return tuple(Original(name=one.name, note=one.note) for one in wanted or materials)


def _materials(item: str, case: str) -> tuple[Material, ...]:
    found = Application.objects.filter(number=case).values_list("item", "version").first()
    if case and found:
        return pinned(*found).item.materials
    try:
        return current(item).item.materials
    except NotOffered:
        return ()
