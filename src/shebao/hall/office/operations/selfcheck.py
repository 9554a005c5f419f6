"""Before the first request: is it safe to serve? In production a doubt is a refusal (6.4.5)."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shebao.exchange.keys import KeyTrouble, OwnStore, load_own
from shebao.hall.gateways.certificate.trusted import trusted_in
from shebao.hall.kit.openid_keys import openid_keys
from shebao.hall.office.audit import guards

Check = Callable[[], Iterator[str]]


def problems() -> tuple[str, ...]:
    """Everything that speaks against starting, in words with what to do; empty when all is well."""
    checks: tuple[Check, ...] = (_tables_and_offers,)
    if settings.SHEBAO_MODE == "production":
        checks = (*checks, _addresses, _standins, _trail_is_checked, *OPTIONAL)
    return tuple(problem for check in checks for problem in check())


def worker_problems() -> tuple[str, ...]:
    """What speaks against starting a worker in production: it signs the trail."""
    if settings.SHEBAO_MODE != "production":
        return ()
    return tuple(_trail_is_signed())


def _tables_and_offers() -> Iterator[str]:
    missing = tuple(_migrations())
    yield from missing or (*_offers(), *_guards())


def _migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "数据库还没有升级，请运行 shebao manage migrate"


def _offers() -> Iterator[str]:
    from shebao.hall.office.catalogue.queries import catalogue

    if not catalogue():
        yield "还没有发布任何服务事项，请运行 shebao items publish"


def _addresses() -> Iterator[str]:
    if not settings.SHEBAO_PUBLIC_URL.startswith("https://"):
        yield "SHEBAO_PUBLIC_URL 应以 https:// 开头"
    if "*" in settings.ALLOWED_HOSTS:
        yield "SHEBAO_HOSTS 不能是 *,请写明域名"


def _standins() -> Iterator[str]:
    for name, is_standin in settings.SHEBAO_STANDINS.items():
        if is_standin and name not in settings.SHEBAO_ACCEPTED_STANDINS:
            yield (
                f"{name} 还是演示用的替身，生产环境不能用。请配置真实服务，"
                f"或在 SHEBAO_ACCEPT_STANDINS 里写明接受 {name}"
            )


def _guards() -> Iterator[str]:
    names = guards.missing()
    if names:
        yield (
            f"留痕的防改动触发器少了 {len(names)} 个。请运行 shebao audit verify 查明有没有改动，"
            "再运行 shebao audit guard"
        )


def _openid_keys_are_fit() -> Iterator[str]:
    try:
        openid_keys(settings.SHEBAO_OPENID_KEYS)
    except (ValueError, OSError) as trouble:
        yield f"SHEBAO_OPENID_KEYS 不能用：{trouble}"


def _certificates_are_fit() -> Iterator[str]:
    try:
        trusted_in(settings.SHEBAO_CERTIFICATES)
    except (ValueError, OSError) as trouble:
        yield f"SHEBAO_CERTIFICATES 里有读不懂的文件：{trouble}"


def _trail_is_checked() -> Iterator[str]:
    try:
        if load_own(settings.SHEBAO_TRAIL_KEYS):
            return
        yield "SHEBAO_TRAIL_KEYS 里没有检查点的公钥，请用 shebao audit keys 生成密钥"
    except KeyTrouble as trouble:
        yield f"SHEBAO_TRAIL_KEYS 不能用：{trouble}"


def _trail_is_signed() -> Iterator[str]:
    try:
        OwnStore(settings.SHEBAO_TRAIL_KEYS)
    except (KeyTrouble, OSError) as trouble:
        yield f"SHEBAO_TRAIL_KEYS 里没有能用的签名密钥，请用 shebao audit keys 生成：{trouble}"


# What may be left out, but not be broken.
OPTIONAL = (_openid_keys_are_fit, _certificates_are_fit)
