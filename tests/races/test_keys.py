"""Keys change while people work: nothing is lost, and the old key can go (6.3.1)."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from shebao.hall.kit import fields, keyring
from shebao.hall.kit.ciphers import fresh_ring_text, parse_ring
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.operations.resealing import reseal, sealed_columns, sealed_with
from tests.races.conftest import at_once
from tests.support.cast import MONDAY, enter_staff

pytestmark = pytest.mark.clause("6.3.1")
PEOPLE = 24
ROUNDS = 30


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> keyring.Watched:
    """A key file of this test's own."""
    path = tmp_path / "field_keys"
    path.write_text(fresh_ring_text())
    watched = keyring.Watched(path, parse_ring(path.read_text()))
    monkeypatch.setattr(fields, "watched", lambda: watched)
    return watched


def rename(number: str) -> str:
    for turn in range(ROUNDS):
        Account.objects.filter(number=number).update(name=f"新名{turn}")
    return f"新名{ROUNDS - 1}"


def rotate(kept: keyring.Watched) -> int:
    keyring.write(kept.path, keyring.with_new_key(kept.look(), "sm4"))
    kept.look()
    return reseal(actor="operator", now=MONDAY)


def test_keys_are_changed_under_load_and_nothing_is_lost(kept: keyring.Watched) -> None:
    people = [enter_staff(f"staff{place}", f"原名{place}", Role.CLERK) for place in range(PEOPLE)]
    numbers = [one.visitor.account for one in people]

    *renamed, count = at_once(
        *[lambda number=number: rename(number) for number in numbers[:4]], lambda: rotate(kept)
    )
    reseal(actor="operator", now=MONDAY)

    assert count >= PEOPLE - 4
    assert sealed_with("k1") == 0
    keyring.write(kept.path, keyring.without_key(kept.look(), "k1"))
    kept.look()
    names = dict(Account.objects.values_list("number", "name"))
    assert [names[number] for number in numbers[:4]] == renamed
    assert [names[number] for number in numbers[4:]] == [f"原名{n}" for n in range(4, PEOPLE)]


def test_a_key_another_process_has_just_added_is_found_at_once(kept: keyring.Watched) -> None:
    other = keyring.Watched(kept.path, kept.current())
    keyring.write(kept.path, keyring.with_new_key(kept.current(), "aes"))
    enter_staff("liwen", "李文", Role.CLERK)
    with connection.cursor() as cursor:
        sealed = other.look().seal("赵文", column="accounts_account.name")
        cursor.execute("UPDATE accounts_account SET name = %s", [sealed])

    assert sealed.startswith("k2.")
    assert Account.objects.get(username="liwen").name == "赵文"


def test_sealing_again_changes_nothing(kept: keyring.Watched) -> None:
    enter_staff("liwen", "李文", Role.CLERK)
    assert reseal(actor="operator", now=MONDAY) == 0
    rotate(kept)
    assert reseal(actor="operator", now=MONDAY) == 0


def test_every_room_that_keeps_personal_data_has_sealed_columns() -> None:
    tables = {column.table.split("_")[0] for column in sealed_columns()}
    assert {"accounts", "applications", "documents", "notices"} <= tables


def _everything() -> str:
    found: list[Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += cursor.fetchall()
    return str(found)


def test_a_copied_database_shows_no_number_no_phone_and_no_name(
    wang: Any, lin: Any, file: Any, hall: Any
) -> None:
    from shebao.exchange.port import BenefitsOf, PersonOf

    file(wang, "contact-change", mobile="13900007788")
    file(wang, "trial-promised", new_name="王方方")
    for card in (wang, lin):
        file(card, "insured-certificate", purpose="other")
    person, benefits = hall.insurance.ask(
        PersonOf(number=wang.visitor.person), BenefitsOf(number=wang.visitor.person)
    )

    everything = _everything()

    told = [person.value.id_number, person.value.mobile, "13900007788", "王方方", "王芳", "林强"]
    told += [person.value.address, *(one.payee_tail for one in benefits.value)]
    assert len(everything) > 10_000
    assert [one for one in told if one and one in everything] == []
