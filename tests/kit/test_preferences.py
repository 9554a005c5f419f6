"""The view somebody chose is kept for every page, and leads nowhere else (6.1.3)."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from shebao.hall.kit.preferences import (
    COOKIE,
    Preferences,
    preferences,
    save_preferences,
    with_preferences,
)


def _post(cookie: str = "", **fields: str) -> HttpResponse:
    request = RequestFactory().post("/preferences/", fields)
    request.COOKIES[COOKIE] = cookie
    response = save_preferences(request)
    assert isinstance(response, HttpResponse)
    return response


def test_without_a_cookie_the_usual_view_is_shown() -> None:
    chosen = preferences(RequestFactory().get("/"))

    assert (chosen.mode, chosen.contrast, chosen.keys) == ("standard", "normal", "on")
    assert not chosen.is_elder
    assert preferences(None) == chosen


@pytest.mark.parametrize("cookie", ["", ".", "elder", "<b>.<i>.x", "elder.high.off.more", "..."])
def test_a_cookie_nobody_here_made_does_no_harm(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie

    chosen = preferences(request)

    assert chosen.mode in {"standard", "elder"}
    assert chosen.contrast in {"normal", "high"}


def test_one_press_changes_one_thing_and_keeps_the_rest() -> None:
    response = _post("standard.high.off", mode="elder")

    assert response.cookies[COOKIE].value == "elder.high.off"


def test_an_unknown_choice_changes_nothing() -> None:
    response = _post("elder.high.off", mode="giant", contrast="loud", language="xx")

    assert response.cookies[COOKIE].value == "elder.high.off"


def test_a_language_is_kept_where_the_pages_look_for_it() -> None:
    assert _post(language="en").cookies["shebao_language"].value == "en"


def test_what_is_kept_is_read_again() -> None:
    chosen = Preferences(mode="large", contrast="high", keys="off")
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = with_preferences(HttpResponse(), chosen).cookies[COOKIE].value

    assert preferences(request) == chosen


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/my/cases/?page=2", "/my/cases/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_never_leaves_the_site(back: str, leads_to: str) -> None:
    assert _post(back=back)["Location"] == leads_to


def test_a_link_cannot_change_the_view() -> None:
    assert save_preferences(RequestFactory().get("/preferences/")).status_code == 405
