"""Whoever chooses English is spoken to in English; what stays Chinese says that it is."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

import shebao
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.notices.models import Notice
from tests.channels.web.errands import CERTIFICATE, KEY_FACTS, PROVING, press
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.staff import NOON, at_city, make_static_root, seated

HAN = re.compile("[\u3400-\u9fff]+")
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect", "polyline", "line"}
SPOKEN = {"aria-label", "alt", "placeholder", "data-saved", "data-offline", "data-lost"}
PUBLIC = (
    "/", "/p/", "/e/", "/p/?q=%E5%85%BB%E8%80%81", "/p/?q=xyzzy", "/p/insured-certificate/",
    "/p/pension-transfer/", "/p/deemed-years/", "/login/", "/verify/", "/verify/?c=ABCD",
    "/offices/", "/open/", "/open/trail/", "/ask/", "/ask/complaint/", "/help/", "/terms/",
    "/agreement/",
    "/a11y/", "/nowhere/", "/desk/sign-in/",
)  # fmt: skip
MINE = (
    "/", "/my/", "/my/rights/", "/my/rights/?tab=contributions", "/my/rights/?tab=account",
    "/my/rights/?tab=transfers", "/my/rights/?tab=benefits", "/my/cases/", "/my/docs/",
    "/my/estimate/", "/my/estimate/?s=2041-03.12.100.2040-01.200.100.&s=......",
    "/my/estimate/?act=add&start_year=2041&start_month=13&ratio=900&gap=x", "/my/estimate/?all=1",
    "/my/docs/?menu=voucher", "/my/msg/", "/my/access/", "/my/account/",
    "/my/account/closing/", "/my/account/programs/",
    "/p/insured-certificate/do/", "/p/key-facts-change/do/", "/p/pension-transfer/do/",
)  # fmt: skip
DESK = (
    "/desk/", "/desk/?box=pool", "/desk/?box=all", "/desk/?box=all&due=today", "/desk/keys/",
    "/desk/me/",
)  # fmt: skip
ACTS = ("", "passing/", "handover/", "supplement/", "refusal/")
MANAGE = (
    "/manage/", "/manage/postings/", "/manage/postings/?state=dead", "/manage/items/",
    "/manage/items/contact-change/withdrawal/",
)  # fmt: skip
# Whose words these are: services, offices and people of the tests; nobody translates them.
CONTENT = (
    "src/shebao/items", "tests/support", "tests/conftest.py", "src/shebao/exchange/memory",
    "src/shebao/hall/office/agencies/seed.py", "src/shebao/law/tables",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    make_static_root()
    with time_machine.travel(NOON, tick=False):
        yield


class Words(HTMLParser):
    """The Chinese of a page: what is marked as Chinese, and what is not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = [("", "")]
        self.marked: list[str] = []
        self.bare: list[str] = []
        self.told: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in VOID:
            self.languages.append((tag, said.get("lang") or self.languages[-1][1]))
        self.told += [said[name] or "" for name in SPOKEN & set(said)]

    def handle_endtag(self, tag: str) -> None:
        while len(self.languages) > 1 and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data):
            is_chinese = self.languages[-1][1].lower() == "zh-hans"
            (self.marked if is_chinese else self.bare).append(data.strip())

    @property
    def language(self) -> str:
        """What the page as a whole says it is in."""
        return next((language for tag, language in self.languages if tag == "html"), "")


@cache
def _content() -> str:
    root = Path(shebao.__file__).parents[2]
    places = [root / place for place in CONTENT]
    found = [one for place in places for one in (place, *place.rglob("*")) if one.is_file()]
    texts = [one.read_text(encoding="utf-8") for one in found if one.suffix != ".pyc"]
    return "\n".join(["简体中文", "语言", *texts])


def _frame_words(page: Words) -> list[str]:
    """The Chinese on a page that is no content of a service, an office, a person or a message."""
    notices = [text for row in Notice.objects.values_list("title", "words") for text in row]
    content = "\n".join([_content(), *notices])
    runs = [run for text in (*page.marked, *page.told) for run in HAN.findall(text)]
    return [run for run in runs if run not in content]


def _assert_english(answer: Any, path: str) -> None:
    text = answer.content.decode()
    page = Words(text)
    assert '<html lang="en"' in text, path
    assert page.bare == [], path
    assert _frame_words(page) == [], path


def _visit(client: Client, paths: Iterable[str]) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for path in paths:
        _assert_english(client.get(path), path)


def test_everybody_can_read_the_public_pages_in_english(hall: Any) -> None:
    _visit(Client(), PUBLIC)


def test_the_choice_is_kept_from_page_to_page(hall: Any) -> None:
    visitor = Client()
    visitor.post("/preferences/", {"language": "en", "back": "/help/"})

    _assert_english(visitor.get("/help/"), "/help/")
    visitor.post("/preferences/", {"language": "zh-hans", "back": "/help/"})
    assert '<html lang="zh-Hans"' in visitor.get("/help/").content.decode()


def test_my_own_pages_speak_english(wang: Any, file: Any) -> None:  # noqa: F811
    client = seated(wang)
    press(client, CERTIFICATE, "submit", **PROVING)
    file(wang, "trial-promised", new_name="林强")
    last = Entry.objects.filter(subject=wang.visitor.subject).latest("id").pk
    numbers = [f"/my/access/{last}/", "/my/access/?show=others", "/my/access/?show=acts"]
    numbers += [
        f"/my/cases/{number}/" for number in Application.objects.values_list("number", flat=True)
    ]

    _visit(client, [*MINE, *numbers])


def test_a_pensioners_pages_speak_english(chen: Any) -> None:
    _visit(seated(chen), [path for path in MINE if path.startswith("/my/")])


def test_slips_are_said_in_english(wang: Any) -> None:
    client = seated(wang)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = press(client, KEY_FACTS, "check", what="birth", new_birth_year="1990",
                   new_birth_month="13", new_birth_day="1")  # fmt: skip

    assert answer.status_code == 422
    assert "to correct" in answer.content.decode()
    _assert_english(answer, KEY_FACTS)


def test_the_desk_speaks_english(wang: Any, reviewer: Any, file: Any) -> None:  # noqa: F811
    case = at_city(file(wang, "trial-promised", new_name="王方"))
    client = seated(reviewer)
    _visit(client, [*DESK, f"/desk/?box=pool&case={case.number}"])
    client.post(f"/desk/case/{case.number}/taking/", {"box": "pool"})

    _visit(client, [*DESK, *(f"/desk/case/{case.number}/{act}" for act in ACTS)])


def test_what_a_clerk_writes_in_english_pages_reaches_the_applicant_in_chinese(
    wang: Any,
    reviewer: Any,
    file: Any,  # noqa: F811
) -> None:
    case = at_city(file(wang, "trial-promised", new_name="王方"))
    client = seated(reviewer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(f"/desk/case/{case.number}/taking/", {"box": "pool"})
    case.refresh_from_db()
    client.post(
        f"/desk/case/{case.number}/supplement/",
        {"turn": case.turn, "box": "mine", "want": "proof", "standard-proof": "missing"},
    )

    told = Notice.objects.latest("id")
    assert HAN.search(told.title)
    assert not re.search(r"[a-z]{3}", told.title + told.words)


def test_those_who_run_the_system_read_english(
    wang: Any,
    operator: Any,
    security: Any,
    auditor: Any,
    file: Any,  # noqa: F811
) -> None:
    case = at_city(file(wang, "trial-instant", mobile="13800000099"))

    _visit(
        seated(operator),
        list(MANAGE),
    )
    _visit(seated(security), ["/manage/users/"])
    trail = [f"/manage/audit/?q={case.number}", f"/manage/audit/{case.number}/"]
    _visit(seated(auditor), ["/manage/audit/", *trail])
