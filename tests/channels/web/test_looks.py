"""谁看过我的信息: who, when, why, by which way and for which case, in words, with a proof."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shebao.commands.main import main
from shebao.exchange.keys import public_hex
from shebao.hall.kit.visitor import Role
from shebao.hall.office.accounts.models import Account, StaffRole
from shebao.hall.office.applications.models import Application
from shebao.hall.office.audit.actions import checkpoint, record
from shebao.hall.office.audit.evidence import checked, read
from shebao.hall.office.audit.models import Entry
from tests.channels.web.conftest import NOON, signed_in
from tests.office.applications.conftest import file  # noqa: F401
from tests.support.staff import at_city
from tests.support.staff import read as text_of

pytestmark = pytest.mark.clause("6.3.2", "6.3.1")
ACCESS = "/my/access/"
CODES = re.compile(r"\b[AS][0-9A-Z]{8,}\b|[a-z]+[-. ][a-z]+ing|reading|handling")


@pytest.fixture
def case(
    file: Callable[..., Application],  # noqa: F811
    wang: Any,
    reviewer: Any,
) -> Application:
    """A case that a reviewer opened at the desk."""
    found = at_city(file(wang, "trial-promised", new_name="王方"))
    signed_in(reviewer.pk).get(f"/desk/case/{found.number}/")
    return found


def rows(page: str) -> list[str]:
    """The table's rows as text."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    cells = [unescape(re.sub(r"<[^>]+>", " ", one)) for one in body.split("</tr>")[:-1]]
    return [" ".join(one.split()) for one in cells]


def test_a_clerk_is_told_by_agency_role_and_covered_name(as_wang: Client, case: Any) -> None:
    newest, filing, *_ = rows(text_of(as_wang.get(ACCESS)))

    assert "示例市" in newest
    assert "审核人员赵*" in newest
    assert "查看办件 办理“测试承诺事项” 窗口" in newest
    assert case.number in newest
    assert "您本人 提交申请 办理“测试承诺事项” 网上" in filing


def test_no_account_number_and_no_code_reaches_the_page(as_wang: Client, case: Any) -> None:
    as_wang.get("/my/rights/")
    table = " ".join(rows(text_of(as_wang.get(ACCESS))))

    assert CODES.findall(table.replace(case.number, "")) == []


@pytest.mark.parametrize(
    ("show", "others", "reads", "acts"),
    [("", True, True, True), ("others", True, True, False), ("reads", True, True, False),
     ("acts", False, False, True), ("nonsense", True, True, True)],
)  # fmt: skip
def test_looks_and_acts_and_what_others_did_can_be_told_apart(
    as_wang: Client, case: Any, show: str, others: bool, reads: bool, acts: bool
) -> None:
    found = " ".join(rows(text_of(as_wang.get(ACCESS, {"show": show}))))

    assert ("审核人员赵*" in found) is others
    assert ("查看办件" in found) is reads
    assert ("提交申请" in found) is acts


def test_pages_follow_by_key_and_keep_what_was_chosen(as_wang: Client, wang: Any) -> None:
    for place in range(45):
        record(
            actor="worker", verb="paper.issue", subject=wang.visitor.subject, purpose="出具单证",
            channel="worker", now=NOON, details={"place": place},
        )  # fmt: skip
    seen, address = [], f"{ACCESS}?show=acts"
    while address:
        page = text_of(as_wang.get(address))
        seen += rows(page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(onward[1]) if onward else ""
        assert not address or "show=acts" in address

    assert len([one for one in seen if "出具凭证" in one]) == 45


def test_the_page_says_what_to_do_if_something_looks_wrong(as_wang: Client, case: Any) -> None:
    for address in (ACCESS, f"{ACCESS}{Entry.objects.get(verb='submitted').pk}/"):
        page = text_of(as_wang.get(address))
        assert 'href="tel:12333"' in page
        assert 'href="/ask/complaint/"' in page


def test_looking_at_the_list_is_an_entry_too(as_wang: Client, case: Any) -> None:
    as_wang.get(ACCESS)

    assert "您本人 查看 看谁看过自己的信息" in rows(text_of(as_wang.get(ACCESS)))[0]


def test_a_clerk_who_has_left_and_one_of_an_unknown_agency_are_still_told(
    as_wang: Client, case: Any, reviewer: Any
) -> None:
    Account.objects.filter(pk=reviewer.pk).update(agency="981234")
    StaffRole.objects.filter(account=reviewer.visitor.account).delete()
    assert "工作人员赵*" in rows(text_of(as_wang.get(ACCESS)))[0]
    Account.objects.filter(pk=reviewer.pk).delete()

    assert "已注销的账号" in rows(text_of(as_wang.get(ACCESS)))[1]


def test_two_roles_of_one_clerk_are_both_named(as_wang: Client, case: Any, reviewer: Any) -> None:
    StaffRole.objects.create(account=reviewer.visitor.account, role=Role.CLERK)

    assert "窗口人员、审核人员赵*" in rows(text_of(as_wang.get(ACCESS)))[0]


def test_a_typed_reason_is_shown_as_it_was_written(as_wang: Client, wang: Any) -> None:
    record(
        actor="A", verb="uncover", subject=wang.visitor.subject, purpose="call <b>her</b> back",
        channel="desk", now=NOON,
    )  # fmt: skip

    assert "call &lt;b&gt;her&lt;/b&gt; back" in text_of(as_wang.get(ACCESS))


def test_what_nobody_has_words_for_is_still_told_in_words(as_wang: Client, wang: Any) -> None:
    record(
        actor="A", verb="some-verb", subject=wang.visitor.subject, purpose="some purpose",
        channel="some-way", now=NOON,
    )  # fmt: skip

    assert "已注销的账号 其他操作 没有写明 其他途径" in rows(text_of(as_wang.get(ACCESS)))[0]


def test_an_entry_has_its_own_page_and_says_whether_it_is_sealed(
    as_wang: Client, case: Any, hall: Any
) -> None:
    address = f"{ACCESS}{Entry.objects.get(verb='submitted').pk}/"
    fresh = text_of(as_wang.get(address))
    checkpoint(keys=hall.trail, now=NOON)
    sealed = text_of(as_wang.get(address))

    assert "一小时内会签名封存" in fresh
    assert f'href="{address}proof/"' not in fresh
    assert as_wang.get(f"{ACCESS}{Entry.objects.latest('id').pk}/proof/").status_code == 404
    assert f'href="{address}proof/"' in sealed


def test_the_proof_convinces_a_stranger_with_nothing_but_the_file(
    as_wang: Client, case: Any, hall: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = Entry.objects.get(verb="submitted")
    checkpoint(keys=hall.trail, now=NOON)
    answer = as_wang.get(f"{ACCESS}{entry.pk}/proof/")
    place = tmp_path / "proof.json"
    place.write_bytes(answer.content)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{entry.pk}.json"'
    told, statement, key = checked(json.loads(answer.content))
    assert told["digest"] == entry.digest
    assert statement.number == 1
    assert public_hex(key) == public_hex(hall.trail_known["trail.test"])
    assert main(["audit", "check-proof", str(place)]) == 0
    assert "凭据成立" in capsys.readouterr().out


def test_everybody_can_see_and_keep_the_checkpoints(case: Any, hall: Any) -> None:
    anybody = Client()
    assert "还没有封存" in text_of(anybody.get("/open/trail/"))
    checkpoint(keys=hall.trail, now=NOON)
    page = text_of(anybody.get("/open/trail/"))
    kept = anybody.get("/api/v1/trail/checkpoints/1").json()
    listed = anybody.get("/api/v1/trail/checkpoints").json()["rows"]

    signed, key = read(kept)
    assert signed.statement.root in page
    assert public_hex(key) in page
    assert 'href="/api/v1/trail/checkpoints/1"' in page
    assert [one["root"] for one in listed] == [signed.statement.root]
    assert anybody.get("/api/v1/trail/checkpoints/2").status_code == 404
    assert 'href="/open/trail/"' in text_of(anybody.get("/open/"))
