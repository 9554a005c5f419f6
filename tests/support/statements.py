"""What is sent to the database while something is done, without the borders of transactions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

BORDERS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def sent() -> Iterator[list[str]]:
    """The statements, complete once the block has ended."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    texts = [str(one["sql"]) for one in captured.captured_queries]
    statements += [text for text in texts if not text.startswith(BORDERS)]
