"""One claim of each kind: who asks, with which answers, and what the core holds afterwards."""

from dataclasses import dataclass
from typing import Any

from tests.support.cast import GAO, LIN, MENG, QIAN, SUN, WANG


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A claim from the form to the paper; ``kind`` is empty where nothing is drawn from it."""

    slug: str
    person: str
    answers: dict[str, str]
    kind: str
    scheme: str
    paper: str
    uploads: tuple[str, ...] = ()
    is_reviewed_twice: bool = False

    @property
    def id(self) -> str:
        return self.slug


ERRANDS = (
    Errand(
        slug="pension-claim",
        person=GAO,
        answers={"start_month": "2026-03", "record_is_right": "yes"},
        kind="pension",
        scheme="pension",
        paper="pension_award",
        is_reviewed_twice=True,
    ),
    Errand(
        slug="early-retirement",
        person=MENG,
        answers={
            "start_month": "2026-03", "has_employer": "yes", "noticed_on": "2025-12-01",
            "record_is_right": "yes",
        },
        kind="pension",
        scheme="pension",
        paper="pension_award",
        is_reviewed_twice=True,
    ),
    Errand(
        slug="late-retirement",
        person=LIN,
        answers={"until_month": "2032-05", "agreed_on": "2026-02-10", "is_leader": "no"},
        kind="",
        scheme="pension",
        paper="retirement_deferral",
        uploads=("agreement",),
    ),
    Errand(
        slug="residents-pension-claim",
        person=SUN,
        answers={"draws_elsewhere": "no", "record_is_right": "yes"},
        kind="residents_pension",
        scheme="residents",
        paper="residents_pension",
    ),
    Errand(
        slug="disability-allowance",
        person=WANG,
        answers={
            "cause": "illness", "is_total": "yes", "appraised_on": "2026-02-20",
            "appraisal_number": "劳鉴〔2026〕00012 号",
        },
        kind="disability_allowance",
        scheme="pension",
        paper="disability_allowance",
        uploads=("appraisal",),
        is_reviewed_twice=True,
    ),
    Errand(
        slug="unemployment-benefit",
        person=QIAN,
        answers={
            "left_on": "2025-12-31", "reason": "contract_ended", "registered_on": "2026-01-08",
        },
        kind="unemployment_benefit",
        scheme="unemployment",
        paper="unemployment_benefit",
    ),
)  # fmt: skip
BY_SLUG: dict[str, Any] = {one.slug: one for one in ERRANDS}
