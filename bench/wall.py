"""The wall: three questions through client and server on loopback, beside a plain signed echo."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from typing import Any

import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.measure import Row, side_by_side, table
from shebao.commands.serve import server_command
from shebao.exchange import wire
from shebao.exchange.client import HttpInsurance
from shebao.exchange.door import Door
from shebao.exchange.keys import Keyring
from shebao.exchange.memory import WANG, MemoryInsurance
from shebao.exchange.port import CardOf, CertificationOf, PersonOf
from shebao.exchange.server import wall_application
from shebao.exchange.signing import Direction, new_stamp, seal
from shebao.hall.kit import clock

PORT = int(os.environ.get("SHEBAO_BENCH_PORT", "8391"))
ROUNDS = 400
_hall, _core = (Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32) for seed in (1, 2))
HALL = Keyring("hall.bench", _hall, {"core.bench": _core.public_key()})
CORE = Keyring("core.bench", _core, {"hall.bench": _hall.public_key()})
QUESTIONS = (PersonOf(number=WANG), CardOf(number=WANG), CertificationOf(number=WANG))

_wall = wall_application(MemoryInsurance(), keys=CORE, clock=clock.now)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """The wall, and beside it an echo that verifies, parses, writes and signs, and no more."""
    if environ["PATH_INFO"] != "/echo":
        return _wall(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    _hall.public_key().verify(bytes.fromhex(environ["HTTP_SIGNATURE"]), body)
    reply = json.dumps(json.loads(body)).encode()
    headers = [("Content-Length", str(len(reply))), ("Signature", _core.sign(reply).hex())]
    start_response("200 OK", headers)
    return [reply]


def _echo(document: Any) -> Callable[[], None]:
    pool = urllib3.connection_from_url(f"http://127.0.0.1:{PORT}", maxsize=4)
    public = _core.public_key()

    def call() -> None:
        body = json.dumps(document).encode()
        headers = {"Signature": _hall.sign(body).hex()}
        response = pool.urlopen("POST", "/echo", body=body, headers=headers, retries=False)
        public.verify(bytes.fromhex(response.headers["Signature"]), response.data)
        json.loads(response.data)

    return call


def _inside() -> dict[str, Callable[[], Any]]:
    """The same work without a network: what the wall itself costs."""
    memory = MemoryInsurance()
    door = Door(memory, keys=CORE)
    stamp = new_stamp(HALL, message_id="8a0f3e2c-5b1d-4c7e-9f00-0123456789ab", at=clock.now())
    body = wire.request_body(QUESTIONS, stamp=stamp)
    sealed = seal(body, stamp=stamp, direction=Direction.REQUEST, keys=HALL)
    reply = door.reply(sealed, now=clock.now())
    answers = memory.ask(*QUESTIONS)
    own = new_stamp(CORE, message_id=stamp.id, at=clock.now())
    written = wire.answers_body(QUESTIONS, answers, stamp=own)
    assert reply.refused is None
    return {
        "write the request": lambda: wire.request_body(QUESTIONS, stamp=stamp),
        "read the request": lambda: wire.read_request(body, stamp=stamp),
        "write the answers": lambda: wire.answers_body(QUESTIONS, answers, stamp=own),
        "read the answers": lambda: wire.read_answers(written, stamp=own, asked=QUESTIONS),
        "sign": lambda: HALL.sign(body),
        "the whole far side": lambda: door.reply(sealed, now=clock.now()),
    }


def _served() -> subprocess.Popen[bytes]:
    command = server_command(
        "bench.wall:application", host="127.0.0.1", port=PORT, workers=1, threads=4
    )
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "src:."})
    for _ in range(200):
        try:
            urllib3.request("GET", f"http://127.0.0.1:{PORT}/livez", retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        else:
            return server
    server.terminate()
    raise SystemExit("the server did not start")


def main() -> None:
    """Both over one kept-alive line each, in turns, against the same server."""
    server = _served()
    try:
        insurance = HttpInsurance(f"http://127.0.0.1:{PORT}", keys=HALL, clock=clock.now)
        stamp = new_stamp(HALL, message_id="8a0f3e2c-5b1d-4c7e-9f00-0123456789ab", at=clock.now())
        answers = MemoryInsurance().ask(*QUESTIONS)
        document = json.loads(wire.answers_body(QUESTIONS, answers, stamp=stamp))
        asked, echoed = side_by_side(
            [lambda: insurance.ask(*QUESTIONS), _echo(document)], rounds=ROUNDS
        )
    finally:
        server.terminate()
        server.wait(timeout=20)
    inside = _inside()
    costs = side_by_side(list(inside.values()), rounds=ROUNDS)
    sign = costs[list(inside).index("sign")]
    rows = [
        Row(
            name="ask three questions over HTTP",
            micros=asked,
            limit="a plain signed echo over HTTP",
            limit_micros=echoed,
            aim="≤ 1.5",
        ),
        *(
            Row(name=name, micros=cost, limit="one Ed25519 signature", limit_micros=sign)
            for name, cost in zip(inside, costs, strict=True)
            if name != "sign"
        ),
    ]
    print(table("The wall", rows))


if __name__ == "__main__":
    main()
