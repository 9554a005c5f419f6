"""The verbs of a case: the only places that write; each leaves a trace and is safe to repeat."""

from shebao.hall.office.applications.actions.applicant import (
    ask_for_a_person,
    send_supplement,
    withdraw,
)
from shebao.hall.office.applications.actions.drafting import (
    OpenDraft,
    discard_draft,
    open_draft,
    save_draft,
)
from shebao.hall.office.applications.actions.filing import Errand, file_case
from shebao.hall.office.applications.actions.moving import NotAllowed
from shebao.hall.office.applications.actions.reviewing import (
    ask_for_supplement,
    hand_over,
    pass_step,
    refuse,
    take,
)
from shebao.hall.office.applications.actions.seconding import (
    Asked,
    NeedsSecond,
    ask_second,
    asked_for,
)
from shebao.hall.office.applications.actions.uploading import NotAccepted, add_upload, drop_upload

__all__ = [
    "Asked",
    "NeedsSecond",
    "ask_second",
    "asked_for",
    "Errand",
    "NotAccepted",
    "NotAllowed",
    "OpenDraft",
    "add_upload",
    "ask_for_a_person",
    "ask_for_supplement",
    "discard_draft",
    "drop_upload",
    "file_case",
    "hand_over",
    "open_draft",
    "pass_step",
    "refuse",
    "save_draft",
    "send_supplement",
    "take",
    "withdraw",
]
