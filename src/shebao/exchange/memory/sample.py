"""The sample by which the core in memory is checked; its people are invented and may be changed."""

from shebao.exchange.memory.cast import CHEN, DONGHU, EMPLOYERS, LIN, WANG, cast
from shebao.exchange.memory.core import DAY
from shebao.exchange.sample import Sample

_WANG = cast(DAY).records[WANG].person

SAMPLE = Sample(
    person=WANG,
    id_type=_WANG.id_type,
    id_number=_WANG.id_number,
    country=_WANG.country,
    pensioner=CHEN,
    employer=DONGHU,
    employer_code=EMPLOYERS[DONGHU].code,
    test_person=LIN,
    may_change=True,
)
