"""Sessions in the database, read by one written-out statement: every page of a visitor asks."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Stored
from django.db import connection

from shebao.hall.kit import clock

RUNNING = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(Stored):
    """What the framework keeps in its table, without a query being built for each look."""

    def load(self) -> dict[str, Any]:
        """What the session holds; a session that is over, or never was, is empty and keyless."""
        now = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(RUNNING, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])
