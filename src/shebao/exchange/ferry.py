"""The file ferry (6.4.4): the same signed messages, carried as files between isolated networks.

The hall writes requests into its outbox; somebody carries them (``shebao exchange carry``); the far
side answers with files that are carried back.  Nothing is lost if a journey is interrupted,
repeated or late.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shebao.exchange import wire
from shebao.exchange.door import Clock, Door
from shebao.exchange.folder import (
    REPLY,
    REQUEST,
    Folder,
    Foreign,
    Stem,
    read_sealed,
    stem_of,
    write_sealed,
    write_whole,
)
from shebao.exchange.keys import Keyring
from shebao.exchange.port import Answer, Insurance, Posting, Question, Receipt, Unreachable
from shebao.exchange.signing import Direction, Stamp, new_stamp, seal, unseal
from shebao.exchange.troubles import PASSING, Code, Refused

JOURNEY = timedelta(days=7)


class FerryInsurance:
    """An :class:`~shebao.exchange.port.Insurance` behind a ferry folder.

    A call waits ``timeout`` seconds for its reply file and then raises :class:`Unreachable`; the
    reply is picked up when the same is asked again, without a second request.  A request that has
    had no reply for ``journey`` is given up and sent anew.
    """

    def __init__(
        self,
        root: Path,
        *,
        keys: Keyring,
        clock: Clock,
        timeout: float = 5.0,
        poll: float = 0.1,
        journey: timedelta = JOURNEY,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = Folder(root)
        self._keys = keys
        self._clock = clock
        self._timeout = timeout
        self._poll = poll
        self._journey = journey
        self._sleep = sleep
        self._monotonic = monotonic

    def ask(self, *questions: Question[Any]) -> tuple[Answer[Any], ...]:
        """Ask all questions in one file; see :class:`~shebao.exchange.port.Insurance`."""
        if not questions:
            return ()
        body, stamp = self._exchange(questions)
        return wire.read_answers(body, stamp=stamp, asked=questions)

    def post(self, posting: Posting) -> Receipt:
        """Send a decided change; see :class:`~shebao.exchange.port.Insurance`."""
        body, stamp = self._exchange(posting)
        return wire.read_receipt(body, stamp=stamp, posting=posting)

    def tidy(self) -> None:
        """Remove replies and notes older than the journey; set foreign files aside."""
        for path in self._folder.arrived():
            try:
                stem = stem_of(path, ending=REPLY)
            except Foreign as foreign:
                self._folder.set_aside(path, reason=str(foreign))
                continue
            if stem.at < self._clock() - self._journey:
                path.unlink(missing_ok=True)

    def _exchange(self, asked: wire.Asked | Posting) -> tuple[bytes, Stamp]:
        note = self._folder.state / f"{_digest(asked)}.asked"
        stem = self._on_its_way(note) or self._send(asked, note)
        until = self._monotonic() + self._timeout
        while (reply := self._picked_up(stem)) is None:
            if self._monotonic() >= until:
                raise Unreachable("the reply has not been brought yet; ask again later")
            self._sleep(self._poll)
        note.unlink(missing_ok=True)
        return reply

    def _on_its_way(self, note: Path) -> Stem | None:
        try:
            told = json.loads(note.read_bytes())
            stem = Stem(datetime.fromisoformat(told["at"]), told["id"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return stem if stem.at > self._clock() - self._journey else None

    def _send(self, asked: wire.Asked | Posting, note: Path) -> Stem:
        self.tidy()
        now = self._clock()
        stem = Stem(now.astimezone(UTC), str(uuid.uuid4()))
        stamp = new_stamp(self._keys, message_id=stem.id, at=now)
        body = wire.request_body(asked, stamp=stamp)
        sealed = seal(body, stamp=stamp, direction=Direction.REQUEST, keys=self._keys)
        # The note comes first: were it lost, the same would only be asked twice.
        write_whole(note, json.dumps({"id": stem.id, "at": stem.at.isoformat()}).encode())
        write_sealed(self._folder.outbox / f"{stem}.{REQUEST}", sealed)
        return stem

    def _picked_up(self, stem: Stem) -> tuple[bytes, Stamp] | None:
        path = self._folder.inbox / f"{stem}.{REPLY}"
        if not path.exists():
            return None
        try:
            sealed = read_sealed(path)
            stamp = unseal(sealed, direction=Direction.REPLY, keys=self._keys)
            _require_same(stamp, stem)
        except (Foreign, Refused) as error:
            self._folder.set_aside(path, reason=str(error))
            return None
        return sealed.body, stamp


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What one turn of the ferry did."""

    answered: int = 0
    set_aside: int = 0
    left: int = 0


class FerryServer:
    """The far side of the ferry: answers the request files of its inbox with reply files.

    ``insurance`` is the core.  A request may take ``journey`` to arrive.
    """

    def __init__(
        self,
        root: Path,
        insurance: Insurance,
        *,
        keys: Keyring,
        clock: Clock,
        journey: timedelta = JOURNEY,
    ) -> None:
        self._folder = Folder(root)
        self._clock = clock
        self._journey = journey
        # A file may rightly be brought twice; the stored reply is given again.
        self._door = Door(insurance, keys=keys, window=journey, seen=None)

    def turn(self) -> Turn:
        """Answer what has arrived.

        A file that is no proven message goes to quarantine unanswered.  While the core itself is
        unreachable its requests stay for the next turn.
        """
        answered = set_aside = left = 0
        for path in self._folder.arrived():
            try:
                is_answered = self._answer(path)
            except (Foreign, Refused) as error:
                self._folder.set_aside(path, reason=str(error))
                set_aside += 1
                continue
            answered += is_answered
            left += not is_answered
        self._forget()
        return Turn(answered=answered, set_aside=set_aside, left=left)

    def _answer(self, path: Path) -> bool:
        stem = stem_of(path, ending=REQUEST)
        sealed = read_sealed(path)
        stamp = self._door.admit(sealed, now=self._clock())
        _require_same(stamp, stem)
        stored = self._folder.state / f"{stem}.{REPLY}"
        if not stored.exists():
            reply = self._door.answer(sealed.body, stamp=stamp, now=self._clock())
            if reply.refused in PASSING:
                return False
            write_sealed(stored, reply.sealed)
        write_whole(self._folder.outbox / stored.name, stored.read_bytes())
        path.unlink(missing_ok=True)
        return True

    def _forget(self) -> None:
        oldest = self._clock() - 2 * self._journey
        for path in self._folder.state.glob(f"*.{REPLY}"):
            if stem_of(path, ending=REPLY).at < oldest:
                path.unlink(missing_ok=True)


def _require_same(stamp: Stamp, stem: Stem) -> None:
    if stamp.id != stem.id:
        raise Refused(Code.MALFORMED, "the message inside is not the one its file name says")


def _digest(asked: wire.Asked | Posting) -> str:
    blank = Stamp(key_id="note.0", at="", id="")
    return hashlib.sha256(wire.request_body(asked, stamp=blank)).hexdigest()
