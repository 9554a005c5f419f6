"""A circuit breaker: after several failures in a row, fail at once for a while, then try again."""

from collections.abc import Callable
from threading import Lock

from shebao.exchange.port import Unreachable


class Breaker:
    """Counts failures in a row; thread-safe.

    After ``limit`` failures :meth:`enter` raises :class:`Unreachable` for ``rest`` seconds.  Then
    one caller gets through as a trial, while the others are still turned away.
    """

    def __init__(self, *, limit: int, rest: float, monotonic: Callable[[], float]) -> None:
        self._limit = limit
        self._rest = rest
        self._monotonic = monotonic
        self._failures = 0
        self._closed_until = 0.0
        self._lock = Lock()

    def enter(self) -> None:
        """Pass, or raise :class:`Unreachable` at once."""
        if self._failures < self._limit:
            return
        with self._lock:
            now = self._monotonic()
            if now < self._closed_until:
                raise Unreachable("the other side has not answered lately; not tried again yet")
            # Whoever gets here is the trial; the next one waits for its outcome.
            self._closed_until = now + self._rest

    def note_success(self) -> None:
        """The other side answered, be it with a refusal."""
        self._failures = 0

    def note_failure(self) -> None:
        """The other side did not answer."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._closed_until = self._monotonic() + self._rest
