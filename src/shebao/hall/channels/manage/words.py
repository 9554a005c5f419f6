"""What the trail's verbs and the ways are called; an unknown one is shown as it was written."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HANDLING = "handling "
VERBS: Mapping[str, Promise] = {
    "submitted": gettext_lazy("提交申请"),
    "accepted": gettext_lazy("受理"),
    "taken": gettext_lazy("领取办理"),
    "handed-over": gettext_lazy("转办"),
    "passed": gettext_lazy("审核通过"),
    "joint": gettext_lazy("转对方办理"),
    "supplement-asked": gettext_lazy("要求补正"),
    "supplement-sent": gettext_lazy("交来补正"),
    "approved": gettext_lazy("办结"),
    "refused": gettext_lazy("不予办理"),
    "withdrawn": gettext_lazy("撤回"),
    "lapsed": gettext_lazy("到期未补正"),
    "person-asked": gettext_lazy("要求人工复核"),
    "replayed": gettext_lazy("重新发送入账"),
    "read-case": gettext_lazy("查看办件"),
    "read-material": gettext_lazy("查看材料"),
    "uncover": gettext_lazy("显示完整信息"),
    "originals-checked": gettext_lazy("核验原件"),
    "search-trail": gettext_lazy("查询留痕"),
    "open-account": gettext_lazy("开通账号"),
    "unlock": gettext_lazy("解锁账号"),
    "signed-in": gettext_lazy("登录"),
    "signed-out": gettext_lazy("退出登录"),
    "ended-elsewhere": gettext_lazy("退出其他设备"),
    "compared": gettext_lazy("核对注册信息"),
    "bind-account": gettext_lazy("绑定账号"),
    "unbind-account": gettext_lazy("解绑账号"),
    "add-authenticator": gettext_lazy("添加核验方式"),
    "end-authenticator": gettext_lazy("停用核验方式"),
    "proved": gettext_lazy("核验本人"),
    "change-password": gettext_lazy("更改密码"),
    "change-mobile": gettext_lazy("更换手机号"),
    "choose-second-proof": gettext_lazy("设置登录核验"),
    "shut-account": gettext_lazy("停用账号"),
    "register-unit": gettext_lazy("注册单位"),
    "appoint-handler": gettext_lazy("授权经办人"),
}
CHANNELS: Mapping[str, Promise] = {
    "web": gettext_lazy("网厅"),
    "kiosk": gettext_lazy("自助机"),
    "hotline": gettext_lazy("12333"),
    "api": gettext_lazy("第三方"),
    "desk": gettext_lazy("窗口"),
    "manage": gettext_lazy("系统管理"),
    "worker": gettext_lazy("后台任务"),
    "command": gettext_lazy("命令行"),
}


def purpose(text: str, names: Mapping[str, str]) -> str:
    """Why something was done, in words; ``names`` are the services' names by slug."""
    if not text.startswith(HANDLING):
        return text
    slug = text.removeprefix(HANDLING)
    return _("办理“%(name)s”") % {"name": names.get(slug, slug)}
