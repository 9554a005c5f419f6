"""Filing in one line."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from shebao.hall.office.applications import actions
from shebao.hall.office.applications.models import Application
from shebao.hall.office.catalogue.queries import current
from tests.support.cast import MONDAY

PDF = b"%PDF-1.4\n" + b"x" * 400 + b"\n%%EOF"


@pytest.fixture
def file(hall: Any) -> Callable[..., Application]:
    """File an item for somebody, and hand back the case."""

    def filed(
        player: Any, slug: str, *, now: datetime = MONDAY, token: str = "", **answers: Any
    ) -> Application:
        pinned = current(slug)
        version = pinned.version
        draft = actions.open_draft(
            subject=player.visitor.subject, item=slug, version=version, now=now
        )
        for material in pinned.item.materials:
            if material.form != "original":
                actions.add_upload(
                    subject=player.visitor.subject, item=slug, case=None, material=material.code,
                    file_name="a.pdf", content=PDF, scanner=hall.scanner, now=now,
                )  # fmt: skip
        errand = actions.Errand(
            pinned=pinned, visitor=player.visitor, answers=answers, token=token or draft.token,
            channel="web", default_agency="990000", risk_confirmed=True,
        )  # fmt: skip
        number = actions.file_case(errand=errand, outside=hall, now=now)
        return Application.objects.get(number=number)

    return filed
