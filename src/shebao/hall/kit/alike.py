"""What pages have in common is drawn once for each language, and then kept."""

from collections.abc import Callable, Hashable
from functools import lru_cache

from markupsafe import Markup

from shebao.hall.kit.site import Site, site
from shebao.hall.kit.tongues import language

Macro = Callable[..., Markup]


def alike(macro: Macro, *given: Hashable) -> Markup:
    """What a component draws, kept: for parts of the frame that say the same to everybody.

    Such a component looks at nothing but what it is given, the language and the site's names.
    """
    return _drawn(macro, given, language(), site())


@lru_cache(maxsize=1024)
def _drawn(macro: Macro, given: tuple[Hashable, ...], language: str, about: Site) -> Markup:
    return macro(*given)
