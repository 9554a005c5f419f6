"""Two people, two tabs or two workers do the same thing at the same moment: it happens once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shebao.hall.office.applications import actions, jobs
from shebao.hall.office.applications.models import (
    Application,
    Decision,
    Draft,
    Outgoing,
    Trace,
    Upload,
)
from shebao.hall.office.catalogue.queries import current
from shebao.hall.office.documents.actions import produce
from shebao.hall.office.documents.models import Paper
from shebao.hall.office.notices.models import Notice
from tests.channels.web.conftest import signed_in
from tests.channels.web.errands import CERTIFICATE, KEY_FACTS, PROVING, do, photo, token_of
from tests.office.applications.conftest import PDF
from tests.races.conftest import at_once
from tests.support.cast import MONDAY, enter_staff
from tests.support.staff import at_city

pytestmark = pytest.mark.clause("5.3.1", "6.5.3")
File = Callable[..., Application]


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


@pytest.fixture
def case(file: File, wang: Any) -> Application:
    return at_city(file(wang, "trial-promised", new_name="王方"))


@pytest.fixture
def colleague(reviewer: Any) -> Any:
    return enter_staff("lihua", "李华", *reviewer.visitor.roles)


@pytest.mark.clause("5.3.1b")
def test_two_clerks_who_take_at_once_do_not_both_hold_it(
    case: Application, reviewer: Any, colleague: Any
) -> None:
    mine, theirs = fresh(case), fresh(case)
    ends = at_once(
        lambda: actions.take(mine, clerk=reviewer.visitor, now=MONDAY),
        lambda: actions.take(theirs, clerk=colleague.visitor, now=MONDAY),
    )

    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "NotAllowed"]
    assert Trace.objects.filter(case=case.number, event="taken").count() == 1


@pytest.mark.clause("5.3.1b")
def test_a_yes_and_a_no_at_once_are_one_decision(
    case: Application, reviewer: Any, colleague: Any, hall: Any
) -> None:
    mine, theirs = fresh(case), fresh(case)
    no = {"words": "不行。", "basis": "第九条", "advice": "请来窗口。"}
    ends = at_once(
        lambda: actions.pass_step(mine, clerk=reviewer.visitor, outside=hall, now=MONDAY),
        lambda: actions.refuse(theirs, clerk=colleague.visitor, **no, outside=hall, now=MONDAY),
    )

    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "NotAllowed"]
    events = Trace.objects.filter(case=case.number, event__in=["passed", "refused"])
    assert events.count() == 1
    assert fresh(case).turn == case.turn + 1


@pytest.mark.clause("5.3.1b")
def test_withdrawing_while_a_clerk_passes_ends_in_one_of_both(
    case: Application, reviewer: Any, wang: Any, hall: Any
) -> None:
    mine, theirs = fresh(case), fresh(case)
    account = wang.visitor.account
    ends = at_once(
        lambda: actions.pass_step(mine, clerk=reviewer.visitor, outside=hall, now=MONDAY),
        lambda: actions.withdraw(theirs, account=account, channel="web", outside=hall, now=MONDAY),
    )

    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "NotAllowed"]


def test_a_form_pressed_four_times_at_once_is_one_case(file: File, wang: Any) -> None:
    def press() -> str:
        return file(wang, "trial-instant", token="f" * 32, mobile="13800000077").number

    numbers = at_once(*[press] * 4)

    assert len(set(numbers)) == 1, numbers
    assert Application.objects.count() == 1
    assert Outgoing.objects.count() == 1
    assert Decision.objects.count() == 1


def test_a_double_click_on_the_page_leads_both_to_the_same_receipt(wang: Any, hall: Any) -> None:
    token = token_of(signed_in(wang.pk), CERTIFICATE)
    post = {"token": token, "action": "submit", "risk_confirmed": "yes", **PROVING}
    clients = [signed_in(wang.pk) for _ in range(3)]
    answers = at_once(*[lambda one=one: one.post(do(CERTIFICATE), post) for one in clients])

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Application.objects.count() == 1


def test_two_promised_errands_at_once_are_one_and_the_other_is_told(file: File, wang: Any) -> None:
    ends = at_once(
        lambda: file(wang, "trial-promised", token="a" * 32, new_name="王方"),
        lambda: file(wang, "trial-promised", token="b" * 32, new_name="王方"),
    )

    assert sorted(type(end).__name__ for end in ends) == ["AlreadyOpen", "Application"]
    assert Application.objects.count() == 1


@pytest.mark.clause("5.3.1a")
def test_parallel_saves_keep_every_answer(wang: Any, hall: Any) -> None:
    subject, item = wang.visitor.subject, "trial-promised"
    pinned = current(item)

    def save(place: int) -> None:
        actions.open_draft(subject=subject, item=item, version=pinned.version, now=MONDAY)
        actions.save_draft(subject=subject, item=item, answers={f"a{place}": "x"}, now=MONDAY)

    ends = at_once(*[lambda place=place: save(place) for place in range(6)])

    assert ends == [None] * 6
    assert sorted(Draft.objects.get().answers) == [f"a{place}" for place in range(6)]


@pytest.mark.clause("5.3.1a")
def test_one_material_sent_twice_at_once_is_there_once(wang: Any, hall: Any) -> None:
    def send(place: int) -> Upload:
        return actions.add_upload(
            subject=wang.visitor.subject, item="trial-promised", case=None, material="proof",
            file_name="a.pdf", content=PDF + b"%d" % place, scanner=hall.scanner, now=MONDAY,
        )  # fmt: skip

    ends = at_once(*[lambda place=place: send(place) for place in range(4)])

    assert {type(end) for end in ends} == {Upload}
    assert Upload.objects.filter(replaced_at=None).count() == 1
    assert Upload.objects.count() == 4


@pytest.mark.clause("5.3.1a")
def test_files_and_words_of_two_tabs_both_arrive(wang: Any, hall: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    token = token_of(signed_in(wang.pk), KEY_FACTS)
    one, other = signed_in(wang.pk), signed_in(wang.pk)
    picture = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    at_once(
        lambda: one.post(f"/p/{KEY_FACTS}/draft/", {"token": token, "reason": "一二三"}),
        lambda: other.post(
            do(KEY_FACTS), {"token": token, "action": "save", "material_evidence": picture}
        ),
    )

    assert Draft.objects.get().answers["reason"] == "一二三"
    assert Upload.objects.filter(replaced_at=None).count() == 1


@pytest.mark.clause("6.4.4")
def test_a_posting_that_two_workers_hold_is_sent_once(file: File, wang: Any, hall: Any) -> None:
    for place in range(5):
        file(wang, "trial-instant", token=f"{place:032d}", mobile=f"1390000{place:04d}")
    sent: list[str] = []
    post = hall.insurance.post
    hall.insurance.post = lambda posting: (sent.append(posting.key), post(posting))[1]
    later = MONDAY + timedelta(seconds=1)
    ends = at_once(*[lambda: jobs.deliver_postings(outside=hall, now=later)] * 2)

    assert sum(ends) == 5
    assert len(sent) == len(set(sent)) == 5
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.clause("5.3.1")
def test_a_waiting_case_is_decided_by_one_of_two_workers(file: File, wang: Any, hall: Any) -> None:
    hall.insurance.is_down = True
    case = file(wang, "trial-instant", mobile="13800000077")
    hall.insurance.is_down = False
    at_once(*[lambda: jobs.decide_waiting(outside=hall, now=MONDAY)] * 2)

    assert fresh(case).status == "approved"
    assert Decision.objects.filter(case=case.number).count() == 1
    assert Outgoing.objects.filter(case=case.number).count() == 1
    told = Notice.objects.filter(case=case.number, way="inbox").values_list("title", flat=True)
    assert len(told) == len(set(told))


@pytest.mark.clause("5.4.2.1")
def test_a_paper_made_by_two_workers_is_one_file(file: File, wang: Any, hall: Any) -> None:
    case = file(wang, "trial-promised", new_name="王方")
    number = Paper.objects.filter(case=case.number)[0].number
    made = at_once(*[lambda: produce(number=number, seal=hall.seal, now=MONDAY)] * 2)

    assert sorted(one.is_new for one in made) == [False, True]
    assert len({one.digest for one in made}) == 1
