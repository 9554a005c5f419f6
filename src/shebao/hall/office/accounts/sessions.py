"""Signing a browser in and out; the session gets a new key each time and knows its proofs."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from shebao.hall.kit.visitor import Proof
from shebao.hall.office.accounts.actions.entering import NOWHERE, Place, SignedIn
from shebao.hall.office.accounts.actions.seats import leave_seat, take_seat
from shebao.hall.office.accounts.models import Account, Seat
from shebao.hall.office.accounts.ways import Proven, proof_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
PROVEN, SEAT = "proven", "seat"


def enter(
    request: HttpRequest,
    signed_in: SignedIn,
    *,
    channel: str,
    now: datetime,
    place: Place = NOWHERE,
) -> None:
    """Tie this session to the account; what was typed before stays in its drafts."""
    login(request, Account.objects.get(pk=signed_in.pk), backend=BACKEND)
    if request.session.session_key is None:
        request.session.create()
    _keep(request, signed_in.proven)
    request.session[SEAT] = take_seat(
        account=signed_in.number,
        session=request.session.session_key or "",
        proven=signed_in.proven,
        place=place,
        channel=channel,
        now=now,
    )


def leave(request: HttpRequest, *, channel: str, now: datetime) -> None:
    """End the session and forget everything in it."""
    seat, user = request.session.get(SEAT, ""), request.user
    if seat and isinstance(user, Account):
        leave_seat(number=seat, account=user.number, channel=channel, now=now)
    logout(request)


def stay(request: HttpRequest) -> None:
    """Stay signed in here after one's own change of password; all other sessions end by it."""
    if not isinstance(request.user, Account):
        return
    request.user.refresh_from_db(fields=["password"])
    update_session_auth_hash(request, request.user)
    key = request.session.session_key or ""
    Seat.objects.filter(number=seat(request)).update(session=key)


def add(request: HttpRequest, proven: Proven) -> None:
    """One more proof in this session; an older one by the same way goes."""
    kept = [one for one in ways(request) if one.way != proven.way]
    _keep(request, (*kept, proven))


def _keep(request: HttpRequest, proven: Iterable[Proven]) -> None:
    request.session[PROVEN] = [[one.way, one.at.isoformat(), one.digest] for one in proven]


def ways(request: HttpRequest) -> tuple[Proven, ...]:
    """What was proven in this session, oldest first."""
    stored = request.session.get(PROVEN, [])
    return tuple(
        Proven(way=way, at=datetime.fromisoformat(at), digest=digest) for way, at, digest in stored
    )


def proof(request: HttpRequest, *, now: datetime) -> Proof | None:
    """What this session rests on now."""
    return proof_of(ways(request), now=now)


def seat(request: HttpRequest) -> str:
    """The number of this session's seat."""
    return str(request.session.get(SEAT, ""))
