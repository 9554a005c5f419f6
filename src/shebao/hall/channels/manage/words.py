"""What the states of a case are called on the pages of those who run the system."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Role
from shebao.hall.office.applications.moves import WORDS, Status

ROLES: Mapping[str, Promise] = {
    Role.CLERK: gettext_lazy("窗口经办岗"),
    Role.REVIEWER: gettext_lazy("初审岗"),
    Role.SECOND_REVIEWER: gettext_lazy("复核岗"),
}


def state(said: Mapping[str, Any]) -> str:
    """Where a case stood, in one line: its state, and what there is to say besides."""
    if not said:
        return _("还没有提交")
    parts = [told(WORDS[Status(said["status"])])]
    if said.get("step"):
        parts.append(_("第 %(step)s 步") % {"step": said["step"] + 1})
    if said.get("role"):
        parts.append(str(ROLES.get(said["role"], said["role"])))
    if said.get("clerk"):
        parts.append(_("经办人 %(clerk)s") % {"clerk": said["clerk"]})
    if said.get("due_on"):
        parts.append(_("期限 %(day)s") % {"day": said["due_on"]})
    if said.get("supplement_until"):
        parts.append(_("补正到 %(day)s") % {"day": said["supplement_until"]})
    return _("，").join(parts)
