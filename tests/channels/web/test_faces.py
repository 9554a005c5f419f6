"""Proving by one's face inside an errand: right, wrong with words and other ways, never kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.hall.gateways.face.port import Compared, FaceDown, Reason
from shebao.hall.gateways.face.standin import StandinFace
from shebao.hall.office.accounts.models import SignIn, Tally
from shebao.hall.office.audit.models import Entry
from tests.channels.web.errands import read
from tests.gateways.test_face import picture
from tests.support.cast import WANG
from tests.support.staff import proven

HERE = "/my/account/programs/"
FORM = {"action": "issue", "name": "记账软件", "scopes": "read", "days": "30", "form": "a1"}
pytestmark = pytest.mark.clause("5.4.1.5", "6.2.6")


class Played(StandinFace):
    """Answers what the test wants, and remembers whom it was asked about."""

    def __init__(self, *answers: Compared | Exception) -> None:
        self.answers, self.asked = list(answers), []

    def compare(self, *, picture: bytes, name: str, id_number: str) -> Compared:
        self.asked.append((name, id_number))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def unsure(wang: Any, visit: Any) -> Client:
    """王芳 after her password alone."""
    return proven(visit(wang), "password")


def shown(browser: Client, content: bytes | None = None, *, agreed: str = "yes") -> Any:
    file = SimpleUploadedFile("me.jpg", picture() if content is None else content)
    return browser.post(HERE, {**FORM, "prove_face": file, "face_agreed": agreed})


def test_a_face_makes_it_sure_and_the_picture_is_kept_nowhere(
    unsure: Client, hall: Any, settings: Any
) -> None:
    hall.face = Played(Compared(is_same=True))
    before = set(Path(settings.SHEBAO_VAR).rglob("*"))
    offered = read(unsure.get(HERE))
    answer = shown(unsure)
    entry = Entry.objects.filter(verb="proved", subject=WANG).latest("pk")

    assert "演示替身" in offered
    assert 'capture="user"' in offered
    assert "sbt_" in read(answer)
    assert hall.face.asked == [("王芳", hall.face.asked[0][1])]
    assert '"way": "face"' in entry.details or '"way":"face"' in entry.details
    assert set(Path(settings.SHEBAO_VAR).rglob("*.jp*g")) <= before


def test_a_bad_picture_is_said_costs_no_try_and_leaves_the_other_ways(
    unsure: Client, hall: Any, wang: Any
) -> None:
    hall.face = Played()
    answers = [shown(unsure, picture(light=0.2)) for _ in range(6)]

    assert {one.status_code for one in answers} == {422}
    assert "光线太暗" in read(answers[-1])
    assert "短信验证码" in read(answers[-1]) or "发送验证码" in read(answers[-1])
    assert "看办事网点" in read(answers[-1])
    assert 'value="记账软件"' in read(answers[-1])
    assert hall.face.asked == []
    assert not Tally.objects.filter(account=wang.visitor.account, failures__gt=0).exists()


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.NOT_LIVE, "没有认出是真人"), (Reason.DIFFERENT, "和证件上的照片对不上"),
     (Reason.MANY_FACES, "不止一个人"), (Reason.COVERED, "脸被挡住了")],
)  # fmt: skip
def test_what_the_service_saw_is_said(
    unsure: Client, hall: Any, reason: Reason, words: str
) -> None:
    hall.face = Played(Compared(is_same=False, reasons=(reason,)))

    assert words in read(shown(unsure))
    assert SignIn.objects.filter(way="face", outcome="refused").count() == 1


def test_after_five_wrong_faces_it_rests(unsure: Client, hall: Any) -> None:
    no = Compared(is_same=False, reasons=(Reason.DIFFERENT,))
    hall.face = Played(*[no] * 5)
    answers = [shown(unsure) for _ in range(6)]

    assert "后再试" in read(answers[-1])
    assert len(hall.face.asked) == 5


def test_when_the_service_is_down_another_way_is_shown(unsure: Client, hall: Any) -> None:
    hall.face = Played(FaceDown("down"))
    answer = shown(unsure)

    assert "刷脸服务暂时连不上" in read(answer)
    assert "发送验证码" in read(answer)


@pytest.mark.clause("6.2.4")
def test_nobody_looks_at_a_face_without_a_separate_consent(unsure: Client, hall: Any) -> None:
    hall.face = Played(Compared(is_same=True))
    refused = shown(unsure, agreed="")
    looked = list(hall.face.asked)
    shown(unsure)
    entry = Entry.objects.filter(verb="proved", subject=WANG).latest("pk")

    assert refused.status_code == 422
    assert "要先勾选同意" in read(refused)
    assert looked == []
    assert len(json.loads(entry.details)["agreed"]) == 64


def test_without_a_service_nobody_is_asked_for_a_picture(unsure: Client, hall: Any) -> None:
    assert "prove_face" not in read(unsure.get(HERE))
    assert shown(unsure).status_code == 422


def test_a_face_beside_a_code_is_enough(wang: Any, visit: Any, hall: Any) -> None:
    hall.face = Played(Compared(is_same=True))
    browser = proven(visit(wang), "sms")
    page = read(browser.get(HERE))

    assert "prove_face" in page
    assert "sbt_" in read(shown(browser))
