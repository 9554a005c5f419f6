"""The HTTP line: what is said when it is bad, slow, dead, forged or in order."""

import io
import json
import logging
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
import urllib3

from shebao.exchange import wire
from shebao.exchange.breaker import Breaker
from shebao.exchange.client import HttpInsurance
from shebao.exchange.keys import Keyring
from shebao.exchange.memory import WANG, MemoryInsurance
from shebao.exchange.port import PersonOf, Posting, PostingKind, Rejected, Unreachable, ask_one
from shebao.exchange.server import wall_application
from shebao.exchange.signing import Direction, new_stamp, seal
from shebao.exchange.wire_suite import Line
from tests.exchange.sides import Clock, Served, serving, two_keyrings

ASK_WANG = PersonOf(number=WANG)


def _call(application: Any, method: str, path: str, **environ: Any) -> tuple[str, bytes]:
    told: list[str] = []
    body = application(
        {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(), **environ},
        lambda status, headers: told.append(status),
    )
    return told[0], b"".join(body)


@pytest.fixture
def application(memory: MemoryInsurance, sides: Any, clock: Clock) -> Any:
    return wall_application(memory, keys=sides.core, clock=clock)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/livez", "200 OK"),
        ("GET", "/wall/v1", "405 Method Not Allowed"),
        ("POST", "/livez", "405 Method Not Allowed"),
        ("GET", "/", "404 Not Found"),
        ("POST", "/wall/v2", "404 Not Found"),
        ("GET", "/admin/", "404 Not Found"),
        ("POST", "/wall/v1/", "404 Not Found"),
    ],
)
def test_there_is_one_door_and_nothing_else(
    application: Any, method: str, path: str, status: str
) -> None:
    assert _call(application, method, path)[0] == status


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    ("environ", "status", "code"),
    [
        ({}, "400", "malformed"),
        ({"CONTENT_LENGTH": "-1"}, "400", "malformed"),
        ({"CONTENT_LENGTH": "9" * 30}, "413", "too_large"),
        ({"CONTENT_LENGTH": "5"}, "400", "malformed"),
        ({"CONTENT_LENGTH": "0", "CONTENT_TYPE": "text/plain"}, "415", "wrong_type"),
        ({"CONTENT_LENGTH": "0", "CONTENT_TYPE": "application/json"}, "401", "bad_signature"),
    ],
)
def test_a_bad_message_gets_a_small_signed_refusal(
    application: Any, environ: dict[str, str], status: str, code: str
) -> None:
    line, body = _call(application, "POST", "/wall/v1", **environ)

    assert line.startswith(status)
    assert json.loads(body)["body"]["error"]["code"] == code


class Broken(MemoryInsurance):
    """A core with a fault inside."""

    def ask(self, *questions: Any) -> Any:
        raise RuntimeError("number 110105 is broken")


@pytest.mark.clause("6.4.4")
def test_a_fault_inside_the_core_never_shows_outside(
    sides: Any, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.ERROR),
        serving(wall_application(Broken(), keys=sides.core, clock=clock)) as served,
    ):
        insurance = HttpInsurance(served.url, keys=sides.hall, clock=clock)
        with pytest.raises(Unreachable) as raised:
            insurance.ask(ASK_WANG)

    assert "110105" not in str(raised.value)
    assert "RuntimeError" in caplog.text


@pytest.mark.clause("6.4.4")
def test_a_core_that_is_down_is_unreachable_and_comes_back(
    http: HttpInsurance, memory: MemoryInsurance
) -> None:
    memory.is_down = True
    with pytest.raises(Unreachable):
        http.ask(ASK_WANG)
    memory.is_down = False

    assert ask_one(http, ASK_WANG).value is not None


@pytest.mark.clause("6.4.4")
def test_many_calls_share_one_kept_alive_connection(http: HttpInsurance, served: Served) -> None:
    for _ in range(20):
        http.ask(ASK_WANG)

    assert (served.connections, served.messages) == (1, 20)


@pytest.mark.clause("6.4.4")
def test_no_question_is_no_message(http: HttpInsurance, served: Served) -> None:
    assert http.ask() == ()
    assert served.messages == 0


@pytest.mark.clause("6.4.4")
def test_a_line_closed_while_it_rested_is_opened_again(http: HttpInsurance, served: Served) -> None:
    served.closes_after_each = True

    assert len({http.ask(ASK_WANG) for _ in range(5)}) == 1
    assert served.connections >= 5


@pytest.mark.clause("6.4.4")
def test_many_threads_may_ask_at_once(http: HttpInsurance) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: http.ask(ASK_WANG), range(80)))

    assert len(answers) == 1


@pytest.mark.clause("6.4.4")
def test_a_fork_opens_lines_of_its_own(http: HttpInsurance, served: Served) -> None:
    http.ask(ASK_WANG)
    child = os.fork()
    if not child:
        is_answered = ask_one(http, ASK_WANG).value is not None
        os._exit(0 if is_answered else 1)
    _, status = os.waitpid(child, 0)
    http.ask(ASK_WANG)

    assert status == 0
    assert (served.connections, served.messages) == (2, 3)


@contextmanager
def _listening(script: Any) -> Iterator[str]:
    """A bare socket that does with each connection whatever the script says."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    script(connection)

        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def _says(text: bytes) -> Any:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(text)

    return script


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nShebao-Signature: none\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 17_000_000,
    ],
    ids=["closed", "noise", "gateway", "cut", "elsewhere", "unsigned", "endless"],
)
def test_whatever_answers_in_place_of_the_core_is_unreachable(
    sides: Any, clock: Clock, text: bytes
) -> None:
    with _listening(_says(text)) as url:
        insurance = HttpInsurance(url, keys=sides.hall, clock=clock, timeout=2)
        with pytest.raises(Unreachable):
            insurance.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_a_core_that_does_not_answer_is_given_up_in_time(sides: Any, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        insurance = HttpInsurance(url, keys=sides.hall, clock=clock, timeout=0.1)
        with pytest.raises(Unreachable, match="Timeout"):
            insurance.ask(ASK_WANG)


def _impostor(keys: Keyring, clock: Clock, *, other_id: bool = False) -> Any:
    """A server that answers with its own signature, or for another message."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        message = json.loads(environ["wsgi.input"].read())
        message_id = message["id"][:-12] + "0" * 12 if other_id else message["id"]
        stamp = new_stamp(keys, message_id=message_id, at=clock())
        asked = (ASK_WANG,)
        body = wire.answers_body(asked, MemoryInsurance().ask(*asked), stamp=stamp)
        sealed = seal(body, stamp=stamp, direction=Direction.REPLY, keys=keys)
        headers = [("Shebao-Signature", sealed.header), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return application


@pytest.mark.clause("6.4.4")
def test_an_answer_signed_by_somebody_else_is_not_believed(sides: Any, clock: Clock) -> None:
    _, stranger = two_keyrings()
    with serving(_impostor(stranger, clock)) as served:
        insurance = HttpInsurance(served.url, keys=sides.hall, clock=clock)
        with pytest.raises(Unreachable, match="not from the core"):
            insurance.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_an_answer_to_another_message_is_not_believed(sides: Any, clock: Clock) -> None:
    with serving(_impostor(sides.core, clock, other_id=True)) as served:
        insurance = HttpInsurance(served.url, keys=sides.hall, clock=clock)
        with pytest.raises(Unreachable, match="another message"):
            insurance.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_while_clocks_are_apart_nothing_is_refused_for_good(
    sides: Any, served: Served, clock: Clock
) -> None:
    ahead = Clock(clock.now)
    ahead.move(seconds=301)
    insurance = HttpInsurance(served.url, keys=sides.hall, clock=ahead)
    with pytest.raises(Unreachable, match="stale"):
        insurance.ask(ASK_WANG)
    ahead.move(seconds=-301)

    assert insurance.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_a_message_may_be_sent_again_by_nobody_else_later(
    http: HttpInsurance, sides: Any, clock: Clock
) -> None:
    line = Line(send=http.send, keys=sides.hall, at=clock())
    sealed = line.sealed()
    assert line.word(sealed) == "answered"
    assert line.word(sealed) == "replayed"
    clock.move(seconds=300)
    assert line.word(sealed) == "replayed"
    clock.move(seconds=1)

    assert line.word(sealed) == "stale"


@pytest.mark.clause("6.4.3")
def test_personal_data_leaves_the_machine_only_encrypted(sides: Any, clock: Clock) -> None:
    for url in ("http://core.example", "core.example", "ftp://core.example"):
        with pytest.raises(ValueError, match=r"https|http\(s\)"):
            HttpInsurance(url, keys=sides.hall, clock=clock)

    HttpInsurance("https://core.example", keys=sides.hall, clock=clock)
    HttpInsurance("http://core:8100", keys=sides.hall, clock=clock, may_be_plain=True)


class Ticks:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.clause("6.4.4")
def test_a_dead_core_is_not_tried_again_for_a_while(sides: Any, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    ticks = Ticks()
    insurance = HttpInsurance(
        f"http://127.0.0.1:{port}",
        keys=sides.hall,
        clock=clock,
        failures_allowed=3,
        rest=10,
        monotonic=ticks,
    )
    for _ in range(3):
        with pytest.raises(Unreachable, match="no answer from"):
            insurance.ask(ASK_WANG)
    with pytest.raises(Unreachable, match="not tried again yet"):
        insurance.ask(ASK_WANG)
    ticks.now += 10

    with pytest.raises(Unreachable, match="no answer from"):
        insurance.ask(ASK_WANG)


@pytest.mark.clause("6.4.4")
def test_after_its_rest_one_trial_gets_through_and_success_opens_the_way() -> None:
    ticks = Ticks()
    breaker = Breaker(limit=2, rest=10, monotonic=ticks)
    breaker.note_failure()
    breaker.enter()
    breaker.note_failure()
    ticks.now += 10

    breaker.enter()
    with pytest.raises(Unreachable):
        breaker.enter()
    breaker.note_success()
    breaker.enter()
    breaker.enter()


@pytest.mark.clause("6.4.4")
def test_a_refusal_is_an_answer_and_does_not_count_as_a_failure(
    served: Served, sides: Any, clock: Clock
) -> None:
    insurance = HttpInsurance(served.url, keys=sides.hall, clock=clock, failures_allowed=1)
    first = Posting(
        key="k-1",
        kind=PostingKind.CONTACT,
        subject=WANG,
        case="",
        decided_at=clock(),
        values={"mobile": "13900000000"},
    )
    insurance.post(first)

    for _ in range(3):
        with pytest.raises(Rejected, match="conflict"):
            insurance.post(replace(first, values={"mobile": "13900000001"}))
    assert insurance.post(first)


@pytest.mark.clause("6.4.4")
def test_what_may_not_be_asked_does_not_travel(http: HttpInsurance, served: Served) -> None:
    with pytest.raises(Rejected):
        http.ask(replace(ASK_WANG, number="x" * 201))

    assert served.messages == 0


@pytest.mark.clause("6.4.4")
def test_a_living_core_says_so_without_a_key(served: Served) -> None:
    response = urllib3.request("GET", f"{served.url}/livez")

    assert (response.status, response.data) == (200, b"ok\n")
