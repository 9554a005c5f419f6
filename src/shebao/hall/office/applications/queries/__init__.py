"""How cases stand (5.2.1): for the applicant, for the desk, for the operator."""

from shebao.hall.office.applications.queries.desk import DeskFilter, DeskRow, worklist
from shebao.hall.office.applications.queries.mine import (
    CaseCard,
    DecisionView,
    Moment,
    Progress,
    Station,
    UploadCard,
    decisions,
    drafts,
    moments,
    my_cases,
    progress,
    uploads,
    wanting_me,
)
from shebao.hall.office.applications.queries.postings import PostingCard, postings

__all__ = [
    "CaseCard",
    "DecisionView",
    "DeskFilter",
    "DeskRow",
    "Moment",
    "PostingCard",
    "Progress",
    "Station",
    "UploadCard",
    "decisions",
    "drafts",
    "moments",
    "my_cases",
    "postings",
    "progress",
    "uploads",
    "wanting_me",
    "worklist",
]
