"""The published schemas, the guide's worked example, and the commands."""

import json
import re
from base64 import b64decode
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shebao.commands.main import main
from shebao.exchange import wire
from shebao.exchange.ferry import FerryInsurance
from shebao.exchange.keys import Keyring, KeyStore, make_keys
from shebao.exchange.memory import MemoryInsurance
from shebao.exchange.memory.sample import SAMPLE
from shebao.exchange.port import PersonOf, Posting, PostingKind, Unreachable
from shebao.exchange.schema import schema, schema_text
from shebao.exchange.server import wall_application
from shebao.exchange.signing import Direction, Sealed, Stamp, seal, signed_bytes, unseal
from shebao.exchange.suite import _questions
from shebao.hall.kit import clock
from tests.exchange.sides import NOON, Served, serving

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide" / "connect-your-core.md").read_text()
VECTOR = json.loads((DOCS / "exchange" / "vector.json").read_text())


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("name", ["request", "reply"])
def test_the_published_schemas_are_current(name: str) -> None:
    assert (DOCS / "exchange" / f"{name}.schema.json").read_text() == schema_text(name)


@pytest.mark.clause("6.4.4")
def test_real_messages_fit_the_published_schemas() -> None:
    asked = _questions(SAMPLE)
    stamp = Stamp(key_id="hall.2026", at=NOON.isoformat(), id=VECTOR["id"])
    posting = Posting(
        key="k-1",
        kind=PostingKind.CONTACT,
        subject=SAMPLE.test_person,
        case="",
        decided_at=NOON,
        values={"mobile": "13900000000"},
    )
    core = MemoryInsurance()
    messages = {
        "request": [wire.request_body(asked, stamp=stamp), wire.request_body(posting, stamp=stamp)],
        "reply": [
            wire.answers_body(asked, core.ask(*asked), stamp=stamp),
            wire.receipt_body(core.post(posting), stamp=stamp),
        ],
    }

    for name, bodies in messages.items():
        validator = jsonschema_rs.validator_for(schema(name))
        for body in bodies:
            validator.validate(json.loads(body))


@pytest.mark.clause("6.4.4")
def test_the_schema_refuses_what_the_wall_refuses() -> None:
    validator = jsonschema_rs.validator_for(schema("request"))
    message = json.loads(VECTOR["request"]["body"])
    assert validator.is_valid(message)
    message["body"]["questions"][0]["question"] = "everything"

    assert not validator.is_valid(message)


def _vector_keys() -> tuple[Keyring, Keyring]:
    hall = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["hall"]["private"]))
    core = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["core"]["private"]))
    return (
        Keyring(VECTOR["hall"]["key_id"], hall, {VECTOR["core"]["key_id"]: core.public_key()}),
        Keyring(VECTOR["core"]["key_id"], core, {VECTOR["hall"]["key_id"]: hall.public_key()}),
    )


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("direction", list(Direction))
def test_the_published_vector_is_what_the_code_signs(direction: Direction) -> None:
    hall, core = _vector_keys()
    signer, reader = (hall, core) if direction is Direction.REQUEST else (core, hall)
    part = VECTOR[direction]
    body = part["body"].encode()
    stamp = Stamp(key_id=signer.own_id, at=part["at"], id=VECTOR["id"])

    sealed = seal(body, stamp=stamp, direction=direction, keys=signer)

    assert signed_bytes(body, stamp=stamp, direction=direction) == b64decode(part["signed_base64"])
    assert sealed.header == part["header"]
    assert unseal(Sealed(part["header"], body), direction=direction, keys=reader) == stamp


@pytest.mark.clause("6.4.4")
def test_the_guide_prints_the_vector_it_speaks_of() -> None:
    for text in (
        VECTOR["request"]["body"],
        VECTOR["request"]["header"],
        VECTOR["reply"]["body"],
        VECTOR["reply"]["header"],
        VECTOR["hall"]["public"],
    ):
        assert text in GUIDE


@pytest.mark.clause("6.4.4")
def test_every_json_example_of_the_guide_is_a_real_message() -> None:
    examples = re.findall(r"```json (request|reply)\n(.*?)```", GUIDE, re.DOTALL)

    assert len(examples) >= 5
    for name, text in examples:
        jsonschema_rs.validator_for(schema(name)).validate(json.loads(text))


def _folders(tmp_path: Path) -> tuple[Path, Path]:
    hall, core = tmp_path / "hall-keys", tmp_path / "core-keys"
    assert main(["exchange", "keys", str(hall), "--id", "hall.2026"]) == 0
    assert main(["exchange", "keys", str(core), "--id", "core.2026"]) == 0
    (core / "known" / "hall.2026.pub").write_bytes((hall / "hall.2026.pub").read_bytes())
    (hall / "known" / "core.2026.pub").write_bytes((core / "core.2026.pub").read_bytes())
    return hall, core


@pytest.fixture
def running(tmp_path: Path) -> Any:
    hall, core = _folders(tmp_path)
    app = wall_application(MemoryInsurance(), keys=KeyStore(core), clock=clock.now)
    with serving(app) as served:
        yield served, hall, core


@pytest.mark.clause("6.4.4")
def test_an_agency_proves_its_core_with_one_command(
    running: tuple[Served, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served, hall, _ = running
    sample = tmp_path / "sample.json"
    sample.write_text(json.dumps(asdict(SAMPLE)))

    code = main(["exchange", "check", served.url, "--keys", str(hall), "--sample", str(sample)])

    told = capsys.readouterr().out
    assert code == 0
    assert "✓ a posting is applied once" in told
    assert "✗" not in told


@pytest.mark.clause("6.4.4")
def test_a_core_that_answers_strangers_fails_the_check(
    running: tuple[Served, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served, _, core = running
    make_keys(tmp_path / "stranger", key_id="stranger.1")
    known = (core / "core.2026.pub").read_bytes()
    (tmp_path / "stranger" / "known" / "core.2026.pub").write_bytes(known)

    code = main(["exchange", "check", served.url, "--keys", str(tmp_path / "stranger"), "--json"])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert report["failed"] > 0


@pytest.mark.clause("6.4.4")
def test_a_command_that_cannot_work_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none")
    hall, _ = _folders(tmp_path)

    assert main(["exchange", "check", "http://127.0.0.1:1", "--keys", missing]) == 2
    assert main(["exchange", "check", "http://core.example", "--keys", str(hall)]) == 2
    assert main(["exchange", "keys", str(hall)]) == 2
    assert main(["exchange", "carry", "--from", missing, "--to", missing]) == 2
    assert "请" in capsys.readouterr().err


@pytest.mark.clause("6.4.4")
def test_the_ferry_works_from_the_shell(
    running: tuple[Served, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served, hall, core = running
    near, far = tmp_path / "near", tmp_path / "far"
    far.mkdir()
    insurance = FerryInsurance(near, keys=KeyStore(hall), clock=clock.now, timeout=0)
    with pytest.raises(Unreachable):
        insurance.ask(PersonOf(number=SAMPLE.person))

    # At the far side the ferry asks the core as the hall would: with keys the core knows.
    turn = ["exchange", "ferry-turn", str(far), "--keys", str(core), "--core", served.url]
    assert main(["exchange", "carry", "--from", str(near), "--to", str(far)]) == 0
    assert main([*turn, "--core-keys", str(hall)]) == 0
    assert main(["exchange", "carry", "--from", str(far), "--to", str(near)]) == 0

    assert insurance.ask(PersonOf(number=SAMPLE.person))


@pytest.mark.clause("6.4.4")
def test_the_schema_command_prints_the_published_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exchange", "schema", "request"]) == 0

    assert capsys.readouterr().out == schema_text("request")
