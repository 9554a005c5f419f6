"""Ten rules per decision: microseconds, beside the same ten in plain Python.

Run: PYTHONPATH=src python bench/rules.py
"""

import statistics
import sys
import time
import timeit
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from shebao.hall.office.catalogue.examples import sample_facts
from shebao.hall.office.catalogue.facts import FactSet
from shebao.hall.office.catalogue.folders import read
from shebao.hall.office.catalogue.forms import clean
from shebao.hall.office.catalogue.item import Item, Rule
from shebao.hall.office.catalogue.pinned import Pinned, of_folder
from shebao.hall.office.catalogue.rules import decide, digest, inputs_of

ITEMS = Path(__file__).parents[1] / "src" / "shebao" / "items"
TODAY = date(2025, 11, 24)
TEN = (
    "person.is_alive == false", "answers.mobile == person.mobile", "person.age < 16",
    "person.kind == 'pensioner'", "person.region != '990100'", "answers.address == person.address",
    "person.birth > today", "person.household_region == ''", "person.sex == 'x'",
    "person.name == answers.mobile",
)  # fmt: skip


CHANGE = {"what": "mobile", "mobile": "13900000099"}


def plain(answers: dict[str, str], person: SimpleNamespace, today: str) -> list[bool]:
    """The same ten conditions, written in Python."""
    mobile, address = answers.get("mobile", ""), answers.get("address", "")
    return [
        person.is_alive is False, mobile == person.mobile, person.age < 16,
        person.kind == "pensioner", person.region != "990100", address == person.address,
        person.birth > today, person.household_region == "", person.sex == "x",
        person.name == mobile,
    ]  # fmt: skip


def with_ten(pinned: Pinned) -> Pinned:
    """The item with ten rules in place of its own."""
    rules = tuple(
        Rule(name=f"rule_{place}", refuse_if=source, say="理由", basis="依据")
        for place, source in enumerate(TEN)
    )
    item = Item.model_validate({**pinned.item.model_dump(), "rules": rules})
    return Pinned(slug=pinned.slug, version="ten", item=item, guide="", paper_source="")


def microseconds(work: Callable[[], object], number: int = 2000) -> float:
    """The median of seven runs, in processor time, so that a busy machine counts for less."""
    runs = timeit.repeat(work, number=number, repeat=7, timer=time.process_time)
    return statistics.median(runs) / number * 1e6


def main() -> int:
    """Print one line per measurement."""
    pinned = of_folder(read(ITEMS / "contact-change"))
    ten, facts = with_ten(pinned), sample_facts(pinned)
    answers = clean(pinned.item, CHANGE, today=TODAY).answers
    person = SimpleNamespace(**facts.values["person"])
    outcome = decide(ten, answers=answers, facts=facts, today=TODAY)
    inputs = inputs_of(answers=answers, facts=facts, today=TODAY)
    work = microseconds(lambda: decide(ten, answers=answers, facts=facts, today=TODAY))
    beside = microseconds(lambda: plain(answers, person, "2025-11-24"))
    print(f"decide, 10 rules          {work:8.1f} us   {work / 10:.2f} us a rule")
    print(f"10 conditions in Python   {beside:8.1f} us   ratio {work / beside:.0f}")
    hashing = microseconds(lambda: digest(inputs, outcome))
    print(f"digest of the decision    {hashing:8.1f} us")
    raw = {"what": "both", "mobile": "13900000099", "address": "示例市东湖区一号路 2 号"}
    cleaning = microseconds(lambda: clean(pinned.item, raw, today=TODAY))
    print(f"clean a form              {cleaning:8.1f} us")
    for place in sorted(ITEMS.iterdir()):
        if (place / "item.toml").exists():
            print(f"{place.name:26}{_item(of_folder(read(place))):8.1f} us a decision")
    return 0


def _item(pinned: Pinned) -> float:
    case = pinned.cases[0]
    today = case.get("today", TODAY)
    facts: FactSet = sample_facts(pinned, persona=case.get("persona", "employee"), today=today)
    answers = clean(pinned.item, case["answers"], today=today).answers
    return microseconds(lambda: decide(pinned, answers=answers, facts=facts, today=today), 500)


if __name__ == "__main__":
    sys.exit(main())
