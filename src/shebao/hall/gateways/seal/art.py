"""The seal as it is seen: round, red, 42 mm, drawn once and kept as plain path operators."""

import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from shebao.hall.kit import outlines, typeset


@dataclass(frozen=True)
class Art:
    """A drawing without fonts: PDF path operators, and its size in points."""

    operators: bytes
    width: float
    height: float

    @cached_property
    def packed(self) -> bytes:
        """The operators, deflated once for all papers."""
        return zlib.compress(self.operators, 9)


@cache
def seal_art(*, name: str, use: str, is_test: bool) -> Art:
    """The seal of an agency: its name on the arc, its use below; a test seal says TEST."""
    return Art(*outlines.pdf_operators(seal_svg(name=name, use=use, is_test=is_test)))


def seal_svg(*, name: str, use: str, is_test: bool) -> str:
    """The same seal as a picture for a screen."""
    source = (files(__package__) / "seal.typ").read_text(encoding="utf-8")
    return typeset.drawing(
        {"main.typ": source}, data={"name": name, "use": use, "is-test": is_test}
    )
