"""An agency's own seal: its files, its chain, its time authority, its revocation."""

import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from pyhanko.pdf_utils.reader import PdfFileReader

from shebao.hall.gateways.seal.agency import agency_seal, keeper_in
from shebao.hall.gateways.seal.checking import Finding, check
from shebao.hall.gateways.seal.port import CannotSeal, Level, Place
from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.gateways.seal.timestamp import HttpTimeAuthority
from shebao.hall.kit import typeset
from tests.gateways.authorities import Holder, LocalTime, answering, issue, revocations

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PLACE = Place(x=410, y=70)
NAME = "示例市社会保险事业管理中心"
PAGE = """
#set document(title: "样张", date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
样张
"""


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typeset.pdf({"main.typ": PAGE}, data={})


@pytest.fixture(scope="module")
def root() -> Holder:
    return issue("示例根", by=None, is_ca=True)


def write(folder: Path, root: Holder, seal: Holder, *, chain: bytes = b"", more: str = "") -> Path:
    (folder / "root.pem").write_bytes(root.pem())
    (folder / "seal.pem").write_bytes(seal.pem() + chain)
    (folder / "seal.key").write_bytes(seal.key_pem())
    (folder / "seal.key").chmod(0o600)
    (folder / "seal.toml").write_text(
        f'name = "{NAME}"\nuse = "业务专用章"\nkey = "seal.key"\ncertificate = "seal.pem"\n'
        f'roots = ["root.pem"]\n{more}'
    )
    return folder


@pytest.mark.clause("6.2.7")
@pytest.mark.parametrize("sort", ["ec", "rsa"])
def test_an_agencys_own_certificate_seals_through_its_chain(
    sort: str, root: Holder, plain: bytes, tmp_path: Path
) -> None:
    between = issue("示例中间", by=root, is_ca=True)
    mine = issue("示例印章", by=between, sort=sort)
    keeper = keeper_in(write(tmp_path, root, mine, chain=between.pem()))

    sealed = keeper.seal(plain, now=NOW, place=PLACE)

    assert not keeper.describe().is_test
    found = check(sealed, trust=keeper.trust(), now=NOW)
    assert (found.finding, found.holder) == (Finding.INTACT, "示例印章")


def test_a_pkcs12_file_with_a_passphrase_serves_as_well(
    root: Holder, plain: bytes, tmp_path: Path
) -> None:
    mine = issue("示例印章", by=root)
    packed = serialize_key_and_certificates(
        b"seal", mine.key, mine.certificate, [root.certificate], BestAvailableEncryption(b"open")
    )
    for name, content in {
        "seal.p12": packed,
        "seal.pass": b"open\n",
        "root.pem": root.pem(),
    }.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    (tmp_path / "seal.toml").write_text(
        f'name = "{NAME}"\nuse = "业务专用章"\npkcs12 = "seal.p12"\n'
        'passphrase_file = "seal.pass"\nroots = ["root.pem"]\n'
    )
    keeper = keeper_in(tmp_path)
    sealed = keeper.seal(plain, now=NOW, place=PLACE)
    assert check(sealed, trust=keeper.trust(), now=NOW).finding is Finding.INTACT


@pytest.mark.clause("6.2.7")
def test_a_revoked_seal_is_not_trusted(root: Holder, plain: bytes, tmp_path: Path) -> None:
    mine = issue("示例印章", by=root)
    listed = revocations(root, mine).public_bytes(Encoding.PEM)
    (tmp_path / "root.crl").write_bytes(listed)
    keeper = agency_seal(write(tmp_path, root, mine, more='revocations = ["root.crl"]\n'))
    sealed = keeper.seal(plain, now=NOW, place=PLACE)
    assert check(sealed, trust=keeper.trust(), now=NOW).finding is Finding.FOREIGN


def test_a_folder_without_an_agencys_seal_gives_the_standin(tmp_path: Path) -> None:
    assert isinstance(keeper_in(tmp_path), StandinSealKeeper)


def test_wrong_files_are_found_at_the_start(root: Holder, tmp_path: Path) -> None:
    mine, hers = issue("示例印章", by=root), issue("别的印章", by=root)
    write(tmp_path, root, Holder(hers.key, mine.certificate))
    with pytest.raises(CannotSeal, match="does not belong"):
        keeper_in(tmp_path)
    write(tmp_path, root, mine)
    (tmp_path / "seal.key").chmod(0o640)
    with pytest.raises(CannotSeal, match="chmod"):
        keeper_in(tmp_path)
    (tmp_path / "seal.toml").write_text("name = 1")
    with pytest.raises(CannotSeal):
        keeper_in(tmp_path)


def has_time_proof(sealed: bytes) -> bool:
    seal = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures[0]
    unsigned = seal.signer_info["unsigned_attrs"]
    return "signature_time_stamp_token" in {one["type"].native for one in unsigned}


@pytest.fixture(scope="module")
def time_authority(root: Holder) -> LocalTime:
    return LocalTime(issue("TSA 示例时间", by=root, sort="rsa"), root)


def test_with_a_time_authority_a_seal_carries_a_time_proof(
    root: Holder, time_authority: LocalTime, plain: bytes, tmp_path: Path
) -> None:
    mine = issue("示例印章", by=root)
    keeper = agency_seal(write(tmp_path, root, mine), authority=time_authority)
    sealed = keeper.seal(plain, now=NOW, place=PLACE)
    assert keeper.describe().level is Level.TIMED
    assert has_time_proof(sealed)


def test_an_archive_seal_is_whole_with_its_proofs_and_document_time(
    root: Holder, time_authority: LocalTime, plain: bytes, tmp_path: Path
) -> None:
    mine = issue("示例印章", by=root)
    listed = revocations(root).public_bytes(Encoding.DER)
    (tmp_path / "root.crl").write_bytes(listed)
    more = 'revocations = ["root.crl"]\nlevel = "B-LTA"\n'
    keeper = agency_seal(write(tmp_path, root, mine, more=more), authority=time_authority)

    sealed = keeper.seal(plain, now=NOW, place=PLACE)

    reader = PdfFileReader(io.BytesIO(sealed))
    assert "/DSS" in reader.root
    assert len(reader.embedded_timestamp_signatures) == 1
    assert check(sealed, trust=keeper.trust(), now=NOW).finding is Finding.INTACT


@pytest.fixture
def address(time_authority: LocalTime) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), answering(time_authority))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_time_authority_may_be_anywhere(
    address: str, root: Holder, plain: bytes, tmp_path: Path
) -> None:
    mine = issue("示例印章", by=root)
    write(tmp_path, root, mine)
    sealed = keeper_in(tmp_path, tsa_url=address).seal(plain, now=NOW, place=PLACE)
    assert has_time_proof(sealed)


def test_a_silent_time_authority_means_no_seal_and_no_harm(
    root: Holder, plain: bytes, tmp_path: Path
) -> None:
    write(tmp_path, root, issue("示例印章", by=root))
    silent = HttpTimeAuthority("http://127.0.0.1:9/", seconds=0.2)
    with pytest.raises(CannotSeal):
        agency_seal(tmp_path, authority=silent).seal(plain, now=NOW, place=PLACE)
