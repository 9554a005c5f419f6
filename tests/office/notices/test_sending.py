"""Messages leave once, in order, at a decent hour, and nothing is lost on the way (5.4.4)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.gateways.sms.several import Several
from shebao.hall.kit.clock import ZONE
from shebao.hall.office.notices import actions, choosing, jobs, queries
from shebao.hall.office.notices.fitness import PLAIN, fit, is_fit
from shebao.hall.office.notices.models import Notice, Preference
from shebao.hall.office.notices.sending import LEASE, MOST_ATTEMPTS
from shebao.hall.office.notices.wishes import Topic, Wishes
from tests.office.notices.carriers import Remembering, TakesButSaysNothing

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)

pytestmark = pytest.mark.clause("5.4.4")


def tell(who: Any, event: str, *, case: str = "", now: datetime = NOON, **more: Any) -> None:
    actions.tell(
        event=event, subject=who.visitor.subject, case=case, title=f"题目{event}", words="内容",
        sms=f"短信{event}。", now=now, **more,
    )  # fmt: skip


def sent_words(carrier: Remembering) -> list[str]:
    return [words.split("短信")[1].split("。")[0] for _, words in carrier.arrived]


def test_a_message_told_twice_arrives_once(wang: Any) -> None:
    carrier = Remembering()
    for _ in range(2):
        tell(wang, "a")
        jobs.send_due(carrier=carrier, now=NOON)

    assert sent_words(carrier) == ["a"]
    assert queries.inbox(wang.visitor.subject).rows[0].title == "题目a"


def test_messages_of_one_case_arrive_in_their_order_though_the_first_fails(wang: Any) -> None:
    failing = Remembering(fails=lambda key: failing.tries < 3)
    for event in "abc":
        tell(wang, event, case="SB1")
    tell(wang, "other", case="SB2")

    now = NOON
    for _ in range(12):
        jobs.send_due(carrier=failing, now=now)
        now += timedelta(seconds=20)

    assert [one for one in sent_words(failing) if one != "other"] == ["a", "b", "c"]
    assert "other" in sent_words(failing)


def test_what_no_carrier_takes_is_given_up_and_can_be_sent_again(wang: Any) -> None:
    down, now = Remembering(fails=lambda key: True), NOON
    tell(wang, "a", case="SB1")
    for _ in range(MOST_ATTEMPTS):
        jobs.send_due(carrier=down, now=now)
        now += timedelta(days=1)
    (dead,) = queries.dead_letters().rows

    assert dead.attempts == MOST_ATTEMPTS
    assert dead.problem == "down"
    assert queries.outbox(since=NOON).failed == 1
    up = Remembering()
    assert actions.replay(pk=dead.pk, actor="A1", now=NOON)
    assert not actions.replay(pk=dead.pk, actor="A1", now=NOON)
    jobs.send_due(carrier=up, now=NOON)
    assert sent_words(up) == ["a"]
    assert queries.dead_letters().rows == []


def test_a_dead_message_does_not_hold_up_those_after_it(wang: Any) -> None:
    tell(wang, "a", case="SB1")
    tell(wang, "b", case="SB1")
    first = Notice.objects.get(event="a", way="sms").pk
    picky = Remembering(fails=lambda key: key == f"notice-{first}")
    Notice.objects.filter(event="a", way="sms").update(attempts=MOST_ATTEMPTS - 1)

    for minute in range(2):
        jobs.send_due(carrier=picky, now=NOON + timedelta(minutes=minute))

    assert sent_words(picky) == ["b"]


def test_a_sender_killed_after_handing_over_sends_the_same_key_again(wang: Any) -> None:
    carrier = Remembering()
    tell(wang, "a")
    row = Notice.objects.get(way="sms")
    carrier.send(mobile="13800000001", words=row.words, key=f"notice-{row.pk}")
    Notice.objects.filter(pk=row.pk).update(due_at=NOON + LEASE, attempts=F("attempts") + 1)

    assert jobs.send_due(carrier=carrier, now=NOON) == 0
    assert jobs.send_due(carrier=carrier, now=NOON + LEASE) == 1
    assert sent_words(carrier) == ["a"]
    assert Notice.objects.get(pk=row.pk).sent_at == NOON + LEASE


def test_at_night_only_security_comes(wang: Any) -> None:
    carrier = Remembering()
    tell(wang, "result", now=NIGHT)
    tell(wang, "alarm", now=NIGHT, topic=Topic.SECURITY)

    jobs.send_due(carrier=carrier, now=NIGHT)
    at_night = sent_words(carrier)
    jobs.send_due(carrier=carrier, now=datetime(2026, 3, 3, 7, tzinfo=ZONE))

    assert at_night == ["alarm"]
    assert sent_words(carrier) == ["alarm", "result"]
    assert all(one.percent == 100 for one in queries.punctuality(since=NOON))


def test_what_is_switched_off_does_not_come_but_security_does(wang: Any) -> None:
    carrier, me = Remembering(), wang.visitor.subject
    choosing.choose(
        subject=me, actor="A1", switched_off=["sms:case", "sms:security", "inbox:case", "?"],
        quiet_from=0, quiet_until=0, channel="web", now=NOON,
    )  # fmt: skip
    tell(wang, "result")
    tell(wang, "alarm", topic=Topic.SECURITY)

    jobs.send_due(carrier=carrier, now=NOON)
    jobs.send_due(carrier=carrier, now=NOON)

    assert queries.wishes(me).switched_off == {"sms:case"}
    assert sent_words(carrier) == ["alarm"]
    assert len(queries.inbox(me).rows) == 2


def test_whoever_gave_an_address_gets_a_letter_for_each_message_once(wang: Any, hall: Any) -> None:
    letters: list[tuple[str, str, str]] = []

    class Post:
        def send(self, *, address: str, title: str, words: str, key: str) -> str:
            letters.append((address, title, words))
            return key

    me = wang.visitor.subject
    tell(wang, "before")
    jobs.spread(now=NOON)
    choosing.ask_email(subject=me, address=" w@Example.CN ", now=NOON)
    jobs.send_mail(carrier=Post(), now=NOON)
    code = re.findall(r"[0-9]{6}", letters.pop()[2])[0]
    choosing.confirm_email(subject=me, actor="A1", code=code, channel="web", now=NOON)
    tell(wang, "after")
    for _ in range(2):
        jobs.spread(now=NOON)
        jobs.send_mail(carrier=Post(), now=NOON)

    assert [one[:2] for one in letters] == [("w@example.cn", "题目after")]
    assert "内容" not in letters[0][2]
    assert jobs.spread(now=NOON) == 0


@pytest.mark.clause("6.3.1")
def test_a_mailbox_is_believed_only_with_the_code_that_was_sent_there(wang: Any) -> None:
    me = wang.visitor.subject
    choosing.ask_email(subject=me, address="w@example.cn", now=NOON)
    for typed in ("", "000000", "12", "999999", "111111", "222222"):
        with pytest.raises(choosing.WrongCode):
            choosing.confirm_email(subject=me, actor="A1", code=typed, channel="web", now=NOON)
    letter = Notice.objects.get(way="email")
    code = re.findall(r"[0-9]{6}", letter.words)[0]
    with pytest.raises(choosing.WrongCode):
        choosing.confirm_email(subject=me, actor="A1", code=code, channel="web", now=NOON)

    assert queries.wishes(me).email == ""
    for address in ("", "w", "w@", "@b.cn", "w@b", "a b@c.cn", "w@b.cn\nBcc: x@y.cn"):
        with pytest.raises(choosing.NoAddress):
            choosing.ask_email(subject=me, address=address, now=NOON)


def test_an_address_that_is_ended_is_forgotten(wang: Any) -> None:
    me = wang.visitor.subject
    choosing.ask_email(subject=me, address="w@example.cn", now=NOON)
    code = re.findall(r"[0-9]{6}", Notice.objects.get(way="email").words)[0]
    choosing.confirm_email(subject=me, actor="A1", code=code, channel="web", now=NOON)
    choosing.end_email(subject=me, actor="A1", channel="web", now=NOON)

    row = Preference.objects.get()
    assert (row.email, row.email_asked, row.email_code) == ("", "", "")


def test_without_a_phone_the_message_is_in_the_inbox_and_the_row_says_why(hall: Any) -> None:
    actions.tell(
        event="a", subject="9000000009", case="", title="题目", words="内容", sms="短信", now=NOON
    )
    jobs.send_due(carrier=Remembering(), now=NOON)

    assert Notice.objects.get(way="sms").reference == "no address"
    assert queries.unread("9000000009") == 1


def test_the_second_carrier_takes_what_the_first_does_not(wang: Any) -> None:
    first, second = Remembering(fails=lambda key: True), Remembering()
    both = Several({"one": first, "two": second}, monotonic=lambda: 0.0)
    for place in range(9):
        tell(wang, str(place), case=f"SB{place}")

    jobs.send_due(carrier=both, now=NOON)

    assert len(second.arrived) == 9
    assert first.tries < 9
    references = Notice.objects.filter(way="sms").values_list("reference", flat=True)
    assert all(one.startswith("two:R-") for one in references)


def test_a_carrier_that_may_have_taken_it_is_asked_again_not_doubled_by_another(wang: Any) -> None:
    silent, second = TakesButSaysNothing(), Remembering()
    both = Several({"one": silent, "two": second}, monotonic=lambda: 0.0)
    tell(wang, "a")

    jobs.send_due(carrier=both, now=NOON)
    jobs.send_due(carrier=both, now=NOON + timedelta(minutes=1))

    assert len(silent.arrived) == 1
    assert second.arrived == []


def test_old_messages_are_forgotten_when_their_time_is_up(wang: Any) -> None:
    tell(wang, "old", now=NOON - timedelta(days=3 * 365 + 1))
    tell(wang, "new")
    Notice.objects.update(due_at=None)

    assert jobs.forget_old(now=NOON) == 2
    assert {row.event for row in Notice.objects.all()} == {"new"}


def test_no_hour_is_believed_that_no_day_has(wang: Any) -> None:
    with pytest.raises(choosing.NoSuchHour):
        choosing.choose(
            subject=wang.visitor.subject, actor="A1", switched_off=[], quiet_from=24,
            quiet_until=7, channel="web", now=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["看 https://a.cn/x", "看 www.example", "看 12333.top", "证件 110105194912310021 已过期",
     "手机 138 0000 0001", "卡号 6222-0000-0000"],
)  # fmt: skip
def test_links_and_personal_numbers_do_not_go_to_phones(words: str) -> None:
    assert not is_fit(words)
    assert fit(words) == PLAIN


def test_ordinary_words_go_as_they_are() -> None:
    words = "您的“参保证明”（尾号0001）已办结，2026年3月2日前有效，咨询请拨12333。"

    assert fit(words) == words


@given(
    start=st.integers(0, 23), end=st.integers(0, 23), minute=st.integers(0, 3 * 24 * 60),
    topic=st.sampled_from(list(Topic)),
)  # fmt: skip
def test_a_message_waits_for_the_end_of_the_quiet_hours_and_no_longer(
    start: int, end: int, minute: int, topic: Topic
) -> None:
    wish = Wishes(quiet_from=start, quiet_until=end)
    now = NOON + timedelta(minutes=minute)
    found = wish.not_before(topic, now)

    assert timedelta(0) <= found - now <= timedelta(hours=24)
    assert wish.not_before(topic, found) == found
    if topic is Topic.SECURITY or start == end:
        assert found == now
    elif found > now:
        assert (found.astimezone(ZONE).hour, found.astimezone(ZONE).minute) == (end, 0)
