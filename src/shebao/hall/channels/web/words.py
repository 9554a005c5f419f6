"""What codes from the other side are called on pages; an unknown code is shown as it came."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.exchange.port import MonthState, RegistrationState, Scheme, TransferState
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Role
from shebao.hall.office.applications.moves import Status
from shebao.hall.office.catalogue.item import Audience, Channel, Handling

Words = str | Promise
ALL = _("全部")
MALE, FEMALE = _("男"), _("女")

SCHEMES: Mapping[str, Words] = {
    Scheme.PENSION: _("职工养老保险"),
    Scheme.RESIDENTS: _("居民养老保险"),
    Scheme.UNEMPLOYMENT: _("失业保险"),
    Scheme.INJURY: _("工伤保险"),
}
REGISTRATION_STATES: Mapping[str, tuple[Words, str]] = {
    RegistrationState.ACTIVE: (_("正常参保"), "ok"),
    RegistrationState.PAUSED: (_("暂停缴费"), "warn"),
    RegistrationState.RETIRED: (_("已退休"), ""),
    RegistrationState.MOVED: (_("已转出"), "mute"),
    RegistrationState.ENDED: (_("已终止"), "mute"),
}
MONTH_STATES: Mapping[str, Words] = {
    MonthState.NONE: _("未缴"),
    MonthState.PAID: _("已到账"),
    MonthState.ARREARS: _("欠缴"),
    MonthState.MADE_UP: _("补缴到账"),
    MonthState.TRANSFERRED: _("转入"),
    MonthState.DEEMED: _("视同缴费"),
    MonthState.PENDING: _("还没到账"),
}
BENEFITS: Mapping[str, Words] = {
    "pension": _("基本养老金"),
    "residents": _("居民养老金"),
    "residents_pension": _("居民养老金"),
    "unemployment": _("失业保险金"),
    "unemployment_benefit": _("失业保险金"),
    "disability_allowance": _("病残津贴"),
    "injury": _("工伤待遇"),
    "survivor_grant": _("遗属待遇"),
    "account_payout": _("个人账户一次性待遇"),
    "injury_grant": _("一次性伤残补助金"),
    "injury_pension": _("伤残津贴和护理费"),
    "injury_cost": _("工伤费用报销"),
    "death_grant": _("工亡一次性待遇"),
    "dependant_pension": _("供养亲属抚恤金"),
}
_DEPENDANTS = (
    _("供养亲属 1"), _("供养亲属 2"), _("供养亲属 3"), _("供养亲属 4"), _("供养亲属 5"),
    _("供养亲属 6"), _("供养亲属 7"), _("供养亲属 8"), _("供养亲属 9"), _("供养亲属 10"),
)  # fmt: skip
PARTS: Mapping[str, Words] = {
    "basic": _("基础养老金"),
    "account": _("个人账户养老金"),
    "transitional": _("过渡性养老金"),
    "supplement": _("最低标准补足"),
    "adjustment": _("历年调整增加额"),
    "base": _("基础养老金"),
    "local": _("地方增发"),
    "long_paying": _("长缴加发"),
    "high_age": _("高龄加发"),
    "unemployment_benefit": _("失业保险金"),
    "funeral": _("丧葬补助金"),
    "survivor_pension": _("抚恤金"),
    "account_balance": _("个人账户储存额"),
    "disability_lump_sum": _("一次性伤残补助金"),
    "disability_allowance": _("伤残津贴"),
    "care": _("生活护理费"),
    "death_lump_sum": _("一次性工亡补助金"),
    "cost_medical": _("工伤医疗费"),
    "cost_rehabilitation": _("工伤康复费"),
    "cost_board": _("住院伙食补助费"),
    "cost_travel": _("交通食宿费"),
    "cost_device": _("辅助器具费"),
    **{f"dependant_{place}": word for place, word in enumerate(_DEPENDANTS, 1)},
}
BENEFIT_STATES: Mapping[str, tuple[Words, str]] = {
    "active": (_("正在发放"), "ok"),
    "suspended": (_("暂停发放"), "warn"),
    "ended": (_("已停发"), "mute"),
}
PAYMENT_RESULTS: Mapping[str, Words] = {
    "paid": _("已发放"),
    "held": _("暂缓发放"),
    "withheld": _("暂缓发放"),
    "failed": _("发放没成功"),
    "returned": _("银行退回"),
    "pending": _("等待发放"),
}
TRANSFER_STATES: Mapping[str, Words] = {
    TransferState.APPLIED: _("已申请"),
    TransferState.LETTER_SENT: _("联系函已发给原参保地"),
    TransferState.ACCEPTED: _("原参保地已受理"),
    TransferState.INFO_SENT: _("原参保地已转出记录和资金"),
    TransferState.REVIEWING: _("现参保地正在审核"),
    TransferState.RECEIVED: _("现参保地已收到记录和资金"),
    TransferState.MERGED: _("已合并到现参保地"),
    TransferState.DONE: _("转移办结，已告知"),
    TransferState.REFUSED: _("没有办成"),
}
ABROAD_KINDS: Mapping[str, Words] = {
    "posted": _("派遣人员"),
    "subsidiary": _("子公司雇员"),
    "short_term": _("短期就业人员"),
    "no_employer": _("在国内没有雇主的人员"),
    "self_employed": _("自雇人员"),
    "seafarer": _("船员"),
    "aircrew": _("航空器雇员"),
    "transport": _("国际运输雇员"),
    "diplomat": _("外交领事机构雇员"),
    "civil_servant": _("公务员"),
    "family": _("随行家属"),
    "exception": _("两国同意的例外"),
}
CERTIFICATES: Mapping[str, Words] = {
    "参保证明": _("参保证明"),
    "法律适用证明": _("法律适用证明"),
    "": _("没有登记"),
}
TREATY_COUNTRIES: Mapping[str, Words] = {
    "DEU": _("德国"),
    "KOR": _("韩国"),
    "DNK": _("丹麦"),
    "FIN": _("芬兰"),
    "CAN": _("加拿大"),
    "CHE": _("瑞士"),
    "NLD": _("荷兰"),
    "FRA": _("法国"),
    "ESP": _("西班牙"),
    "LUX": _("卢森堡"),
    "JPN": _("日本"),
    "SRB": _("塞尔维亚"),
    "KGZ": _("吉尔吉斯斯坦"),
}
CARD_STATES: Mapping[str, tuple[Words, str]] = {
    "normal": (_("正常使用"), "ok"),
    "lost": (_("已挂失"), "warn"),
    "inactive": (_("还没激活"), "warn"),
    "not_activated": (_("还没激活"), "warn"),
    "suspended": (_("暂停使用"), "warn"),
    "expired": (_("已过有效期"), "warn"),
    "cancelled": (_("已注销"), "mute"),
}
CERTIFIED_BY: Mapping[str, Words] = {
    "face": _("刷脸认证"),
    "app": _("手机认证"),
    "web": _("网上认证"),
    "web_self": _("本人网上认证"),
    "kiosk": _("自助终端认证"),
    "hotline": _("12333 电话认证"),
    "desk": _("窗口认证"),
    "counter": _("窗口认证"),
    "village": _("村（社区）认证"),
    "data": _("数据比对，不用本人办"),
    "": _("还没有认证记录"),
}
HANDLINGS: Mapping[str, Words] = {
    Handling.INSTANT: _("即时办结"),
    Handling.PROMISED: _("承诺办理"),
    Handling.APPOINTMENT: _("预约办理"),
}
AUDIENCES: Mapping[str, Words] = {
    Audience.PERSON: _("个人"),
    Audience.EMPLOYER: _("单位"),
}
CHANNELS: Mapping[str, Words] = {
    Channel.WEB: _("网上"),
    Channel.KIOSK: _("自助终端"),
    Channel.HOTLINE: _("12333 电话"),
    Channel.API: _("合作平台"),
    Channel.DESK: _("窗口"),
}
THEMES: Mapping[str, Words] = {
    "registration": _("参保登记"),
    "maintenance": _("信息维护"),
    "declaration": _("缴费申报"),
    "records": _("查询打印"),
    "pension": _("养老待遇"),
    "injury": _("工伤保险"),
    "unemployment": _("失业保险"),
    "abroad": _("出国参保"),
    "card": _("社保卡"),
}
MATERIAL_FORMS: Mapping[str, Words] = {
    "electronic": _("电子件"),
    "copy": _("复印件或照片"),
    "original": _("原件"),
}
STATUS_KINDS: Mapping[str, str] = {
    Status.WAITING: "mute",
    Status.REVIEW: "",
    Status.JOINT: "",
    Status.SUPPLEMENT: "warn",
    Status.COUNTER: "warn",
    Status.APPROVED: "ok",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "mute",
}
PAUSES: Mapping[str, Words] = {
    "supplement": _("等您补正材料"),
    "joint": _("等另一地经办机构办理"),
    "publicity": _("正在公示"),
    "appraisal": _("正在鉴定"),
}
RESULTS: Mapping[str, Words] = {
    "approve": _("符合条件"),
    "refuse": _("不予办理"),
    "review": _("转人工审核"),
}
STAFF: Mapping[str, Words] = {
    Role.CLERK: _("窗口人员"),
    Role.REVIEWER: _("审核人员"),
    Role.SECOND_REVIEWER: _("复核人员"),
    Role.HOTLINE: _("热线人员"),
    Role.OPERATOR: _("系统管理人员"),
    Role.SECURITY: _("安全管理人员"),
    Role.AUDITOR: _("安全审计人员"),
}
AUTHORITIES: Mapping[str, Words] = {
    "ca": _("数字证书认证机构"),
    "seal": _("电子印章制作机构"),
}
SYSTEM: Mapping[str, Words] = {
    "rules": _("系统按规则自动判断"),
    "worker": _("系统自动"),
    "system": _("系统自动"),
    "core": _("社会保险管理信息系统"),
    "command": _("系统维护人员"),
}


NATURES: Mapping[str, Words] = {
    "family": _("家人"),
    "guardian": _("监护"),
    "handler": _("单位经办"),
    "self": _("本人的另一个号码"),
}
MANDATE_STATES: Mapping[str, tuple[Words, str]] = {
    "asked": (_("等对方接受"), "warn"),
    "running": (_("有效"), "ok"),
    "refused": (_("对方没有接受"), ""),
    "ended": (_("已停止"), ""),
}


ACCESS: Mapping[str, Words] = {
    "ramp": _("有坡道"),
    "lift": _("有电梯"),
    "low_counter": _("有低位窗口"),
    "sign_language": _("有手语服务"),
    "hearing_loop": _("有助听设备"),
}
BOOKING_STATES: Mapping[str, tuple[Words, str]] = {
    "booked": (_("已约好"), "ok"),
    "arrived": (_("已到场"), "ok"),
    "served": (_("已办"), ""),
    "cancelled": (_("已取消"), ""),
    "displaced": (_("网点临时关闭"), "warn"),
    "no_show": (_("没有来"), "warn"),
}


def said(table: Mapping[str, Words], code: object) -> Words:
    """The words for a code, or the code itself."""
    return table.get(str(code), told(str(code)))


def said_with_kind(table: Mapping[str, tuple[Words, str]], code: object) -> tuple[Words, str]:
    """The words for a state and the kind of tag that carries them."""
    return table.get(str(code), (str(code), "mute"))
