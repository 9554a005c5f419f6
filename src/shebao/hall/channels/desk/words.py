"""What the desk calls things: boxes, ways, stations, reasons, and why something cannot be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.ways import WORDS

Words = str | Promise

BOXES: Mapping[str, Words] = {
    "mine": _("我的待办"),
    "pool": _("组内待领"),
    "second": _("复核"),
    "counter": _("窗口核验"),
    "all": _("全部待办"),
}
PASSWORD_FAULTS: Mapping[str, Words] = {
    "short": _("密码太短了，至少 8 位"),
    "long": _("密码太长了，最多 128 位"),
    "plain": _("密码太简单：大写、小写、数字、符号里至少要有三种"),
    "common": _("这个密码太常见，很容易被猜到，请换一个"),
    "yours": _("密码里有您的工作账号，请换一个"),
}
BOX_ICONS = {
    "mine": "inbox", "pool": "users", "second": "verified", "counter": "work", "all": "list",
}  # fmt: skip
EMPTY: Mapping[str, tuple[Words, Words]] = {
    "mine": (_("手上没有待办的件"), _("可以去“组内待领”领一件，按到期时间排好了。")),
    "pool": (_("没有待领的件"), _("新的申请受理后会出现在这里。")),
    "second": (_("没有要复核的件"), _("初审通过、需要复核的件会出现在这里。")),
    "counter": (_("没有等着核验原件的件"), _("预审通过、请申请人带原件来窗口的件会出现在这里。")),
    "all": (_("没有待办的件"), _("新的申请受理后会出现在这里。")),
}
CHANNELS: Mapping[str, Words] = {
    "web": _("网厅"),
    "mobile": _("手机"),
    "kiosk": _("自助机"),
    "hotline": _("12333"),
    "api": _("第三方"),
    "desk": _("窗口"),
}
ROLES: Mapping[str, Words] = {
    Role.CLERK: _("窗口经办岗"),
    Role.REVIEWER: _("初审岗"),
    Role.SECOND_REVIEWER: _("复核岗"),
    Role.HOTLINE: _("热线坐席岗"),
    Role.OPERATOR: _("系统管理岗"),
    Role.SECURITY: _("安全管理岗"),
    Role.AUDITOR: _("安全审计岗"),
}
RESULTS: Mapping[str, tuple[Words, str]] = {
    "approve": (_("规则通过"), "ok"),
    "review": (_("需要人工判断"), "warn"),
    "refuse": (_("规则不通过"), "bad"),
}
PAUSES: Mapping[str, Words] = {
    "supplement": _("等申请人补正"),
    "joint": _("等对方办理"),
    "publicity": _("公示"),
    "appraisal": _("鉴定"),
}
DONE: Mapping[str, Words] = {
    "taken": _("已领到您名下"),
    "passed": _("已通过"),
    "closed": _("已办结，会发消息告诉申请人"),
    "asked": _("补正通知已发出"),
    "refused": _("已告知不予办理"),
    "handed": _("已转办"),
    "pooled": _("已放回组内待领"),
}
CANNOT: Mapping[str, Words] = {
    "closed": _("这件已经办完，只能查看。"),
    "away": _("这件正在等别人：等申请人、等数据，或等对方机构、社保系统。回来后再办。"),
    "role": _("这一步由别的岗位办理。"),
    "hands": _("这件在别的同事手上。要接过来，请对方转办。"),
    "eyes": _("这件是您初审的。复核要换一个人，窗口核验也要换一个人，请让另一位同事办理。"),
}


def ways(method: str) -> str:
    """By which ways an applicant proved who they are."""
    return "＋".join(told(WORDS.get(way, way)) for way in method.split("+") if way)


SHOW_REASONS: Mapping[str, Words] = {
    "compare": _("核对申请信息和材料是否一致"),
    "contact": _("联系申请人补充情况"),
    "counter": _("窗口核对本人身份"),
    "complaint": _("处理咨询或投诉"),
}


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A standard reason, as the applicant reads it; ``%(name)s`` stands for the material."""

    code: str
    label: Words
    words: str


STANDARDS = (
    Standard(
        code="blurred",
        label=_("看不清"),
        words="“%(name)s”看不清。请重新拍一张，四角拍全，字能看清。",
    ),
    Standard(code="missing", label=_("没有交"), words="还缺“%(name)s”。请拍照或扫描后上传。"),
    Standard(
        code="pages",
        label=_("缺页"),
        words="“%(name)s”不完整。请把每一页都拍下来，合在一起上传。",
    ),
    Standard(
        code="expired",
        label=_("过期了"),
        words="“%(name)s”已过有效期。请换成现在有效的再上传。",
    ),
    Standard(
        code="other_person",
        label=_("不是本人的"),
        words="“%(name)s”上的名字和申请人不一致。请上传申请人本人的。",
    ),
    Standard(
        code="unlike_form",
        label=_("和申请表不一致"),
        words="“%(name)s”和您填的内容不一致。请核对后上传正确的一份。",
    ),
)
STANDARD_BY_CODE = {standard.code: standard for standard in STANDARDS}
