"""The demo's certificate authority: a stand-in, admitted by two officers as a real one would be."""

from datetime import timedelta
from pathlib import Path

from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Kind, Visitor

FIRST, SECOND = "zhengshou", "fanglin"


def settle(address: str) -> list[str]:
    """Admit the stand-in once; returns the lines that say where its key software is."""
    from django.conf import settings

    _admit(Path(settings.SHEBAO_STANDIN_AUTHORITY))
    return [f"证书软件（演示替身）            {address}/dev/certificate/"]


def _admit(folder: Path) -> None:
    from shebao.hall.gateways.certificate.standin import NAME, StandinAuthority
    from shebao.hall.office.accounts import actions, queries

    now = clock.now()
    today = clock.local_date(now)
    authority = StandinAuthority(folder, clock=clock.now)
    if queries.admitted_authority(authority.fingerprint, today) is not None:
        return
    number = actions.ask_admission(
        admission=actions.Admission(
            kind=actions.AuthorityKind.CA, name=NAME, code="91990000MA0000000X",
            fingerprint=authority.fingerprint, acceptance="演示，没有验收", accepted_on=today,
            liability="演示，不承担责任", since=today, until=today + timedelta(days=366),
        ),
        by=_officer(FIRST), now=now,
    )  # fmt: skip
    actions.decide_admission(number=number, is_admitted=True, by=_officer(SECOND), now=now)


def _officer(username: str) -> Visitor:
    from shebao.hall.office.accounts.queries import staff_account

    return Visitor(kind=Kind.STAFF, account=staff_account(username))
