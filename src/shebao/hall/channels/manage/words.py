"""What the states of a case are called on the pages of those who run the system."""

from collections.abc import Iterable, Mapping
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
    Role.HOTLINE: gettext_lazy("热线坐席岗"),
    Role.OPERATOR: gettext_lazy("系统管理岗"),
    Role.SECURITY: gettext_lazy("安全管理岗"),
    Role.AUDITOR: gettext_lazy("安全审计岗"),
}

WISHES: Mapping[str, Promise] = {
    "open": gettext_lazy("新增"),
    "change": gettext_lazy("调整岗位或机构"),
    "suspend": gettext_lazy("停用"),
    "resume": gettext_lazy("恢复"),
    "leave": gettext_lazy("离职"),
    "renew": gettext_lazy("重新核准"),
    "rebind": gettext_lazy("重新绑定"),
}
AUTHORITY_KINDS: Mapping[str, Promise] = {
    "ca": gettext_lazy("数字证书认证机构"),
    "seal": gettext_lazy("电子印章制作机构"),
}
AUTHORITY_STATES: Mapping[str, tuple[Promise, str]] = {
    "asked": (gettext_lazy("等批准"), "warn"),
    "admitted": (gettext_lazy("有效"), "ok"),
    "refused": (gettext_lazy("没有准入"), "mute"),
    "ending": (gettext_lazy("等批准废止，暂时有效"), "warn"),
    "withdrawn": (gettext_lazy("已废止"), "mute"),
}
AUTHORITY_FAULTS: Mapping[str, Promise] = {
    "kind": gettext_lazy("请选择类别"),
    "name": gettext_lazy("请填写机构名称"),
    "code": gettext_lazy("请填写统一社会信用代码"),
    "fingerprint": gettext_lazy("请填写根证书的 SHA-256 指纹，64 位十六进制"),
    "acceptance": gettext_lazy("请填写验收记录的文号或编号，没有验收不能准入"),
    "accepted_on": gettext_lazy("请填写验收日期"),
    "liability": gettext_lazy("请填写机构承担法律责任的文件编号"),
    "since": gettext_lazy("请填写从哪天起，不能早于验收日期"),
    "until": gettext_lazy("请填写到哪天止，不能早于开始的日期"),
}
PARTNER_STATES: Mapping[str, tuple[Promise, str]] = {
    "asked": (gettext_lazy("等批准"), "warn"),
    "admitted": (gettext_lazy("有效"), "ok"),
    "refused": (gettext_lazy("没有准入"), "mute"),
    "ended": (gettext_lazy("已停止"), "mute"),
}
PARTNER_SCOPES: Mapping[str, Promise] = {
    "openid": gettext_lazy("登录"),
    "profile": gettext_lazy("看姓名"),
    "read": gettext_lazy("查询"),
    "file": gettext_lazy("提交申请"),
}
PARTNER_FAULTS: Mapping[str, Promise] = {
    "name": gettext_lazy("请填写程序名称"),
    "organisation": gettext_lazy("请填写单位名称"),
    "agreement": gettext_lazy("请填写接入协议的编号，没有协议不能接入"),
    "redirects": gettext_lazy("请填写完整的返回地址，https 开头，不带 #"),
    "scopes": gettext_lazy("请至少选一项：登录、查询或提交申请"),
    "per_minute": gettext_lazy("请填写 1 到 6000 的整数"),
    "until": gettext_lazy("请填写起止日期，到哪天止不能早于开始的日期"),
}
STANDINGS: Mapping[str, tuple[Promise, str]] = {
    "on": (gettext_lazy("在用"), "ok"),
    "new": (gettext_lazy("等本人启用"), "warn"),
    "off": (gettext_lazy("已停用"), "mute"),
    "over": (gettext_lazy("已到期，不能登录"), "bad"),
    "left": (gettext_lazy("已离职"), "mute"),
}


def roles(held: Iterable[str]) -> str:
    """Roles in words, in one line."""
    return _("、").join(str(ROLES[role]) for role in held)


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
