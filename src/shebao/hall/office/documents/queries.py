"""What can be asked of papers: the wallet, one paper, its file, what is still to be produced."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shebao.hall.kit import store
from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.holding import Holding, holding
from shebao.hall.kit.paging import Page, encode_key, row_after
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.documents.moves import State

COLUMNS = (
    "number", "code", "kind", "menu", "title", "subject", "case", "agency", "issuer", "state",
    "queued_at", "issued_at", "valid_until", "digest", "superseded_by", "revoked_reason",
)  # fmt: skip


class NotReady(LookupError):
    """The paper is queued; its file will be there in a moment."""


@dataclass(frozen=True, kw_only=True)
class PaperCard:
    """A paper as a list shows it; ``digest`` is the SHA-256 of its file, empty while queued."""

    number: str
    code: str
    kind: str
    menu: str
    title: str
    subject: str
    case: str
    agency: str
    issuer: str
    state: str
    queued_at: datetime
    issued_at: datetime | None
    valid_until: date | None
    digest: str
    superseded_by: str
    revoked_reason: str

    @property
    def is_ready(self) -> bool:
        """There is a file to download."""
        return bool(self.digest)

    @property
    def file_name(self) -> str:
        """What a download is called: no personal data."""
        return f"{self.title}-{self.number}.pdf"


def wallet(
    subject: str, menu: str | None = None, after: str = "", size: int = 20
) -> Page[PaperCard]:
    """A person's or employer's papers, newest first (5.4.2.1): one menu, or both."""
    rows = Paper.objects.filter(subject=subject).order_by("-id")
    if menu:
        rows = rows.filter(menu=menu)
    last = row_after(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows.values("id", *COLUMNS)[: size + 1])
    cards = [PaperCard(**{name: row[name] for name in COLUMNS}) for row in found[:size]]
    return Page(cards, encode_key(found[size - 1]["id"]) if len(found) > size else "")


def papers_of(case: str) -> tuple[PaperCard, ...]:
    """Every paper of one case, oldest first."""
    rows = Paper.objects.filter(case=case).order_by("id").values(*COLUMNS)
    return tuple(PaperCard(**row) for row in rows)


def paper(number: str) -> PaperCard:
    """One paper by its number. Raises ``Hidden``."""
    row = Paper.objects.filter(number=number).values(*COLUMNS).first()
    if row is None:
        raise Hidden(number)
    return PaperCard(**row)


def said(number: str) -> Mapping[str, Any]:
    """What the paper was drawn from, frozen when it was queued. Raises ``Hidden``.

    Personal: whoever shows it leaves a trace.
    """
    row = Paper.objects.filter(number=number).only("data").first()
    if row is None:
        raise Hidden(number)
    return dict(row.data)


def file_of(number: str) -> bytes:
    """The sealed PDF. Raises ``Hidden``, and ``NotReady`` while the paper is queued.

    Whoever hands the file to somebody uses ``actions.hand_out``, which leaves a trace.
    """
    found = paper(number)
    if not found.is_ready:
        raise NotReady(number)
    return store.fetch(found.digest)


def named_files(digests: Collection[str]) -> set[str]:
    """Which of these files papers are drawn from or lie in; nobody may remove them."""
    drawn = Paper.objects.filter(template__in=digests).values_list("template", flat=True)
    sealed = Paper.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return {*drawn.distinct(), *sealed.distinct()}


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits to be produced; ``stuck`` have failed several times and need a person."""

    waiting: int
    stuck: int
    oldest: datetime | None


STUCK_AFTER = 5


def backlog() -> Backlog:
    """How the production of papers stands (6.5)."""
    queued = Paper.objects.filter(state=State.QUEUED)
    oldest = queued.order_by("queued_at").values_list("queued_at", flat=True).first()
    return Backlog(
        waiting=queued.count(),
        stuck=queued.filter(attempts__gte=STUCK_AFTER).count(),
        oldest=oldest,
    )


def held(subject: str) -> Holding:
    """Papers and what they were drawn from. Whoever shows it leaves a trace."""
    return holding(
        Paper.objects.filter(subject=subject),
        (
            "number",
            "title",
            "menu",
            "case",
            "state",
            "queued_at",
            "issued_at",
            "valid_until",
            "data",
        ),
        label="凭证和证明",
        why="您随时下载，别人能验真",
        kept="按凭证的保管期限",
    )
