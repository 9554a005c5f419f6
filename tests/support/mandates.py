"""A mother and a daughter for random histories of mandates."""

from datetime import UTC, datetime, time
from typing import Any

from shebao.hall.kit.limits.models import Counter
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.accounts import actions, queries
from shebao.hall.office.accounts.actions.opening import document_index
from shebao.hall.office.accounts.models import Account, Act, Mandate
from shebao.hall.office.operations import mandating
from tests.support.cast import CHEN, MONDAY, SURELY, WANG


class Household:
    """Both accounts, without a core behind them; ``today`` is moved by the test."""

    def __init__(self) -> None:
        Mandate.objects.all().delete()
        Account.objects.filter(kind="person").delete()
        Counter.objects.all().delete()
        self.today = MONDAY.date()
        self.mother = self._open("A-CHEN", CHEN, "陈建国", "1")
        self.daughter = self._open("A-WANG", WANG, "王芳", "2")

    def _open(self, number: str, person: str, name: str, document: str) -> Account:
        return Account.objects.create(
            number=number, kind="person", username=number, name=name, person=person,
            document_index=document_index("citizen_id", "CHN", document), created_at=MONDAY,
        )  # fmt: skip

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(4), tzinfo=UTC)

    def give(self, *, days: int, may_file: bool) -> str:
        from datetime import timedelta

        acts: tuple[Any, ...] = (Act.LOOK, Act.FILE) if may_file else (Act.LOOK,)
        return mandating.give(
            principal=CHEN, principal_name="陈建国", account="A-CHEN", channel="web", now=self.now,
            to=actions.Named(id_type="citizen_id", country="CHN", id_number="2", name="王芳"),
            terms=actions.Terms(items=(), acts=acts, until=self.today + timedelta(days=days)),
        )  # fmt: skip

    def answer(self, number: str, *, accepts: bool) -> bool:
        return mandating.answer(
            number=number, account="A-WANG", accepts=accepts, channel="web", now=self.now
        )

    def end(self, number: str, *, by_agent: bool) -> bool:
        person, account = (WANG, "A-WANG") if by_agent else (CHEN, "A-CHEN")
        return mandating.end(
            number=number, person=person, subject=person, account=account, channel="web",
            now=self.now,
        )  # fmt: skip

    def lapse(self) -> None:
        mandating.let_lapse(now=self.now)

    def standing(self) -> Visitor:
        return queries.visitor(self.daughter, acting_for=CHEN, today=self.today, proof=SURELY)
