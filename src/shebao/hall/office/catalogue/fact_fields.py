"""What every fact holds, field by field; ``[]`` marks the members of a list."""

from shebao.hall.office.catalogue.claim_fields import CLAIM_FIELDS
from shebao.hall.office.catalogue.estimating.fields import ESTIMATE
from shebao.hall.office.catalogue.field import Field
from shebao.hall.office.catalogue.field import fields as _fields
from shebao.hall.office.catalogue.law_fact_fields import LAW_FACT_FIELDS

__all__ = ["FIELDS", "Field", "has_path"]

_REGISTRATION = (
    ("scheme", "text", "险种：pension 职工养老 residents 居民养老 unemployment 失业 injury 工伤"),
    ("region", "region", "参保地"),
    ("agency", "text", "经办机构"),
    ("employer_name", "text", "参保单位"),
    ("joined", "date", "参保日期"),
    ("ended", "date", "终止日期"),
    ("state", "text", "状态：active 正常 paused 暂停 retired 已退休 moved 已转出 ended 终止"),
    ("state_words", "text", "状态的中文"),
    ("scheme_words", "text", "险种的中文"),
    ("first_month", "month", "首次缴费月"),
    ("last_paid_month", "month", "最近到账月"),
    ("months_actual", "integer", "实际缴费月数"),
    ("months_deemed", "integer", "视同缴费月数"),
    ("months", "integer", "累计月数"),
    ("deferred_until", "month", "延迟退休备案到哪个月；没有为空"),
)
_COUNTS = (
    ("months", "integer", "已到账、补缴和转入的月数"),
    ("made_up_months", "integer", "其中补缴月数"),
    ("transferred_months", "integer", "其中转入月数"),
    ("last_month", "month", "最近计入的月份"),
)
_MONTHLY_STATES = "1 至 12 月状态：p 到账 a 欠费 m 补缴 t 转入 d 视同 w 未到账 - 无"
_SCHEMES = {
    "pension": "职工养老",
    "residents": "居民养老",
    "unemployment": "失业",
    "injury": "工伤",
}


def _below(prefix: str, rows: tuple[tuple[str, str, str], ...]) -> tuple[Field, ...]:
    return tuple(Field(f"{prefix}.{name}", kind, label) for name, kind, label in rows)


def _per_scheme(rows: tuple[tuple[str, str, str], ...]) -> tuple[Field, ...]:
    return tuple(
        Field(f"{scheme}.{name}", kind, f"{words}:{label}")
        for scheme, words in _SCHEMES.items()
        for name, kind, label in rows
    )


FIELDS: dict[str, tuple[Field, ...]] = {
    "person": _fields(
        ("number", "text", "个人编号"),
        ("id_type", "text", "证件类型"),
        ("id_masked", "text", "证件号码（已遮盖）"),
        ("country", "text", "国家或地区"),
        ("name", "text", "姓名"),
        ("sex", "text", "性别：male 男 female 女"),
        ("birth", "date", "出生日期"),
        ("age", "integer", "周岁"),
        ("kind", "text", "人员类别：employee flexible jobless pensioner resident student …"),
        ("region", "region", "参保地"),
        ("household_region", "region", "户籍地"),
        ("mobile", "text", "登记的手机号"),
        ("address", "text", "登记的联系地址"),
        ("first_work", "date", "参加工作日期"),
        ("died_on", "date", "死亡日期"),
        ("is_alive", "yes_no", "是否在世"),
        ("employer_number", "text", "单位编号"),
        ("employer_name", "text", "单位名称"),
    ),
    "registrations": (
        *_below("list[]", _REGISTRATION),
        Field("active_schemes", "list of text", "正常参保的险种"),
        Field("is_insured", "yes_no", "有没有正常、暂停或已退休的参保关系"),
        *_per_scheme((("exists", "yes_no", "有没有参保关系"), *_REGISTRATION)),
    ),
    "contributions": (
        Field("years", "list of integer", "有到账缴费的年份"),
        Field("first_year", "integer", "最早年份"),
        Field("last_year", "integer", "最近年份"),
        Field("arrears_months", "integer", "欠费月数，各险种相加"),
        *_per_scheme(_COUNTS),
    ),
    "contribution_years": _fields(
        ("[].scheme", "text", "险种"),
        ("[].scheme_words", "text", "险种的中文"),
        ("[].year", "integer", "年份"),
        ("[].employer_name", "text", "单位"),
        ("[].region", "region", "参保地"),
        ("[].bases", "list of money", "1 至 12 月缴费基数"),
        ("[].own", "list of money", "1 至 12 月个人缴费"),
        ("[].employer", "list of money", "1 至 12 月单位缴费"),
        ("[].states", "list of text", _MONTHLY_STATES),
        ("[].own_total", "money", "个人缴费合计"),
        ("[].employer_total", "money", "单位缴费合计"),
        ("[].months", "integer", "计入的月数"),
    ),
    "recent_months": _fields(
        ("[].month", "month", "月份"),
        ("[].employer_name", "text", "单位"),
        ("[].base", "money", "缴费基数"),
        *((f"[].{scheme}", "text", f"{words}状态") for scheme, words in _SCHEMES.items()),
    ),
    "account": _fields(
        ("exists", "yes_no", "有没有个人账户"),
        ("balance", "money", "账户储存额"),
        ("years[].year", "integer", "年份"),
        ("years[].opening", "money", "年初储存额"),
        ("years[].credited", "money", "当年记入"),
        ("years[].interest", "money", "当年利息"),
        ("years[].closing", "money", "年末储存额"),
        ("years[].rate", "text", "记账利率"),
    ),
    "benefits": _fields(
        ("list[].number", "text", "待遇编号"),
        ("list[].scheme", "text", "险种"),
        ("list[].kind", "text", "待遇种类"),
        ("list[].kind_words", "text", "待遇种类的中文"),
        ("list[].first_month", "month", "首发月"),
        ("list[].last_month", "month", "末发月"),
        ("list[].until_month", "month", "最长到哪个月；没有期限为空"),
        ("list[].monthly", "money", "月标准"),
        ("list[].parts[].name", "text", "组成项目"),
        ("list[].parts[].amount", "money", "组成金额"),
        ("list[].state", "text", "状态"),
        ("list[].state_words", "text", "状态的中文"),
        ("list[].is_running", "yes_no", "是否仍在发放期"),
        ("list[].payee_bank", "text", "发放银行"),
        ("list[].payee_tail", "text", "账号末四位"),
        ("count", "integer", "待遇项数"),
        ("monthly", "money", "现发月标准合计"),
        ("draws_pension", "yes_no", "是否在领养老待遇（不含病残津贴）"),
    ),
    "payments": _fields(
        ("years", "list of integer", "有发放的年份"),
        ("last_year", "integer", "最近年份"),
        ("list[].month", "month", "所属月"),
        ("list[].kind", "text", "项目"),
        ("list[].kind_words", "text", "项目的中文"),
        ("list[].amount", "money", "金额"),
        ("list[].paid_on", "date", "发放日期"),
        ("list[].bank", "text", "银行"),
        ("list[].account_tail", "text", "账号末四位"),
        ("list[].result", "text", "结果"),
        ("list[].result_words", "text", "结果的中文"),
    ),
    "transfers": _fields(
        ("list[].number", "text", "转移编号"),
        ("list[].from_region", "region", "转出地"),
        ("list[].to_region", "region", "转入地"),
        ("list[].state", "text", "进度"),
        ("list[].is_running", "yes_no", "是否还在办"),
        ("list[].holder", "text", "现在办理的机构"),
        ("list[].due", "date", "本步应办结日"),
        ("list[].months", "integer", "转移月数"),
        ("list[].amount_account", "money", "个人账户转移额"),
        ("list[].amount_pooled", "money", "统筹转移额"),
        ("list[].last_step", "date", "最近一步的日期"),
        ("is_moving", "yes_no", "有没有正在办的转移"),
    ),
    "card": _fields(
        ("exists", "yes_no", "有没有社会保障卡"),
        ("card_tail", "text", "卡号末四位"),
        ("state", "text", "应用状态"),
        ("state_words", "text", "应用状态的中文"),
        ("issued", "date", "发卡日期"),
        ("expires", "date", "有效期至"),
        ("bank", "text", "合作银行"),
        ("is_electronic", "yes_no", "是否签发电子社保卡"),
    ),
    "certification": _fields(
        ("is_required", "yes_no", "是否需要认证"),
        ("last_on", "date", "上次认证日"),
        ("method", "text", "上次认证方式"),
        ("method_words", "text", "上次认证方式的中文"),
        ("next_due", "date", "下次认证截止日"),
        ("is_suspended", "yes_no", "是否因未认证暂停发放"),
        ("is_overdue", "yes_no", "是否已过截止日"),
        ("months_since", "integer", "距上次认证满几个月"),
    ),
    "retirement": _fields(
        ("is_known", "yes_no", "能不能算出"),
        ("group", "text", "类别：male 男 female55 原55周岁女 female50 原50周岁女 residents 居民"),
        ("month", "month", "法定退休月"),
        ("age_years", "integer", "法定退休年龄：岁"),
        ("age_months", "integer", "法定退休年龄：再加几个月"),
        ("earliest_month", "month", "弹性提前最早月"),
        ("latest_month", "month", "弹性延迟最晚月"),
        ("required_months", "integer", "最低缴费月数"),
        ("paid_months", "integer", "已累计月数"),
        ("is_reached", "yes_no", "是否已到法定退休月"),
        ("months_left", "integer", "还差几个月"),
        ("has_minimum", "yes_no", "是否已满最低缴费年限"),
    ),
    "estimate": _fields(*ESTIMATE),
    "employer": _fields(
        ("number", "text", "单位编号"),
        ("code", "text", "统一社会信用代码"),
        ("name", "text", "单位名称"),
        ("legal_person", "text", "法定代表人"),
        ("region", "region", "参保地"),
        ("address", "text", "地址"),
        ("phone", "text", "电话"),
        ("headcount", "integer", "参保人数"),
        ("arrears", "money", "欠费"),
        ("joined", "date", "参保日期"),
    ),
    **{name: _fields(*rows) for name, rows in LAW_FACT_FIELDS.items()},
    **CLAIM_FIELDS,
}  # fmt: skip


def has_path(name: str, parts: tuple[str, ...]) -> bool:
    """Does this fact hold something at the dotted parts, as far as names alone can tell?"""
    dotted = ".".join(parts)
    known = (field.path.replace("[]", "") for field in FIELDS[name])
    return any(path == dotted or path.startswith(f"{dotted}.") for path in known)
