"""The core's settings for tests: SQLite, or a PostgreSQL named by ``SHEBAO_TEST_DATABASE``."""

import os
import tempfile
from pathlib import Path

_FILE = Path(tempfile.mkdtemp(prefix="shebao-insurance-")) / "insurance.sqlite3"
os.environ["SHEBAO_INSURANCE_DATABASE"] = (
    os.environ.get("SHEBAO_TEST_DATABASE") or f"sqlite:///{_FILE}"
)

from shebao.insurance.settings import *  # noqa: E402, F403
from shebao.insurance.settings import DATABASES  # noqa: E402

# A file, not memory: the tests post from several threads and processes at once.
DATABASES["default"]["TEST"] = {"NAME": f"test_insurance_{os.getpid()}"}
if not os.environ.get("SHEBAO_TEST_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": str(_FILE.with_name("test.sqlite3"))}
