"""What the tests of papers share: a queue of small papers, and a seal for tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.office.documents import actions

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WANG, LIN = "3000000000001", "3000000000002"
BODY = '#let body(d) = [#d.name 参保情况：#d.at("words", default: "正常")]'
Queue = Callable[..., str]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Each test stores its files in its own folder."""
    settings.SHEBAO_FILES = tmp_path / "files"
    settings.SHEBAO_PUBLIC_URL = "https://hall.example.test"


@pytest.fixture(scope="session")
def seal(tmp_path_factory: pytest.TempPathFactory) -> StandinSealKeeper:
    return StandinSealKeeper(tmp_path_factory.mktemp("seal"))


@pytest.fixture
def queue() -> Queue:
    """Order a participation certificate for 王芳, or whatever the test says."""

    def order(**changes: Any) -> str:
        terms: dict[str, Any] = {
            "kind": "participation",
            "menu": "certificate",
            "title": "社会保险参保证明",
            "subject": WANG,
            "subject_name": "王芳",
            "case": "SB202603020000001",
            "template": BODY,
            "data": {},
            "valid_days": 30,
            "agency": "990100",
            "issuer": "示例市社会保险事业管理中心",
            "now": MONDAY,
        }
        return actions.queue(**{**terms, **changes})

    return order
