"""May this person see this entry? If not, it is not there (6.3.1)."""

from shebao.hall.kit.hidden import Hidden
from shebao.hall.office.audit.models import Entry

# What channels call the record that this door hands out.
Own = Entry


def own_entry(number: int, *, subject: str) -> Entry:
    """The entry, if it concerns this subject. Raises ``Hidden``."""
    entry = Entry.objects.filter(pk=number, subject=subject).first()
    if entry is None:
        raise Hidden(str(number))
    return entry
