"""The wallet, its files, and checking them without signing in (5.4.2)."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.channels.web.errands import CERTIFICATE, PROVING, filed, read


@pytest.fixture
def certificate(as_wang: Client) -> str:
    """The number of a certificate 王芳 has made."""
    filed(as_wang, CERTIFICATE, **PROVING)
    page = read(as_wang.get("/my/docs/?menu=certificate"))
    found = re.search(r'href="/my/docs/([0-9-]+)/"', page)
    assert found is not None
    return found[1]


def code_of(client: Client, number: str) -> str:
    """The printed code of a paper."""
    found = re.search(r"/verify/\?c=([A-Z0-9]{16})", read(client.get(f"/my/docs/{number}/")))
    assert found is not None
    return found[1]


@pytest.mark.clause("5.4.2.1")
def test_the_wallet_has_two_menus(as_wang: Client, certificate: str) -> None:
    certificates = read(as_wang.get("/my/docs/?menu=certificate"))
    vouchers = read(as_wang.get("/my/docs/?menu=voucher"))

    assert "参保证明" in certificates
    assert "结果告知单" not in certificates
    assert "结果告知单" in vouchers


@pytest.mark.clause("5.4.2.1", "5.4.2.3a")
def test_a_paper_is_made_when_it_is_asked_for(as_wang: Client, certificate: str) -> None:
    answer = as_wang.get(f"/my/docs/{certificate}/file/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "filename*=UTF-8''%E7%A4%BE%E4%BC%9A" in answer["Content-Disposition"]
    assert answer.content == as_wang.get(f"/my/docs/{certificate}/file/").content


@pytest.mark.clause("5.4.2.1")
def test_a_paper_has_the_same_facts_as_text(as_wang: Client, certificate: str) -> None:
    page = read(as_wang.get(f"/my/docs/{certificate}/"))

    for words in (
        "文字版",
        certificate,
        "王芳",
        "示例市社会保险中心",
        "验真期限",
        "参保登记",
        "正常参保",
    ):
        assert words in page


@pytest.mark.clause("6.3.1")
def test_somebody_elses_paper_is_not_there(
    as_lin: Client, as_wang: Client, certificate: str
) -> None:
    assert as_lin.get(f"/my/docs/{certificate}/").status_code == 404
    assert as_lin.get(f"/my/docs/{certificate}/file/").status_code == 404


@pytest.mark.clause("6.3.2")
def test_a_download_leaves_a_trace(as_wang: Client, certificate: str) -> None:
    as_wang.get(f"/my/docs/{certificate}/file/")

    assert "下载凭证" in read(as_wang.get("/my/access/"))


@pytest.mark.clause("5.4.2.4")
def test_anybody_checks_a_code_and_sees_only_what_compares(
    as_wang: Client, certificate: str
) -> None:
    code = code_of(as_wang, certificate)
    as_wang.get(f"/my/docs/{certificate}/file/")
    for address in (f"/verify/?c={code}", f"/verify/?code={code[:4]}+{code[4:].lower()}"):
        page = read(Client().get(address))
        assert "这份凭证是真的" in page
        assert "王*" in page
        assert "王芳" not in page


@pytest.mark.clause("5.4.2.4")
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/verify/?c=ZZZZZZZZZZZZZZZZ", 200, "没有这份凭证"),
        ("/verify/?c=%00'%22<script>", 200, "没有这份凭证"),
        ("/verify/?code=", 422, "请填写防伪码"),
    ],
)
def test_a_code_nobody_issued_is_told_so(hall: Any, address: str, status: int, words: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == status
    assert words in read(answer)
    assert "<script>" not in read(answer).split("<main")[1].split("</main>")[0]


@pytest.mark.clause("5.4.2.4")
def test_a_file_is_compared_byte_by_byte(as_wang: Client, certificate: str) -> None:
    content = as_wang.get(f"/my/docs/{certificate}/file/").content
    changed = content.replace(b"%%EOF", b"%%EOG")
    true = read(check_file(content))
    false = read(check_file(changed))

    assert "没有改过" in true
    assert "签发过，现在有效" in true
    assert "测试印章" in true
    assert "改过了" in false
    assert "不能用" in false


def check_file(content: bytes) -> Any:
    """Show a file to the checking page, signed out."""
    return Client().post("/verify/", {"file": SimpleUploadedFile("a.pdf", content)})


@pytest.mark.clause("5.4.2.4")
def test_what_cannot_be_checked_says_why(hall: Any) -> None:
    assert "照片和截图验不了" in read(check_file(b"\xff\xd8\xff not a pdf"))
    assert Client().post("/verify/").status_code == 422


@pytest.mark.clause("5.4.2.4", "6.2.6a")
def test_guessing_codes_is_slowed_down(hall: Any) -> None:
    answers = [Client().get("/verify/?c=ABCDEFGHJKMNPQRS").status_code for _ in range(31)]

    assert answers[0] == 200
    assert answers[-1] == 429
