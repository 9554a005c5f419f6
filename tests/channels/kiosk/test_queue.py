"""Drawing a number at a terminal, and the large screen (5.1, 6.1.2c)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shebao.hall.channels.kiosk import slip
from shebao.hall.channels.kiosk.door import KEY_COOKIE
from shebao.hall.gateways.printer.port import Paper, PrinterState
from shebao.hall.office.agencies import terminals
from shebao.hall.office.agencies.centres import CounterCard, NoSuchCentre
from shebao.hall.office.applications.queries import originals
from shebao.hall.office.appointments import actions
from shebao.hall.office.appointments.models import Turn
from tests.channels.kiosk.conftest import number_of
from tests.channels.web.conftest import NOON, noon  # noqa: F401
from tests.office.applications.conftest import file  # noqa: F401
from tests.office.appointments.conftest import PLAN, hall_centre, wanting  # noqa: F401
from tests.office.appointments.test_booking import book, person
from tests.support.cast import AGENCY, MONDAY, WANG
from tests.support.printers import Played
from tests.support.staff import make_static_root, read

HERE, BOARD = "/kiosk/queue/", "/kiosk/board/"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1", "5.1c", "6.1.2c")]


def terminal(centre: str, name: str = "取号机") -> Client:
    made = terminals.register_terminal(
        agency=AGENCY, name=name, printer="", actor="operator", now=MONDAY, centre=centre
    )
    make_static_root()
    client = Client()
    client.cookies[KEY_COOKIE] = made.key
    return client


@pytest.fixture
def stand(hall_centre: Any, noon: Any) -> Client:  # noqa: F811
    """A terminal in the city's centre."""
    return terminal(PLAN.code)


def call(counter: int = 2) -> None:
    card = CounterCard(number=counter, takes_bookings=False, items=())
    actions.call_next(centre=PLAN.code, counter=card, clerk="C1", now=NOON)


def test_one_press_gives_a_number_and_says_how_long(stand: Client) -> None:
    home = read(stand.get("/kiosk/"))
    offer = read(stand.get(HERE))
    pressed = stand.post(HERE, {"token": "t1", "item": "trial-counter"})
    page = read(stand.get(HERE))

    assert "取号排队，到窗口办" in home
    assert "现在有 0 位在等" in offer
    assert pressed.headers["Location"] == HERE
    assert "A001" in page
    assert "下一位就是您" in page
    assert Turn.objects.get().item == "trial-counter"
    assert Turn.objects.get().subject == ""


def test_a_double_press_and_a_reload_draw_nothing_more(stand: Client) -> None:
    for _ in range(2):
        stand.post(HERE, {"token": "t1", "item": ""})
        stand.get(HERE)

    assert Turn.objects.count() == 1


def test_whoever_laid_down_a_card_holds_the_number_in_their_name(
    stand: Client, hall: Any, wang: Any
) -> None:
    stand.post("/kiosk/card/", {"card": number_of(hall, wang)})
    stand.post(HERE, {"token": "t1", "item": ""})

    assert Turn.objects.get().subject == WANG


def test_a_booking_is_reported_by_its_code(
    stand: Client,
    wanting: Callable[..., Any],  # noqa: F811
    noon: Any,  # noqa: F811
) -> None:
    number = book(person(1), wanting())
    early = stand.post(HERE, {"booking": number})
    noon.shift(24 * 3600)
    fresh = terminal(PLAN.code, "二号取号机")
    fresh.post(HERE, {"booking": f"SHEBAO-BOOKING:{number}"})
    page = read(fresh.get(HERE))

    assert early.status_code == 422
    assert "今天这个网点没有这个预约" in read(early)
    assert "Y001" in page
    assert "人1" not in page


def test_a_called_number_says_where_to(stand: Client) -> None:
    stand.post(HERE, {"token": "t1", "item": ""})
    call()

    assert "请到 2 号窗口" in read(stand.get(HERE))


def test_the_end_of_a_session_leaves_nothing_of_the_number(stand: Client) -> None:
    stand.post(HERE, {"token": "t1", "item": ""})
    stand.get("/kiosk/end/")

    assert "A001" not in read(stand.get(HERE))


def test_the_board_shows_numbers_and_counters_and_no_name(
    stand: Client, hall: Any, wang: Any
) -> None:
    empty = read(stand.get(BOARD))
    stand.post("/kiosk/card/", {"card": number_of(hall, wang)})
    for token in ("t1", "t2"):
        stand.post(HERE, {"token": token, "item": ""})
    call()
    page = read(stand.get(BOARD))

    assert "现在没有叫号" in empty
    assert "1 位在等" in page
    assert re.search(r"<td>A001</td><td>2</td>", page)
    assert "请 A001 号到 2 号窗口" in page
    assert wang.visitor.name not in page


def test_a_terminal_without_a_centre_draws_no_numbers(hall_centre: Any) -> None:  # noqa: F811
    client = terminal("")

    assert "取号排队" not in read(client.get("/kiosk/"))
    assert client.get(HERE).headers["Location"] == "/kiosk/"
    assert client.post(HERE, {"token": "t1"}).headers["Location"] == "/kiosk/"
    assert client.get(BOARD).status_code == 403
    assert not Turn.objects.exists()


def test_a_terminal_stands_in_a_centre_of_its_own_agency(hall_centre: Any) -> None:  # noqa: F811
    for agency, centre in (("990200", PLAN.code), (AGENCY, "990100-77")):
        with pytest.raises(NoSuchCentre):
            terminals.register_terminal(
                agency=agency, name="x", printer="", actor="o", now=MONDAY, centre=centre
            )


def test_presses_without_end_are_slowed_down(stand: Client) -> None:
    for place in range(61):
        stand.post(HERE, {"token": f"t{place}", "item": ""})

    assert Turn.objects.count() == 60


def slips() -> list[Any]:
    folder = settings.SHEBAO_PRINTS
    return sorted(folder.glob("*.pdf")) if folder.exists() else []


@pytest.mark.clause("5.1a")
def test_a_slip_comes_out_once_for_each_number(stand: Client) -> None:
    before = len(slips())
    for _ in range(2):
        stand.post(HERE, {"token": "t1", "item": ""})
    page = read(stand.get(HERE))

    assert len(slips()) == before + 1
    assert "请取走打印的小票" in page


@pytest.mark.clause("5.1a")
def test_the_slip_names_the_originals_of_the_service_and_nobody(
    stand: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, Any] = {}
    monkeypatch.setattr(slip.typeset, "pdf", lambda _sources, data: said.update(data) or b"")
    stand.post(HERE, {"token": "t1", "item": "trial-counter"})

    assert said["label"] == "A001"
    assert said["centre"] == PLAN.name
    assert said["originals"] == [one.name for one in originals("trial-counter")] != []
    assert not {"name", "subject"} & set(said)


@pytest.mark.parametrize(
    "state",
    [
        PrinterState(works=False, paper=Paper.ENOUGH),
        PrinterState(works=True, paper=Paper.OUT),
        None,
    ],
)
def test_a_printer_that_fails_stops_nobody(
    stand: Client, hall: Any, monkeypatch: pytest.MonkeyPatch, state: PrinterState | None
) -> None:
    monkeypatch.setattr(type(hall), "printer", lambda _self, _address: Played(state))
    stand.post(HERE, {"token": "t1", "item": ""})
    page = read(stand.get(HERE))

    assert "A001" in page
    assert "请取走打印的小票" not in page


def test_the_originals_of_a_case_are_those_of_its_own_version(
    hall: Any,
    wang: Any,
    file: Callable[..., Any],  # noqa: F811
) -> None:
    case = file(wang, "trial-counter", from_month="1990-01", to_month="1992-12")

    assert originals("nothing-offered") == ()
    assert originals("trial-counter", case=case.number) == originals("trial-counter")
