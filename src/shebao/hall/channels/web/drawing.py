"""What the pages of an errand are drawn from; no page works anything out by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shebao.hall.channels.web import places, work
from shebao.hall.channels.web.words import CHANNELS
from shebao.hall.channels.web.work import Errors, Work
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.visitor import Visitor
from shebao.hall.kit.words import date_words, money, month_words
from shebao.hall.office.applications.promise import due_date
from shebao.hall.office.catalogue import forms
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.item import Audience, Channel, Item, Material
from shebao.hall.office.catalogue.queries import guide_html
from shebao.hall.office.connections import outside


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """Why somebody cannot do this here, and what they can do instead."""

    title: str
    words: str
    href: str
    label: str
    is_offered: bool = True


def hindrance(item: Item, visitor: Visitor) -> Hindrance | None:
    """None where the errand may begin: offered on the web, and fit for whom the visitor acts."""
    if Channel.WEB not in item.channels:
        ways = _("、").join(str(CHANNELS[channel]) for channel in item.channels)
        return Hindrance(
            title=_("这项服务不在网上办"),
            words=_("可以这样办：%(ways)s。") % {"ways": ways},
            href="/offices/",
            label=_("看办事网点"),
        )
    mine = Audience.EMPLOYER if visitor.acts_for_employer else Audience.PERSON
    if mine in item.audience:
        return _not_mandated(item, visitor)
    if visitor.acts_for_employer:
        return Hindrance(
            title=_("这项服务由本人办理"),
            words=_("您现在代表单位。切换到本人后就能办。"),
            href="/my/account/",
            label=_("切换到本人"),
        )
    return Hindrance(
        title=_("这项服务由单位办理"),
        words=_("请单位的经办人登录后办理。您是经办人的，请先切换到单位。"),
        href="/my/account/",
        label=_("去切换"),
    )


def _not_mandated(item: Item, visitor: Visitor) -> Hindrance | None:
    """What a mandate does not reach: the service is the person's own, or was not named."""
    if visitor.may_file(item.slug, is_for_others_too=item.may_act_for_another):
        return None
    words = _("授权里没有这一项，或者只让您查看。可以请对方改授权，或由本人办理。")
    if not item.may_act_for_another:
        words = _(
            "按规定要由本人办理，不能委托。本人不方便上网的，可以到窗口，或打 12333 约上门服务。"
        )
    return Hindrance(
        title=_("这项服务不能替人办"), words=words, href="/my/mandates/", label=_("看授权办事")
    )


def not_offered_now() -> Hindrance:
    """Why a draft cannot go on: its service was withdrawn after it was begun."""
    return Hindrance(
        title=_("这项服务现在不受理新申请"),
        words=_("您填的内容还在。恢复受理后，从“我的办件”接着办，不用重填。"),
        href="/p/",
        label=_("看其他服务"),
        is_offered=False,
    )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A material beside its file field: what was sent, what is wrong, where it is taken out."""

    material: Material
    field: str
    files: Sequence[tuple[str, str, bool, str]]
    error: str


def fill_page(errand: Work, *, errors: Errors) -> dict[str, Any]:
    """Step one: questions with their first answers, and papers to send."""
    known = work.known(errand)
    by_field = dict(errors)
    groups = forms.questions(
        errand.item, answers=errand.draft.answers, facts=known.facts, today=local_date(errand.now)
    )
    return {
        **_frame(errand),
        "errors": errors,
        "by_field": by_field,
        "groups": groups,
        "regions": _regions(groups),
        "papers": _papers(errand, by_field),
        "is_down": known.is_down,
        "sources": known.facts.sources,
        "current": 1,
    }


def check_page(errand: Work, *, errors: Errors | None = None) -> dict[str, Any]:
    """Step two: everything once more, each with its way back, and what will happen."""
    day = due_date(errand.item, received=local_date(errand.now), calendar=outside().calendar).day
    have = work.sent(errand)
    return {
        **_frame(errand),
        "errors": errors or [],
        "by_field": dict(errors or []),
        "summary": _summary(errand),
        "sent": [(one, have.get(one.code)) for one in work.sendable(errand.item)],
        "due": day,
        "current": 2,
    }


def _frame(errand: Work) -> dict[str, Any]:
    return {
        "item": errand.item,
        "token": errand.draft.token,
        "saved_at": errand.draft.updated_at,
        "has_draft": bool(errand.draft.answers),
        "visitor": errand.visitor,
        "is_instant": errand.is_instant,
        "guide": guide_html(errand.pinned),
        "address": errand.address,
    }


def _regions(groups: Sequence[forms.Group]) -> places.Groups:
    asked = [one for group in groups for one in group.questions if one.type == "region"]
    return places.groups(given=[one.value for one in asked]) if asked else []


def _papers(errand: Work, by_field: dict[str, str]) -> list[Paper]:
    have = work.sent(errand)
    papers = []
    for one in work.sendable(errand.item):
        field, card = work.field_of(one.code), have.get(one.code)
        remove = f"{errand.address}?drop={card.number}" if card else ""
        files = [(card.file_name, _file_words(card), True, remove)] if card else []
        papers.append(Paper(material=one, field=field, files=files, error=by_field.get(field, "")))
    return papers


def _file_words(card: Any) -> str:
    size = _("%(size)s KB") % {"size": max(card.size // 1024, 1)}
    if card.was_scanned:
        return _("已收到，%(size)s，查过没有病毒") % {"size": size}
    return _("已收到，%(size)s；这台演示系统没有查毒") % {"size": size}


Row = tuple[str, str, str]


def _summary(errand: Work) -> list[tuple[str, list[Row]]]:
    groups = forms.questions(
        errand.item, answers=errand.draft.answers, facts=FactSet(), today=local_date(errand.now)
    )
    checked = work.cleaned(errand).answers
    rows = [
        (group.title, [_row(errand, question, checked) for question in group.questions
                       if question.name in checked])
        for group in groups
    ]  # fmt: skip
    return [(title, some) for title, some in rows if some]


def _row(errand: Work, question: forms.Question, checked: dict[str, Any]) -> Row:
    value = answer_words(question.type, checked[question.name], question.options)
    return question.label, value, f"{errand.address}#{question.name}"


def answer_words(kind: str, value: Any, options: Any) -> str:
    """One checked answer as people read it."""
    if kind == "choice":
        return next((one.label for one in options if one.value == value), str(value))
    if kind == "yes_no":
        return _("是") if value else _("否")
    readers: dict[str, Callable[[Any], str]] = {
        "money": money,
        "region": places.name_of,
        "month": month_words,
        "date": _date,
    }
    return readers.get(kind, str)(value)


def _date(text: str) -> str:
    return date_words(date.fromisoformat(text))
