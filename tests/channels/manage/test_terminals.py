"""Kiosks on the operator's page: registered with a key that is shown once, and ended."""

from typing import Any

import pytest

from shebao.hall.office.agencies.models import Terminal
from shebao.hall.office.agencies.terminals import terminal_with_key
from shebao.hall.office.audit.models import Entry
from tests.support.cast import AGENCY
from tests.support.staff import make_static_root, read, seated

pytestmark = pytest.mark.clause("6.1.2c", "6.3.2")


def test_a_terminal_is_registered_shown_once_and_ended(operator: Any) -> None:
    make_static_root()
    browser = seated(operator)
    form = {"agency": AGENCY, "name": "1 号机", "printer": "ipp://10.0.0.9/ipp/print"}
    made = read(browser.post("/manage/terminals/", form))
    key = made.partition("<code>")[2].partition("</code>")[0]
    found = terminal_with_key(key)

    assert found is not None
    assert found.name == "1 号机"
    assert key not in read(browser.get("/manage/terminals/"))
    assert browser.post("/manage/terminals/", form).status_code == 422
    browser.post(f"/manage/terminals/{found.number}/ending/")
    assert terminal_with_key(key) is None
    verbs = Entry.objects.filter(verb__endswith="-terminal").order_by("id")
    assert [one.verb for one in verbs] == ["register-terminal", "end-terminal"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("agency", "1", "请选择机构"),
        ("name", " ", "请填写名称"),
        ("printer", "file:///etc", "ipp://"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    operator: Any, field: str, value: str, words: str
) -> None:
    make_static_root()
    form = {"agency": AGENCY, "name": "2 号机", "printer": "", field: value}
    page = seated(operator).post("/manage/terminals/", form)

    assert page.status_code == 422
    assert words in read(page)
    assert not Terminal.objects.exists()
