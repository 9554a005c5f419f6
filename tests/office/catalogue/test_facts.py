"""Facts: one message, only what is named, and exactly the fields that are documented."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from shebao.exchange import port
from shebao.hall.office.catalogue import facts
from shebao.hall.office.catalogue import vocabulary as build
from shebao.hall.office.catalogue.facts import (
    VOCABULARY,
    SubjectUnknown,
    UnknownFact,
    gather,
)
from shebao.hall.office.catalogue.item import Audience
from shebao.hall.office.catalogue.personas import NoSuchPersona, SampleCore, names

TODAY = date(2025, 11, 24)
# Of whom every list of a fact has something to tell; the others are told of the pensioner.
WHO = {
    "pension_award": "retiree", "residents_pension": "elder_resident", "disability": "employee",
    "unemployment_claim": "unemployed",
    "deceased": "heir", "survivor_claim": "heir", "death_claim": "heir", "injuries": "injured",
    "exemptions": "abroad", "treaty": "abroad", "extension": "abroad", "estimate": "flexible",
}  # fmt: skip


class Counting(SampleCore):
    """Notes every message."""

    def __init__(self, persona: str) -> None:
        super().__init__(persona, today=TODAY)
        self.messages: list[tuple[str, ...]] = []

    def ask(self, *questions: port.Question[Any]) -> tuple[port.Answer[Any], ...]:
        self.messages.append(tuple(question.name for question in questions))
        return super().ask(*questions)


STAY = {
    "country": "deu", "abroad_kind": "no_employer", "schemes": "pension",
    "start": "2026-01-01", "end": "2026-12-31",
}  # fmt: skip
DEAD = {"deceased_id_type": "citizen_id", "deceased_id_number": "990101195402063359",
        "deceased_name": "顾长山"}  # fmt: skip
AT_WORK = {**DEAD, "deceased_id_number": "990101198509123319", "deceased_name": "石磊"}
STAFF = {"staff_id_type": "citizen_id", "staff_id_number": "990101199001173539",
         "staff_name": "季安"}  # fmt: skip
SAID: dict[str, dict[str, Any]] = {
    "deceased": DEAD, "survivor_claim": DEAD,
    "death_claim": {**AT_WORK, "spouse": True, "others": 1, "alone": 1},
    "injuries": {"happened_on": "2025-03-10"}, "treaty": STAY, "extension": STAY,
    "staff_member": STAFF, "staff_treaty": {**STAFF, **STAY},
    "staff_extension": {**STAFF, **STAY},
}  # fmt: skip


def persona_for(name: str) -> str:
    if VOCABULARY[name].audience is Audience.EMPLOYER:
        return "unit"
    return WHO.get(name, "pensioner")


def test_everything_is_asked_in_one_message_and_each_question_once() -> None:
    core = Counting("employee")
    facts = gather(
        core, ["person", "retirement", "contributions", "recent_months"],
        subject=core.subject, today=TODAY,
    )  # fmt: skip
    assert len(core.messages) == 1
    assert sorted(core.messages[0]) == ["contributions", "person", "registrations"]
    assert set(facts.values) == {"person", "retirement", "contributions", "recent_months"}


def test_nothing_named_is_nothing_asked() -> None:
    core = Counting("employee")
    assert gather(core, [], subject=core.subject, today=TODAY).values == {}
    assert core.messages == []


def test_every_fact_says_where_it_comes_from_and_how_old_it_is() -> None:
    core = Counting("employee")
    facts = gather(core, ["person", "retirement"], subject=core.subject, today=TODAY)
    assert [(one.name, one.label, one.data_date) for one in facts.sources] == [
        ("person", "个人基本信息", TODAY),
        ("retirement", "法定退休年龄", TODAY),
    ]


def test_a_person_nobody_knows_is_named() -> None:
    class Empty:
        def ask(self, *questions: Any) -> Any:
            return tuple(port.Answer(value=None, data_date=TODAY) for _ in questions)

        def post(self, posting: Any) -> Any:
            raise AssertionError

    with pytest.raises(SubjectUnknown):
        gather(Empty(), ["person"], subject="P0", today=TODAY)


def test_an_unknown_fact_is_named() -> None:
    with pytest.raises(UnknownFact):
        gather(Counting("employee"), ["weather"], subject="P0", today=TODAY)


def paths(value: Any, prefix: str = "") -> set[str]:
    if isinstance(value, dict):
        return {
            path
            for name, one in value.items()
            for path in paths(one, f"{prefix}.{name}" if prefix else name)
        }
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {path for one in value for path in paths(one, f"{prefix}[]")}
    return {prefix}


def test_a_person_is_described_by_plain_values_only() -> None:
    for name in VOCABULARY:
        core = SampleCore(persona_for(name), today=TODAY)
        found = gather(core, [name], subject=core.subject, today=TODAY).values[name]
        assert plain(found), name


def plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(plain(one) for one in value)
    return type(value) in (str, int, bool)


@pytest.mark.parametrize("name", sorted(set(VOCABULARY) - {"transfers"}))
def test_a_fact_holds_exactly_the_fields_its_table_lists(name: str) -> None:
    core = SampleCore(persona_for(name), today=TODAY)
    answers = SAID.get(name, {})
    whole = gather(core, [name], subject=core.subject, today=TODAY, answers=answers)
    found = whole.values[name]
    listed = {field.path for field in VOCABULARY[name].fields}
    assert paths(found) == listed


@pytest.mark.parametrize("persona", names())
def test_every_field_is_there_for_everybody(persona: str) -> None:
    core = SampleCore(persona, today=TODAY)
    is_unit = persona.endswith("unit")
    wanted = [one.name for one in VOCABULARY.values()
              if (one.audience is Audience.EMPLOYER) == is_unit]  # fmt: skip
    facts = gather(core, wanted, subject=core.subject, today=TODAY).values
    for name, value in facts.items():
        listed = {field.path for field in VOCABULARY[name].fields if "[]" not in field.path}
        assert listed <= paths(value), (persona, name)


@pytest.mark.clause("6.3.1")
def test_no_fact_holds_the_whole_document_number() -> None:
    core = SampleCore("employee", today=TODAY)
    person = gather(core, ["person"], subject=core.subject, today=TODAY).values["person"]
    assert "990101198803122229" not in str(person)
    assert "*" in person["id_masked"]


def test_the_transfer_facts_follow_the_stations() -> None:
    from shebao.hall.office.catalogue.vocabulary import Known, transfers

    def moving(state: str) -> bool:
        one = port.Transfer(
            number="T1", key="k", from_region="990100", to_region="990200", state=state,
            holder="x", due=None, months=1, amount_account=1, amount_pooled=1, steps=(),
        )  # fmt: skip
        found = transfers(Known({port.TransfersOf: (one,)}, TODAY))
        assert paths(found) == {field.path for field in VOCABULARY["transfers"].fields}
        return bool(found["is_moving"])

    open_ones = {state for state in port.TransferState if moving(state)}
    ended = {port.TransferState.MERGED, port.TransferState.REFUSED}
    assert open_ones == set(port.TransferState) - ended


def test_only_months_that_count_are_counted() -> None:
    from shebao.hall.office.catalogue.vocabulary import Known, contributions

    year = port.ContributionYear(
        scheme=port.Scheme.PENSION, year=2024, employer_number="", employer_name="",
        region="990100", bases=(1,) * 12, own=(1,) * 12, employer=(1,) * 12, states="ppaammttddw-",
    )  # fmt: skip
    found = contributions(Known({port.ContributionsOf: (year, year)}, TODAY))
    assert found["pension"]["months"] == 6
    assert found["pension"]["last_month"] == "2024-08"
    assert found["arrears_months"] == 4


def test_there_is_no_such_persona() -> None:
    with pytest.raises(NoSuchPersona):
        SampleCore("nobody", today=TODAY)


def _held(known: build.Known) -> dict[str, Any]:
    return {"is_asked": port.CardOf in known.told, "answers": dict(known.answers)}


def _card_of(answers: Mapping[str, Any]) -> port.CardOf | None:
    return port.CardOf(number=answers["holder"]) if "holder" in answers else None


def test_a_fact_may_ask_about_what_the_form_says_in_the_same_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relative = facts.Fact(
        name="relative", label="亲属", source=facts.CORE, questions=(port.PersonOf,),
        build=_held, about=_card_of,
    )  # fmt: skip
    monkeypatch.setattr(facts, "VOCABULARY", {"relative": relative})
    core = Counting("employee")
    answers = {"holder": core.subject}

    before = gather(core, ["relative"], subject=core.subject, today=TODAY)
    after = gather(core, ["relative"], subject=core.subject, today=TODAY, answers=answers)

    assert before.values["relative"] == {"is_asked": False, "answers": {}}
    assert after.values["relative"] == {"is_asked": True, "answers": answers}
    assert core.messages == [("person",), ("person", "card")]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    "said",
    [
        {**DEAD, "deceased_name": "顾长水"},
        {**DEAD, "deceased_id_number": "990101195402063358"},
        {**DEAD, "deceased_id_number": ""},
        {**DEAD, "deceased_id_type": "passport"},
        {**DEAD, "deceased_id_number": "990101198803122229", "deceased_name": "张禾苗"},
    ],
)
def test_a_name_or_a_number_that_does_not_fit_tells_nothing_of_the_dead(
    said: dict[str, str],
) -> None:
    core = SampleCore("heir", today=TODAY)
    names = ["deceased", "survivor_claim", "death_claim"]
    values = gather(core, names, subject=core.subject, today=TODAY, answers=said).values
    nothing = gather(core, names, subject=core.subject, today=TODAY).values
    for name in ("survivor_claim", "death_claim"):
        assert values[name] == nothing[name]
    own = {"is_document_right", "country"}
    told = {key: one for key, one in values["deceased"].items() if key not in own}
    assert told == {key: one for key, one in nothing["deceased"].items() if key not in own}


def test_blanks_and_full_width_in_a_document_make_no_difference() -> None:
    core = SampleCore("heir", today=TODAY)
    said = {**DEAD, "deceased_id_number": " 990101 19540206 3359 "}
    values = gather(core, ["deceased"], subject=core.subject, today=TODAY, answers=said).values
    assert values["deceased"]["is_found"]


@pytest.mark.clause("5.4.3d")
def test_a_sum_names_every_step_and_the_number_that_was_not_seen() -> None:
    core = SampleCore("heir", today=TODAY)
    said = {**DEAD, "funeral_from": "pension"}
    claim = gather(core, ["survivor_claim"], subject=core.subject, today=TODAY, answers=said)
    found = claim.values["survivor_claim"]
    assert found["total"] == sum(line["amount"] for line in found["lines"])
    assert all(line["how"] and line["basis"] for line in found["lines"])
    at_odds = {**DEAD, "deceased_id_number": "990101197905043375", "deceased_name": "方立新"}
    claim = gather(core, ["survivor_claim"], subject=core.subject, today=TODAY, answers=at_odds)
    assert [one for one in claim.values["survivor_claim"]["doubts"] if "此数待核" in one]


@pytest.mark.clause("5.4.3d")
def test_a_province_without_a_published_income_is_not_reckoned() -> None:
    core = SampleCore("heir", today=TODAY)
    said = {**DEAD, "deceased_id_number": "98010119600606335X", "deceased_name": "白海生"}
    claim = gather(core, ["survivor_claim"], subject=core.subject, today=TODAY, answers=said)
    found = claim.values["survivor_claim"]
    assert not found["is_calculated"]
    assert "没有公布" in found["reason"]


@pytest.mark.clause("5.4.3c", "6.3.1")
def test_a_unit_learns_nothing_of_who_is_not_its_own() -> None:
    core = SampleCore("unit", today=TODAY)
    said = {**STAFF, "staff_name": "季平"}
    values = gather(core, ["staff_member"], subject=core.subject, today=TODAY, answers=said).values
    assert not values["staff_member"]["is_found"]
    assert values["staff_member"]["number"] == ""
    mine = gather(core, ["staff_member"], subject=core.subject, today=TODAY, answers=STAFF).values
    assert mine["staff_member"]["name_masked"] == "季*"
    assert "季安" not in str(mine)
