"""Certificates: whose they are, and everything by which a false one could be taken for true."""

import stat
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebao.exchange.memory.numbers import credit_code
from shebao.hall.gateways.certificate.port import Fault, NotAccepted
from shebao.hall.gateways.certificate.standin import StandinAuthority
from shebao.hall.gateways.certificate.trusted import TrustedCertificates, trusted_in
from tests.support.certificates import (
    NOW,
    SHORT,
    Certified,
    certified,
    revoking,
)

pytestmark = pytest.mark.clause("5.4.1.3b", "6.2.6b", "6.2.7")
UNIT = credit_code(1)
CHALLENGE = "办事大厅 登录 1a2b".encode()


@pytest.fixture(scope="module", params=SHORT)
def chain(request: Any) -> tuple[Certified, Certified, Certified]:
    """A root, an issuer below it, and a unit's certificate, all of one kind."""
    root = certified(request.param, "示例认证机构根", is_ca=True)
    below = certified(request.param, "示例认证机构", maker=root, is_ca=True)
    return root, below, certified(request.param, "示例单位", number=UNIT, maker=below)


def trusting(*roots: Certified, lists: Any = ()) -> TrustedCertificates:
    return TrustedCertificates(roots=[one.der for one in roots], lists=lists)


def fault(check: TrustedCertificates, answer: bytes, **more: Any) -> Fault:
    with pytest.raises(NotAccepted) as caught:
        check.signed(answer, **{"challenge": CHALLENGE, "now": NOW, **more})
    return caught.value.fault


@pytest.mark.parametrize("attached", [False, True])
@pytest.mark.parametrize("bare", [False, True])
def test_a_good_answer_tells_whose_it_is(chain: Any, attached: bool, bare: bool) -> None:
    root, below, unit = chain
    answer = unit.answer(CHALLENGE, along=[below], attached=attached, bare=bare)
    held = trusting(root).signed(answer, challenge=CHALLENGE, now=NOW)

    assert (held.name, held.code, held.is_unit) == ("示例单位", UNIT, True)
    assert held.fingerprint == unit.certificate.sha256.hex()
    assert held.root == root.certificate.sha256.hex()
    assert held.until == (NOW + timedelta(days=335)).date()


def test_what_a_handshake_has_shown_is_held_to_the_same_roots(chain: Any) -> None:
    root, below, unit = chain
    both = TrustedCertificates(roots=[root.der], between=[below.der])

    assert both.shown(unit.der, now=NOW).code == UNIT
    with pytest.raises(NotAccepted) as caught:
        trusting(root).shown(unit.der, now=NOW)
    assert caught.value.fault is Fault.UNKNOWN
    with pytest.raises(NotAccepted) as broken:
        both.shown(unit.der[:-9], now=NOW)
    assert broken.value.fault is Fault.UNREADABLE


def test_an_answer_to_another_question_is_none(chain: Any) -> None:
    root, below, unit = chain
    for attached in (False, True):
        answer = unit.answer(b"something else", along=[below], attached=attached)
        assert fault(trusting(root), answer) is Fault.NOT_THIS


def test_a_root_nobody_trusts_a_day_outside_and_a_revoked_one_are_refused(chain: Any) -> None:
    root, below, unit = chain
    stranger = certified(root.key.kind, "别的根", is_ca=True)
    answer = unit.answer(CHALLENGE, along=[below])
    revoked = trusting(root, lists=[revoking(root), revoking(below, unit)])
    stale = trusting(root, lists=[revoking(root), revoking(below, days=-1)])
    forged = trusting(root, lists=[revoking(certified(root.key.kind, "示例认证机构", is_ca=True))])
    fresh = trusting(root, lists=[revoking(root), revoking(below)])

    assert fault(trusting(stranger), answer) is Fault.UNKNOWN
    assert fault(trusting(root), answer, now=NOW + timedelta(days=400)) is Fault.EXPIRED
    assert fault(trusting(root), answer, now=NOW - timedelta(days=40)) is Fault.EXPIRED
    assert fault(revoked, answer) is Fault.REVOKED
    assert fault(stale, answer) is Fault.STALE
    assert fault(forged, answer) is Fault.STALE
    assert fresh.signed(answer, challenge=CHALLENGE, now=NOW).code == UNIT


def test_a_holder_makes_no_certificates_and_an_authority_signs_no_answers(chain: Any) -> None:
    root, below, unit = chain
    made = certified(root.key.kind, "冒充", number=UNIT, maker=unit)
    own = certified(root.key.kind, "自签", number=UNIT)
    other = certified(root.key.kind, "别用", number=UNIT, maker=below, usage="key_encipherment")

    assert fault(trusting(root), made.answer(CHALLENGE, along=[below, unit])) is Fault.UNFIT
    assert fault(trusting(root), own.answer(CHALLENGE)) is Fault.UNKNOWN
    assert fault(trusting(root), other.answer(CHALLENGE, along=[below])) is Fault.UNFIT


def test_a_number_without_a_right_check_digit_names_nobody(chain: Any) -> None:
    root, below, _ = chain
    wrong = certified(
        root.key.kind, "错号", number=UNIT[:-1] + ("0" if UNIT[-1] != "0" else "1"), maker=below
    )
    nameless = certified(root.key.kind, "无号", maker=below)

    for one in (wrong, nameless):
        assert fault(trusting(root), one.answer(CHALLENGE, along=[below])) is Fault.UNFIT


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("serial_number", UNIT), ("organization_identifier", f"NTRCN-{UNIT}"),
        ("organizational_unit_name", UNIT), ("user_id", UNIT),
    ],
)  # fmt: skip
def test_the_number_is_found_in_every_usual_place(place: str, number: str) -> None:
    root = certified("ec", "根", is_ca=True)
    unit = certified("ec", "单位", number=number, place=place, maker=root)

    held = trusting(root).signed(unit.answer(CHALLENGE), challenge=CHALLENGE, now=NOW)

    assert held.code == UNIT


@pytest.fixture(scope="module")
def small() -> tuple[TrustedCertificates, bytes]:
    """Somebody who trusts, and a good answer."""
    root = certified("ec", "根", is_ca=True)
    return trusting(root), certified("ec", "单位", number=UNIT, maker=root).answer(CHALLENGE)


@settings(max_examples=1000, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_answer_with_one_bit_changed_lets_another_in(small: Any, place: float, bit: int) -> None:
    check, answer = small
    changed = bytearray(answer)
    changed[int(place * len(answer))] ^= 1 << bit
    try:
        held = check.signed(bytes(changed), challenge=CHALLENGE, now=NOW)
    except NotAccepted:
        return

    assert held.code == UNIT


@pytest.mark.parametrize(
    "content", [b"", b"x", b"-----BEGIN CMS-----\n!!", b"\x30\x80", b"0" * 70_000]
)
def test_what_cannot_be_read_is_said_to_be_so(small: Any, content: bytes) -> None:
    assert fault(small[0], content) is Fault.UNREADABLE


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_what_another_program_signs_is_understood(tmp_path: Path, kind: str, form: str) -> None:
    root = certified(kind, "根", is_ca=True)
    unit = certified(kind, "单位", number=UNIT, maker=root)
    (tmp_path / "key.pem").write_bytes(unit.key.pem())
    (tmp_path / "unit.crt").write_bytes(unit.der)
    (tmp_path / "challenge.txt").write_bytes(CHALLENGE)
    subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", "unit.crt", "-out", "unit.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-in", "challenge.txt", "-signer", "unit.pem",
         "-inkey", "key.pem", "-outform", form, "-md", "sha256", "-out", "answer"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    answer = (tmp_path / "answer").read_bytes()

    assert trusting(root).signed(answer, challenge=CHALLENGE, now=NOW).code == UNIT


def test_another_program_holds_a_chinese_certificate_for_well_signed(tmp_path: Path) -> None:
    root = certified("sm2", "root", is_ca=True)
    unit = certified("sm2", "unit", number=UNIT, maker=root)
    for name, one in (("root", root), ("unit", unit)):
        (tmp_path / f"{name}.crt").write_bytes(one.der)
        subprocess.run(
            ["openssl", "x509", "-inform", "DER", "-in", f"{name}.crt", "-out", f"{name}.pem"],
            cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip
    done = subprocess.run(
        ["openssl", "verify", "-vfyopt", "distid:1234567812345678", "-attime",
         str(int(NOW.timestamp())), "-CAfile", "root.pem", "unit.pem"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout.strip() == "unit.pem: OK", done.stderr


def test_a_folder_tells_roots_from_those_between_and_without_roots_there_is_nothing(
    tmp_path: Path,
) -> None:
    root = certified("ec", "根", is_ca=True)
    below = certified("ec", "中间", maker=root, is_ca=True)
    unit = certified("ec", "单位", number=UNIT, maker=below)

    assert trusted_in(tmp_path / "nowhere") is None
    (tmp_path / "below.crt").write_bytes(below.der)
    assert trusted_in(tmp_path) is None
    (tmp_path / "root.crt").write_bytes(root.der)
    (tmp_path / "below.crl").write_bytes(revoking(below))
    check = trusted_in(tmp_path)
    assert check is not None
    assert check.signed(unit.answer(CHALLENGE), challenge=CHALLENGE, now=NOW).code == UNIT


def test_the_stand_in_authority_is_held_to_the_same_check_and_says_what_it_is(
    tmp_path: Path,
) -> None:
    made = StandinAuthority(tmp_path / "authority", clock=lambda: NOW)
    again = StandinAuthority(tmp_path / "authority", clock=lambda: NOW)
    signed = again.sign(CHALLENGE, name="演示替身", number=UNIT, now=NOW)
    held = made.check().signed(signed, challenge=CHALLENGE, now=NOW)

    assert (held.code, held.root) == (UNIT, made.fingerprint)
    assert "替身" in made.root.subject.rfc4514_string()
    assert fault(made.check(), signed, challenge=b"another") is Fault.NOT_THIS
    assert fault(made.check(), signed, now=NOW + timedelta(days=2)) is Fault.EXPIRED
    assert stat.S_IMODE((tmp_path / "authority" / "standin-root.pem").stat().st_mode) == 0o600
