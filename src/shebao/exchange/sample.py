"""What a conformance check knows of the core it checks: a few numbers the agency names for it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from shebao.exchange.port import Posting, PostingKind

# A number no core gives to anybody.
UNKNOWN = "0000000000000"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Numbers of one insured person, one pensioner and one unit that exist on the other side.

    ``test_person`` is the person whose contact data the check may post; leave it empty and nothing
    is posted.  What is posted is the person's present mobile number, so nothing changes, unless
    ``may_change`` says that the core holds invented people only.  ``deceased_…`` are the citizen
    number and the name of somebody who died; leave them empty and that is not asked.
    """

    person: str
    id_type: str
    id_number: str
    country: str = "CHN"
    pensioner: str
    employer: str
    employer_code: str
    unknown: str = UNKNOWN
    unknown_id_number: str = "990199190001010000"
    test_person: str = ""
    deceased_id_number: str = ""
    deceased_name: str = ""
    may_change: bool = False


class BadSample(ValueError):
    """The sample file cannot be used; the words say why."""


_SAMPLE = TypeAdapter(tuple[Sample, ...])


def load_sample(path: Path) -> Sample:
    """Read a sample from a JSON file; raises :class:`BadSample`."""
    try:
        (sample,) = _SAMPLE.validate_json(b"[" + path.read_bytes() + b"]")
    except (OSError, ValueError, ValidationError) as error:
        raise BadSample(f"{path}: {error}") from error
    return sample


def contact_posting(sample: Sample, *, key: str, mobile: str, at: datetime) -> Posting:
    """The posting a check sends."""
    return Posting(
        key=key,
        kind=PostingKind.CONTACT,
        subject=sample.test_person,
        case="",
        decided_at=at,
        values={"mobile": mobile},
    )
