"""May this person, or this clerk, see this case? If not, it is not there (6.3.1)."""

from shebao.hall.kit.hidden import Hidden
from shebao.hall.kit.visitor import Visitor
from shebao.hall.office.agencies.queries import scope_of
from shebao.hall.office.applications.models import Application, Upload
from shebao.hall.office.documents import access as papers
from shebao.hall.office.documents.queries import PaperCard

# What channels call the record that these doors hand out and that the verbs take.
Case = Application


def own_case(number: str, *, visitor: Visitor) -> Application:
    """The case, if it is the subject's this visitor stands for, as far as the mandate goes.

    Raises ``Hidden``.
    """
    case = Application.objects.filter(number=number, subject=visitor.subject).first()
    if case is None or not visitor.sees(case.item):
        raise Hidden(number)
    return case


def desk_case(number: str, *, visitor: Visitor) -> Application:
    """The case, if this clerk's agency answers for it. Raises ``Hidden``."""
    case = Application.objects.filter(
        number=number, agency__startswith=scope_of(visitor.agency)
    ).first()
    if case is None or not visitor.agency:
        raise Hidden(number)
    return case


def own_upload(number: str, *, visitor: Visitor) -> Upload:
    """An upload, on the terms of ``own_case``. Raises ``Hidden``."""
    upload = Upload.objects.filter(number=number, subject=visitor.subject).first()
    if upload is None or not visitor.sees(upload.item):
        raise Hidden(number)
    return upload


def own_paper(number: str, *, visitor: Visitor) -> PaperCard:
    """A paper; by a mandate for some services, only one of their cases. Raises ``Hidden``."""
    found = papers.own_paper(number, subject=visitor.subject)
    if not visitor.sees_all:
        own_case(found.case, visitor=visitor)
    return found


def desk_upload(number: str, *, visitor: Visitor) -> Upload:
    """An upload of a case this clerk may see. Raises ``Hidden``."""
    upload = Upload.objects.filter(number=number).exclude(case="").first()
    if upload is None:
        raise Hidden(number)
    desk_case(upload.case, visitor=visitor)
    return upload
