"""What this room keeps about somebody, for their own eyes (个保法 第四十五条)."""

from typing import Any

from django.db.models import Q, QuerySet

from shebao.hall.kit.holding import Holding, holding
from shebao.hall.office.accounts.models import (
    Acceptance,
    Account,
    ApiToken,
    Authenticator,
    Binding,
    Code,
    Consent,
    Device,
    Mandate,
    Nature,
    Seat,
    SignIn,
    SignUp,
    Tally,
    Text,
    Ticket,
    Unit,
)


def held(person: str) -> tuple[Holding, ...]:
    """Everything this room keeps about a person (个保法 第四十五条). Whoever shows it traces it."""
    accounts = Account.objects.filter(person=person)
    number = accounts.values("number")[:1]
    return (
        holding(
            accounts,
            (
                "number",
                "username",
                "name",
                "id_number",
                "mobile",
                "created_at",
                "last_login",
                "closing_at",
            ),
            label="账户",
            why="登录和联系您",
            kept="账户使用期间，注销后 3 年",
        ),
        holding(
            SignIn.objects.filter(account=number),
            ("at", "channel", "outcome", "address"),
            label="登录记录",
            why="发现别人冒用您的账户",
            kept="6 个月",
        ),
        holding(
            Mandate.objects.filter(Q(agent=person) | Q(principal=person)),
            (
                "number",
                "nature",
                "state",
                "principal_name",
                "agent_name",
                "items",
                "acts",
                "proof",
                "since",
                "until",
                "asked_at",
                "answered_at",
                "used_at",
                "ended_at",
            ),
            label="授权办事",
            why="谁能替谁办事的凭据",
            kept="结束后 10 年",
        ),
        holding(
            Acceptance.objects.filter(account=number),
            ("agreement", "version", "digest", "channel", "at"),
            label="接受的协议",
            why="协议对双方有效的凭据",
            kept="账户使用期间，注销后 3 年",
        ),
        holding(
            ApiToken.objects.filter(account=number),
            ("number", "name", "scopes", "acting_for", "created_at", "expires_at", "ended_at"),
            label="接口令牌",
            why="您允许的程序",
            kept="结束后 3 年",
        ),
        holding(
            Authenticator.objects.filter(account=number),
            ("way", "name", "created_at", "used_at", "ended_at"),
            label="登录和核验方式",
            why="核验是您本人",
            kept="停用后 3 年",
        ),
        holding(
            Seat.objects.filter(account=number),
            ("device", "way", "level", "address", "since", "ended_at"),
            label="登录过的设备",
            why="让您看到并退出别处的登录",
            kept="6 个月",
        ),
        holding(
            Device.objects.filter(account=number),
            ("words", "first_at", "last_at"),
            label="认得的浏览器",
            why="换设备登录时多核验一次",
            kept="最后一次登录后 13 个月",
        ),
        holding(
            Binding.objects.filter(account=number),
            ("provider", "created_at", "ended_at"),
            label="绑定的账号",
            why="用别处的账号登录",
            kept="解绑后 3 年",
        ),
        holding(
            Code.objects.filter(account=number),
            ("purpose", "asked_at", "used_at", "tries"),
            label="验证码",
            why="核验是您本人，不存验证码本身",
            kept="6 个月",
        ),
        *_more(person, number),
    )


def _more(person: str, number: QuerySet[Any]) -> tuple[Holding, ...]:
    return (
        holding(
            Text.objects.filter(account=number),
            ("created_at", "sent_at", "reference"),
            label="安全短信",
            why="发验证码和安全提醒，发出后不留号码和内容",
            kept="6 个月",
        ),
        holding(
            Tally.objects.filter(account=number),
            ("scope", "failures", "locked_until"),
            label="连错次数",
            why="防止别人猜密码和验证码",
            kept="6 个月",
        ),
        holding(
            Consent.objects.filter(account=number),
            ("number", "partner", "scopes", "items", "acting_for", "given_at", "ended_at"),
            label="同意过的程序",
            why="您允许哪个程序做什么的凭据",
            kept="结束后 3 年",
        ),
        holding(
            Ticket.objects.filter(account=number),
            ("kind", "partner", "scopes", "state", "created_at", "expires_at"),
            label="程序登录的一次性凭据",
            why="让您同意的程序换到令牌，不存凭据本身",
            kept="过期后 30 天",
        ),
        holding(
            SignUp.objects.filter(person=person),
            ("answers", "mobile_at", "created_at", "done_at"),
            label="注册经过",
            why="分几步注册时保存填写内容",
            kept="1 天",
        ),
        holding(
            Unit.objects.filter(
                employer__in=Mandate.objects.filter(agent=person, nature=Nature.HANDLER).values(
                    "principal"
                )
            ),
            ("employer", "name", "code", "legal_person", "legal_phone", "registered_at"),
            label="您经办的单位",
            why="单位注册信息",
            kept="最后一位经办人结束后 10 年",
        ),
    )
