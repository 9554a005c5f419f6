"""The papers every case may need, whatever the item: their kind, title and Typst body.

An item's own paper is a ``Form`` too; its body comes from the item's folder. A body is Typst with
one function, ``#let body(d) = [...]``, and may use what ``frame/frame.typ`` offers: ``fields``,
``long-fields``, ``ledger``, ``callout``, ``yuan``, ``day``, ``month``, ``tidy``. ``d`` is the data
the paper was queued with, and ``d.name`` the name of whom it is about.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VOUCHER, CERTIFICATE = "voucher", "certificate"


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a paper is: its kind, the menu it is found under (5.4.2.1), its title and its body."""

    kind: str
    menu: str
    title: str
    template: str


@cache
def source(name: str) -> str:
    """One of the room's own Typst sources."""
    return (files(__package__) / "frame" / f"{name}.typ").read_text(encoding="utf-8")


def _voucher(kind: str, title: str) -> Form:
    return Form(kind=kind, menu=VOUCHER, title=title, template=source(kind))


ACCEPTANCE = _voucher("acceptance", "受理通知单")
RESULT = _voucher("result", "结果告知单")
SUPPLEMENT = _voucher("supplement", "补正通知单")
ORIGINALS = _voucher("originals", "预约凭证和原件清单")
