"""Regions by name: those our agencies answer for, those of other provinces, and the provinces."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from shebao.hall.office.agencies.queries import AgencyCard, agencies, partners
from shebao.law.tables import document

Groups = list[tuple[str, list[tuple[str, str]]]]
WHOLE_PROVINCE = "0000"


def groups(*, given: Iterable[str] = ()) -> Groups:
    """Regions to choose from: the places of our own agencies first, then those elsewhere.

    What was ``given`` before is always among them, so that no answer is lost.
    """
    own = [place for place in _places(agencies()) if not place[0].endswith(WHOLE_PROVINCE)]
    away = _places(partners()) or _provinces()
    offered = {code for code, _name in [*own, *away]}
    others = [(code, name_of(code)) for code in given if code and code not in offered]
    return [(_("本省"), own), (_("外省（区、市）"), away + others)]


def name_of(code: str) -> str:
    """The name of a region, or the code where nobody here knows one."""
    known = dict([*_provinces(), *_places(partners()), *_places(agencies())])
    return known.get(code) or known.get(f"{code[:4]}00") or code


def _places(cards: Iterable[AgencyCard]) -> list[tuple[str, str]]:
    return [(card.code, card.name.partition("社会保险")[0]) for card in cards]


@lru_cache
def _provinces() -> list[tuple[str, str]]:
    table = document("regions")["provinces"]
    return [(f"{code}{WHOLE_PROVINCE}", str(name)) for code, name in table.items()]
