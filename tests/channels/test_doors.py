"""Every address by everybody: one table says who gets in, and no door tells what lies behind it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from shebao.hall.kit.middleware import HEADERS
from shebao.hall.office.accounts.actions import appoint_handler
from shebao.hall.office.accounts.models import Account, Mandate
from shebao.hall.office.agencies.actions import put_centre
from shebao.hall.office.agencies.centres import centre
from shebao.hall.office.applications.models import Application, Upload
from shebao.hall.office.appointments import actions, jobs
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.documents.jobs import produce_queued
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.models import Notice
from tests.channels.web.errands import DONGHU, act_for_donghu
from tests.house.test_routes import ROUTES
from tests.office.applications.conftest import file  # noqa: F401
from tests.office.appointments.conftest import PLAN
from tests.support.cast import GAO, MENG, MONDAY, PASSWORD, ZHAO, ZHOU, enter_person
from tests.support.staff import NOON, at_city, make_static_root, read, seated, through_the_door

pytestmark = pytest.mark.clause("6.3.1", "6.2.4")

IN, SIGN_IN, WRONG_WAY = "in", "sign in", "wrong way"
NOT_YOURS, NOT_THERE = "not yours", "not there"
# Who may act for the owner: in everything, looking only, in one other service, no longer.
AGENTS = ("agent", "looker", "narrow", "former")
PERSONS = ("owner", "stranger", "handler", *AGENTS)
CLERKS = ("clerk", "reviewer", "second_reviewer", "other_city")
RUNNING = ("operator", "security", "auditor")
EVERYBODY = ("nobody", *PERSONS, *CLERKS, "hotline", *RUNNING)

PUBLIC = (
    "home", "services", "item", "employer", "search", "sign-in", "verify", "offices", "open", "ask",
    "complaint", "help", "terms", "agreement", "a11y", "robots", "favicon", "register", "reset",
    "back", "elsewhere", "certificate", "trail", "authorities", "agreement", "book", "book-where",
)  # fmt: skip
POSTED = (
    "web:sign-out", "web:preferences", "web:passkey-options", "desk:sign-out",
    "desk:passkey-options",
)  # fmt: skip
OWN_ACTS = ("seats",)
# Only for whoever has all affairs of an employer in their hands.
EMPLOYERS = ("handlers",)
OWN = (
    "handle", "draft", "mine", "rights", "estimate", "cases", "docs", "messages", "access", "data",
    "account", "acting", "wishes", "mandates", "mandate-new",
    "agree", "agreements", "bookings", "book-when",
    "password", "mobile", "ways", "log", "shutting", "closing", "programs",
    "authorize", "authorize-device", "register-employer",
)  # fmt: skip
OWN_THINGS = (
    "booking",
    "booking-change",
    "booking-calendar",
    "case",
    "case-ways",
    "upload",
    "doc",
    "doc-file",
    "message",
    "look",
    "proof",
)
# What tells of all affairs of the owner: not for whom the mandate names services.
WHOLE = ("rights", "estimate", "docs", "messages", "message", "access", "look", "proof", "wishes")
DESK = ("worklist", "keys", "me", "guardians", "handlers", "joinings", "bookings", "queue")
DESK_THINGS = ("material", "case", "passing", "handover", "supplement", "refusal")
DESK_ACTS = ("showing", "taking")
# What whoever answers the telephone finds at the desk.
HEARD = ("keys", "me")
MANAGE = (
    "dashboard", "postings", "replaying", "messages", "centres", "items", "withdrawal", "audit",
    "users", "replay", "terminals", "staff", "staff-new", "alarms",
    "authorities", "partners",
)  # fmt: skip
MANAGE_OF_NOTHING = ("offer", "staff-member")
MANAGE_ACTS = ("unlocking", "terminal-ending")
GUARDING = ("users", "unlocking", "staff", "staff-new", "staff-member", "alarms", "authorities")
WATCHING = ("audit", "replay")
# What two bodies decide together.
BOTH = ("partners",)


KIOSK = (
    "home",
    "card",
    "phone",
    "queue",
    "board",
    "help",
    "onward",
    "look",
    "still",
    "end",
    "printed",
    "ask",
)


def expected(route: str, who: str) -> str:
    """What ``GET`` answers: the whole table of doors."""
    channel, _, name = route.partition(":")
    if channel == "web":
        return _of_the_portal(route, name, who)
    if channel == "kiosk":
        # Without the key of a terminal nobody gets in, whoever they are.
        return IN if name == "setting" else NOT_YOURS
    if name in {"sign-in", "enrol"}:
        return IN
    if route in POSTED:
        return WRONG_WAY
    if who == "nobody":
        return SIGN_IN
    return _of_the_desk(name, who) if channel == "desk" else _of_manage(name, who)


def _of_the_portal(route: str, name: str, who: str) -> str:
    if route in POSTED:
        return WRONG_WAY
    if name in {"elsewhere", "certificate"}:
        # No service of this name, and no roots to check certificates against.
        return NOT_THERE
    if name in PUBLIC:
        return IN if name != "back" else "?"
    if who == "nobody":
        return SIGN_IN
    if who not in PERSONS:
        return NOT_YOURS
    if name in EMPLOYERS:
        return IN if who == "handler" else NOT_YOURS
    # No program asks to be let in; the page says so.
    told = {**dict.fromkeys(OWN_ACTS, WRONG_WAY), "authorize": "?"}
    return told.get(name) or _of_ones_own(name, who)


def _of_ones_own(name: str, who: str) -> str:
    if who == "narrow" and name in WHOLE or who in AGENTS and _is_the_owners_alone(name, who):
        return NOT_YOURS
    sees = who in {"owner", "agent", "looker"}
    return NOT_THERE if name in OWN_THINGS and not sees else IN


def _is_the_owners_alone(name: str, who: str) -> bool:
    return name == "wishes" and who != "former"


def _of_the_desk(name: str, who: str) -> str:
    if name == "account":
        return IN if who in {*CLERKS, "hotline", *RUNNING} else NOT_YOURS
    if who not in CLERKS:
        return IN if who == "hotline" and name in HEARD else NOT_YOURS
    if name in DESK_ACTS:
        return WRONG_WAY
    return NOT_THERE if name in DESK_THINGS and who == "other_city" else IN


def _of_manage(name: str, who: str) -> str:
    if name in BOTH:
        return IN if who in {"security", "operator"} else NOT_YOURS
    doors = {"security": GUARDING, "auditor": WATCHING}
    wanted = next((role for role, names in doors.items() if name in names), "operator")
    if who != wanted:
        return NOT_YOURS
    if name in MANAGE_ACTS:
        return WRONG_WAY
    return NOT_THERE if name in MANAGE_OF_NOTHING else IN


TABLE = (
    *(f"web:{name}" for name in (*PUBLIC, *OWN, *OWN_ACTS, *EMPLOYERS, *OWN_THINGS)), *POSTED,
    "desk:sign-in", "desk:enrol",
    *(f"desk:{name}" for name in (*DESK, *DESK_THINGS, *DESK_ACTS)), "desk:account",
    "kiosk:setting", *(f"kiosk:{name}" for name in KIOSK),
    *(f"manage:{name}" for name in (*MANAGE, *MANAGE_OF_NOTHING, *MANAGE_ACTS)),
)  # fmt: skip


def test_the_table_of_doors_names_every_address() -> None:
    heads = {"desk": "desk", "manage": "manage", "kiosk": "kiosk"}
    named = {
        f"{heads.get(path.split('/')[0], 'web')}:{route.name}"
        for path, route in ROUTES
        if route.name and not path.startswith(("api/", "dev/"))
    }
    assert named == set(TABLE)


class Browsers(dict[str, Client]):
    """A browser for everybody; somebody signs in when they are asked for."""

    def __init__(self, players: dict[str, Any]) -> None:
        super().__init__(nobody=Client())
        self.players = players

    def __missing__(self, name: str) -> Client:
        self[name] = seated(self.players[name])
        if name == "handler":
            act_for_donghu(self[name], self.players[name])
        if name in AGENTS:
            act_for(self.players["owner"], self.players[name], self[name], name)
        return self[name]


def act_for(owner: Any, agent: Any, browser: Client, kind: str) -> None:
    """Give somebody a mandate of this kind for the owner, and switch over to the owner."""
    row = Mandate.objects.create(
        number=f"M{kind.upper()}", nature="family", state="running",
        principal=owner.visitor.person, principal_name=owner.visitor.name,
        agent=agent.visitor.person, agent_name=agent.visitor.name,
        acts=["look"] if kind == "looker" else ["look", "file"],
        items=["contact-change"] if kind == "narrow" else [], since=MONDAY.date(),
    )  # fmt: skip
    browser.post("/my/acting/", {"employer": owner.visitor.person})
    if kind == "former":
        Mandate.objects.filter(pk=row.pk).update(state="ended", ended_at=MONDAY)
        told = browser.get("/my/cases/")
        assert told["Location"] == "/my/mandates/?over=1"


@dataclass(frozen=True, kw_only=True)
class Town:
    """A case with everything that hangs on it, and a browser for everybody."""

    browsers: Browsers
    numbers: dict[str, str]
    owner: Any

    def address(self, route: str) -> str:
        known = {
            "slug": "trial-promised", "code": "nobody", "upload": self.numbers["upload"],
            "pk": self.numbers["message"], "key": "service", "version": "2026-11",
        }  # fmt: skip
        things = {
            "web:upload": "upload", "web:doc": "paper", "web:doc-file": "paper",
            "web:look": "entry", "web:proof": "entry", "web:booking": "booking",
            "web:booking-change": "booking", "web:booking-calendar": "booking",
        }  # fmt: skip
        known["code"] = "990100-01" if route == "web:book-when" else "nobody"
        known["number"] = self.numbers[things.get(route, "case")]
        pattern = next(path for path, one in ROUTES if _is(path, one, route))
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        return reverse(route, kwargs={name: known[name] for name in wanted})


def _is(path: str, one: Any, route: str) -> bool:
    channel, _, name = route.partition(":")
    head = path.split("/")[0]
    return one.name == name and (head if head in {"desk", "manage", "kiosk"} else "web") == channel


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    make_static_root()
    with time_machine.travel(NOON, tick=False):
        yield


def booked(player: Any, hall: Any) -> str:
    """A place at a counter, taken by somebody."""
    put_centre(PLAN)
    jobs.open_places(calendar=hall.calendar, now=NOON)
    wanted = actions.Wanted(
        item="trial-promised", item_name="测试承诺事项", centre=centre(PLAN.code),
        day=NOON.date() + timedelta(days=1), start=540, minutes=15,
    )  # fmt: skip
    return actions.book(
        visitor=player.visitor, wanted=wanted, token="doors", channel="web", now=NOON
    )


@pytest.fixture
def town(
    file: Callable[..., Application],  # noqa: F811
    hall: Any, wang: Any, lin: Any, chen: Any, clerk: Any, reviewer: Any, second_reviewer: Any,
    stranger_clerk: Any, hotline: Any, operator: Any, security: Any, auditor: Any,
) -> Town:  # fmt: skip
    case = at_city(file(wang, "trial-promised", new_name="王方"))
    produce_queued(seal=hall.seal, now=NOON)
    agents = {
        name: enter_person(hall.insurance, number, name)
        for name, number in zip(AGENTS, (ZHAO, ZHOU, GAO, MENG), strict=True)
    }
    players = {
        **agents, "owner": wang, "stranger": lin, "handler": chen, "clerk": clerk,
        "reviewer": reviewer, "second_reviewer": second_reviewer,
        "other_city": stranger_clerk, "hotline": hotline,
        "operator": operator, "security": security, "auditor": auditor,
    }  # fmt: skip
    checkpoint(keys=hall.trail, now=NOON)
    numbers = {
        "entry": str(Entry.objects.get(verb="submitted").pk),
        "case": case.number,
        "booking": booked(wang, hall),
        "upload": Upload.objects.get(case=case.number).number,
        "paper": Paper.objects.filter(case=case.number)[0].number,
        "message": str(Notice.objects.filter(subject=case.subject, way="inbox")[0].pk),
    }
    return Town(browsers=Browsers(players), numbers=numbers, owner=wang)


def outcome(answer: Any) -> str:
    location = answer.headers.get("Location", "")
    if answer.status_code == 302 and location.startswith(("/login/", "/desk/sign-in/")):
        return SIGN_IN
    named = {403: NOT_YOURS, 404: NOT_THERE, 405: WRONG_WAY}
    return named.get(answer.status_code, IN if answer.status_code < 400 else "?")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(town: Town, who: str) -> None:
    browser = town.browsers[who]
    found = {route: outcome(browser.get(town.address(route))) for route in TABLE}

    assert found == {route: expected(route, who) for route in TABLE}


ACTS = [f"desk:{name}" for name in ("taking", "passing", "handover", "supplement", "refusal",
                                    "showing")]  # fmt: skip
OTHERS = (
    "nobody", "stranger", "handler", "looker", "narrow", "former", "hotline", *RUNNING,
    "other_city",
)  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_what_one_may_not_see_one_cannot_act_on_either(town: Town, who: str) -> None:
    case = Application.objects.get(number=town.numbers["case"])
    posts = {"turn": str(case.turn), "box": "all", "action": "withdraw", "to": "pool"}
    for route in ("web:case", *ACTS):
        answer = town.browsers[who].post(town.address(route), posts)
        assert outcome(answer) in {SIGN_IN, NOT_YOURS, NOT_THERE}, route
    after = Application.objects.get(number=case.number)

    assert (after.turn, after.status, after.clerk) == (case.turn, case.status, case.clerk)


def _bare(answer: Any, number: str) -> str:
    """The answer without what differs by chance: the id to quote, tokens, the address itself."""
    text = read(answer).replace(f"/{number}/", "/N/")
    text = re.sub(r"E-[0-9A-F]{8}", "E", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize(
    ("who", "address", "thing", "missing"),
    [
        ("stranger", "/my/cases/{}/", "case", "SB202603020000001"),
        ("stranger", "/my/cases/{}/ways/", "case", "SB202603020000001"),
        ("stranger", "/my/upload/{}/", "upload", "U0123456789abcdef"),
        ("stranger", "/my/docs/{}/", "paper", "99010020260302C0000001"),
        ("stranger", "/my/docs/{}/file/", "paper", "99010020260302C0000001"),
        ("stranger", "/my/msg/{}/", "message", "987654321"),
        ("stranger", "/my/access/{}/", "entry", "987654321"),
        ("stranger", "/my/access/{}/proof/", "entry", "987654321"),
        ("handler", "/my/cases/{}/", "case", "SB202603020000001"),
        ("narrow", "/my/cases/{}/", "case", "SB202603020000001"),
        ("narrow", "/my/docs/{}/file/", "paper", "99010020260302C0000001"),
        ("former", "/my/cases/{}/", "case", "SB202603020000001"),
        ("other_city", "/desk/case/{}/", "case", "SB202603020000001"),
        ("other_city", "/desk/case/{}/passing/", "case", "SB202603020000001"),
        ("other_city", "/desk/material/{}/", "upload", "U0123456789abcdef"),
    ],
)
def test_not_yours_and_not_there_are_the_same_to_the_byte(
    town: Town, who: str, address: str, thing: str, missing: str
) -> None:
    number = town.numbers[thing]
    foreign = town.browsers[who].get(address.format(number))
    absent = town.browsers[who].get(address.format(missing))

    assert foreign.status_code == absent.status_code == 404
    assert _bare(foreign, number) == _bare(absent, missing)
    assert set(foreign.headers) == set(absent.headers)


@pytest.mark.clause("6.3.1")
def test_no_form_is_taken_without_its_token(town: Town) -> None:
    for who in ("nobody", "owner", "reviewer", "operator"):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = town.browsers[who].cookies
        for route in TABLE:
            answer = browser.post(town.address(route), {"action": "withdraw", "turn": "0"})
            assert answer.status_code == 403, route
            assert "等得太久" in read(answer), route


KINDS = {
    "page": "/", "own page": "/my/rights/", "redirect": "/search/?q=a", "not there": "/nowhere/",
    "wrong way": "/logout/", "not yours": "/desk/", "text": "/robots.txt", "alive": "/livez",
    "csv": "/my/rights/?tab=contributions&format=csv", "api": "/api/v1/items",
    "api error": "/api/v1/nowhere", "static": "/static/kit/app.css",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_headers(town: Town, kind: str) -> None:
    answer = town.browsers["owner"].get(KINDS[kind])

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert kind == "static" or answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("route", ["web:doc-file", "web:upload"])
def test_files_carry_the_headers_and_are_kept_by_no_cache(town: Town, route: str) -> None:
    answer = town.browsers["owner"].get(town.address(route))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_on_the_desk_can_run_nothing(town: Town) -> None:
    answer = town.browsers["reviewer"].get(town.address("desk:material"))

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_error_of_ours_carries_the_headers_and_no_trace_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shebao.hall.channels.web import account

    def broken(*args: Any, **values: Any) -> None:
        raise RuntimeError("13800000001 in a message")

    monkeypatch.setattr(account.cases, "wanting_me", broken)
    browser = town.browsers["owner"]
    browser.raise_request_exception = False
    answer = browser.get("/my/")

    assert answer.status_code == 500
    assert "RuntimeError" not in read(answer)
    assert "13800000001" not in read(answer)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


HOSTS = ("evil.example", "evil.example:80", "a b", "127.0.0.1.evil.example", "[::1")


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_name_is_turned_away(hall: Any, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    page = Client(headers={"host": host}).get("/p/")

    assert page.status_code == 400
    assert "没有读懂" in read(page)
    assert Client(headers={"host": host}).get("/livez").status_code == 200
    assert Client(headers={"host": "localhost"}).get("/p/").status_code == 200


ELSEWHERE = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "http:///x.y",
    "javascript:alert(1)", "\thttps://evil.example", "https:evil.example", "\\\\evil.example",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_way_back_leads_to_another_site(wang: Any, reviewer: Any, address: str) -> None:
    portal = {"name": "wangfang", "password": PASSWORD, "next": address}
    onward = [
        Client().post("/login/", portal)["Location"],
        through_the_door(Client(), "zhaoming", address)["Location"],
        Client().post("/preferences/", {"mode": "large", "back": address})["Location"],
    ]
    assert [one for one in onward if "evil" in one or ":" in one or one.startswith("//")] == []


def test_a_session_gets_a_new_key_at_the_door_and_dies_with_signing_out(wang: Any) -> None:
    browser = Client()
    browser.cookies["shebao_session"] = "a" * 32
    browser.post("/login/", {"name": "wangfang", "password": PASSWORD})
    key = browser.cookies["shebao_session"].value
    stolen = Client()
    stolen.cookies["shebao_session"] = key

    assert key != "a" * 32
    assert stolen.get("/my/").status_code == 200
    browser.post("/logout/")
    assert outcome(stolen.get("/my/")) == SIGN_IN


@pytest.mark.clause("6.2.2")
def test_acting_for_an_employer_ends_with_the_mandate_even_while_signed_in(chen: Any) -> None:
    browser = seated(chen)
    act_for_donghu(browser, chen)
    assert "代表" in read(browser.get("/p/insured-certificate/do/"))
    Mandate.objects.filter(principal=DONGHU).update(ended_at=NOON, state="ended")

    assert browser.get("/my/cases/")["Location"] == "/my/mandates/?over=1"
    assert browser.get("/my/cases/").status_code == 200
    assert "代表单位" not in read(browser.get("/p/insured-certificate/do/"))


@pytest.mark.clause("6.2.2")
def test_nobody_acts_for_an_employer_they_have_no_mandate_for(lin: Any, chen: Any) -> None:
    appoint_handler(
        person=chen.visitor.person, employer=DONGHU, employer_name="示例", since=MONDAY.date(),
        now=MONDAY,
    )  # fmt: skip
    browser = seated(lin)
    browser.post("/my/acting/", {"employer": DONGHU})

    assert browser.session["acting_for"] == ""


@pytest.mark.parametrize(("who", "address"), [("owner", "/my/"), ("reviewer", "/desk/")])
def test_an_account_that_is_closed_is_out_at_its_next_step(
    town: Town, who: str, address: str
) -> None:
    browser = town.browsers[who]
    assert browser.get(address).status_code == 200
    Account.objects.update(is_active=False)

    assert outcome(browser.get(address)) == SIGN_IN


def test_after_signing_in_again_an_act_leads_back_to_the_page_it_stood_on(
    town: Town, reviewer: Any
) -> None:
    page = f"/desk/?box=all&case={town.numbers['case']}"
    act = f"/desk/case/{town.numbers['case']}/taking/"
    sent = Client().post(act, headers={"referer": f"http://testserver{page}"})
    where = re.search(r'name="next" value="([^"]*)"', read(Client().get(sent["Location"])))
    assert where is not None
    onward = where[1].replace("&amp;", "&")

    assert onward == page
    assert through_the_door(Client(), "zhaoming", onward)["Location"] == page
