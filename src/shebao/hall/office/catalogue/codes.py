"""The core's codes in words for papers; a code not listed here is shown as it came."""

WORDS: dict[str, str] = {
    # schemes
    "pension": "企业职工基本养老保险", "residents": "城乡居民基本养老保险",
    "unemployment": "失业保险", "injury": "工伤保险",
    # registrations
    "active": "正常参保", "paused": "暂停缴费", "retired": "已退休", "moved": "已转出",
    "ended": "终止",
    # benefits and their parts
    "residents_pension": "城乡居民养老金", "unemployment_benefit": "失业保险金",
    "disability_allowance": "病残津贴", "local": "地方增发", "long_paying": "长缴加发",
    "high_age": "高龄加发",
    "basic": "基础养老金", "account": "个人账户养老金", "transitional": "过渡性养老金",
    "supplement": "补足额", "adjustment": "调整增加额", "base": "基础养老金",
    # payments
    "paid": "成功", "held": "暂停发放", "returned": "退票", "pending": "待发放",
    # months
    "p": "已到账", "a": "欠费", "m": "补缴", "t": "转入", "d": "视同", "w": "未到账", "-": "",
    # certification
    "matching": "信息比对", "face": "刷脸认证", "village": "社区（村）核实", "counter": "窗口核实",
    "web_self": "网上自助认证", "kiosk": "自助终端认证",
    # cards
    "normal": "正常", "sealed": "封存", "lost": "正式挂失", "lost_temporary": "临时挂失",
    "locked": "应用锁定", "cancelled": "注销",
}  # fmt: skip


def worded(code: str) -> str:
    """The words of a code, or the code itself."""
    return WORDS.get(code, code)


WORDS |= {
    "funeral": "丧葬补助金", "survivor_pension": "抚恤金", "account_balance": "个人账户储存额",
    "disability_lump_sum": "一次性伤残补助金", "disability_allowance": "伤残津贴",
    "care": "生活护理费", "death_lump_sum": "一次性工亡补助金",
    **{f"dependant_{place}": f"供养亲属 {place}" for place in range(1, 11)},
    "survivor_grant": "遗属待遇", "account_payout": "个人账户一次性待遇",
    "injury_grant": "一次性伤残补助金", "injury_pension": "伤残津贴和护理费",
    "injury_cost": "工伤费用报销", "cost_medical": "工伤医疗费",
    "cost_rehabilitation": "工伤康复费", "cost_board": "住院伙食补助费",
    "cost_travel": "交通食宿费", "cost_device": "辅助器具费",
    "death_grant": "工亡一次性待遇", "dependant_pension": "供养亲属抚恤金",
}  # fmt: skip

# Words that mean something else of a benefit than of a scheme.
_BENEFIT = {
    "pension": "基本养老金", "active": "正常发放", "suspended": "暂停发放", "ended": "已停发",
}  # fmt: skip


def worded_benefit(code: str) -> str:
    """The words of a benefit's kind or state."""
    return _BENEFIT.get(code) or worded(code)
