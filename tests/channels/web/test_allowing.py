"""Programs of others, through an independent client library: let in, used, shut out (6.1.2e)."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
import time_machine
from django.test import Client
from oauthlib.oauth2 import DeviceClient, WebApplicationClient

from shebao.hall.office.accounts import actions
from shebao.hall.office.accounts.models import ApiToken, Consent, Mandate, Partner, Ticket
from shebao.hall.office.audit.models import Entry
from tests.channels.api.conftest import Program
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import DONGHU, act_for_donghu, read
from tests.support.cast import WANG
from tests.support.staff import proven, seated

BACK = "https://books.example.cn/back"
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.1.2e", "6.3.1")]
WISH = actions.PartnerWish(
    name="小账本", organisation="示例软件公司", agreement="协 2026-1", redirects=(BACK,),
    scopes=("openid", "profile", "read", "file"), items=(), per_minute=60,
    since=date(2026, 1, 1), until=date(2026, 12, 31),
)  # fmt: skip
FORM = {"answers": {"mobile": "13900000009"}, "token": "order-0001", "risk_confirmed": True}


@pytest.fixture(autouse=True)
def _public(settings: Any) -> None:
    settings.SHEBAO_PUBLIC_URL = "https://hall.example.cn"


@pytest.fixture
def partner(hall: Any, security: Any, operator: Any, auditor: Any) -> Partner:
    """A program on people's own devices, admitted by two."""
    number = actions.ask_partner(wish=WISH, by=auditor.visitor, now=NOON)
    actions.approve_partner(number=number, by=security.visitor, now=NOON)
    actions.approve_partner(number=number, by=operator.visitor, now=NOON)
    return Partner.objects.get(number=number)


class Books:
    """Somebody's program: it knows our address, its number, and an ordinary OAuth library."""

    def __init__(self, number: str, secret: str = "") -> None:
        self.asker, self.http = WebApplicationClient(number), Client()
        self.number, self.secret = number, secret
        self.verifier = self.asker.create_code_verifier(64)
        self.known = self.http.get("/.well-known/openid-configuration").json()

    def question(self, scope: str, **more: str) -> str:
        """The address the person's browser is sent to."""
        challenge = self.asker.create_code_challenge(self.verifier, "S256")
        whole = self.asker.prepare_request_uri(
            self.known["authorization_endpoint"].replace("http://", "https://"),
            redirect_uri=BACK, scope=scope.split(),
            state="s-1", code_challenge=challenge, code_challenge_method="S256", **more,
        )  # fmt: skip
        parts = urlsplit(whole)
        return f"{parts.path}?{parts.query}"

    def answered(self, location: str) -> dict[str, Any]:
        """Turn what came back into tokens."""
        code = self.asker.parse_request_uri_response(location, state="s-1")["code"]
        return self.asked(code=code)

    def asked(self, code: str, **more: Any) -> dict[str, Any]:
        body = self.asker.prepare_request_body(
            code=code, redirect_uri=BACK, include_client_id=not self.secret,
            code_verifier=more.pop("verifier", self.verifier),
        )  # fmt: skip
        return self.posted("token_endpoint", body)

    def again(self, ticket: str) -> dict[str, Any]:
        body = self.asker.prepare_refresh_body(refresh_token=ticket, client_id=self.number)
        return self.posted("token_endpoint", body)

    def posted(self, name: str, body: str) -> dict[str, Any]:
        from base64 import b64encode

        pair = b64encode(f"{self.number}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"} if self.secret else {}
        answer = self.http.post(
            urlsplit(self.known[name]).path, dict(parse_qsl(body)), headers=headers
        )
        told: dict[str, Any] = json.loads(answer.content or b"{}")
        return {**told, "status": answer.status_code}

    def identity(self, token: str, **more: Any) -> dict[str, Any]:
        """The identity token, checked as any library would."""
        keys = self.http.get(urlsplit(self.known["jwks_uri"]).path).json()
        key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
        told: dict[str, Any] = jwt.decode(
            token, key.key, algorithms=["RS256"], audience=self.number,
            issuer=self.known["issuer"], **more,
        )  # fmt: skip
        return told


@pytest.fixture
def books(partner: Partner) -> Books:
    return Books(partner.number)


def let_in(browser: Client, books: Books, scope: str = "openid profile read", **chosen: Any) -> Any:
    """Say yes on the page; what the program is sent back."""
    return browser.post(books.question(scope, nonce="n-1"), {"action": "allow", **chosen})


def test_a_program_is_let_in_reads_says_who_and_is_shut_out(
    as_wang: Client, wang: Any, books: Books
) -> None:
    page = read(as_wang.get(books.question("openid profile read", nonce="n-1")))
    tokens = books.answered(let_in(as_wang, books)["Location"])
    who = books.identity(tokens["id_token"], options={"verify_exp": False, "verify_iat": False})
    program = Program(tokens["access_token"])
    info = books.http.get(
        "/api/oauth/userinfo/", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    ).json()
    mine = program.get("/me").json()
    listed = read(as_wang.get("/my/account/programs/"))
    as_wang.post("/my/account/programs/",
                 {"action": "shut-out", "number": Consent.objects.get().number})  # fmt: skip

    assert "让“小账本”使用您的账号吗" in page
    assert "示例软件公司" in page
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    assert (who["nonce"], who["name"], who["acr"]) == ("n-1", "王芳", "3")
    assert who["sub"] == info["sub"]
    assert WANG not in str(who)
    assert (mine["subject"], mine["scopes"]) == (WANG, ["read"])
    assert program.post("/items/trial-instant/applications", FORM).status_code == 401
    assert "小账本" in listed
    assert program.get("/me").status_code == 401
    assert books.again(tokens["refresh_token"])["error"] == "invalid_grant"


@pytest.mark.clause("6.2.5a")
def test_whoever_asks_to_close_the_account_shuts_every_program_out(
    as_wang: Client, wang: Any, books: Books
) -> None:
    tokens = books.answered(let_in(as_wang, books)["Location"])
    before = Program(tokens["access_token"]).get("/me").status_code
    actions.ask_closing(account=wang.visitor.account, channel="web", now=NOON)

    assert before == 200
    assert Program(tokens["access_token"]).get("/me").status_code == 401
    assert books.again(tokens["refresh_token"])["error"] == "invalid_grant"
    assert not Consent.objects.filter(ended_at=None).exists()


def test_saying_no_tells_the_program_so_and_lets_it_nowhere(as_wang: Client, books: Books) -> None:
    answer = as_wang.post(books.question("openid read"), {"action": "refuse"})
    told = parse_qs(urlsplit(answer["Location"]).query)

    assert answer["Location"].startswith(BACK)
    assert (told["error"], told["state"]) == (["access_denied"], ["s-1"])
    assert not Consent.objects.exists()


def test_a_program_for_some_services_files_those_and_sees_no_others(
    as_wang: Client, wang: Any, books: Books
) -> None:
    tokens = books.answered(let_in(as_wang, books, "read file", items="trial-instant")["Location"])
    program = Program(tokens["access_token"])
    case = program.post("/items/trial-instant/applications", FORM)
    other = program.post("/items/contact-change/applications", {**FORM, "token": "order-0002"})

    assert case.status_code == 201
    assert (other.status_code, other.json()["code"]) == (403, "not_mandated")
    assert program.get("/messages").status_code == 403
    assert len(program.get("/applications").json()["rows"]) == 1


def test_once_its_holder_is_gone_a_program_files_nothing_that_wants_the_person(
    as_wang: Client, wang: Any, books: Books
) -> None:
    first = books.answered(let_in(as_wang, books, "read file")["Location"])
    second = books.again(first["refresh_token"])
    levels = list(ApiToken.objects.order_by("pk").values_list("level", flat=True))

    assert levels == [3, 2]
    assert Program(second["access_token"]).get("/me").status_code == 200
    assert Entry.objects.filter(verb="issue-token", subject=WANG).count() == 2


def test_a_ticket_shown_twice_ends_everything_that_came_of_it(
    as_wang: Client, books: Books
) -> None:
    first = books.answered(let_in(as_wang, books)["Location"])
    second = books.again(first["refresh_token"])
    thief = books.again(first["refresh_token"])

    assert thief["error"] == "invalid_grant"
    assert books.again(second["refresh_token"])["error"] == "invalid_grant"
    assert Program(second["access_token"]).get("/me").status_code == 401


def test_a_code_is_good_once_for_a_minute_and_for_whoever_asked(
    as_wang: Client, books: Books
) -> None:
    location = let_in(as_wang, books)["Location"]
    code = parse_qs(urlsplit(location).query)["code"][0]
    wrong = books.asked(code, verifier="x" * 64)
    burnt = books.asked(code)
    late = parse_qs(urlsplit(let_in(as_wang, books)["Location"]).query)["code"][0]
    with time_machine.travel(NOON + timedelta(seconds=61), tick=False):
        too_late = books.asked(late)

    assert [one["error"] for one in (wrong, burnt, too_late)] == ["invalid_grant"] * 3
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"redirect_uri": "https://evil.example/"}, 400),
        ({"client_id": "KNOBODY"}, 400),
        ({"response_type": "token"}, 302),
        ({"code_challenge": ""}, 302),
        ({"code_challenge_method": "plain"}, 302),
        ({"scope": "everything"}, 302),
    ],
)  # fmt: skip
def test_who_asks_wrongly_is_let_nowhere(
    as_wang: Client, books: Books, change: dict[str, str], status: int
) -> None:
    query = dict(parse_qsl(urlsplit(books.question("openid read")).query)) | change
    answer = as_wang.get("/oauth/authorize/", query)

    assert answer.status_code == status
    if status == 400:
        assert "什么都没有交给它" in read(answer)
    else:
        assert answer["Location"].startswith(BACK)
        assert "error=" in answer["Location"]
    assert not Ticket.objects.exists()


def test_a_program_on_a_server_proves_itself(
    as_wang: Client, partner: Partner, security: Any
) -> None:
    secret = actions.fresh_partner_secret(number=partner.number, by=security.visitor, now=NOON)
    honest, liar, bare = (Books(partner.number, one) for one in (secret, "sbp_wrong", ""))
    told = [one.answered(let_in(as_wang, one)["Location"]) for one in (liar, bare)]
    tokens = honest.answered(let_in(as_wang, honest)["Location"])

    assert [one["error"] for one in told] == ["invalid_client"] * 2
    assert Program(tokens["access_token"]).get("/me").status_code == 200
    assert secret not in str(list(Partner.objects.values()))


def test_filing_is_let_in_only_after_a_proof(wang: Any, visit: Any, books: Books) -> None:
    unsure = proven(visit(wang), "password")
    refused = let_in(unsure, books, "read file")
    reading = let_in(unsure, books, "read")

    assert refused.status_code == 422
    assert "核验是您本人" in read(refused)
    assert reading.status_code == 302


def test_for_an_employer_the_mandate_decides_every_time(
    as_wang: Client, wang: Any, books: Books
) -> None:
    refused = let_in(as_wang, books, "read", acting_for=DONGHU)
    act_for_donghu(as_wang, wang)
    tokens = books.answered(let_in(as_wang, books, "read", acting_for=DONGHU)["Location"])
    program = Program(tokens["access_token"])
    before = program.get("/me").json()["subject"]
    Mandate.objects.update(state="ended", ended_at=NOON)

    assert refused.status_code == 422
    assert before == DONGHU
    assert program.get("/me").status_code == 401


def test_the_switch_for_the_worst_day_stops_every_token_at_once(
    as_wang: Client, books: Books, operator: Any, security: Any
) -> None:
    tokens = books.answered(let_in(as_wang, books)["Location"])
    browser = seated(operator)
    ended = browser.post("/manage/partners/", {"action": "end", "number": books.number})

    assert ended["Location"].endswith("done=ended")
    assert Program(tokens["access_token"]).get("/me").status_code == 401
    assert as_wang.get(books.question("openid read")).status_code == 400
    assert "小账本" not in read(as_wang.get("/my/account/programs/"))


@pytest.mark.parametrize(
    ("address", "is_fit"),
    [
        ("https://a.example/back", True), ("https://a.example:8443/back?x=1", True),
        ("http://127.0.0.1/back", True), ("http://localhost:7000/", True),
        ("http://[::1]:7000/", True), ("http://a.example/back", False),
        ("https://a.example/back#part", False), ("https://a.example/#", False),
        ("https://user@a.example/", False), ("https://a.example;script-src/", False),
        ("https:///back", False), ("ftp://a.example/", False), ("books", False), ("", False),
    ],
)  # fmt: skip
def test_answers_go_to_whole_addresses_over_safe_lines_only(
    hall: Any, auditor: Any, address: str, is_fit: bool
) -> None:
    fault = ""
    try:
        actions.ask_partner(wish=replace(WISH, redirects=(address,)), by=auditor.visitor, now=NOON)
    except actions.NotAcceptable as error:
        fault = error.field

    assert fault == ("" if is_fit else "redirects")


def test_the_page_may_lead_to_the_programs_site_and_nowhere_else(
    as_wang: Client, books: Books
) -> None:
    policy = as_wang.get(books.question("openid read")).headers["Content-Security-Policy"]

    assert "form-action 'self' https://books.example.cn;" in policy
    assert policy.count("example.cn") == 1


def test_a_partner_is_admitted_only_by_both_bodies_and_by_nobody_twice(
    hall: Any, security: Any, operator: Any
) -> None:
    asks, decides = seated(security), seated(operator)
    fields = {
        "name": "小账本", "organisation": "示例软件公司", "agreement": "协 1", "redirects": BACK,
        "scopes": ["openid", "read"], "per_minute": "60", "since_year": "2026",
        "since_month": "1", "since_day": "1", "until_year": "2026", "until_month": "12",
        "until_day": "31",
    }  # fmt: skip
    wrong = asks.post("/manage/partners/", {**fields, "redirects": "http://books.example.cn"})
    asks.post("/manage/partners/", fields)
    number = Partner.objects.get().number
    own = asks.post("/manage/partners/", {"action": "approve", "number": number})
    half = decides.post("/manage/partners/", {"action": "approve", "number": number})
    twice = decides.post("/manage/partners/", {"action": "approve", "number": number})
    from shebao.hall.kit.visitor import Role
    from tests.support.cast import enter_staff

    other = seated(enter_staff("other", "周二", Role.SECURITY))
    both = other.post("/manage/partners/", {"action": "approve", "number": number})
    secret = other.post("/manage/partners/", {"action": "secret", "number": number})

    assert wrong.status_code == 422
    assert "https 开头" in read(wrong)
    assert own["Location"].endswith("done=own")
    assert half["Location"].endswith("done=half")
    assert twice["Location"].endswith("done=half")
    assert both["Location"].endswith("done=admitted")
    assert re.search(r"<code>sbp_[\w-]+</code>", read(secret))


def test_a_device_is_let_in_on_the_phone(as_wang: Client, wang: Any, books: Books) -> None:
    asked = books.posted("device_authorization_endpoint", f"client_id={books.number}&scope=read")
    asker = DeviceClient(books.number)
    body = asker.prepare_request_body(asked["device_code"], include_client_id=True)
    pending, fast = (books.posted("token_endpoint", body) for _ in range(2))
    page = read(as_wang.get("/oauth/device/", {"user_code": asked["user_code"]}))
    done = as_wang.post(
        "/oauth/device/", {"action": "allow", "user_code": asked["user_code"]}, follow=True
    )
    tokens = books.posted("token_endpoint", body)
    again = books.posted("token_endpoint", body)

    assert (pending["error"], fast["error"]) == ("authorization_pending", "slow_down")
    assert "小账本" in page
    assert "请回到设备上继续" in read(done)
    assert again["error"] == "invalid_grant"
    # Whoever asks again with a used code ends what came of it.
    assert Program(tokens["access_token"]).get("/me").status_code == 401


def test_a_device_turned_down_or_late_gets_nothing(as_wang: Client, books: Books) -> None:
    body = f"client_id={books.number}&scope=read"
    one, two = (books.posted("device_authorization_endpoint", body) for _ in range(2))
    as_wang.post("/oauth/device/", {"action": "refuse", "user_code": one["user_code"]})
    ask = DeviceClient(books.number).prepare_request_body
    refused = books.posted("token_endpoint", ask(one["device_code"], include_client_id=True))
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        late = books.posted("token_endpoint", ask(two["device_code"], include_client_id=True))

    assert refused["error"] == "access_denied"
    assert late["error"] == "expired_token"


def test_an_empty_code_of_a_device_is_asked_again(as_wang: Client) -> None:
    answer = as_wang.post("/oauth/device/", {"action": "code", "user_code": ""})

    assert answer.status_code == 422
    assert "没有设备在等这个代码" in read(answer)


def test_guessing_the_codes_of_devices_is_slowed_down(as_wang: Client, books: Books) -> None:
    answers = [
        as_wang.post("/oauth/device/", {"action": "code", "user_code": f"{turn:09d}"})
        for turn in range(11)
    ]

    assert "没有设备在等这个代码" in read(answers[9])
    assert "试得太多了" in read(answers[10])


def test_what_a_program_gives_back_is_good_no_more(as_wang: Client, books: Books) -> None:
    tokens = books.answered(let_in(as_wang, books)["Location"])
    back = books.posted(
        "revocation_endpoint", f"client_id={books.number}&token={tokens['refresh_token']}"
    )

    assert back["status"] == 200
    assert Program(tokens["access_token"]).get("/me").status_code == 401


def test_a_partner_may_call_so_often_and_no_more(
    as_wang: Client, partner: Partner, books: Books
) -> None:
    Partner.objects.update(per_minute=2)
    tokens = books.answered(let_in(as_wang, books)["Location"])
    program = Program(tokens["access_token"])

    assert [program.get("/me").status_code for _ in range(3)] == [200, 200, 429]


def test_no_secret_is_kept_and_none_stands_in_an_address(as_wang: Client, books: Books) -> None:
    location = let_in(as_wang, books)["Location"]
    tokens = books.answered(location)
    stored = str([*Ticket.objects.values(), *ApiToken.objects.values(), *Entry.objects.values()])

    assert tokens["access_token"] not in stored
    assert tokens["refresh_token"] not in stored
    assert parse_qs(urlsplit(location).query)["code"][0] not in stored
    assert "sbt_" not in location


def test_without_a_key_nothing_of_this_is_there(
    as_wang: Client, hall: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(hall), "openid", None)
    for path in ("/.well-known/openid-configuration", "/oauth/authorize/", "/api/oauth/keys/"):
        assert as_wang.get(path).status_code == 404
