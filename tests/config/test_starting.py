"""It refuses to start unsafe, and says what to do (6.4.5)."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shebao.exchange.keys import make_keys
from shebao.hall.config import environment
from shebao.hall.kit.ciphers import fresh_ring_text
from shebao.hall.kit.logs import mask
from shebao.hall.kit.openid_keys import make_openid_key, openid_keys
from shebao.hall.office.operations import selfcheck
from tests.support.guards import lifted

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.clause("6.4.5")


def start(tmp_path: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("SHEBAO_", "DJANGO_"))}  # fmt: skip
    around = {**clean, "PYTHONPATH": str(ROOT / "src"), "SHEBAO_VAR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "-m", "shebao", *words], env=around, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip


def secret_file(place: Path, text: str, mode: int = 0o600) -> str:
    place.write_text(text)
    place.chmod(mode)
    return str(place)


def test_production_without_its_own_secrets_does_not_start(tmp_path: Path) -> None:
    done = start(tmp_path, "serve")

    assert done.returncode != 0
    assert "SHEBAO_FIELD_KEYS_FILE" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    keys = secret_file(tmp_path / "keys", fresh_ring_text(), mode=0o644)

    done = start(tmp_path, "serve", SHEBAO_FIELD_KEYS_FILE=keys)

    assert done.returncode != 0
    assert "chmod 600" in done.stderr


def test_production_refuses_stand_ins_and_plain_addresses_by_name(tmp_path: Path) -> None:
    secrets = {
        "SHEBAO_FIELD_KEYS_FILE": secret_file(tmp_path / "keys", fresh_ring_text()),
        "SHEBAO_SECRET_KEY_FILE": secret_file(tmp_path / "signing", "x" * 60),
    }
    start(tmp_path, "manage", "migrate", "--verbosity", "0", **secrets)
    start(tmp_path, "items", "publish", **secrets)

    done = start(tmp_path, "serve", **secrets)

    assert done.returncode == 2
    for word in ("SHEBAO_PUBLIC_URL", "seal", "scan", "sms", "SHEBAO_TRAIL_KEYS"):
        assert word in done.stderr


@pytest.mark.clause("6.3.2")
def test_production_makes_no_key_of_its_own_for_signing_the_trail(tmp_path: Path) -> None:
    secrets = {
        "SHEBAO_FIELD_KEYS_FILE": secret_file(tmp_path / "keys", fresh_ring_text()),
        "SHEBAO_SECRET_KEY_FILE": secret_file(tmp_path / "signing", "x" * 60),
    }
    start(tmp_path, "manage", "migrate", "--verbosity", "0", **secrets)
    worker = start(tmp_path, "worker", "--once", **secrets)
    command = start(tmp_path, "audit", "checkpoint", **secrets)

    assert worker.returncode == command.returncode == 2
    assert "shebao audit keys" in worker.stderr
    assert "签名密钥不能用" in command.stderr
    assert not (tmp_path / "trail").exists()


@pytest.mark.clause("6.3.2")
def test_the_server_needs_the_public_key_only_and_the_worker_the_private_one(
    tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "trail"
    make_keys(folder, key_id="trail.2026")
    settings.SHEBAO_MODE, settings.SHEBAO_TRAIL_KEYS = "production", folder
    assert list(selfcheck._trail_is_checked()) == []
    assert selfcheck.worker_problems() == ()
    (folder / "trail.2026.key").unlink()

    assert list(selfcheck._trail_is_checked()) == []
    assert len(selfcheck.worker_problems()) == 1
    (folder / "trail.2026.pub").write_text("nothing")
    assert "trail.2026.pub" in "".join(selfcheck._trail_is_checked())


@pytest.mark.django_db
@pytest.mark.clause("6.3.2")
def test_a_hall_whose_trail_lost_its_guards_does_not_start() -> None:
    assert list(selfcheck._guards()) == []
    with lifted():
        (told,) = selfcheck._guards()
    assert "shebao audit guard" in told


@pytest.mark.django_db
def test_keys_others_can_read_and_certificates_nobody_can_are_refused_by_name(
    tmp_path: Path, settings: Any
) -> None:
    settings.SHEBAO_MODE, settings.SHEBAO_OPENID_KEYS = "production", tmp_path / "openid"
    settings.SHEBAO_CERTIFICATES = tmp_path / "certificates"
    before = selfcheck.problems()
    make_openid_key(tmp_path / "openid", name="k1").chmod(0o644)
    (tmp_path / "certificates").mkdir()
    (tmp_path / "certificates" / "root.crt").write_text("nothing of the kind")
    found = set(selfcheck.problems()) - set(before)

    assert {one.partition(" ")[0] for one in found} == {"SHEBAO_OPENID_KEYS", "SHEBAO_CERTIFICATES"}
    assert any("chmod 600" in one for one in found)


@pytest.mark.clause("6.1.2e")
def test_a_new_key_signs_and_the_one_before_stays_published(tmp_path: Path) -> None:
    make_openid_key(tmp_path, name="20260101")
    before = openid_keys(tmp_path)
    made = make_openid_key(tmp_path, name="20260201")
    after = openid_keys(tmp_path)

    assert before.signing.kid == "20260101"
    assert after.signing.kid == "20260201"
    assert [key["kid"] for key in after.public()["keys"]] == ["20260101", "20260201"]
    assert all("d" not in key for key in after.public()["keys"])
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_openid_key(tmp_path, name="20260201")


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    done = start(tmp_path, "serve", SHEBAO_MODE="fast")

    assert done.returncode != 0
    assert "demo, test or production" in done.stderr


def test_a_demos_secrets_are_made_once_and_only_its_owner_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEBAO_MODE", "demo")
    monkeypatch.setenv("SHEBAO_VAR", str(tmp_path))
    monkeypatch.delenv("SHEBAO_SECRET_KEY_FILE", raising=False)

    first, second = environment.signing_key(), environment.signing_key()

    place = tmp_path / "secrets" / "secret_key"
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("身份证 99010119850601002X 不对", "身份证 990****002X 不对"),
        ("手机13800000001", "手机138****0001"),
        ("卡 6222020000000000000", "卡 622****0000"),
        ("办件 20 件", "办件 20 件"),
    ],
)
@pytest.mark.clause("6.3.1")
def test_logs_never_show_a_whole_personal_number(words: str, shown: str) -> None:
    assert mask(words) == shown


@pytest.mark.clause("6.3.1")
def test_a_failing_command_logs_one_masked_json_line_without_local_values(tmp_path: Path) -> None:
    script = (
        "from shebao.commands import hall; hall.prepare(); import structlog\n"
        "number = '13800000001'\n"
        "try:\n    raise ValueError('手机 ' + number)\n"
        "except ValueError:\n    structlog.get_logger('x').exception('failed', mobile=number)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "SHEBAO_MODE": "demo", "SHEBAO_VAR": str(tmp_path),
             "PYTHONPATH": str(ROOT / "src"),
             "DJANGO_SETTINGS_MODULE": "shebao.hall.config.settings"},
    )  # fmt: skip

    (line,) = done.stderr.splitlines()
    told = json.loads(line)
    assert told["mobile"] == "138****0001"
    assert "13800000001" not in line
    assert "ValueError" in told["exception"]
