"""The demo's work in hand: cases that the largest unit's people filed over the last days."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from shebao.exchange.port import FindPerson, Insurance, Person, PersonOf, StaffOf, ask_one
from shebao.hall.kit import clock
from shebao.hall.kit.visitor import Kind, Level, Proof, Role, Visitor
from shebao.law.workdays import Calendar

CASES = 52
IN_HAND = 38
DAYS_BACK = 9
ITEM = "key-facts-change"
EVIDENCE = "evidence"
CHANNELS = ("web", "web", "api")


def fill(*, agency: str) -> int:
    """File the cases, and let the reviewer of ``agency`` take most of them; how many were filed.

    Whoever has such a case already gets no second one, so it is safe to begin again.
    """
    from shebao.hall.office.connections import outside

    now, made = clock.now(), []
    days = _working_days(outside().calendar, clock.local_date(now))
    for place, person in enumerate(islice(_staff(outside().insurance), CASES)):
        at = _hour(days[place % len(days)], place)
        with suppress(ValueError):
            made.append(_file(person, place, at=min(at, now)))
    for number in made[:IN_HAND]:
        _take(number, agency=agency, now=now)
    return len(made)


def _working_days(calendar: Calendar, today: date) -> list[date]:
    """Today's or the last working days, newest first."""
    days = (today - timedelta(days=back) for back in range(30))
    return list(islice((day for day in days if calendar.is_workday(day)), DAYS_BACK + 1))


def _hour(day: date, place: int) -> datetime:
    """An office hour of this day, another for each place."""
    hour, minute = 9 + place % 7, place * 13 % 60
    return datetime.combine(day, time(hour, minute), tzinfo=clock.ZONE)


def _staff(insurance: Insurance) -> Iterator[Person]:
    """The people of the unit whose handler is among the demo's cast, page by page."""
    from shebao.insurance.cast import CAST

    handler = next(player for player in CAST if player.key == "tang_min")
    asked = FindPerson(id_type=handler.id_type, id_number=handler.id_number)
    found = ask_one(insurance, asked).value
    after = ""
    while found is not None:
        page = ask_one(insurance, StaffOf(number=found.employer_number, after=after)).value
        numbers = [member.number for member in page.members]
        told = insurance.ask(*(PersonOf(number=number) for number in numbers)) if numbers else ()
        yield from (one.value for one in told if one.value is not None)
        after = page.next_after
        if not after:
            return


def _file(person: Person, place: int, *, at: datetime) -> str:
    from shebao.hall.office.applications import actions
    from shebao.hall.office.catalogue.queries import current
    from shebao.hall.office.connections import outside

    visitor = _visitor(person, at)
    actions.add_upload(
        subject=person.number,
        item=ITEM,
        case=None,
        material=EVIDENCE,
        file_name="材料照片.png",
        content=_picture(),
        scanner=outside().scanner,
        now=at,
    )
    errand = actions.Errand(
        pinned=current(ITEM),
        visitor=visitor,
        answers=_answers(person, place),
        token=f"demo-{person.number}",
        channel=CHANNELS[place % len(CHANNELS)],
        default_agency=person.region,
        risk_confirmed=True,
    )
    return actions.file_case(errand=errand, outside=outside(), now=at)


def _visitor(person: Person, at: datetime) -> Visitor:
    from secrets import token_urlsafe

    from shebao.hall.office.accounts.actions import open_for_person

    number = open_for_person(
        person=person, username=person.number, password=token_urlsafe(24), now=at
    )
    return Visitor(
        kind=Kind.PERSON,
        account=number,
        name=person.name,
        person=person.number,
        subject=person.number,
        subject_name=person.name,
        level=Level.VERIFIED,
        proof=Proof(method="password+sms", level=Level.VERIFIED, at=at, digest=""),
    )


def _answers(person: Person, place: int) -> Mapping[str, Any]:
    if place % 2 and person.first_work:
        earlier = person.first_work - timedelta(days=31)
        reason = "招工表上的日期比登记的早一个月。"
        return {"what": "first_work", "new_first_work": earlier.isoformat(), "reason": reason}
    name = person.name[:1] + ("欣" if person.name[1:2] != "欣" else "悦") + person.name[2:]
    return {"what": "name", "new_name": name, "reason": "登记时写错了一个字，与身份证不一致。"}


def _picture() -> bytes:
    """A page that says it is a sample."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (900, 600), "#f5f2e8")
    ImageDraw.Draw(page).text(
        (60, 60), "SAMPLE - NOT A REAL DOCUMENT", fill="#7a1f1f", font_size=40
    )
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _take(number: str, *, agency: str, now: datetime) -> None:
    from shebao.hall.office.accounts.queries import colleagues
    from shebao.hall.office.applications import access, actions

    reviewer = colleagues(agency=agency, role=Role.REVIEWER, besides="")[0]
    clerk = Visitor(
        kind=Kind.STAFF,
        account=reviewer.number,
        name=reviewer.name,
        roles=frozenset({Role.REVIEWER}),
        agency=agency,
    )
    with suppress(ValueError, LookupError):
        actions.take(access.desk_case(number, visitor=clerk), clerk=clerk, now=now)
