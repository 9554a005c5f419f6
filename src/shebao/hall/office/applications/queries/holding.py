"""Everything the cases keep about one person or employer (个保法 第四十五条)."""

from django.db.models import Model, QuerySet

from shebao.hall.kit.holding import Holding, holding
from shebao.hall.office.applications.models import (
    Application,
    Decision,
    Draft,
    Outgoing,
    Pause,
    Proven,
    Trace,
    Upload,
)

BY_LAW = "按事项的档案保管期限"


def held(subject: str) -> tuple[Holding, ...]:
    """Drafts, cases and what hangs on them. Whoever shows it leaves a trace."""
    cases = Application.objects.filter(subject=subject)
    numbers = cases.values("number")
    return (
        _of_draft(subject),
        _of_case(
            cases,
            ("number", "item_name", "version", "channel", "agency", "status", "answers",
             "submitted_at", "due_on", "supplement", "reason", "closed_at"),
            label="申请",
            why="办理您的申请",
        ),
        _of_case(
            Upload.objects.filter(subject=subject),
            ("number", "item", "case", "material", "file_name", "kind", "size", "sent_at"),
            label="材料",
            why="审核您的申请",
        ),
        _of_case(
            Decision.objects.filter(case__in=numbers),
            ("case", "at", "maker", "result", "version", "inputs", "fired", "digest"),
            label="决定和依据",
            why="说明为什么这样决定，能重新计算",
        ),
        _of_case(
            Proven.objects.filter(case__in=numbers),
            ("case", "method", "level", "at", "digest"),
            label="本人核验记录",
            why="证明是您本人办理",
        ),
        _of_case(
            Trace.objects.filter(case__in=numbers),
            ("case", "at", "event", "words", "channel"),
            label="办理过程",
            why="告诉您办到哪一步",
        ),
        _of_case(
            Pause.objects.filter(case__in=numbers),
            ("case", "reason", "since", "until"),
            label="时限暂停",
            why="计算承诺的办结日",
        ),
        _of_case(
            Outgoing.objects.filter(subject=subject),
            ("key", "case", "kind", "values", "decided_at", "state"),
            label="入账通知",
            why="把决定送到社保系统",
        ),
    )  # fmt: skip


def _of_draft(subject: str) -> Holding:
    return holding(
        Draft.objects.filter(subject=subject),
        ("item", "version", "answers", "updated_at"),
        label="草稿",
        why="替您保存没填完的内容",
        kept="最后一次修改后 90 天",
    )


def _of_case(rows: QuerySet[Model], columns: tuple[str, ...], *, label: str, why: str) -> Holding:
    return holding(rows, columns, label=label, why=why, kept=BY_LAW)
