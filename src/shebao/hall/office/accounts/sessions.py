"""Signing a browser in and out; the session gets a new key each time."""

from django.contrib.auth import login, logout
from django.http import HttpRequest

from shebao.hall.office.accounts.actions import SignedIn
from shebao.hall.office.accounts.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, signed_in: SignedIn) -> None:
    """Tie this session to the account; what was typed before stays in its drafts."""
    login(request, Account.objects.get(pk=signed_in.pk), backend=BACKEND)


def leave(request: HttpRequest) -> None:
    """End the session and forget everything in it."""
    logout(request)
