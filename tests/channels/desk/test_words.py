"""Time left and records, in words; and what stays covered."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from shebao.hall.channels.desk.times import left, soon_day
from shebao.hall.office.applications.queries.comparing import fact_groups
from shebao.hall.office.applications.queries.covering import cover_of_answer, cover_of_fact
from shebao.law.workdays import national
from tests.support.cast import MONDAY
from tests.support.staff import copies, read


@pytest.mark.clause("5.3.1b")
@pytest.mark.parametrize(
    ("today", "words", "kind"),
    [
        (date(2026, 3, 2), "剩 5 个工作日", ""),
        (date(2026, 3, 4), "剩 3 个工作日", "warn"),
        (date(2026, 3, 9), "今天到期", "bad"),
        (date(2026, 3, 8), "剩 1 个工作日", "warn"),
        (date(2026, 3, 16), "已超期 5 个工作日", "bad"),
    ],
)
def test_the_time_left_counts_working_days_and_presses_more_and_more(
    today: date, words: str, kind: str
) -> None:
    found = left(
        date(2026, 3, 9), received=MONDAY, is_provisional=False, today=today, calendar=national()
    )

    assert (found.words, found.kind) == (words, kind)


def test_the_bar_fills_from_empty_to_full_and_never_beyond() -> None:
    shares = [
        left(
            date(2026, 3, 13), received=MONDAY, is_provisional=False, today=day,
            calendar=national(),
        ).percent
        for day in (date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 13), date(2026, 4, 13))
    ]  # fmt: skip

    assert shares == [0, 44, 100, 100]


def test_a_year_without_published_holidays_is_still_counted() -> None:
    found = left(
        date(2031, 1, 6), received=MONDAY, is_provisional=True, today=date(2030, 12, 30),
        calendar=national(),
    )  # fmt: skip

    assert found.words == "剩 5 个工作日（暂定）"
    assert soon_day(date(2030, 12, 30), calendar=national()) == date(2031, 1, 2)


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("name", "kind", "given", "shown"),
    [
        ("new_name", "name", "欧阳小明", "欧**明"),
        ("mobile", "mobile", "13812345678", "138****5678"),
        ("bank_account", "text", "6222021234567890123", "***************0123"),
        ("note", "longtext", "电话13812345678,谢谢", "电话*******5678,谢谢"),
        ("address", "text", "示例市东湖大道18号3栋", "示例市东湖大***"),
        ("month", "month", "2026-03", "2026-03"),
    ],
)
def test_answers_that_point_at_a_person_are_covered(
    name: str, kind: str, given: str, shown: str
) -> None:
    assert cover_of_answer(name, kind)(given) == shown


@pytest.mark.clause("6.3.1")
def test_of_a_birthday_only_the_year_is_shown() -> None:
    assert cover_of_fact("person.birth")("1988-04-05") == "1988-**-**"


def test_records_speak_in_words(hall: Any) -> None:
    inputs = {
        "facts": {
            "person": {"kind": "employee", "sex": "female", "region": "990100", "name": "王芳"}
        },
        "sources": [
            {"name": "person", "label": "个人基本信息", "source": "核心", "data_date": "2026-03-01"}
        ],
    }

    lines = {line.label: line.value for line in fact_groups(inputs, is_shown=False)[0].lines}

    assert lines == {
        "姓名": "王*",
        "性别": "女",
        "人员类别": "在职职工",
        "参保地": "示例市（990100）",
    }


def test_a_list_can_be_narrowed_to_one_service(desk: Client, case: Any) -> None:
    copies(case, 2)

    assert case.number in read(desk.get("/desk/?box=pool&item=trial-promised"))
    assert "row-" not in read(desk.get("/desk/?box=pool&item=trial-joint"))
