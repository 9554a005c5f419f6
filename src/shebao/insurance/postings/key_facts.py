"""Name, sex, birth and first work: the facts on which rights hang, and what follows from them."""

from dataclasses import dataclass
from datetime import date, datetime

from shebao.exchange.port import Posting
from shebao.insurance import sql
from shebao.insurance.books import local_date, month_of
from shebao.insurance.deemed import rewrite_deemed
from shebao.insurance.postings import pension
from shebao.insurance.postings.outcome import Outcome, Refusal, Subject, living

_YOUNGEST_WORKER = 14 * 12


@dataclass(frozen=True, kw_only=True)
class _Facts:
    name: str
    sex: str
    birth: date
    first_work: date | None


def apply(posting: Posting, *, now: datetime) -> Outcome:
    """Write the facts and work out anew what depends on them.

    A changed sex changes the retirement group; a changed birth, the account part of a running
    pension; a changed first work, the deemed months.
    """
    person = living(posting.subject)
    facts = _facts(posting, person, today=local_date(now))
    group = _group(person, facts.sex)
    sql.change(
        "UPDATE insurance_person SET name = %s, sex = %s, birth = %s, first_work = %s, "
        "retirement_group = %s WHERE number = %s",
        facts.name,
        facts.sex,
        facts.birth,
        facts.first_work,
        group,
        person.number,
    )
    values = {"changed": ",".join(sorted(posting.values)), "retirement_group": group}
    if facts.birth != person.birth:
        values |= pension.refigured(person.number, before=person.birth, born=facts.birth)
    if facts.first_work != person.first_work and facts.first_work is not None:
        values |= rewrite_deemed(person.number, first_work=facts.first_work)
    return Outcome(values=values)


def _facts(posting: Posting, person: Subject, *, today: date) -> _Facts:
    given = posting.values
    if not given:
        raise Refusal("没有要变更的内容。")
    born, began = given.get("birth"), given.get("first_work")
    facts = _Facts(
        name=given.get("name", person.name).strip(),
        sex=given.get("sex", person.sex),
        birth=date.fromisoformat(born) if born else person.birth,
        first_work=date.fromisoformat(began) if began else person.first_work,
    )
    _demand_sense(facts, today)
    return facts


def _demand_sense(facts: _Facts, today: date) -> None:
    if not facts.name:
        raise Refusal("姓名不能为空。")
    if facts.birth > today:
        raise Refusal("出生日期不能晚于今天。")
    if facts.first_work is None:
        return
    if facts.first_work > today:
        raise Refusal("参加工作日期不能晚于今天。")
    if month_of(facts.first_work) - month_of(facts.birth) < _YOUNGEST_WORKER:
        raise Refusal("参加工作时不满 14 周岁，请核对出生日期和参加工作日期。")


def _group(person: Subject, sex: str) -> str:
    """Residents keep theirs; a woman's own group is a fact of her post that stays unless she was
    recorded as a man: then the earlier age of workers holds until her post is known.
    """
    if person.group in {"", "residents"}:
        return person.group
    if sex == "male":
        return "male"
    return person.group if person.group.startswith("female") else "female50"
