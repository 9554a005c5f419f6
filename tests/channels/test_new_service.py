"""A new service is a copied folder: no line of code, and it is everywhere (3.2, 4.1)."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from shebao.hall.office.applications.models import Application
from shebao.hall.office.catalogue.actions import publish_folders
from shebao.hall.office.catalogue.check import check
from tests.support.cast import MONDAY
from tests.support.staff import seated

SLUG, NAME = "nickname-note", "常用称呼备注"
pytestmark = pytest.mark.clause("3.2", "4.1", "5.6.1b")


@pytest.fixture
def new_service(hall, tmp_path: Path) -> Path:
    """Copy a promised item's folder, give it another name, publish it."""
    source = settings.SHEBAO_ITEM_FOLDERS[0] / "deemed-years"
    place = tmp_path / SLUG
    shutil.copytree(source, place)
    text = (place / "item.toml").read_text()
    name = next(line for line in text.splitlines() if line.startswith("name = "))
    text = text.replace('slug = "deemed-years"', f'slug = "{SLUG}"')
    (place / "item.toml").write_text(text.replace(name, f'name = "{NAME}"', 1))
    publish_folders(folders=[tmp_path], now=MONDAY)
    return place


def test_the_copied_folder_passes_the_check(new_service: Path) -> None:
    assert check(new_service) == ()


def test_it_is_on_the_portal_with_its_page_and_its_form(new_service, wang, client: Client) -> None:
    client.force_login(_account(wang))

    assert NAME in client.get("/p/", {"q": NAME}).content.decode()
    page = client.get(f"/p/{SLUG}/").content.decode()
    assert NAME in page
    assert "监督投诉" in page
    form = client.get(f"/p/{SLUG}/do/")
    assert form.status_code == 200
    assert NAME in form.content.decode()


def test_it_is_in_the_api_with_its_schema(new_service, client: Client) -> None:
    listed = json.loads(client.get("/api/v1/items").content)
    schema = json.loads(client.get(f"/api/v1/items/{SLUG}/schema").content)

    assert NAME in json.dumps(listed, ensure_ascii=False)
    assert schema["properties"]


def test_a_filed_case_is_on_the_desk(new_service, wang, reviewer, hall) -> None:
    from shebao.hall.office.applications import actions
    from shebao.hall.office.catalogue.queries import current

    errand = actions.Errand(
        pinned=current(SLUG),
        visitor=wang.visitor,
        answers={"from_month": "2001-01", "to_month": "2003-12", "employer": "示例厂"},
        token="n" * 32,
        channel="web",
        default_agency="990100",
        risk_confirmed=True,
    )
    number = _file_with_materials(errand, hall, actions)

    desk = seated(reviewer).get("/desk/", {"box": "pool"}).content.decode()

    assert Application.objects.get(number=number).status == "review"
    assert NAME in desk
    assert number in desk


def _file_with_materials(errand, hall, actions) -> str:
    for material in errand.pinned.item.materials:
        if material.source == "applicant" and material.form != "original":
            actions.add_upload(
                subject=errand.visitor.subject,
                item=errand.pinned.slug,
                case=None,
                material=material.code,
                file_name="a.pdf",
                content=b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF",
                scanner=hall.scanner,
                now=MONDAY,
            )
    number: str = actions.file_case(errand=errand, outside=hall, now=MONDAY)
    return number


def _account(player):
    from shebao.hall.office.accounts.models import Account

    return Account.objects.get(pk=player.pk)
