"""A case as pages of the desk show it: the dossier, its clock, and what this clerk can do now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shebao.hall.channels.desk import times, words
from shebao.hall.kit.clock import local_date
from shebao.hall.kit.tongues import told
from shebao.hall.kit.visitor import Role, Visitor
from shebao.hall.office.applications import queries
from shebao.hall.office.applications.access import Case
from shebao.hall.office.audit import actions as audit
from shebao.hall.office.connections import outside

CHANNEL = "desk"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A dossier and what the desk makes of it."""

    file: queries.Dossier
    left: times.Left
    is_running: bool
    cannot: str
    pass_label: str
    is_mine: bool
    channel: str
    box: str

    @property
    def may(self) -> bool:
        """Whether this clerk can act on it now."""
        return not self.cannot

    @property
    def passed(self) -> int:
        """How many rules raised nothing."""
        return sum(check.kind == "ok" for check in self.file.checks)

    @property
    def open_checks(self) -> int:
        """How many rules want a look."""
        return len(self.file.checks) - self.passed


def beside(
    case: Case, visitor: Visitor, *, now: datetime, box: str, is_shown: bool = False
) -> Beside:
    """Open a case for a member of staff; the look is written into the trail (6.3.2)."""
    record_look(case, visitor, verb="read-case", purpose=f"handling {case.item}", now=now)
    return put_together(case, visitor, now=now, box=box, is_shown=is_shown)


def record_look(
    case: Case, visitor: Visitor, *, verb: str, purpose: str, now: datetime, about: str = ""
) -> None:
    """Write down who looked at what, and why."""
    audit.record(
        actor=visitor.account,
        verb=verb,
        subject=case.subject,
        purpose=purpose[:120],
        channel=CHANNEL,
        case=case.number,
        now=now,
        details={"about": about} if about else {},
    )


def put_together(
    case: Case, visitor: Visitor, *, now: datetime, box: str, is_shown: bool = False
) -> Beside:
    """The dossier with its clock and this clerk's possibilities."""
    file = queries.dossier(case, is_shown=is_shown)
    why_not = queries.may_act(case, visitor)
    return Beside(
        file=file,
        left=times.left(
            file.due_on,
            received=file.submitted_at,
            is_provisional=file.due_is_provisional,
            today=local_date(now),
            calendar=outside().calendar,
        ),
        is_running=times.is_running(file.stops),
        cannot=_why_not(why_not, file),
        pass_label=pass_label(file),
        is_mine=bool(file.clerk) and file.clerk == visitor.account,
        channel=str(words.CHANNELS.get(file.channel, file.channel)),
        box=box,
    )


def _why_not(why: str, file: queries.Dossier) -> str:
    if why == "role":
        return _("这一步由%(role)s办理。") % {"role": words.ROLES[file.role]}
    if why == "hands":
        return _("这件在%(name)s手上。要接过来，请对方转办。") % {"name": file.clerk_name}
    return str(words.CANNOT[why]) if why else ""


def pass_label(file: queries.Dossier) -> str:
    """What saying yes means at this station."""
    if file.next_kind == "second_review":
        return _("通过并送复核")
    if file.next_kind == "counter":
        return _("通过，请申请人来窗口")
    if file.next_kind == "joint":
        return _("通过，转%(step)s") % {"step": told(file.next_label)}
    if file.next_label:
        return _("通过并送%(step)s") % {"step": told(file.next_label)}
    if file.role == Role.CLERK:
        return _("核验原件并办结")
    return _("同意并办结") if file.role == Role.SECOND_REVIEWER else _("通过并办结")
