"""Digital certificates on the pages: sign in, prove, bind; and what is wrong is said (5.4.1.3b)."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.exchange.memory.numbers import credit_code
from shebao.exchange.port import PersonOf, ask_one
from shebao.hall.gateways.certificate.standin import StandinAuthority
from shebao.hall.gateways.certificate.trusted import TrustedCertificates
from shebao.hall.office.accounts.models import Authority, Binding, Mandate, Unit
from shebao.hall.office.audit.models import Entry
from tests.channels.web.conftest import NOON
from tests.channels.web.errands import DONGHU, act_for_donghu, read
from tests.support.cast import MONDAY, WANG
from tests.support.certificates import Certified, certified
from tests.support.staff import proven

HERE = "/login/certificate/"
UNIT = credit_code(1)
pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4.1.3b", "6.2.6", "6.2.7")]


@pytest.fixture(scope="module")
def root() -> Certified:
    return certified("sm2", "示例认证中心", is_ca=True)


@pytest.fixture
def admitted(hall: Any, root: Certified) -> Authority:
    """The authority is trusted by its root and admitted by two."""
    hall.certificates = TrustedCertificates(roots=[root.der])
    return Authority.objects.create(
        number="C1", kind="ca", name="示例认证中心", code="91990000MA0000000X",
        fingerprint=root.certificate.sha256.hex(), acceptance="a", accepted_on=date(2026, 1, 1),
        liability="b", since=date(2026, 1, 1), until=date(2099, 12, 31), state="admitted",
        asked_by="S1", asked_at=MONDAY, decided_by="S2", decided_at=MONDAY,
    )  # fmt: skip


def own(hall: Any, root: Certified) -> Certified:
    """王芳's own certificate."""
    person = ask_one(hall.insurance, PersonOf(number=WANG)).value
    assert person is not None
    return certified("sm2", person.name, number=person.id_number, maker=root)


def of_donghu(root: Certified) -> Certified:
    return certified("sm2", "东湖精密", number=UNIT, maker=root)


def answered(browser: Client, holder: Certified, purpose: str = "sign-in", **more: str) -> Any:
    """Take the text, sign it, send the answer."""
    text = browser.get(HERE, {"file": "1", "for": purpose}).content
    file = SimpleUploadedFile("a.p7s", holder.answer(text))
    return browser.post(HERE, {"answer": file, "for": purpose, **more})


def handler(player: Any) -> None:
    """Somebody handles the cast's employer, which is registered here."""
    Unit.objects.create(
        employer=DONGHU, name="东湖精密", code=UNIT, legal_person="x", legal_phone="1",
        registered_at=MONDAY,
    )  # fmt: skip
    act_for_donghu(Client(), player)


def test_ones_own_certificate_signs_in_and_proves(
    hall: Any, wang: Any, admitted: Authority, root: Certified
) -> None:
    browser = Client()
    offered = read(browser.get("/login/"))
    answer = answered(browser, own(hall, root), next="/my/cases/")

    assert "数字证书" in offered
    assert answer["Location"] == "/my/cases/"
    assert browser.get("/my/").status_code == 200
    assert browser.get("/my/account/programs/").content.decode().count("核验是您本人") == 0
    assert Entry.objects.filter(verb="signed-in", subject=WANG).exists()


def test_a_units_certificate_is_bound_by_its_handler_and_then_acts_for_the_unit(
    as_wang: Client, wang: Any, admitted: Authority, root: Certified
) -> None:
    unit = of_donghu(root)
    early = answered(Client(), unit)
    stranger = answered(as_wang, unit, "bind")
    handler(wang)
    bound = answered(as_wang, unit, "bind")
    browser = Client()
    entered = answered(browser, unit)
    page = read(browser.get("/my/"))
    Mandate.objects.update(state="ended", ended_at=NOON)
    late = answered(Client(), unit)

    assert early.status_code == stranger.status_code == late.status_code == 422
    assert "单位由经办人登录后" in read(early)
    assert bound["Location"] == "/my/account/ways/"
    assert entered["Location"] == "/"
    assert "您正在为 示例市东湖精密机械有限公司 办理" in page
    assert Binding.objects.filter(provider="certificate", ended_at=None).count() == 1


def test_a_units_certificate_does_not_prove_the_person(
    as_wang: Client, wang: Any, admitted: Authority, root: Certified
) -> None:
    handler(wang)
    answered(as_wang, of_donghu(root), "bind")
    browser = Client()
    answered(browser, of_donghu(root))

    assert browser.get("/my/").status_code in {200, 302}
    assert "核验是您本人" in read(browser.get("/my/account/programs/")) or not is_in(browser)


def is_in(browser: Client) -> bool:
    return browser.get("/my/").status_code == 200


def test_a_certificate_proves_in_the_middle_of_an_errand(
    hall: Any, wang: Any, visit: Any, admitted: Authority, root: Certified
) -> None:
    unsure = proven(visit(wang), "password")
    page = "/my/account/programs/"
    before = read(unsure.get(page))
    answer = answered(unsure, own(hall, root), "prove", next=page)

    assert f"{HERE}?for=prove" in before
    assert answer["Location"] == page
    assert "核验是您本人" not in read(unsure.get(page))


def test_the_certificate_of_another_proves_nothing(
    hall: Any, wang: Any, lin: Any, visit: Any, admitted: Authority, root: Certified
) -> None:
    unsure = proven(visit(lin), "password")
    answer = answered(unsure, own(hall, root), "prove")

    assert answer.status_code == 422
    assert "不是您本人的" in read(answer)


def test_an_answer_is_good_once_and_for_ten_minutes(
    hall: Any, wang: Any, admitted: Authority, root: Certified, noon: Any
) -> None:
    browser, holder = Client(), own(hall, root)
    text = browser.get(HERE, {"file": "1"}).content
    kept = holder.answer(text)
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        late = browser.post(HERE, {"answer": SimpleUploadedFile("a.p7s", kept)})
    first = answered(browser, holder)
    browser.post("/logout/")
    again = browser.post(HERE, {"answer": SimpleUploadedFile("a.p7s", kept)})

    assert "过了 10 分钟" in read(late)
    assert first.status_code == 302
    assert again.status_code == 422


def test_an_authority_that_is_not_admitted_today_lets_nobody_in(
    hall: Any, wang: Any, admitted: Authority, root: Certified
) -> None:
    Authority.objects.update(until=date(2026, 3, 1))
    over = answered(Client(), own(hall, root))
    Authority.objects.update(until=date(2026, 12, 31), state="withdrawn", ended_by="S2",
                             end_asked_by="S1", ended_at=MONDAY)  # fmt: skip
    gone = answered(Client(), own(hall, root))

    assert "现在没有获准接入" in read(over)
    assert "现在没有获准接入" in read(gone)


def test_every_fault_is_said_in_words_with_a_way_on(
    hall: Any, wang: Any, admitted: Authority, root: Certified
) -> None:
    browser = Client()
    browser.get(HERE, {"file": "1"})
    unread = browser.post(HERE, {"answer": SimpleUploadedFile("a.p7s", b"x")})
    unsent = browser.post(HERE, {})
    stranger = answered(browser, certified("sm2", "假", number=UNIT))
    past = certified("sm2", "旧", number=UNIT, maker=root, days=(-90, -1))

    assert "没有读懂这个文件" in read(unread)
    assert "请重新下载文件" in read(unsent)
    assert "不认识发这张证书的机构" in read(stranger)
    assert "不在有效期内" in read(answered(browser, past))
    for answer in (unread, unsent, stranger):
        assert answer.status_code == 422
        assert "用密码或验证码登录" in read(answer)


def test_what_the_front_server_tells_counts_only_where_that_was_agreed(
    hall: Any, wang: Any, admitted: Authority, root: Certified, settings: Any
) -> None:
    from base64 import b64encode

    told = {"Client-Cert": f":{b64encode(own(hall, root).der).decode()}:"}
    browser = Client()
    not_agreed = browser.post(HERE, {"action": "shown"}, headers=told)
    settings.SHEBAO_TLS_CERTIFICATE_HEADER = "Client-Cert"
    agreed = browser.post(HERE, {"action": "shown"}, headers=told)

    assert not_agreed.status_code == 422
    assert agreed["Location"] == "/"
    assert browser.get("/my/").status_code == 200


def test_without_roots_there_is_no_such_way(hall: Any) -> None:
    assert Client().get(HERE).status_code == 404
    assert HERE not in read(Client().get("/login/"))


def test_the_demonstrations_own_key_software_signs_one_in_and_says_what_it_is(
    hall: Any, wang: Any, settings: Any, tmp_path: Any
) -> None:
    settings.SHEBAO_STANDIN_AUTHORITY = tmp_path / "authority"
    authority = StandinAuthority(tmp_path / "authority", clock=lambda: NOON)
    hall.certificates = authority.check()
    Authority.objects.create(
        number="C2", kind="ca", name="替身", code="91990000MA0000000X",
        fingerprint=authority.fingerprint, acceptance="a", accepted_on=date(2026, 1, 1),
        liability="b", since=date(2026, 1, 1), until=date(2099, 12, 31), state="admitted",
        asked_by="S1", asked_at=MONDAY, decided_by="S2", decided_at=MONDAY,
    )  # fmt: skip
    person = ask_one(hall.insurance, PersonOf(number=WANG)).value
    assert person is not None
    browser = Client()
    page = read(browser.get("/dev/certificate/"))
    empty = browser.post("/dev/certificate/", {"number": ""})
    text = browser.get(HERE, {"file": "1"}).content
    signed = browser.post("/dev/certificate/", {
        "text": SimpleUploadedFile("sign-me.txt", text), "number": person.id_number,
    }).content  # fmt: skip
    entered = browser.post(HERE, {"answer": SimpleUploadedFile("a.p7s", signed)})

    assert "没有真的核验任何人" in page
    assert empty.status_code == 422
    assert entered["Location"] == "/"
    assert browser.get("/my/").status_code == 200
