"""Regions by name: those our agencies answer for, and the provinces."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from shebao.hall.office.agencies.queries import agencies, partners
from shebao.law.tables import document

Groups = list[tuple[str, list[tuple[str, str]]]]
ENDINGS = ("社会保险事业中心", "社会保险中心", "社会保险管理中心", "社会保险经办中心")


def groups(*, given: Iterable[str] = ()) -> Groups:
    """Regions to choose from: the places of our own agencies first, then the provinces.

    What was ``given`` before is always among them, so that no answer is lost.
    """
    own = [(card.code, _place(card.name)) for card in agencies() if card.code[2:] != "0000"]
    away = [(card.code, _place(card.name)) for card in partners()] + _provinces()
    offered = {code for code, _name in [*own, *away]}
    others = [(code, name_of(code)) for code in given if code and code not in offered]
    return [(_("本省"), own), (_("外省（区、市）"), others + away)]


def name_of(code: str) -> str:
    """The name of a region, or the code where nobody here knows one."""
    known = dict(_provinces())
    known.update((card.code, _place(card.name)) for card in (*agencies(), *partners()))
    return known.get(code) or known.get(f"{code[:4]}00") or code


def _place(agency: str) -> str:
    for ending in ENDINGS:
        agency = agency.removesuffix(ending)
    return agency


@lru_cache
def _provinces() -> list[tuple[str, str]]:
    table = document("regions")["provinces"]
    return [(f"{code}0000", str(name)) for code, name in table.items()]
