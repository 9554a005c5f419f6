"""Sealing: two validators agree, no changed byte stays unseen, one authority per folder."""

import io
import shutil
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from shebao.hall.gateways.seal import pades
from shebao.hall.gateways.seal.art import seal_art, seal_svg
from shebao.hall.gateways.seal.certified import CertifiedSeal
from shebao.hall.gateways.seal.checking import Finding, check, check_stranger
from shebao.hall.gateways.seal.port import CannotSeal, Place
from shebao.hall.gateways.seal.revision import Unfamiliar, Written
from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.kit import typeset

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PLACE = Place(x=410, y=70)
PAGES = """
#set document(title: "样张", date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
第一页 #link("https://example.test")[链接] #pagebreak() 第二页 #link("https://example.test")[链接]
"""
needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="poppler-utils is not installed"
)


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> StandinSealKeeper:
    return StandinSealKeeper(tmp_path_factory.mktemp("seal"))


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typeset.pdf({"main.typ": PAGES}, data={})


@pytest.fixture(scope="module")
def sealed(keeper: StandinSealKeeper, plain: bytes) -> bytes:
    return keeper.seal(plain, now=NOW, place=PLACE)


@pytest.mark.clause("5.4.2.4")
def test_pyhanko_calls_the_seal_valid(keeper: StandinSealKeeper, sealed: bytes) -> None:
    found = check(sealed, trust=keeper.trust(), now=NOW)
    assert found.finding is Finding.INTACT
    assert found.holder == keeper.describe().holder


@needs_pdfsig
@pytest.mark.clause("5.4.2.4")
def test_pdfsig_calls_the_seal_valid_over_the_whole_file(sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_the_quick_way_and_the_general_way_are_both_valid(
    keeper: StandinSealKeeper, plain: bytes
) -> None:
    seal = keeper._seal
    art = seal_art(name=seal.name, use=seal.use, is_test=seal.is_test)
    slow = seal._general(plain, art, now=NOW, place=PLACE)
    assert check(slow, trust=keeper.trust(), now=NOW).finding is Finding.INTACT


def test_sealing_twice_gives_the_same_bytes(
    keeper: StandinSealKeeper, plain: bytes, sealed: bytes
) -> None:
    assert keeper.seal(plain, now=NOW, place=PLACE) == sealed


def test_the_seal_stands_on_the_last_page_and_forbids_changes(sealed: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(sealed))
    kids = reader.root["/Pages"]["/Kids"]
    assert [len(page.get("/Annots", [])) for page in map(_there, kids)] == [1, 2]
    signature = reader.embedded_regular_signatures[0]
    assert signature.docmdp_level.value == 1
    look = signature.sig_field["/AP"]["/N"]
    assert float(look["/BBox"][2]) == pytest.approx(42 * 72 / 25.4, abs=0.01)


def _there(reference: Any) -> Any:
    return reference.get_object()


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_one_changed_byte_anywhere_is_detected(
    data: st.DataObject, keeper: StandinSealKeeper, sealed: bytes
) -> None:
    start = sealed.index(b"/Contents<", sealed.index(b"/ByteRange")) + len(b"/Contents<")
    hidden = range(start, sealed.index(b">", start))
    place = data.draw(st.integers(0, len(sealed) - 1).filter(lambda at: at not in hidden))
    changed = bytearray(sealed)
    changed[place] ^= data.draw(st.integers(1, 255))
    found = check(bytes(changed), trust=keeper.trust(), now=NOW)
    assert found.finding is not Finding.INTACT


def test_words_added_after_sealing_are_detected(keeper: StandinSealKeeper, sealed: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    assert check(made.getvalue(), trust=keeper.trust(), now=NOW).finding is Finding.ALTERED


def test_another_keepers_seal_is_foreign(
    keeper: StandinSealKeeper, plain: bytes, tmp_path: Path
) -> None:
    other = StandinSealKeeper(tmp_path).seal(plain, now=NOW, place=PLACE)
    assert check(other, trust=keeper.trust(), now=NOW).finding is Finding.FOREIGN


def test_a_paper_without_a_seal_is_unsealed(keeper: StandinSealKeeper, plain: bytes) -> None:
    assert check(plain, trust=keeper.trust(), now=NOW).finding is Finding.UNSEALED


def test_the_standin_says_test_on_its_seal_and_of_itself(keeper: StandinSealKeeper) -> None:
    described = keeper.describe()
    assert described.is_test
    assert "测试" in described.name
    assert "TEST" in described.holder
    tested = seal_svg(name="示例市社会保险中心", use="业务专用章", is_test=True)
    real = seal_svg(name="示例市社会保险中心", use="业务专用章", is_test=False)
    assert tested.count("<use") == real.count("<use") + len("TEST")


@pytest.mark.clause("6.2.7")
def test_a_seal_out_of_date_does_not_seal(keeper: StandinSealKeeper, plain: bytes) -> None:
    with pytest.raises(CannotSeal):
        keeper.seal(plain, now=datetime(2050, 1, 1, tzinfo=UTC), place=PLACE)


def test_keys_are_readable_for_their_owner_only(tmp_path: Path) -> None:
    StandinSealKeeper(tmp_path).describe()
    files = list((tmp_path / "standin").iterdir())
    assert len(files) == 4
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    (tmp_path / "standin" / "seal.key.pem").chmod(0o644)
    with pytest.raises(CannotSeal):
        StandinSealKeeper(tmp_path).describe()


def test_processes_that_start_together_share_one_authority(tmp_path: Path) -> None:
    serials: list[str] = []
    gate = threading.Barrier(6)

    def start() -> None:
        gate.wait()
        serials.append(StandinSealKeeper(tmp_path).describe().serial)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(serials) == 6
    assert len(set(serials)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["standin"]


def test_a_pdf_from_elsewhere_takes_the_general_way(
    keeper: StandinSealKeeper, sealed: bytes
) -> None:
    with pytest.raises(Unfamiliar):
        Written(sealed)
    with pytest.raises(Unfamiliar):
        Written(b"%PDF-1.7\nnothing more")
    with pytest.raises(CannotSeal):
        keeper.seal(b"%PDF-1.7\nnothing more", now=NOW, place=PLACE)


LOOP = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Fields[4 0 R]>>\nendobj\n4 0 obj\n<</Kids[4 0 R]/T(a)>>\nendobj\n"
    b"xref\n0 5\n0000000000 65535 f \n0000000009 00000 n \n0000000071 00000 n \n"
    b"0000000121 00000 n \n0000000155 00000 n \n"
    b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n192\n%%EOF\n"
)
STRANGE = [
    b"",
    b"%PDF-1.7",
    b"%PDF-1.7\n" + b"<<" * 200_000,
    b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
    LOOP,
    bytes(range(256)) * 400,
]


@pytest.mark.parametrize("content", STRANGE, ids=range(len(STRANGE)))
def test_a_hostile_file_is_answered_and_harms_nothing(
    content: bytes, keeper: StandinSealKeeper
) -> None:
    found = check_stranger(content, trust=keeper.trust(), now=NOW)
    assert found.finding in {Finding.UNREADABLE, Finding.UNSEALED}


def test_a_file_that_takes_too_long_is_given_up(
    keeper: StandinSealKeeper, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shebao.hall.gateways.seal.checking.SECONDS", 0.01)
    found = check_stranger(sealed, trust=keeper.trust(), now=NOW)
    assert found.finding is Finding.UNREADABLE


def test_a_stranger_is_judged_as_our_own_process_would(
    keeper: StandinSealKeeper, sealed: bytes
) -> None:
    near = check(sealed, trust=keeper.trust(), now=NOW)
    assert check_stranger(sealed, trust=keeper.trust(), now=NOW) == near


def test_the_general_way_needs_a_time_authority_for_its_higher_levels(
    keeper: StandinSealKeeper, plain: bytes
) -> None:
    seal: CertifiedSeal = keeper._seal
    with pytest.raises(CannotSeal):
        pades.sign(
            plain,
            credential=seal.credential,
            trust=seal.trusted,
            level=pades.Level.TIMED,
            authority=None,
            art=seal_art(name=seal.name, use=seal.use, is_test=True),
            place=PLACE,
            holder=seal.name,
            now=NOW,
        )
