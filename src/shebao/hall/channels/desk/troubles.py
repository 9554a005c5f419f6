"""Why something was not done, in words a clerk can act on; nothing typed is lost over it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shebao.exchange.port import Unreachable
from shebao.hall.office.applications.actions import NotAllowed
from shebao.hall.office.applications.actions.reviewing import RulesRefuse, SamePerson, WrongRole


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is said, and the status it is said with."""

    title: str
    words: str
    status: int


def was_first() -> Trouble:
    """Somebody else changed the case in the meantime."""
    return Trouble(
        title=_("这件刚刚有人动过，您的操作没有提交"),
        words=_("您填的内容还在下面。请先看这件现在到了哪一步，再决定要不要继续。"),
        status=409,
    )


def _not_yours() -> Trouble:
    return Trouble(
        title=_("这一步要由别的岗位办理"),
        words=_("请转给有这个岗位的同事，或放回组内待领。什么都没有改变。"),
        status=403,
    )


def _same_person() -> Trouble:
    return Trouble(
        title=_("初审和复核、窗口核验不能是同一个人"),
        words=_("这件是您初审的，请让另一位同事办理。什么都没有改变。"),
        status=403,
    )


def _rules_refuse(words: str) -> Trouble:
    return Trouble(
        title=_("按今天的数据，规则不通过"),
        words=_("%(words)s 可以不予办理并写明理由，或要求补正。什么都没有改变。")
        % {"words": words},
        status=409,
    )


def _core_is_down() -> Trouble:
    return Trouble(
        title=_("社保系统现在连不上"),
        words=_("办结前要再核对一次数据，所以没有提交。过几分钟再试，这件还在您手上。"),
        status=503,
    )


def tried(act: Callable[[], object]) -> Trouble | None:
    """Do it; the trouble where it could not be done, and then nothing has changed."""
    try:
        act()
    except WrongRole:
        return _not_yours()
    except SamePerson:
        return _same_person()
    except RulesRefuse as refusal:
        return _rules_refuse(str(refusal))
    except NotAllowed:
        return was_first()
    except Unreachable:
        return _core_is_down()
    return None
