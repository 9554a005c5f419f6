"""The door to papers: whose paper it is decides, and "not yours" looks like "not there"."""

from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.documents.queries import PaperCard, paper


def own_paper(number: str, *, subject: str) -> PaperCard:
    """The paper, if it is about this person or employer. Raises ``Hidden``."""
    found = paper(number)
    if found.subject != subject:
        raise Hidden(number)
    return found
