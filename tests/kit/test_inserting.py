"""Writes of one act leave together, or none of them does."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from shebao.hall.kit.inserting import insert, is_gathering, send_waiting, together, write
from shebao.hall.office.applications.models import Cursor, Pause, Trace
from tests.support.cast import MONDAY
from tests.support.statements import sent

pytestmark = pytest.mark.django_db
FORGET = "DELETE FROM applications_cursor WHERE name = %s"


def trace(event: str, at: datetime = MONDAY) -> Trace:
    return Trace(case="SB1", at=at, event=event, words="", actor="a", channel="web")


def events() -> list[str]:
    return list(Trace.objects.order_by("id").values_list("event", flat=True))


def test_what_is_written_together_leaves_in_one_statement_or_one_for_each_table() -> None:
    with sent() as statements, together():
        insert(trace("first"))
        insert(Cursor(name="feed", place=3))
        insert(trace("second"))
        write(FORGET, ["other"])

    assert len(statements) == {"sqlite": 3, "postgresql": 1}[connection.vendor]
    assert events() == ["first", "second"]
    assert Cursor.objects.get().place == 3


def written(*rows: models.Model, then: Exception | None = None) -> None:
    with transaction.atomic(), together():
        for row in rows:
            insert(row)
        if then is not None:
            raise then


def test_nothing_leaves_when_something_went_wrong_before() -> None:
    with pytest.raises(RuntimeError):
        written(trace("first"), then=RuntimeError())

    assert events() == []
    assert not is_gathering()


def test_what_breaks_a_constraint_is_raised_at_the_end_and_takes_all_with_it() -> None:
    insert(Cursor(name="feed"))
    with pytest.raises(IntegrityError):
        written(trace("first"), Cursor(name="feed"))

    assert events() == []


def test_a_row_may_be_left_out_while_the_others_go_in() -> None:
    insert(Cursor(name="feed", place=1))
    with together():
        insert(Cursor(name="feed", place=2), or_nothing=True)
        insert(Cursor(name="other"))

    assert dict(Cursor.objects.values_list("name", "place")) == {"feed": 1, "other": 0}


def test_who_reads_what_was_written_has_it_sent_first() -> None:
    with together():
        insert(trace("first"))
        send_waiting(Cursor)
        assert events() == []
        send_waiting(Trace)
        assert events() == ["first"]
        insert(trace("second"))

    assert events() == ["first", "second"]


def test_an_inner_block_leaves_with_the_outer_one() -> None:
    with together():
        with together():
            insert(trace("inner"))
        assert events() == []

    assert events() == ["inner"]


def test_alone_a_write_leaves_at_once_and_says_how_many_rows_went_in() -> None:
    assert insert(trace("first"), trace("second")) == 2
    assert insert(Cursor(name="feed")) == 1
    assert insert(Cursor(name="feed"), or_nothing=True) == 0


def test_values_are_stored_as_the_model_stores_them() -> None:
    insert(trace("moment"))
    insert(Pause(case="SB1", reason="joint", since=MONDAY.date()))

    assert Trace.objects.get().at == MONDAY
    assert (Pause.objects.get().since, Pause.objects.get().until) == (MONDAY.date(), None)


@pytest.mark.parametrize("naive", [datetime(2026, 3, 2, 2, 0)])
def test_a_moment_without_a_time_zone_is_refused(naive: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        insert(trace("moment", at=naive))
