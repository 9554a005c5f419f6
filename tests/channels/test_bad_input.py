"""Whatever is sent, there is an answer in words: nothing breaks, nothing is half-written."""

import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from shebao.hall.kit.paging import decode_key, moment_in, row_after
from shebao.hall.office.applications.access import scope_of
from shebao.hall.office.applications.models import Application, Draft
from shebao.hall.office.catalogue import actions as catalogue
from shebao.hall.office.catalogue.queries import current
from tests.channels.test_doors import TABLE, Town
from tests.channels.test_doors import town as town
from tests.channels.web.errands import (
    CERTIFICATE,
    CONTACT,
    KEY_FACTS,
    PROVING,
    RENAMING,
    do,
    filed,
    press,
    token_of,
)
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.staff import NOON, make_static_root, read, seated

pytestmark = pytest.mark.clause("6.4.5", "4.3")

NOUGHT, BIDI = "a\0b", "\u202ex\u200b"
STRANGE = (
    NOUGHT, BIDI, "²", "９９", "-1", "9" * 300, "a" * 5000, "'\"><script>alert(1)</script>",
    "../../etc/passwd", "{{7*7}}", "%s%n", "2026-02-30", "NaN", "[]", "\x1f\x7f", "😀" * 40,
)  # fmt: skip
QUERY = (
    "after", "c", "q", "case", "box", "item", "due", "tab", "year", "format", "step", "drop",
    "state", "key", "version", "next", "menu", "how", "done", "reason", "theme", "audience",
    "handling", "life_event", "ask",
)  # fmt: skip
LISTS = {
    "owner": ("/my/cases/", "/my/docs/", "/my/msg/", "/my/access/"),
    "reviewer": ("/desk/?box=all",),
    "operator": ("/manage/postings/",),
    "auditor": ("/manage/audit/?q=SB1",),
    "security": ("/manage/users/",),
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    make_static_root()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def as_wang(wang: Any) -> Client:
    return seated(wang)


def is_said_in_words(answer: Any) -> bool:
    """No trace back, no empty page; whatever stands on it is for people."""
    if answer.status_code >= 500 or "Traceback" in answer.content.decode(errors="replace"):
        return False
    return answer.status_code < 400 or any(sign >= "\u4e00" for sign in read(answer))


def gets_in(who: str) -> list[str]:
    """The addresses with something behind them for this visitor."""
    heads = {"owner": ("web:",), "reviewer": ("desk:", "web:"), "operator": ("manage:",)}
    return [route for route in TABLE if route.startswith(heads[who])]


@pytest.mark.parametrize("who", ["owner", "reviewer", "operator"])
def test_no_word_in_an_address_breaks_a_page(town: Town, who: str) -> None:
    for route in gets_in(who):
        for word in STRANGE:
            query = "&".join(f"{name}={quote(word)}" for name in QUERY)
            answer = town.browsers[who].get(f"{town.address(route)}?{query}")
            assert is_said_in_words(answer) or answer.status_code == 302, (route, word[:20])


def key(*parts: str) -> str:
    return urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


KEYS = (
    key("²"), key("9" * 60), key("-5"), key("٣"), key("\0"), key("x", "y"), key("2026-13-45", "1"),
    key("2026-03-02T02:00:00+00:00", "²"), key("2026-03-02T02:00:00", "5"), "====", "%%%", "é",
    key("0001-01-01T00:00:00+23:59", "5"), key("9999-12-31T23:59:59-23:00", "9" * 50), "a" * 300,
)  # fmt: skip


@pytest.mark.parametrize("who", LISTS)
def test_a_page_key_nobody_here_made_shows_the_first_page(town: Town, who: str) -> None:
    for address in LISTS[who]:
        for made_up in KEYS:
            glue = "&" if "?" in address else "?"
            answer = town.browsers[who].get(f"{address}{glue}after={quote(made_up)}")
            assert answer.status_code == 200, (address, made_up)


def test_page_keys_are_read_or_left_aside() -> None:
    assert [row_after(one) for one in KEYS] == [None] * len(KEYS)
    assert row_after(key("17")) == 17
    assert decode_key(key("a", "b"), 1) is None
    assert moment_in("2026-03-02T02:00:00") is None
    assert moment_in("0001-01-01T00:00:00+23:59") is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "XYZ"])
def test_a_method_no_page_answers_is_told_so(town: Town, method: str) -> None:
    for route in ("web:home", "web:case", "web:handle", "desk:case", "manage:dashboard"):
        answer = town.browsers["owner"].generic(method, town.address(route))
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST"
        assert "不能这样打开" in read(answer)


@pytest.mark.parametrize("route", ["web:sign-out", "web:preferences", "desk:sign-out"])
def test_an_act_that_is_opened_like_a_page_says_how_to_go_on(town: Town, route: str) -> None:
    answer = town.browsers["reviewer"].get(town.address(route))

    assert answer.status_code == 405
    assert "回到上一页" in read(answer)


def test_asking_only_for_the_head_of_a_page_breaks_nothing(town: Town) -> None:
    for who in ("owner", "reviewer", "operator"):
        for route in gets_in(who):
            assert town.browsers[who].head(town.address(route)).status_code < 500, route


FIELDS = (
    "turn", "box", "to", "seen", "want", "standard-proof", "words-proof", "words-other", "words",
    "basis", "advice", "reason", "action", "token", "employer", "mode", "language", "back", "key",
    "version", "username", "name", "password", "show",
)  # fmt: skip


@pytest.mark.parametrize("who", ["owner", "reviewer", "operator"])
def test_no_word_in_a_form_breaks_an_act(town: Town, who: str) -> None:
    case = Application.objects.get(number=town.numbers["case"])
    for route in [
        one for one in gets_in(who) if one not in {"desk:sign-in", "desk:passkey-options"}
    ]:
        for word in (NOUGHT, BIDI, "²", "-1", "9" * 300, "a" * 5000):
            answer = town.browsers[who].post(town.address(route), dict.fromkeys(FIELDS, word))
            assert is_said_in_words(answer), (route, word[:20])
            if "sign-out" in route:
                break
    after = Application.objects.get(pk=case.pk)

    assert (after.status, after.turn) == (case.status, case.turn)


@pytest.mark.parametrize("address", ["/login/", "/desk/sign-in/"])
@pytest.mark.parametrize("word", [NOUGHT, BIDI, "9" * 300, "\ufffd", " "])
def test_no_name_breaks_the_door(hall: Any, address: str, word: str) -> None:
    answer = Client().post(address, {"name": word, "username": word, "password": word})

    assert answer.status_code in {400, 422}
    assert is_said_in_words(answer)


COOKIES = (
    "",
    "x",
    "\\xff",
    "a.b.c.d",
    "elder.high.on.more",
    "../../etc",
    "%00",
    "{{7*7}}",
    "9" * 4000,
)


@pytest.mark.parametrize("value", COOKIES)
def test_no_cookie_breaks_a_page(hall: Any, value: str) -> None:
    browser = Client()
    for name in ("shebao_view", "shebao_language", "shebao_session", "shebao_csrf"):
        browser.cookies[name] = value

    assert browser.get("/").status_code == 200
    assert browser.post("/login/", {"name": "a", "password": "b"}).status_code == 422


BODIES = (
    (
        "application/x-www-form-urlencoded",
        b"\xff\xfe=%ff&token=%ff%fe&action=%00&new_name=%ed%a0%80",
    ),
    ("application/x-www-form-urlencoded; charset=nonsense", b"action=submit"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"action=submit"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % one for one in range(1500))),
    ("application/x-www-form-urlencoded", b"reason=" + b"1" * 5_000_000),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=", b"x"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\xff\r\n"),
    ("application/json", b"{"),
    ("", b"action=submit"),
)


@pytest.mark.parametrize(("kind", "body"), BODIES, ids=range(len(BODIES)))
def test_no_body_breaks_a_form(as_wang: Client, kind: str, body: bytes) -> None:
    as_wang.get(do(KEY_FACTS))
    answer = as_wang.generic("POST", do(KEY_FACTS), body, content_type=kind)

    assert is_said_in_words(answer)
    assert answer.status_code in {400, 422}
    assert not Application.objects.exists()


PATHS = (
    "/%ff%fe/", "/%00", "/p/%00/", "/static/%00", "/static/..%2f..%2fa", "/%2f/evil.example/p/",
    f"/p/{'a' * 9000}/", f"/my/msg/{'9' * 99}/", "/my/cases/%ff%ff%ff/", "/p/no-such-thing/do/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_breaks_anything(as_wang: Client, path: str) -> None:
    answer = as_wang.get(path)

    assert answer.status_code == 404
    assert is_said_in_words(answer)
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("slug", "typed", "words"),
    [
        (CONTACT, {"what": "mobile", "mobile": "123"}, "手机"),
        (CONTACT, {"what": "mobile", "mobile": "１３８"}, "手机"),
        (CONTACT, {"what": "neither"}, "选项"),
        (KEY_FACTS, {"what": "birth", "new_birth_year": "2026", "new_birth_month": "2",
                     "new_birth_day": "30"}, "日历上没有"),
        (KEY_FACTS, {"what": "birth", "new_birth_year": "2099", "new_birth_month": "1",
                     "new_birth_day": "1"}, "不能晚于今天"),
        (KEY_FACTS, {"what": "name", "new_name": "a" * 5000}, "姓名"),
        (KEY_FACTS, {"what": "name", "new_name": "<script>"}, "姓名"),
    ],
)  # fmt: skip
@pytest.mark.clause("5.3.1a")
def test_an_answer_that_cannot_be_is_told_at_its_place(
    as_wang: Client, slug: str, typed: dict[str, str], words: str
) -> None:
    answer = press(as_wang, slug, "submit", risk_confirmed="yes", **typed)

    assert answer.status_code == 422
    assert words in read(answer)
    assert "<script>alert" not in read(answer)
    assert not Application.objects.exists()


@pytest.mark.parametrize("token", ["", "f" * 32, "0" * 500, "²", "a\0"])
def test_a_form_with_a_forged_token_files_nothing(as_wang: Client, token: str) -> None:
    as_wang.get(do(CERTIFICATE))
    answer = as_wang.post(do(CERTIFICATE), {"token": token, "action": "submit", **PROVING})

    assert answer.status_code == 422
    assert "在别处重新填过" in read(answer)
    assert not Application.objects.exists()


def test_another_persons_token_files_nothing_and_shows_nothing(wang: Any, lin: Any) -> None:
    number = filed(seated(wang), CERTIFICATE, **PROVING)
    token = Application.objects.get(number=number).token
    answer = seated(lin).post(do(CERTIFICATE), {"token": token, "action": "submit", **PROVING})

    assert answer.status_code == 422
    assert number not in read(answer)
    assert Application.objects.count() == 1


def test_a_form_sent_again_leads_to_its_case(as_wang: Client) -> None:
    token = token_of(as_wang, CERTIFICATE)
    first = press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)
    again = [press(as_wang, CERTIFICATE, "submit", token=token, **PROVING) for _ in range(3)]

    assert {one["Location"] for one in again} == {first["Location"]}
    assert Application.objects.count() == 1
    assert not [one for one in Draft.objects.all() if one.answers]


@pytest.mark.clause("5.6.1b")
def test_a_draft_of_a_withdrawn_service_is_kept_and_told_so(as_wang: Client, hall: Any) -> None:
    token = token_of(as_wang, KEY_FACTS)
    press(as_wang, KEY_FACTS, "save", token=token, **RENAMING)
    version = current(KEY_FACTS).version
    catalogue.withdraw(slug=KEY_FACTS, now=NOON, actor="S1", channel="manage")
    page = as_wang.get(do(KEY_FACTS))
    sent = press(as_wang, KEY_FACTS, "submit", token=token, **RENAMING | {"new_name": "王芬"})
    catalogue.offer(slug=KEY_FACTS, version=version, now=NOON, actor="S1", channel="manage")

    assert "不受理新申请" in read(page)
    assert "不受理新申请" in read(sent)
    assert not Application.objects.exists()
    assert "王芬" in read(as_wang.get(do(KEY_FACTS)))


@pytest.mark.clause("5.6.1b")
def test_a_case_stays_with_the_version_its_draft_began_with(
    as_wang: Client, hall: Any, tmp_path: Path
) -> None:
    token = token_of(as_wang, CERTIFICATE)
    began = current(CERTIFICATE).version
    changed = tmp_path / "items"
    shutil.copytree(settings.SHEBAO_ITEM_FOLDERS[0], changed)
    guide = changed / CERTIFICATE / "guide.md"
    guide.write_text(guide.read_text() + "\n又改了一句。\n")
    catalogue.publish_folders(folders=[changed], now=NOON)
    press(as_wang, CERTIFICATE, "submit", token=token, **PROVING)

    assert current(CERTIFICATE).version != began
    assert Application.objects.get().version == began


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("agency", "scope"),
    [
        ("990000", "99"),
        ("990100", "9901"),
        ("991000", "9910"),
        ("500000", "50"),
        ("990110", "990110"),
    ],
)
def test_an_agency_sees_its_own_and_what_lies_below(agency: str, scope: str) -> None:
    assert scope_of(agency) == scope


def test_nothing_sent_twice_in_a_row_counts_twice(
    town: Town,
    file: Callable[..., Application],  # noqa: F811
) -> None:
    case = Application.objects.get(number=town.numbers["case"])
    address = reverse("desk:passing", args=[case.number])
    first = town.browsers["reviewer"].post(address, {"turn": str(case.turn), "box": "all"})
    again = town.browsers["reviewer"].post(address, {"turn": str(case.turn), "box": "all"})

    assert first.status_code == 302
    assert again.status_code == 409
    assert "刚刚有人动过" in read(again)
    assert Application.objects.get(pk=case.pk).turn == case.turn + 1
