"""What goes over the wire beyond the office's own records: requests, and answers of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shebao.hall.office.accounts.queries import HandledEmployer
from shebao.hall.office.agencies.queries import AgencyCard
from shebao.hall.office.applications.queries import CaseCard, DecisionView, Progress
from shebao.hall.office.audit.queries import CheckpointCard, Look
from shebao.hall.office.catalogue.item import (
    Audience,
    Channel,
    Elements,
    FormField,
    Handling,
    Item,
    Material,
    Promise,
    Rule,
    Step,
)
from shebao.hall.office.catalogue.pinned import Pinned, condition
from shebao.hall.office.catalogue.queries import Card
from shebao.hall.office.documents.queries import PaperCard
from shebao.hall.office.notices.queries import Message

Theme = Literal[
    "registration", "maintenance", "declaration", "records", "pension", "injury", "unemployment",
    "abroad", "card",
]  # fmt: skip
Menu = Literal["voucher", "certificate"]
KEY_PATTERN = r"^[A-Za-z0-9._~+/=:-]{8,128}$"
Key = Annotated[
    str,
    StringConstraints(pattern=KEY_PATTERN),
    Field(description="幂等键：8 到 128 位字母、数字或 ._~+/=:-，同一件事重发时不变"),
]
Answer = str | int | bool | None
Answers = Annotated[
    dict[Annotated[str, StringConstraints(max_length=64)], Answer],
    Field(max_length=200, description="按 /items/{slug}/schema 填写；金额的整数是分"),
]


class Sent(BaseModel):
    """What a caller sends: closed against unknown keys, and types are taken at their word."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Filing(Sent):
    """An application: the answers, the caller's key for it, and that the risk was read (5.3.2)."""

    answers: Answers
    token: Key | None = Field(default=None, description="幂等键，也可放在 Idempotency-Key 头里")
    risk_confirmed: bool = Field(default=False, description="申请人已读过风险提示并确认")


class Supplement(Sent):
    """Answers that replace earlier ones, where the clerk asked for that."""

    answers: Answers


class Filters(BaseModel):
    """What narrows the catalogue down; all given ones must fit."""

    audience: Audience | None = Field(None, description="办事对象")
    theme: Theme | None = Field(None, description="主题")
    handling: Handling | None = Field(None, description="办理类型：即时、承诺、预约")
    life_event: str | None = Field(None, max_length=40, description="人生事件，如“退休”")
    q: str = Field("", max_length=100, description="要找的词，按贴近程度排序")


Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Growth = Annotated[int, Field(ge=0, le=1000)]


class Wished(BaseModel):
    """What to try; whatever is left out is what happens by itself."""

    start: Month | None = Field(None, description="从哪个月开始领，如 2040-06")
    gap: int | None = Field(None, ge=0, le=600, description="从现在起停缴几个月")
    ratio: int | None = Field(None, ge=1, le=999, description="今后的缴费基数是平均工资的百分之几")
    until: Month | None = Field(None, description="缴费缴到哪个月")
    wage_growth: Growth | None = Field(None, description="假定工资每年涨万分之几，如 250 是 2.5%")
    interest: Growth | None = Field(None, description="假定个人账户每年计息万分之几")
    level: int | None = Field(None, ge=0, le=999_999, description="居民养老保险每年缴多少（分）")
    group: Literal["female55", "female50"] | None = Field(
        None, description="岗位类别，只在系统没有登记时看"
    )


@dataclass(frozen=True, kw_only=True)
class Items:
    """The services on offer."""

    rows: Sequence[Card]


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """A rule of the decision as it is told: where it leads, the words, the article."""

    name: str
    result: Literal["refuse", "review", "approve"]
    say: str
    basis: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """The paper an approval issues; ``valid_days`` is 0 for no end."""

    kind: str
    menu: Menu
    title: str
    valid_days: int


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service with its ten published elements (3.2), and all that is needed to file it.

    The ten: name, summary, materials, and the seven of ``elements``.
    """

    slug: str
    version: str
    code: str
    name: str
    summary: str
    theme: Theme
    handling: Handling
    audience: tuple[Audience, ...]
    channels: tuple[Channel, ...]
    life_events: tuple[str, ...]
    identity: str
    is_high_risk: bool
    risk_warning: str
    elements: Elements
    materials: tuple[Material, ...]
    fields: tuple[FormField, ...]
    rules: tuple[RuleWords, ...]
    promise: Promise
    steps: tuple[Step, ...]
    basis: tuple[str, ...]
    paper: IssuedPaper | None
    guide: str = Field(description="办事指南，Markdown")


def service_of(pinned: Pinned) -> Service:
    """The record of one version of a service."""
    item = pinned.item
    return Service(
        slug=item.slug,
        version=pinned.version,
        code=item.code,
        name=item.name,
        summary=item.summary,
        theme=item.theme,
        handling=item.handling,
        audience=item.audience,
        channels=item.channels,
        life_events=item.life_events,
        identity=item.identity,
        is_high_risk=item.is_high_risk,
        risk_warning=item.risk_warning,
        elements=item.elements,
        materials=item.materials,
        fields=item.fields,
        rules=tuple(_rule(rule) for rule in item.rules),
        promise=item.promise,
        steps=item.steps,
        basis=item.basis,
        paper=_paper(item),
        guide=pinned.guide,
    )


def _rule(rule: Rule) -> RuleWords:
    result: Any = condition(rule)[0]
    return RuleWords(
        name=rule.name, result=result, say=rule.say, basis=rule.basis, advice=rule.advice
    )


def _paper(item: Item) -> IssuedPaper | None:
    paper = item.paper
    if paper is None:
        return None
    return IssuedPaper(
        kind=paper.kind, menu=paper.menu, title=paper.title, valid_days=paper.valid_days
    )


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """Where a case stands after what was just done; the whole case is at ``/applications/…``."""

    number: str
    item: str
    status: str
    status_words: str
    is_final: bool
    reason: str
    submitted_at: datetime
    due_on: date | None
    due_is_provisional: bool
    may_withdraw: bool
    may_ask_for_a_person: bool


def state_of(progress: Progress) -> CaseState:
    """The short record of a case."""
    return CaseState(
        number=progress.number,
        item=progress.item,
        status=progress.status,
        status_words=progress.status_words,
        is_final=progress.is_final,
        reason=progress.reason,
        submitted_at=progress.submitted_at,
        due_on=progress.due_on,
        due_is_provisional=progress.due_is_provisional,
        may_withdraw=progress.may_withdraw,
        may_ask_for_a_person=progress.may_ask_for_a_person,
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case whole: how it stands, every decision with its grounds, the papers it brought."""

    progress: Progress
    decisions: Sequence[DecisionView]
    papers: Sequence[PaperCard]


@dataclass(frozen=True, kw_only=True)
class Cases:
    """Some cases, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[CaseCard]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class Papers:
    """Some papers, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[PaperCard]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Some messages, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[Message]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Who did or saw what, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[Look]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class Checkpoints:
    """Some checkpoints, newest first; ``next_after`` is empty on the last page."""

    rows: Sequence[CheckpointCard]
    next_after: str


@dataclass(frozen=True, kw_only=True)
class TrailCheckpoint:
    """A signed checkpoint, to the letter as it was signed; hashes and keys are hexadecimal.

    ``spans`` are ``[stream, first, last, head, root]``; docs/guide/check-a-proof.md tells the rest.
    """

    type: str
    number: int
    at: str
    entries: int
    streams: int
    root: str
    previous: str
    key: str
    signature: str
    public_key: str
    spans: Sequence[tuple[int, int, int, str, str]]


@dataclass(frozen=True, kw_only=True)
class Agencies:
    """All agencies by code."""

    rows: Sequence[AgencyCard]


@dataclass(frozen=True, kw_only=True)
class Me:
    """Who the caller is, for whom they act now, and what this access allows."""

    account: str
    name: str
    subject: str
    subject_name: str
    acts_for_employer: bool
    mandate: str
    may_only_look: bool
    employers: Sequence[HandledEmployer]
    scopes: tuple[str, ...]
    token: str
