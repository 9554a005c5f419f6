"""Sentences of the standard that hold for the whole product."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from shebao.hall.office.agencies.queries import agencies
from shebao.hall.office.applications.models import Application

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "src" / "shebao" / "hall" / "kit" / "static" / "kit" / "app.css"


@pytest.mark.clause("3.3", "6.4.4")
def test_hall_and_core_share_no_application_and_no_database_setting() -> None:
    core = (ROOT / "src/shebao/insurance/settings.py").read_text()

    assert "shebao.hall" not in core
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("shebao.insurance")]
    assert "SHEBAO_DATABASE" not in (ROOT / "src/shebao/insurance/environment.py").read_text()


@pytest.mark.clause("3.3")
def test_every_case_records_the_channel_it_came_by() -> None:
    channel = Application._meta.get_field("channel")

    assert not channel.blank
    assert not channel.null


@pytest.mark.clause("3.4", "5.6.1c")
def test_every_service_centre_is_shown_with_address_hours_and_phone(hall, client: Client) -> None:
    page = client.get("/offices/").content.decode()

    assert agencies()
    for centre in agencies():
        for fact in (centre.name, centre.address, centre.phone):
            assert fact in page


@pytest.mark.clause("6.1.3b")
def test_the_main_colour_is_one_token_and_buttons_wear_it() -> None:
    styles = KIT.read_text()

    (blue,) = set(re.findall(r":root\{[^}]*?--brand-600:(#[0-9A-Fa-f]{6})", styles))
    assert blue == "#0B57A8"
    assert "var(--brand-600)" in styles
