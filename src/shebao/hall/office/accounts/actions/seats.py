"""Where somebody is signed in (6.2.5e): each place is a seat, and can be ended from elsewhere."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from shebao.hall.kit.fields import ring
from shebao.hall.kit.inserting import insert
from shebao.hall.kit.numbers import secret_code
from shebao.hall.office.accounts.actions.entering import Place
from shebao.hall.office.accounts.models import Account, Device, Seat
from shebao.hall.office.accounts.ways import Proven, level_of
from shebao.hall.office.audit import actions as audit


def device_mark(token: str) -> str:
    """The keyed digest of a browser's own mark; none for a browser without one."""
    return ring().blind(f"device:{token}") if token else ""


def take_seat(
    *,
    account: str,
    session: str,
    proven: Iterable[Proven],
    place: Place,
    channel: str,
    now: datetime,
) -> str:
    """Remember where somebody is signed in now, and their browser; returns the seat's number."""
    ways = [one.way for one in proven]
    seat = Seat(
        number=secret_code(12),
        account=account,
        session=session,
        way="+".join(dict.fromkeys(ways))[:40],
        level=level_of(ways),
        device=place.device,
        address=place.address,
        since=now,
    )
    with transaction.atomic():
        seat.save(force_insert=True)
        if place.mark:
            _know_device(account, place, now)
        _note(account, "signed-in", channel=channel, now=now, way=seat.way)
    return seat.number


def _know_device(account: str, place: Place, now: datetime) -> None:
    known = Device(account=account, mark=place.mark, words=place.device, first_at=now, last_at=now)
    if not insert(known, or_nothing=True):
        Device.objects.filter(account=account, mark=place.mark).update(
            words=place.device, last_at=now
        )


def leave_seat(*, number: str, account: str, channel: str, now: datetime) -> None:
    """The holder went by themselves; once is enough."""
    with transaction.atomic():
        mine = Seat.objects.filter(number=number, account=account, ended_at=None)
        if mine.update(ended_at=now):
            _note(account, "signed-out", channel=channel, now=now)


def end_seats(
    *, account: str, channel: str, now: datetime, number: str = "", besides: str = ""
) -> int:
    """Sign out elsewhere, at once: one seat, or all but one; returns how many were ended."""
    with transaction.atomic():
        running = Seat.objects.filter(account=account, ended_at=None).exclude(number=besides)
        seats = list(running.filter(number=number) if number else running)
        for seat in seats:
            SessionStore().delete(seat.session)
        ended = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(ended_at=now)
        if ended:
            _note(account, "ended-elsewhere", channel=channel, now=now, seats=ended)
    return ended


def _note(account: str, verb: str, *, channel: str, now: datetime, **details: object) -> None:
    person = Account.objects.filter(number=account).values_list("person", flat=True).first()
    audit.record(
        actor=account,
        verb=verb,
        subject=person or "-",
        purpose="signing in and out",
        channel=channel,
        now=now,
        details=details,
    )
