"""What a password must be, in words; the rules themselves are the office's."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.hall.channels.web.words import Words
from shebao.hall.office.accounts import passwords

HINT = gettext_lazy(
    "8 位以上，大写、小写、数字、符号里至少三种。不要用证件号、手机号、姓名和常见密码"
)
FAULTS: dict[str, Words] = {
    "short": gettext_lazy("密码太短了，至少 8 位"),
    "long": gettext_lazy("密码太长了，最多 128 位"),
    "plain": gettext_lazy("密码太简单：大写、小写、数字、符号里至少要有三种"),
    "common": gettext_lazy("这个密码太常见，很容易被猜到，请换一个"),
    "yours": gettext_lazy("密码里有您的证件号、手机号、姓名或登录名，请换一个"),
}
STRENGTH: dict[str, Words] = {
    "fair": gettext_lazy("密码强度：够用。再长一些会更安全"),
    "strong": gettext_lazy("密码强度：很好"),
}


def fault(password: str, again: str, *, about: Iterable[str]) -> str:
    """What is wrong with a new password, in words; nothing when it will do."""
    if not password:
        return _("请填写新密码")
    found = passwords.fault(password, about=about)
    if found:
        return str(FAULTS[found])
    return "" if password == again else _("两次填的密码不一样，请再填一次")


def strength(password: str) -> str:
    """How good an accepted password is, in words."""
    return str(STRENGTH[passwords.strength(password)])
