"""The sample by which the core in memory is checked; its people are invented and may be changed."""

from shebao.exchange.memory.cast import CHEN, DONGHU, EMPLOYERS, LIN, WANG, cast
from shebao.exchange.memory.core import DAY
from shebao.exchange.memory.kin import GU, with_kin
from shebao.exchange.sample import Sample

_WANG = cast(DAY).records[WANG].person
_GU = with_kin(cast(DAY).records, DAY)[GU].person

SAMPLE = Sample(
    person=WANG,
    id_type=_WANG.id_type,
    id_number=_WANG.id_number,
    country=_WANG.country,
    pensioner=CHEN,
    employer=DONGHU,
    employer_code=EMPLOYERS[DONGHU].code,
    test_person=LIN,
    deceased_id_number=_GU.id_number,
    deceased_name=_GU.name,
    may_change=True,
)
