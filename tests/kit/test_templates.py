"""Templates fail loudly on a forgotten variable, and escape whatever people wrote."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError

import shebao.hall.kit
from shebao.hall.config.jinja import environment
from shebao.hall.kit.gallery import SampleQuestion
from shebao.hall.kit.icons import SHAPES, icon

FOLDER = Path(shebao.hall.kit.__file__).parent / "templates"


@pytest.fixture(scope="module")
def pages() -> Environment:
    return environment(loader=FileSystemLoader(FOLDER))


def _draw(pages: Environment, source: str, **context: object) -> str:
    return pages.from_string(f'{{% import "kit/ui.html" as ui %}}{source}').render(**context)


def test_every_template_can_be_read(pages: Environment) -> None:
    assert [pages.get_template(name).name for name in pages.list_templates()]


def test_a_forgotten_variable_is_an_error(pages: Environment) -> None:
    with pytest.raises(UndefinedError):
        _draw(pages, "{{ forgotten }}")


def test_what_people_wrote_is_escaped(pages: Environment) -> None:
    drawn = _draw(pages, "{{ ui.tag(name) }}", name="<script>")

    assert drawn.strip() == '<span class="tag">&lt;script&gt;</span>'


def test_an_unknown_icon_is_a_sheet_of_paper() -> None:
    assert icon("nobody-drew-this") == icon("document")
    assert "document" in SHAPES


def test_a_field_names_its_hint_and_its_error(pages: Environment) -> None:
    drawn = _draw(
        pages, '{{ ui.text_field("mobile", "手机号", hint="用来收短信", error="请填写") }}'
    )

    assert '<label class="lab" for="mobile">手机号</label>' in drawn
    assert 'aria-describedby="mobile-hint mobile-error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_a_date_shows_again_what_was_half_typed(pages: Environment) -> None:
    drawn = _draw(pages, '{{ ui.date_field("birth", "出生日期", "1966--x") }}')

    assert 'name="birth_year" value="1966"' in drawn
    assert 'name="birth_month" value=""' in drawn
    assert 'name="birth_day" value="x"' in drawn


@pytest.mark.parametrize(("count", "control"), [(6, "radio"), (7, "<select")])
def test_few_choices_are_cards_and_many_are_a_list(
    pages: Environment, count: int, control: str
) -> None:
    options = [(f"o{number}", f"选项{number}") for number in range(count)]

    drawn = _draw(pages, '{{ ui.choice_field("which", "哪一个", options) }}', options=options)

    assert control in drawn


@pytest.mark.parametrize(
    "kind",
    ["text", "longtext", "name", "mobile", "date", "month", "integer", "money", "choice", "region",
     "yes_no"],
)  # fmt: skip
def test_every_type_of_question_can_be_drawn(pages: Environment, kind: str) -> None:
    question = SampleQuestion(name="it", type=kind, label="这一项", value="")

    drawn = _draw(pages, '{{ ui.question_field(question, "请看一看") }}', question=question)

    assert "这一项" in drawn
    assert 'id="it"' in drawn or kind == "choice"
    assert 'id="it-error"' in drawn


def test_a_question_only_the_server_can_decide_on_waits_for_it(pages: Environment) -> None:
    question = SampleQuestion(name="it", type="text", label="这一项", is_visible=False)

    assert "这一项" not in _draw(pages, "{{ ui.question_field(question) }}", question=question)


def test_a_question_other_answers_show_can_be_answered_without_script(pages: Environment) -> None:
    question = SampleQuestion(
        name="it", type="text", label="这一项", is_visible=False, shown_when=({"stopped": True},)
    )

    drawn = _draw(pages, "{{ ui.question_field(question) }}", question=question)

    assert "这一项" in drawn
    assert "stopped" in drawn


def test_the_error_page_needs_neither_visitor_nor_request(pages: Environment) -> None:
    drawn = pages.get_template("kit/error.html").render(
        title="出了问题", advice="请等一等", number="7F3A", status=500
    )

    assert "E-7F3A" in drawn
    assert "12333" in drawn
