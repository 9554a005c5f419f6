"""The check finds every kind of fault and names the file, the line and the remedy."""

from pathlib import Path

import pytest

from shebao.hall.office.catalogue.check import check
from shebao.hall.office.catalogue.seedling import NoPlace, plant
from tests.office.catalogue.conftest import Spoil

REFUSING = 'refuse_if = "!registrations.is_insured"'
PROMISED = 'handling = "promised"'
INSTANT = 'handling = "instant"'
PROMISE = "[promise]\nworking_days = 0"
STEPS = '[[steps]]\nkind = "review"\nlabel = "审核"\n\n[[rules]]\nname = "person_has_died"'
FIRST_RULE = '[[rules]]\nname = "person_has_died"'


def test_a_new_folder_passes(place: Path) -> None:
    assert [str(finding) for finding in check(place)] == []


@pytest.mark.parametrize("slug", ["Not-Good", "中文", "a b", "../up", "-a", "a" * 70, ""])
def test_a_new_folder_has_a_plain_name(tmp_path: Path, slug: str) -> None:
    with pytest.raises(NoPlace):
        plant(slug, into=tmp_path)


def test_a_new_folder_never_overwrites(place: Path) -> None:
    with pytest.raises(NoPlace):
        plant(place.name, into=place.parent)


FAULTS = {
    "an empty element": ("item.toml", 'hours = "', 'hours = ""\nx = "', "hours"),
    "an unfinished element": ("item.toml", 'inquiry = "12333"', 'inquiry = "待定"', "inquiry"),
    "a missing element": ("item.toml", 'inquiry = "12333"\n', "", "inquiry"),
    "an unknown key": ("item.toml", "summary = ", "sumary = ", "sumary"),
    "another slug": ("item.toml", 'slug = "my-thing"', 'slug = "your-thing"', "slug"),
    "an unknown fact": ("item.toml", REFUSING, 'refuse_if = "weather.rain"', "weather"),
    "an unknown field of a fact": (
        "item.toml", REFUSING, 'refuse_if = "!registrations.is_insurd"', "is_insurd",
    ),
    "an unknown answer": ("item.toml", REFUSING, "refuse_if = \"answers.x == ''\"", "answers.x"),
    "an unknown function": ("item.toml", REFUSING, 'refuse_if = "sum(answers.purpose)"', "sum"),
    "no expression": ("item.toml", REFUSING, 'refuse_if = "person.age >"', "refuse_if"),
    "an employer's fact": ("item.toml", REFUSING, 'refuse_if = "employer.arrears > 0"', "employer"),
    "two conditions": ("item.toml", REFUSING, f'{REFUSING}\nreview_if = "true"', "2 conditions"),
    "no condition": ("item.toml", f"{REFUSING}\n", "", "0 conditions"),
    "no say": ("item.toml", 'say = "没有查到', 'say = ""\nxx = "没有查到', "say"),
    "a question never asked": (
        "item.toml", "answers.purpose == 'other'", "answers.purpose == 'othr'", "never be asked",
    ),
    "a question asked too early": (
        "item.toml", "answers.purpose == 'other'", "answers.later == 'x'", "later",
    ),
    "one option": (
        "item.toml", '[[fields.options]]\nvalue = "self"\nlabel = "自己留存"\n', "", "two or more",
    ),
    "a doubled name": ("item.toml", 'name = "purpose_words"', 'name = "purpose"', "twice"),
    "bounds reversed": ("item.toml", "max_length = 30", "max_length = 1\nmin_length = 2", "least"),
    "too many groups": (
        "item.toml", 'label = "用途说明"',
        'label = "用途说明"\ngroup = "二"\n'
        + "".join(f'[[fields]]\nname = "n{n}"\ntype = "text"\nlabel = "n{n}"\ngroup = "{n}"\n'
                  for n in (3, 4)),
        "groups",
    ),
    "steps of an instant item": ("item.toml", FIRST_RULE, STEPS, "no steps"),
    "no steps of a promised item": ("item.toml", INSTANT, PROMISED, "are none"),
    "a promise of an instant item": (
        "item.toml", PROMISE, "[promise]\nworking_days = 3", "working days",
    ),
    "an unknown posting": (
        "item.toml", FIRST_RULE, f'[effect]\nposting = "gift"\n\n{FIRST_RULE}', "gift",
    ),
    "an unknown value of a posting": (
        "item.toml", FIRST_RULE,
        f"[effect]\nposting = \"contact\"\nvalues = {{ fax = \"'1'\" }}\n\n{FIRST_RULE}", "fax",
    ),
    "a missing value of a posting": (
        "item.toml", FIRST_RULE, f'[effect]\nposting = "certification"\n\n{FIRST_RULE}', "method",
    ),
    "a high risk without warning": (
        "item.toml", INSTANT, f"{INSTANT}\nis_high_risk = true", "risk_warning",
    ),
    "a paper that is not there": (
        "item.toml", FIRST_RULE,
        f'[paper]\nkind = "a_paper"\nmenu = "voucher"\ntitle = "x"\n\n{FIRST_RULE}', "missing",
    ),
    "unkind words": ("item.toml", "这件事暂时办不了。", "后果自负。", "后果自负"),
    "a doubled material": (
        "item.toml", FIRST_RULE,
        '[[materials]]\ncode = "id"\nname = "证"\n[[materials]]\ncode = "id"\nname = "证"\n\n'
        + FIRST_RULE, "twice",
    ),
    "a missing section": ("guide.md", "## 办完以后", "## 以后", "办完以后"),
    "an empty section": (
        "guide.md", "已经参保的本人，或本人授权的家人。", "", "谁能办",
    ),
    "few questions": ("guide.md", "### 结果不对怎么办？", "结果不对怎么办？", "fewer"),
    "help for no field": ("guide.md", "### 用途", "### 目的", "目的"),
    "shouting": ("guide.md", "不用带。", "不用带！", "！"),
    "no TOML": ("cases.toml", "[[case]]", "[[case", "Not TOML"),
    "another table": ("cases.toml", "[[case]]", "[[example]]", "case"),
    "a wrong expectation": ("cases.toml", 'expect = "approve"', 'expect = "refuse"', "came out"),
    "an impossible expectation": ("cases.toml", 'expect = "approve"', 'expect = "yes"', "expect"),
    "an unknown persona": ("cases.toml", '"not_insured"', '"nobody"', "nobody"),
    "an unknown key of a case": ("cases.toml", "answers = {", "anwers = {", "anwers"),
    "words nobody says": ("cases.toml", 'words = "没有查到您的参保登记"', 'words = "好"', "nobody"),
    "another rule": ("cases.toml", 'rules = ["not_insured"]', 'rules = ["no"]', "rules"),
    "an unknown fact of a case": ("cases.toml", "facts = { person", "facts = { persn", "persn"),
    "a rule never shown": ("cases.toml", "is_alive = false", "is_alive = true", "came out"),
}  # fmt: skip


@pytest.mark.clause("3.2", "5.3.2")
@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_finds(fault: str, spoil: Spoil) -> None:
    file, old, new, word = FAULTS[fault]
    findings = check(spoil(file, old, new))
    assert any(
        finding.file in (file, "paper.typ") and word in finding.what and finding.todo
        for finding in findings
    ), [str(finding) for finding in findings]


def test_a_finding_names_its_line(spoil: Spoil, place: Path) -> None:
    findings = check(spoil("item.toml", REFUSING, 'refuse_if = "weather.rain"'))
    lines = (place / "item.toml").read_text(encoding="utf-8").splitlines()
    line = 1 + lines.index('refuse_if = "weather.rain"')
    assert [(finding.file, finding.line) for finding in findings] == [("item.toml", line)]


def test_a_rule_no_case_shows_is_found(spoil: Spoil, place: Path) -> None:
    text = (place / "cases.toml").read_text(encoding="utf-8")
    (place / "cases.toml").write_text(text[: text.rindex("[[case]]")], encoding="utf-8")
    assert any("another_purpose" in finding.what for finding in check(place))


def test_few_cases_are_found(place: Path) -> None:
    (place / "cases.toml").write_text('[[case]]\ntitle = "甲"\nexpect = "mend"\n', encoding="utf-8")
    assert any("at least 3" in finding.what for finding in check(place))


def promised(
    spoil: Spoil, steps: str, *, days: int = 10, statutory: int = 0, more: str = ""
) -> Path:
    spoil("item.toml", INSTANT, f"{PROMISED}\n{more}")
    spoil(
        "item.toml",
        PROMISE,
        f"[promise]\nworking_days = {days}\nstatutory_working_days = {statutory}",
    )
    return spoil("item.toml", FIRST_RULE, f"{steps}\n{FIRST_RULE}")


REVIEW = '[[steps]]\nkind = "review"\nlabel = "审核"\nworking_days = 5\n'
SECOND = '[[steps]]\nkind = "second_review"\nlabel = "复核"\nworking_days = 5\n'
JOINT = '[[steps]]\nkind = "joint"\nlabel = "联办"\nworking_days = 5\n'


def words(place: Path) -> str:
    return " ".join(finding.what for finding in check(place) if finding.file == "item.toml")


@pytest.mark.clause("5.3.1b")
def test_steps_come_in_their_order(spoil: Spoil) -> None:
    assert "steps of a promised item" in words(promised(spoil, SECOND + REVIEW))


def test_a_joint_step_needs_something_posted(spoil: Spoil) -> None:
    assert "joint step" in words(promised(spoil, REVIEW + JOINT))


def test_steps_fit_into_the_promise(spoil: Spoil) -> None:
    assert "steps take 10" in words(promised(spoil, REVIEW + SECOND, days=9))


@pytest.mark.clause("5.3.1b")
def test_no_promise_is_longer_than_the_law(spoil: Spoil) -> None:
    assert "longer than the law" in words(promised(spoil, REVIEW, days=10, statutory=9))


@pytest.mark.clause("5.3.2")
def test_high_risk_is_reviewed_by_two(spoil: Spoil) -> None:
    risky = 'is_high_risk = true\nrisk_warning = "不能撤回"'
    found = words(promised(spoil, REVIEW, more=risky))
    assert "second_review" in found
    assert "signed in" in found


def test_an_appointment_says_which_originals(spoil: Spoil) -> None:
    pre = REVIEW.replace('"review"', '"pre_review"')
    promised(spoil, pre)
    place = spoil("item.toml", PROMISED, 'handling = "appointment"')
    assert "steps of an appointment" in words(place)
    assert "originals" in words(place)


def test_a_paper_draws_only_the_facts_it_names(spoil: Spoil, place: Path) -> None:
    paper = '[paper]\nkind = "a_paper"\nmenu = "voucher"\ntitle = "x"\nfacts = ["weather"]\n\n'
    (place / "paper.typ").write_text("#let main(d) = [#d.facts.person.name]\n", encoding="utf-8")
    found = check(spoil("item.toml", FIRST_RULE, f"{paper}{FIRST_RULE}"))
    assert {(finding.file, finding.line) for finding in found if finding.file == "paper.typ"} == {
        ("paper.typ", 1),
        ("paper.typ", 1),
    }
    assert any("weather" in finding.what for finding in found)


def test_a_place_that_is_no_folder_is_a_finding(tmp_path: Path) -> None:
    assert check(tmp_path / "nothing")
    assert check(tmp_path)


@pytest.mark.clause("5.3.1c")
def test_a_refusal_says_what_to_do_now(spoil: Spoil) -> None:
    advice = 'advice = "刚参保的，请在参保次月 20 日后再试；也可以打 12333 问一问。"\n'
    assert "not told what to do" in words(spoil("item.toml", advice, ""))


@pytest.mark.clause("5.4.1.5")
def test_a_proof_of_identity_has_another_way(spoil: Spoil) -> None:
    spoil("item.toml", 'identity = "signed_in"', 'identity = "verified"')
    spoil("item.toml", 'ways = "网上、自助终端、12333 电话、窗口"', 'ways = "网上"')
    spoil("item.toml", 'inquiry = "12333"', 'inquiry = "网上咨询"')
    place = spoil("item.toml", 'hours = "网上全天；窗口工作日 9:00—17:00"', 'hours = "全天"')
    assert "no other way" in words(place)


@pytest.mark.clause("4.2")
def test_an_instant_item_asks_no_more_than_it_uses(spoil: Spoil) -> None:
    place = spoil("item.toml", "answers.purpose_words != ''", "person.name == ''")
    assert "'purpose_words' is asked, but nothing looks at it" in words(place)


AGE = """[[rules]]
name = "{name}"
{way} = "person.age {than}"
say = "看年龄。"
basis = "第一条"
advice = "请打 12333。"

"""


def beside(spoil: Spoil, *rules: tuple[str, str]) -> str:
    """What is found when rules about one age stand beside each other."""
    text = "".join(AGE.format(name=f"age_{place}", way=way, than=than)
                   for place, (way, than) in enumerate(rules))  # fmt: skip
    return words(spoil("item.toml", FIRST_RULE, text + FIRST_RULE))


@pytest.mark.parametrize(
    ("below", "above", "wrong"),
    [
        ("< 16", "> 16", "nothing is said"),
        ("< 16", ">= 17", "nothing is said"),
        ("<= 16", ">= 16", "overlaps"),
        ("< 17", "> 15", "overlaps"),
        ("<= 16", "> 16", ""),
        ("< 16", ">= 60", ""),
    ],
)
def test_a_border_belongs_to_one_rule(spoil: Spoil, below: str, above: str, wrong: str) -> None:
    found = beside(spoil, ("refuse_if", below), ("review_if", above))
    assert (wrong in found) if wrong else ("At the border" not in found)


def test_two_rules_do_not_say_the_same(spoil: Spoil) -> None:
    found = beside(spoil, ("refuse_if", "< 16"), ("review_if", "< 16"))
    assert "same condition" in found


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("answers.purpose == 'sold'", "no option"),
        ("registrations.pension.state == 'activ'", "is one of"),
        ("registrations.pension.state in ['retired', 'activ']", "is one of"),
        ("person.age == 'old'", "is no text"),
        ("16 > person.name", "is no number"),
    ],
)
def test_what_can_never_be_is_found(spoil: Spoil, condition: str, wrong: str) -> None:
    assert wrong in words(spoil("item.toml", REFUSING, f'refuse_if = "{condition}"'))


PEOPLE = """[[fields]]
name = "people"
type = "integer"
label = "人数"
minimum = 5
maximum = 9

"""


@pytest.mark.parametrize(
    ("condition", "wrong"), [("< 5", "below 5"), ("> 9", "above 9"), ("== 10", "above 9")]
)
def test_a_border_outside_a_question_is_found(spoil: Spoil, condition: str, wrong: str) -> None:
    spoil("item.toml", REFUSING, f'refuse_if = "answers.people {condition}"')
    assert wrong in words(spoil("item.toml", FIRST_RULE, PEOPLE + FIRST_RULE))


def test_a_border_no_case_stands_beside_is_found(spoil: Spoil) -> None:
    found = words(spoil("item.toml", "!person.is_alive", "!person.is_alive || person.age > 90"))
    assert "No case stands at person.age > 90" in found


def test_a_posted_value_no_case_shows_is_found(spoil: Spoil) -> None:
    effect = '[effect]\nposting = "contact"\nvalues = { mobile = "\'1\'" }\n\n'
    found = words(spoil("item.toml", FIRST_RULE, effect + FIRST_RULE))
    assert "No case shows what 'mobile' is posted as" in found
