"""A terminal that falls silent, lacks paper, or has somebody who wants help (6.1.2c, 6.5.4)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shebao.hall.gateways.printer.port import Paper, PrinterState
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Role
from shebao.hall.office.agencies import minding, terminals
from shebao.hall.office.agencies.minding import Trouble
from shebao.hall.office.agencies.models import Terminal
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.operations.minding import look_at_printers, trouble_of
from shebao.hall.office.operations.queries import alarms, health
from shebao.law.workdays import national
from tests.channels.kiosk.test_queue import stand, terminal  # noqa: F401
from tests.channels.web.conftest import NOON, noon  # noqa: F401
from tests.office.appointments.conftest import PLAN, hall_centre  # noqa: F401
from tests.support.cast import AGENCY, MONDAY, enter_staff
from tests.support.printers import Played
from tests.support.staff import read, seated

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.1.2c", "6.5.4", "5.1c")]
# Half past nine in China, while the centre is open.
OPEN = MONDAY - timedelta(minutes=30)


def troubles(now: Any) -> list[Trouble]:
    return [one.trouble for one in minding.troubled(calendar=national(), now=now)]


def test_a_silent_terminal_is_an_alarm_while_its_centre_is_open(
    stand: Client,  # noqa: F811
    noon: Any,  # noqa: F811
) -> None:
    noon.move_to(OPEN)
    never = troubles(OPEN)
    stand.get("/kiosk/")

    assert never == []
    assert troubles(OPEN + timedelta(minutes=5)) == []
    assert troubles(OPEN + timedelta(minutes=6)) == [Trouble.SILENT]
    assert troubles(OPEN + timedelta(hours=12)) == []
    assert troubles(OPEN + timedelta(days=5)) == []


def test_one_that_stands_in_no_centre_is_always_missed(hall: Any, noon: Any) -> None:  # noqa: F811
    terminal("").get("/kiosk/")

    assert troubles(NOON + timedelta(hours=12)) == [Trouble.SILENT]


def test_hearing_of_a_terminal_is_written_down_once_a_minute(
    stand: Client,  # noqa: F811
    noon: Any,  # noqa: F811
) -> None:
    seen = []
    for seconds in (0, 59, 1):
        noon.shift(seconds)
        stand.get("/kiosk/")
        seen.append(Terminal.objects.get().seen_at)

    assert seen[0] == seen[1] == NOON
    assert seen[2] == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (None, Trouble.PRINTER_DOWN),
        (PrinterState(works=False, paper=Paper.ENOUGH), Trouble.PRINTER_STOPPED),
        (PrinterState(works=True, paper=Paper.OUT), Trouble.PAPER_OUT),
        (PrinterState(works=True, paper=Paper.LOW), Trouble.PAPER_LOW),
        (PrinterState(works=True, paper=Paper.ENOUGH), None),
    ],
)
def test_what_a_printer_lacks_has_a_name(
    said: PrinterState | None, trouble: Trouble | None
) -> None:
    assert trouble_of(Played(said)) is trouble


def test_printers_are_asked_and_the_operator_reads_what_to_do(
    hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, printer in (("有打印机", "ipp://127.0.0.1:1/x"), ("没打印机", "")):
        terminals.register_terminal(
            agency=AGENCY, name=name, printer=printer, actor="operator", now=MONDAY
        )
    first, again = look_at_printers(outside=hall), look_at_printers(outside=hall)
    found = health(insurance=hall.insurance, calendar=national(), now=clock.now())
    words = [one.words for one in alarms(found) if "自助终端" in one.words]

    assert (first, again) == (1, 0)
    assert len(words) == 1
    assert "有打印机" in words[0]
    assert "没有应答" in words[0]
    minding.note_printer(number=Terminal.objects.get(name="有打印机").number, trouble=None)
    assert troubles(MONDAY) == []


def test_help_is_called_seen_at_the_counters_and_answered(
    stand: Client,  # noqa: F811
) -> None:
    asked = [stand.post("/kiosk/help/", {"screen": "/kiosk/queue/"}) for _ in range(2)]
    screen = read(stand.get("/kiosk/queue/"))
    clerk = seated(enter_staff("c1", "孙一", Role.CLERK))
    counter = read(clerk.get("/desk/queue/", {"centre": PLAN.code, "counter": "2"}))
    act = {"centre": PLAN.code, "counter": "2", "action": "help"}
    number = Terminal.objects.get().number
    went = clerk.post("/desk/queue/", {**act, "number": number}).headers["Location"]
    late = clerk.post("/desk/queue/", {**act, "number": number}).headers["Location"]

    assert {one.headers["Location"] for one in asked} == {"/kiosk/queue/"}
    assert "已经叫了工作人员" in screen
    assert "有人要帮忙" in counter
    assert went.endswith("done=going")
    assert late.endswith("done=gone")
    assert "已经叫了工作人员" not in read(stand.get("/kiosk/queue/"))
    assert Entry.objects.filter(verb="ask-help").count() == 1
    assert Entry.objects.filter(verb="answer-help").count() == 1


def test_help_at_a_terminal_elsewhere_is_not_seen_here(
    stand: Client,  # noqa: F811
    stranger_clerk: Any,
) -> None:
    stand.post("/kiosk/help/", {})

    assert minding.asking_help("990200") == ()
    assert not minding.answer_help(
        number=Terminal.objects.get().number, agency="990200", actor="x", now=NOON
    )
    assert len(minding.asking_help(AGENCY)) == 1


@pytest.mark.parametrize(
    "screen",
    ["", "https://example.com/", "//example.com/kiosk/", "/kiosk//x", "/my/", "/kiosk/\\x"],
)
def test_calling_for_help_leads_to_screens_of_the_kiosk_only(
    stand: Client,  # noqa: F811
    screen: str,
) -> None:
    assert stand.post("/kiosk/help/", {"screen": screen}).headers["Location"] == "/kiosk/"


def test_what_was_begun_here_goes_on_at_home(
    kiosk: Client, lay_card: Callable[[Any], Any], wang: Any, settings: Any
) -> None:
    settings.SHEBAO_PUBLIC_URL = "https://hall.example"
    without = kiosk.get("/kiosk/onward/insured-certificate/")
    lay_card(wang)
    question = read(kiosk.get("/kiosk/do/insured-certificate/"))
    page = read(kiosk.get("/kiosk/onward/insured-certificate/"))
    unfit = kiosk.get("/kiosk/onward/pension-claim/")

    assert without.headers["Location"] == "/kiosk/"
    assert "/kiosk/onward/insured-certificate/" in question
    assert "https://hall.example/p/insured-certificate/do/" in page
    assert wang.visitor.name not in page
    assert unfit.headers["Location"] == "/kiosk/"


def test_printers_are_asked_side_by_side(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(6):
        terminals.register_terminal(
            agency=AGENCY, name=f"{place} 号机", printer="ipp://127.0.0.1:1/x", actor="operator",
            now=MONDAY,
        )  # fmt: skip
    meeting = threading.Barrier(6, timeout=10)

    class Slow(Played):
        """A printer that answers once all six are asked."""

        def state(self) -> PrinterState:
            meeting.wait()
            return super().state()

    monkeypatch.setattr(type(hall), "printer", lambda _self, _address: Slow(None))

    assert look_at_printers(outside=hall) == 6
