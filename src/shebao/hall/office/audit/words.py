"""What the trail's verbs, purposes and ways are called: the one table for all pages (6.3.2).

The trail keeps codes; whoever reads it reads words. A house test holds that every verb and every
purpose that is written down anywhere stands here.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shebao.hall.kit.tongues import HAN, told

READ, ACT = "read", "act"


class Deed(NamedTuple):
    """What a verb is called, and whether somebody only looked or did something."""

    words: Promise
    kind: str


VERBS: Mapping[str, Deed] = {
    "read": Deed(_("查看"), READ),
    "reveal": Deed(_("显示金额"), READ),
    "download": Deed(_("下载"), READ),
    "paper.read": Deed(_("下载凭证"), READ),
    "read-case": Deed(_("查看办件"), READ),
    "read-material": Deed(_("查看材料"), READ),
    "uncover": Deed(_("显示完整信息"), READ),
    "search-trail": Deed(_("查询留痕"), READ),
    "replay-case": Deed(_("回放办件"), READ),
    "signed-in": Deed(_("登录"), ACT),
    "signed-out": Deed(_("退出登录"), ACT),
    "ended-elsewhere": Deed(_("退出其他设备"), ACT),
    "compared": Deed(_("核对注册信息"), ACT),
    "bind-account": Deed(_("绑定账号"), ACT),
    "unbind-account": Deed(_("解绑账号"), ACT),
    "add-authenticator": Deed(_("添加核验方式"), ACT),
    "end-authenticator": Deed(_("停用核验方式"), ACT),
    "proved": Deed(_("核验本人"), ACT),
    "change-password": Deed(_("更改密码"), ACT),
    "change-mobile": Deed(_("更换手机号"), ACT),
    "choose-second-proof": Deed(_("设置登录核验"), ACT),
    "shut-account": Deed(_("停用账号"), ACT),
    "ask-closing": Deed(_("申请注销账号"), ACT),
    "keep-account": Deed(_("不注销账号了"), ACT),
    "close-account": Deed(_("注销账号"), ACT),
    "forget-accounts": Deed(_("删除保管期满的账号"), ACT),
    "messages-chosen": Deed(_("设置消息怎么收"), ACT),
    "email-set": Deed(_("确认收消息的邮箱"), ACT),
    "email-removed": Deed(_("不再收电子邮件"), ACT),
    "message-replayed": Deed(_("重新发送消息"), ACT),
    "register-unit": Deed(_("注册单位"), ACT),
    "rotate-keys": Deed(_("更换密钥"), ACT),
    "paper.issue": Deed(_("出具凭证"), ACT),
    "paper.revoke": Deed(_("撤销凭证"), ACT),
    "open-account": Deed(_("开通账户"), ACT),
    "unlock": Deed(_("解锁账户"), ACT),
    "book-place": Deed(_("预约窗口"), ACT),
    "change-booking": Deed(_("预约改期"), ACT),
    "cancel-booking": Deed(_("取消预约"), ACT),
    "displace-booking": Deed(_("预约的网点关闭"), ACT),
    "arrive": Deed(_("到场"), ACT),
    "serve-booking": Deed(_("在窗口办理"), ACT),
    "ask-second": Deed(_("请另一位经办人核对"), ACT),
    "ask-help": Deed(_("在自助终端叫了工作人员"), ACT),
    "answer-help": Deed(_("去自助终端帮忙"), ACT),
    "join-queue": Deed(_("取了排队号"), ACT),
    "rejoin-queue": Deed(_("重新排队"), ACT),
    "call-turn": Deed(_("叫号"), ACT),
    "pass-turn": Deed(_("转到另一个窗口"), ACT),
    "absent-turn": Deed(_("记为叫了不在"), ACT),
    "finish-turn": Deed(_("在窗口办好"), ACT),
    "miss-booking": Deed(_("预约没有来"), ACT),
    "wish-place": Deed(_("等空位"), ACT),
    "end-wish": Deed(_("不再等空位"), ACT),
    "take-offer": Deed(_("接受空位"), ACT),
    "close-day": Deed(_("网点关闭一天"), ACT),
    "accept-agreements": Deed(_("接受协议"), ACT),
    "ask-authority": Deed(_("提出认证机构准入"), ACT),
    "admit-authority": Deed(_("批准认证机构准入"), ACT),
    "refuse-authority": Deed(_("退回认证机构准入"), ACT),
    "ask-authority-end": Deed(_("提出废止认证机构"), ACT),
    "end-authority": Deed(_("废止认证机构"), ACT),
    "keep-authority": Deed(_("认证机构继续有效"), ACT),
    "ask-staff": Deed(_("提出工作账号变更"), ACT),
    "approve-staff": Deed(_("批准工作账号变更"), ACT),
    "refuse-staff": Deed(_("退回工作账号变更"), ACT),
    "enrol-staff": Deed(_("启用工作账号"), ACT),
    "see-alarm": Deed(_("核实安全提醒"), ACT),
    "ask-joining": Deed(_("登记合并号码"), ACT),
    "confirm-joining": Deed(_("核对合并号码"), ACT),
    "end-joining": Deed(_("分开合并的号码"), ACT),
    "ask-mandate": Deed(_("请人代办"), ACT),
    "confirm-mandate": Deed(_("核对监护人"), ACT),
    "accept-mandate": Deed(_("接受授权"), ACT),
    "refuse-mandate": Deed(_("不接受授权"), ACT),
    "end-mandate": Deed(_("停止授权"), ACT),
    "appoint-handler": Deed(_("授权经办"), ACT),
    "register-terminal": Deed(_("登记自助终端"), ACT),
    "end-terminal": Deed(_("停用自助终端"), ACT),
    "ask-partner": Deed(_("提出第三方程序接入"), ACT),
    "approve-partner": Deed(_("批准第三方程序接入"), ACT),
    "refuse-partner": Deed(_("退回第三方程序接入"), ACT),
    "end-partner": Deed(_("停止第三方程序接入"), ACT),
    "partner-secret": Deed(_("更换第三方程序密钥"), ACT),
    "allow-program": Deed(_("同意程序使用账号"), ACT),
    "end-program": Deed(_("停止程序使用账号"), ACT),
    "issue-token": Deed(_("发放接口令牌"), ACT),
    "end-token": Deed(_("停用接口令牌"), ACT),
    "submitted": Deed(_("提交申请"), ACT),
    "accepted": Deed(_("受理申请"), ACT),
    "taken": Deed(_("领取办件"), ACT),
    "handed-over": Deed(_("转交办件"), ACT),
    "passed": Deed(_("审核通过一步"), ACT),
    "joint": Deed(_("转对方办理"), ACT),
    "joint-progress": Deed(_("对方办理有进展"), ACT),
    "core-refused": Deed(_("未能入账，转人工处理"), ACT),
    "originals-checked": Deed(_("核验原件"), ACT),
    "supplement-asked": Deed(_("通知补正"), ACT),
    "supplement-sent": Deed(_("补交材料"), ACT),
    "due-confirmed": Deed(_("确定办结期限"), ACT),
    "approved": Deed(_("办结申请"), ACT),
    "refused": Deed(_("不予办理"), ACT),
    "withdrawn": Deed(_("撤回申请"), ACT),
    "lapsed": Deed(_("到期未补正，按撤回处理"), ACT),
    "person-asked": Deed(_("申请人工复核"), ACT),
    "replayed": Deed(_("重新发送入账"), ACT),
    "item_added": Deed(_("发布服务事项"), ACT),
    "item_changed": Deed(_("更新服务事项"), ACT),
    "item_withdrawn": Deed(_("停办服务事项"), ACT),
    "checkpoint": Deed(_("给留痕签检查点"), ACT),
    "guards-put-up": Deed(_("重装防改动触发器"), ACT),
}
READS = frozenset(verb for verb, deed in VERBS.items() if deed.kind == READ)
# The clerk's own words stand in the purpose.
TYPED = frozenset({"uncover"})

PURPOSES: Mapping[str, Promise] = {
    "reading own overview": _("查自己的权益概览"),
    "reading own contributions": _("查自己的缴费记录"),
    "reading own benefits": _("查自己的待遇"),
    "reading own transfers": _("查自己的关系转移"),
    "reading own case": _("看自己的办件"),
    "reading own cases": _("看自己的办件清单"),
    "reading own upload": _("下载自己传的材料"),
    "reading own account": _("看自己的账户"),
    "reading own messages": _("看自己的消息"),
    "reading own access log": _("看谁看过自己的信息"),
    "reading own proof": _("下载自己的核对凭据"),
    "reading own paper": _("看自己的凭证"),
    "printing own paper": _("打印自己的凭证"),
    "reading own papers": _("看自己的凭证清单"),
    "reading own amounts": _("显示自己的金额"),
    "reading own employer": _("看单位登记信息"),
    "reading own pension estimate": _("测算自己的养老金"),
    "reading own estimate": _("测算自己的养老金"),
    "reading own exemptions": _("查自己的境外免缴"),
    "exporting own contributions": _("下载自己的缴费记录"),
    "exporting own records": _("下载自己的权益记录"),
    "reading what is kept": _("看系统保存了自己的哪些记录"),
    "taking away what is kept": _("下载自己的全部记录"),
    "signing in and out": _("登录和退出"),
    "ways to sign in": _("管理登录和核验方式"),
    "proving who one is": _("确认是本人"),
    "keeping the account safe": _("保护账号安全"),
    "registering an account": _("注册账号"),
    "registering an employer": _("单位注册"),
    "sealing under a new key": _("更换加密密钥"),
    "opening an account": _("开通账户"),
    "unlocking an account": _("帮助重新登录"),
    "booking a counter": _("预约窗口"),
    "reading own booking": _("看自己的预约"),
    "receiving bookings": _("接待预约"),
    "four eyes on an employer's affair": _("单位事项两人核对"),
    "queueing at a centre": _("在网点排队"),
    "serving at the counter": _("窗口接待"),
    "admitting certificate makers": _("管理认证机构准入"),
    "looking after staff accounts": _("管理工作账号"),
    "agreeing to the terms": _("接受协议"),
    "acting for another": _("授权办事"),
    "entering a guardian": _("登记监护人"),
    "choosing messages": _("设置消息怎么收"),
    "running the hall": _("维护系统运行"),
    "handling for an employer": _("为单位办事"),
    "one person under two numbers": _("同一个人的两个号码"),
    "joining two numbers": _("合并同一个人的两个号码"),
    "programs of others": _("管理第三方程序"),
    "a program's access to the account": _("管理自己的接口令牌"),
    "出具单证": _("交付办理结果"),
    "撤销单证": _("更正错发的凭证"),
    "checking the trail": _("核查留痕"),
    "sealing the trail": _("防止留痕被改动"),
    "catalogue": _("维护服务事项"),
}
PURPOSE_STARTS: Mapping[str, tuple[Promise, Promise]] = {
    "handling ": (_("办理“%(name)s”"), _("办理业务")),
    "filling in ": (_("填写“%(name)s”时带入信息"), _("填表时带入信息")),
}
CHANNELS: Mapping[str, Promise] = {
    "web": _("网上"),
    "mobile": _("手机"),
    "kiosk": _("自助终端"),
    "hotline": _("12333 电话"),
    "api": _("合作平台"),
    "desk": _("窗口"),
    "manage": _("系统管理"),
    "system": _("系统自动"),
    "worker": _("系统自动"),
    "command": _("系统维护"),
    "core": _("社保系统"),
    "wall": _("社保系统"),
}
CHINESE = re.compile(f"[{HAN}]")


def deed(verb: str) -> str:
    """What was done, in words."""
    found = VERBS.get(verb)
    return str(found.words) if found else gettext("其他操作")


def kind(verb: str) -> str:
    """``read`` for a look, ``act`` for everything else."""
    return READ if verb in READS else ACT


def purpose(text: str, *, verb: str, names: Mapping[str, str]) -> str:
    """Why, in words; ``names`` are the services' names by slug.

    What a member of staff wrote themselves is shown as they wrote it.
    """
    if text in PURPOSES:
        return str(PURPOSES[text])
    for start, (named, plain) in PURPOSE_STARTS.items():
        if text.startswith(start):
            name = names.get(text.removeprefix(start))
            return str(named) % {"name": told(name)} if name else str(plain)
    if verb in TYPED or CHINESE.search(text):
        return told(text)
    return gettext("没有写明")


def channel(code: str) -> str:
    """By which way, in words."""
    return str(CHANNELS[code]) if code in CHANNELS else gettext("其他途径")
