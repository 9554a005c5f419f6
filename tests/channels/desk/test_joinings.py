"""One person under two numbers: joined by two clerks, entered by either document (6.2.1)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.actions.registering import agree_identity
from shebao.hall.office.accounts.models import Account, Mandate
from shebao.hall.office.accounts.queries import mobiles_of
from shebao.hall.office.audit.models import Entry
from tests.channels.web.conftest import NOON, noon, signed_in  # noqa: F401
from tests.channels.web.errands import filed, read
from tests.office.accounts.test_registering import identity
from tests.support.cast import CHEN, MONDAY, PASSWORD, WANG, ZHOU, enter_staff
from tests.support.staff import seated

HERE = "/desk/joinings/"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.2.1", "6.3.1")]


def sides(hall: Any, kept: str, other: str) -> dict[str, str]:
    found = {}
    for side, number in (("kept", kept), ("other", other)):
        person = ask_one(hall.insurance, PersonOf(number=number)).value
        assert person is not None
        found |= {
            f"{side}_name": person.name, f"{side}_id_type": person.id_type,
            f"{side}_country": person.country, f"{side}_id_number": person.id_number,
        }  # fmt: skip
    return {**found, "proof": "新旧通行证原件"}


@pytest.fixture
def two(hall: Any) -> tuple[Client, Client]:
    """Two clerks of one agency."""
    return (
        seated(enter_staff("c1", "孙一", Role.CLERK)),
        seated(enter_staff("c2", "孙二", Role.CLERK)),
    )


def joined(two: tuple[Client, Client], hall: Any, kept: str = WANG, other: str = CHEN) -> str:
    one, another = two
    answer = one.post(HERE, sides(hall, kept, other))
    assert answer["Location"].endswith("done=entered"), read(answer)
    number = Mandate.objects.latest("pk").number
    assert another.post(HERE, {"number": number, "action": "confirm"})["Location"].endswith(
        "done=confirmed"
    )
    return number


def test_both_documents_open_the_account_that_stays_and_its_other_number_is_ones_own(
    two: Any, hall: Any, wang: Any, chen: Any
) -> None:
    case = filed(signed_in(chen.pk), "trial-instant", mobile="13900000009")
    joined(two, hall)
    other = ask_one(hall.insurance, PersonOf(number=CHEN)).value
    assert other is not None
    browser = Client()
    entered = browser.post("/login/", {"name": other.id_number, "password": PASSWORD})
    browser.post("/my/acting/", {"employer": CHEN})
    page = read(browser.get(f"/my/cases/{case}/"))
    in_person = read(browser.get("/p/key-facts-change/do/"))

    assert entered["Location"] == "/"
    assert case in page
    assert "按规定要由本人办理" not in in_person
    assert Account.objects.get(pk=chen.pk).closed_at is not None
    assert mobiles_of([CHEN]) == {CHEN: Account.objects.get(pk=wang.pk).mobile}
    assert Entry.objects.filter(verb="confirm-joining", subject__in=[WANG, CHEN]).count() == 2


def test_nobody_registers_under_a_number_that_was_joined(two: Any, hall: Any, wang: Any) -> None:
    joined(two, hall, other=ZHOU)
    started = actions.begin_sign_up(answers={}, now=MONDAY)

    with pytest.raises(actions.NotAgreed):
        agree_identity(
            number=started, said=identity(hall, ZHOU), insurance=hall.insurance,
            address="127.0.0.1", now=MONDAY,
        )  # fmt: skip


def test_one_clerk_alone_joins_nobody_and_neither_does_the_database(
    two: Any, hall: Any, wang: Any, chen: Any
) -> None:
    one, _ = two
    one.post(HERE, sides(hall, WANG, CHEN))
    number = Mandate.objects.get().number
    own = one.post(HERE, {"number": number, "action": "confirm"})

    assert own["Location"].endswith("done=own")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.update(state="running")
    assert Account.objects.get(pk=chen.pk).closed_at is None


def test_faults_are_said_where_they_are(two: Any, hall: Any, wang: Any) -> None:
    one, _ = two
    same = one.post(HERE, sides(hall, WANG, WANG))
    nobody = one.post(HERE, sides(hall, ZHOU, WANG))
    wrong = one.post(HERE, {**sides(hall, WANG, ZHOU), "other_name": "别人", "proof": ""})
    strange = one.post(HERE, {**sides(hall, WANG, ZHOU), "other_name": "别人"})
    joined(two, hall, other=ZHOU)
    twice = one.post(HERE, sides(hall, WANG, ZHOU))

    assert {one.status_code for one in (same, nobody, wrong, strange, twice)} == {422}
    assert "已经是同一个人" in read(same)
    assert "还没有开通账号" in read(nobody)
    assert "请写明看过的证明和编号" in read(wrong)
    assert "没有查到与证件号码" in read(strange)
    assert "合并过了" in read(twice)


def test_nobody_to_whom_another_number_was_joined_goes_into_a_third(
    two: Any, hall: Any, wang: Any, chen: Any
) -> None:
    joined(two, hall, kept=CHEN, other=ZHOU)
    chained = two[0].post(HERE, sides(hall, WANG, CHEN))

    assert chained.status_code == 422
    assert "合并过了" in read(chained)
    assert actions.joined_with([ZHOU]) == {ZHOU: CHEN}


def test_what_was_joined_wrongly_is_parted_at_once(
    two: Any, hall: Any, wang: Any, chen: Any
) -> None:
    number = joined(two, hall)
    browser = signed_in(wang.pk)
    browser.post("/my/acting/", {"employer": CHEN})
    before = browser.get("/my/cases/").status_code
    two[0].post(HERE, {"number": number, "action": "end"})
    after = browser.get("/my/cases/")

    assert before == 200
    assert after["Location"] == "/my/mandates/?over=1"
    assert not actions.is_joined(CHEN)


def test_an_agency_elsewhere_neither_sees_nor_confirms_it(
    two: Any, hall: Any, wang: Any, stranger_clerk: Any
) -> None:
    two[0].post(HERE, sides(hall, WANG, ZHOU))
    number = Mandate.objects.get().number
    elsewhere = seated(stranger_clerk)
    answer = elsewhere.post(HERE, {"number": number, "action": "confirm"})

    assert answer["Location"].endswith("done=gone")
    assert "孙一" not in read(elsewhere.get(HERE))
    assert Mandate.objects.get().state == "asked"
