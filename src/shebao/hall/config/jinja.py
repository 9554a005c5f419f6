"""How pages are drawn: Jinja2 where a forgotten variable is an error and all text is escaped."""

from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import (
    get_language_bidi,
    get_language_info,
    gettext,
    ngettext,
)
from jinja2 import Environment, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from shebao.hall.kit.alike import alike
from shebao.hall.kit.gate import visitor_of
from shebao.hall.kit.icons import icon
from shebao.hall.kit.posted import conditions, pairs, turned
from shebao.hall.kit.preferences import preferences
from shebao.hall.kit.site import site
from shebao.hall.kit.tongues import marked, one_language, say, told
from shebao.hall.kit.words import FILTERS


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route: ``url("web:item", item.slug)``."""
    if not args and not kwargs:
        return _fixed_url(name)
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def _fixed_url(name: str) -> str:
    return reverse(name)


def languages() -> list[tuple[str, str]]:
    """Every language on offer: its code, and its name in its own script."""
    return [(code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]


def direction() -> str:
    """``rtl`` for languages read from the right, else ``ltr``."""
    return "rtl" if get_language_bidi() else "ltr"


def words(message: str, /, **variables: Any) -> Markup:
    """The message in the visitor's language."""
    text = Markup(say(message))  # noqa: S704
    return text % variables if "%" in text else text


class Page(Template):
    """A page, or a part of one, in which Chinese is marked where another language is spoken."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Draw it."""
        given = dict(*args, **kwargs)
        if "csrf_input" in given:
            given["csrf_input"] = _made_once(given["csrf_input"])
        with one_language():
            return marked(super().render(given))

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """What this template lends to others: the same to all, for none has globals of its own."""
        return super()._get_default_module()


def _made_once(field: Any) -> Any:
    """The forms of a page share one token, which is made when the first of them is drawn."""
    return SimpleLazyObject(lambda: Markup(str(field)))  # noqa: S704


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options.pop("autoescape", None)
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n"], **options)
    made.template_class = Page
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        _=words,
        alike=alike,
        gettext=words,
        direction=direction,
        icon=icon,
        languages=languages,
        preferences=preferences,
        site=site,
        static=static,
        url=url,
        visitor_of=visitor_of,
    )
    made.filters.update(FILTERS, conditions=conditions, pairs=pairs, tr=told, turned=turned)
    return made
