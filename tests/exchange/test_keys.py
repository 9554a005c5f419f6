"""Keys: made once, kept private, changed without an interruption."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from shebao.exchange.door import Door
from shebao.exchange.keys import KeyStore, KeyTrouble, make_keys
from shebao.exchange.memory import MemoryInsurance
from shebao.exchange.wire_suite import Line, a_good_message_is_answered
from tests.exchange.sides import NOON


def _introduce(public: Path, to: Path) -> None:
    (to / "known" / public.name).write_bytes(public.read_bytes())


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    hall, core = tmp_path / "hall", tmp_path / "core"
    _introduce_each(hall, core)
    return hall, core


def _introduce_each(hall: Path, core: Path) -> None:
    _, hall_public = make_keys(hall, key_id="hall.2026")
    _, core_public = make_keys(core, key_id="core.2026")
    _introduce(hall_public, core)
    _introduce(core_public, hall)


@pytest.mark.clause("6.4.4")
def test_a_new_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "hall", key_id="hall.2026")

    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert b"PUBLIC KEY" in public.read_bytes()


@pytest.mark.clause("6.4.4")
def test_a_key_is_never_overwritten(folders: tuple[Path, Path]) -> None:
    with pytest.raises(KeyTrouble, match="already"):
        make_keys(folders[0], key_id="hall.2027")


@pytest.mark.clause("6.4.4")
def test_a_private_key_others_could_read_is_not_used(folders: tuple[Path, Path]) -> None:
    (folders[0] / "hall.2026.key").chmod(0o640)

    with pytest.raises(KeyTrouble, match="chmod 600"):
        KeyStore(folders[0])


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "key_id", ["hall", "Hall.2026", "../hall.1", "hall.2026.1", "hall.", "a,b.1"]
)
def test_a_key_id_is_party_and_label(tmp_path: Path, key_id: str) -> None:
    with pytest.raises(KeyTrouble):
        make_keys(tmp_path, key_id=key_id)


@pytest.mark.clause("6.4.4")
def test_a_folder_without_keys_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyTrouble, match="exactly one"):
        KeyStore(tmp_path)
    make_keys(tmp_path, key_id="hall.2026")
    with pytest.raises(KeyTrouble, match="public key of the other side"):
        KeyStore(tmp_path)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("name", ["hall.2026.key", "known/core.2026.pub"])
def test_what_is_no_ed25519_key_is_not_used(folders: tuple[Path, Path], name: str) -> None:
    path = folders[0] / name
    path.write_bytes(b"no key at all")
    with pytest.raises(KeyTrouble, match="PEM"):
        KeyStore(folders[0])

    other = generate_private_key(SECP256R1())
    path.write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        if name.endswith(".key")
        else other.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    with pytest.raises(KeyTrouble, match="Ed25519"):
        KeyStore(folders[0])


@pytest.mark.clause("6.4.4")
def test_while_keys_change_the_old_and_the_new_one_are_both_good(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    hall, core = folders
    _, new_public = make_keys(tmp_path / "next", key_id="hall.2027")
    _introduce(new_public, core)
    _introduce(core / "core.2026.pub", tmp_path / "next")
    door = Door(MemoryInsurance(), keys=KeyStore(core))

    for folder in (hall, tmp_path / "next"):
        line = Line(
            send=lambda sealed: door.reply(sealed, now=NOON).sealed,
            keys=KeyStore(folder),
            at=NOON,
        )
        a_good_message_is_answered(line)
