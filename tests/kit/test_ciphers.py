"""Sealed values: what opens them, what does not, and keys that change while the product runs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.kit import keyring
from shebao.hall.kit.ciphers import (
    BadRing,
    CannotOpen,
    KeyRing,
    Sm4Gcm,
    UnknownKey,
    fresh_ring_text,
    parse_ring,
    ring_text,
)

pytestmark = pytest.mark.clause("6.3.1")
AES = KeyRing(keys=(("k1", b"a" * 32),), index=b"i" * 32)
SM4 = KeyRing(keys=(("k1", b"a" * 16),), index=b"i" * 32)


@pytest.mark.parametrize("ring", [AES, SM4], ids=["aes", "sm4"])
@given(text=st.text())
def test_what_was_sealed_opens_again_and_looks_like_nothing(ring: KeyRing, text: str) -> None:
    stored = ring.seal(text, column="t.c")

    assert ring.open(stored, column="t.c") == text
    assert stored != ring.seal(text, column="t.c")
    assert len(text) < 6 or text not in stored


@pytest.mark.parametrize("ring", [AES, SM4], ids=["aes", "sm4"])
def test_a_value_moved_to_another_column_or_altered_does_not_open(ring: KeyRing) -> None:
    stored = ring.seal("13800000001", column="accounts.mobile")
    altered = stored[:-6] + ("A" if stored[-6] != "A" else "B") + stored[-5:]

    for column, value in (("accounts.name", stored), ("accounts.mobile", altered)):
        with pytest.raises(CannotOpen):
            ring.open(value, column=column)


def test_sm4_in_galois_mode_gives_the_published_vector() -> None:
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    text = bytes.fromhex("".join(f"{byte * 8}" for byte in ("AA", "BB", "CC", "DD", "EE", "FF")))
    text += bytes.fromhex("EE" * 8 + "AA" * 8)
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )

    assert Sm4Gcm(key).encrypt(nonce, text, bound) == sealed
    assert Sm4Gcm(key).decrypt(nonce, sealed, bound) == text


def test_a_key_that_is_not_on_the_ring_is_named() -> None:
    with pytest.raises(UnknownKey, match="k9"):
        AES.open("k9.AAAA", column="t.c")


@pytest.mark.parametrize(
    "text", ["", "k1 zz\nindex 00", "k1 00\nindex 00", "k1\n", f"k1 {'0' * 64}\n"]
)
def test_a_key_file_that_cannot_be_right_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadRing):
        parse_ring(text)


def test_a_key_file_is_written_as_it_is_read() -> None:
    ring = parse_ring(fresh_ring_text())
    assert parse_ring(ring_text(ring)) == ring


def test_a_new_key_seals_and_the_older_ones_still_open(tmp_path: Path) -> None:
    path = tmp_path / "field_keys"
    path.write_text(fresh_ring_text())
    kept = keyring.Watched(path, parse_ring(path.read_text()))
    before = kept.current().seal("王芳", column="t.c")

    keyring.write(path, keyring.with_new_key(kept.current(), "sm4"))
    ring = kept.look()

    assert [name for name, _ in ring.keys] == ["k2", "k1"]
    assert ring.open(before, column="t.c") == "王芳"
    assert ring.seal("王芳", column="t.c").startswith("k2.")
    assert path.stat().st_mode & 0o077 == 0


def test_the_key_in_use_cannot_be_taken_away() -> None:
    ring = keyring.with_new_key(AES, "aes")

    assert [name for name, _ in keyring.without_key(ring, "k1").keys] == ["k2"]
    for name in ("k2", "k7"):
        with pytest.raises(LookupError):
            keyring.without_key(ring, name)
