"""What the tests of the law share."""

import pytest

from tests.law.known import Ask, asking, refusing


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    return asking(capsys)


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Ask:
    return refusing(capsys)
