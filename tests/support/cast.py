"""The people in all tests: 王芳 applies, 林强 must see nothing, and the staff who decide."""

from dataclasses import dataclass
from datetime import UTC, datetime

from shebao.exchange.port import Insurance, PersonOf, ask_one
from shebao.hall.kit.clock import local_date, now
from shebao.hall.kit.visitor import Level, Proof, Role, Visitor
from shebao.hall.office.accounts import actions, agreements, queries
from shebao.hall.office.accounts.models import Account

PASSWORD = "correct-horse-41"
AGENCY = "990100"
# What the authenticator app of every member of staff in tests was given.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WANG = "3000000000001"
LIN = "3000000000002"
CHEN = "3000000000003"
ZHAO = "3000000000004"
ZHOU = "3000000000005"
RARE = "3000000000006"
GAO = "3000000000007"
MENG = "3000000000008"
SUN = "3000000000009"
QIAN = "3000000000010"
# A Monday morning before ordinary working weeks.
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

# Everybody of the cast has just proven who they are; tests of proving say otherwise.
SURELY = Proof(method="passkey", level=Level.VERIFIED, at=MONDAY, digest="d" * 32)


@dataclass(frozen=True, kw_only=True)
class Player:
    """Somebody with an account, and the visitor they are once signed in."""

    username: str
    visitor: Visitor
    pk: int


def _player(username: str) -> Player:
    account = Account.objects.get(username=username)
    visitor = queries.visitor(account, acting_for="", today=MONDAY.date(), proof=SURELY)
    return Player(username=username, visitor=visitor, pk=account.pk)


def enter_person(insurance: Insurance, number: str, username: str) -> Player:
    """Open the account of a person of the core's cast."""
    person = ask_one(insurance, PersonOf(number=number)).value
    assert person is not None
    actions.open_for_person(person=person, username=username, password=PASSWORD, now=MONDAY)
    agree(username)
    return _player(username)


def agree(username: str) -> None:
    """Accept the agreements of every day tests are set in."""
    account = Account.objects.get(username=username)
    for today in {MONDAY.date(), local_date(now())}:
        actions.accept(
            account=account.number, person=account.person, channel="web", today=today, now=MONDAY,
            read=agreements.mark(agreements.current(today)),
        )  # fmt: skip


def enter_staff(username: str, name: str, *roles: Role, agency: str = AGENCY) -> Player:
    """Open an account for a member of staff, with an app bound to it."""
    number = actions.open_for_staff(
        name=name, username=username, password=PASSWORD, agency=agency, roles=roles, now=MONDAY
    )
    code = actions.totp_code(SECRET, now=MONDAY)
    actions.add_totp(account=number, secret=SECRET, answer=code, channel="desk", now=MONDAY)
    return _player(username)
