"""What the facts worked out by the law hold, field by field."""

Row = tuple[str, str, str]
_WORKING: tuple[Row, ...] = (
    ("is_calculated", "yes_no", "能不能推算"),
    ("why", "text", "不能推算的原因"),
    ("total", "money", "每月合计"),
    ("lines[].label", "text", "每一步：名称"),
    ("lines[].formula", "text", "每一步：算法"),
    ("lines[].inputs", "text", "每一步：代入的数"),
    ("lines[].basis", "text", "每一步：依据"),
    ("lines[].amount", "text", "每一步：结果"),
    ("lines[].is_part", "yes_no", "这一步是不是计入合计"),
    ("notes", "list of text", "说明"),
    ("left_out", "list of text", "没有计算的项目和原因"),
)
_GRANTED: tuple[Row, ...] = (
    ("is_granted", "yes_no", "社保系统是否已经核定"),
    ("granted_number", "text", "核定的待遇编号"),
    ("granted_monthly", "money", "核定的月标准"),
    ("granted_from", "month", "核定的首发月"),
    ("granted_until", "month", "核定的最长到哪月；没有期限为空"),
)
PENSION_AWARD: tuple[Row, ...] = (
    ("start_month", "month", "退休月：表单上选的，没选是法定退休月"),
    ("choice", "text", "方式：early 弹性提前 statutory 法定 late 弹性延迟"),
    ("statutory_month", "month", "法定退休月"),
    ("first_month", "month", "首发月"),
    ("written_by", "month", "最晚哪个月书面告知或协商；法定退休为空"),
    ("required_months", "integer", "最低缴费月数"),
    ("paid_months", "integer", "实际缴费月数，计到退休月"),
    ("deemed_months", "integer", "视同缴费月数"),
    ("credited_months", "integer", "累计月数"),
    ("missing_months", "integer", "还差几个月"),
    ("account", "money", "计到退休月的个人账户储存额"),
    ("elsewhere_months", "integer", "还在别的参保地、没有归集的月数"),
    ("deferred_until", "month", "延迟退休备案到哪个月；没有为空"),
    ("has_later_payments", "yes_no", "退休月以后有没有缴费"),
    ("is_carried_over", "yes_no", "是否由病残津贴转为养老金"),
    *_WORKING,
    *_GRANTED,
)
RESIDENTS_PENSION: tuple[Row, ...] = (
    ("start_month", "month", "年满 60 周岁的月份"),
    ("first_month", "month", "首发月"),
    ("is_of_age", "yes_no", "是否已满 60 周岁"),
    ("paid_months", "integer", "缴费月数"),
    ("required_months", "integer", "最低缴费月数"),
    ("missing_months", "integer", "还差几个月"),
    ("is_transition", "yes_no", "是否按制度实施时的年龄放宽年限"),
    *_WORKING,
    *_GRANTED,
)
DISABILITY: tuple[Row, ...] = (
    ("first_month", "month", "首发月：下个月，已核定的是核定的月"),
    ("case", "text", "情形：near 距法定年龄 5 年内 far 5 年以上 short 年限不够"),
    ("is_provisional", "yes_no", "金额是不是暂定"),
    ("months_to_go", "integer", "距法定退休月几个月"),
    ("statutory_month", "month", "法定退休月"),
    ("required_months", "integer", "最低缴费月数"),
    ("limit_months", "integer", "最多发几个月；没有期限为 0"),
    ("until_month", "month", "最长到哪个月；没有期限为空"),
    ("refigured_month", "month", "哪个月重新计算；不重算为空"),
    *_WORKING,
    *_GRANTED,
)
UNEMPLOYMENT_CLAIM: tuple[Row, ...] = (
    ("is_drawing", "yes_no", "是否正在领取"),
    ("paid_months", "integer", "上次领取以后的缴费月数"),
    ("carried_months", "integer", "上次应领未领的月数"),
    ("used_months", "integer", "历次已领的月数"),
    ("earned_months", "integer", "按本次缴费可领的月数"),
    ("months", "integer", "本次最多可领的月数"),
    ("cap", "integer", "上限月数"),
    ("first_month", "month", "首发月：失业登记当月"),
    ("until_month", "month", "最长到哪个月"),
    ("is_calculated", "yes_no", "有没有当地标准"),
    ("why", "text", "没有当地标准的原因"),
    ("monthly", "money", "每月标准"),
    ("basis", "text", "标准的依据"),
    *_GRANTED,
)
LAW_FACT_FIELDS: dict[str, tuple[Row, ...]] = {
    "pension_award": PENSION_AWARD,
    "residents_pension": RESIDENTS_PENSION,
    "disability": DISABILITY,
    "unemployment_claim": UNEMPLOYMENT_CLAIM,
}
