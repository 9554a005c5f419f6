"""What every core system must refuse (6.4.4): checks that speak the signed messages themselves."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shebao.exchange import wire
from shebao.exchange.keys import Keyring
from shebao.exchange.port import PersonOf, Rejected, Unreachable
from shebao.exchange.sample import UNKNOWN
from shebao.exchange.signing import Direction, Sealed, Stamp, new_stamp, seal, unseal
from shebao.exchange.suite import NotConforming

Send = Callable[[Sealed], Sealed | None]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A way to send raw messages to the core; ``send`` gives None where nothing is replied.

    ``person`` is asked for in every message; an unknown number serves as well as a known one.
    """

    send: Send
    keys: Keyring
    at: datetime
    person: str = UNKNOWN

    def stamp(self, *, at: datetime | None = None) -> Stamp:
        """A stamp with a new message id."""
        return new_stamp(self.keys, message_id=str(uuid.uuid4()), at=at or self.at)

    def sealed(self, *, at: datetime | None = None, change: Any = None) -> Sealed:
        """A question, signed by the known key; ``change`` may alter the document before."""
        stamp = self.stamp(at=at)
        body = wire.request_body((PersonOf(number=self.person),), stamp=stamp)
        if change is not None:
            document = json.loads(body)
            change(document)
            body = json.dumps(document, ensure_ascii=False).encode()
        return seal(body, stamp=stamp, direction=Direction.REQUEST, keys=self.keys)

    def word(self, sealed: Sealed) -> str:
        """``answered``, ``no reply``, or the code of the refusal; the reply must be signed."""
        reply = self.send(sealed)
        if reply is None:
            return "no reply"
        try:
            unseal(reply, direction=Direction.REPLY, keys=self.keys)
        except Rejected as error:
            raise NotConforming(f"the reply is not signed by a known key: {error}") from error
        body = json.loads(reply.body)["body"]
        return str(body["error"]["code"]) if "error" in body else "answered"


WireCheck = Callable[[Line], None]


def a_good_message_is_answered(line: Line) -> None:
    """A signed, fresh, allowed question gets a signed answer that names its id."""
    sealed = line.sealed()
    reply = line.send(sealed)
    if reply is None:
        raise NotConforming("a good message got no signed reply")
    stamp = unseal(reply, direction=Direction.REPLY, keys=line.keys)
    if f",id={stamp.id}," not in sealed.header:
        raise NotConforming("the reply does not carry the id of its request")
    question = (PersonOf(number=line.person),)
    try:
        wire.read_answers(reply.body, stamp=stamp, asked=question)
    except (Rejected, Unreachable) as error:
        raise NotConforming(f"a good message was not answered: {error}") from error


def an_unknown_question_is_refused(line: Line) -> None:
    """Only the questions of the allow-list are answered."""
    _refuses(line, line.sealed(change=_other_question), {"not_allowed", "malformed"})


def an_unknown_posting_is_refused(line: Line) -> None:
    """Only the postings of the allow-list are taken."""
    _refuses(line, line.sealed(change=_other_posting), {"not_allowed", "malformed"})


def a_value_that_is_not_listed_is_refused(line: Line) -> None:
    """A posting may carry the values of its kind and no others."""
    _refuses(line, line.sealed(change=_other_value), {"not_allowed", "malformed"})


def an_extra_field_is_refused(line: Line) -> None:
    """Shapes are strict: what is not in the schema does not cross."""
    _refuses(line, line.sealed(change=_extra_field), {"not_allowed", "malformed"})


def a_wrong_type_is_refused(line: Line) -> None:
    """A number where a text belongs does not cross."""
    _refuses(line, line.sealed(change=_wrong_type), {"malformed"})


def what_is_not_json_is_refused(line: Line) -> None:
    """A signed body that is no document does not cross."""
    sealed = seal(b"{", stamp=line.stamp(), direction=Direction.REQUEST, keys=line.keys)
    _refuses(line, sealed, {"malformed"})


def a_body_of_another_stamp_is_refused(line: Line) -> None:
    """The body must repeat the id, time and sender that were signed."""

    def other_id(document: dict[str, Any]) -> None:
        document["id"] = str(uuid.uuid4())

    _refuses(line, line.sealed(change=other_id), {"malformed"})


def a_changed_body_is_refused(line: Line) -> None:
    """One changed byte breaks the signature."""
    sealed = line.sealed()
    changed = sealed.body.replace(b'"version":1', b'"version": 1')
    _refuses(line, replace(sealed, body=changed), _UNPROVEN)


def a_missing_signature_is_refused(line: Line) -> None:
    """Nobody is answered who does not sign."""
    _refuses(line, replace(line.sealed(), header="none"), _UNPROVEN)


def an_unknown_key_is_refused(line: Line) -> None:
    """A well-signed message of a stranger is refused."""
    stranger = replace(line, keys=_stranger(line.keys, key_id="stranger.1"))
    _refuses(line, stranger.sealed(), _UNPROVEN)


def a_borrowed_key_id_is_refused(line: Line) -> None:
    """A stranger under a known key id is refused."""
    stranger = replace(line, keys=_stranger(line.keys, key_id=line.keys.own_id))
    _refuses(line, stranger.sealed(), _UNPROVEN)


def a_reply_is_no_request(line: Line) -> None:
    """What was signed as a reply is not taken as a request."""
    stamp = line.stamp()
    body = wire.request_body((PersonOf(number=line.person),), stamp=stamp)
    sealed = seal(body, stamp=stamp, direction=Direction.REPLY, keys=line.keys)
    _refuses(line, sealed, _UNPROVEN)


def a_stale_message_is_refused(line: Line) -> None:
    """A message signed long ago, or far ahead, is refused."""
    for distance in (timedelta(days=-30), timedelta(days=30)):
        _refuses(line, line.sealed(at=line.at + distance), {"stale", "no reply"})


def a_replayed_message_is_refused(line: Line) -> None:
    """The same message id is taken once."""
    sealed = line.sealed()
    line.word(sealed)
    _refuses(line, sealed, {"replayed"})


def an_oversize_message_is_refused(line: Line) -> None:
    """More than the published number of bytes is not read."""

    def swell(document: dict[str, Any]) -> None:
        document["sender"] = "x" * wire.MOST_REQUEST_BYTES

    _refuses(line, line.sealed(change=swell), {"too_large", "no reply"})


WIRE_CHECKS: tuple[WireCheck, ...] = (
    a_good_message_is_answered,
    an_unknown_question_is_refused,
    an_unknown_posting_is_refused,
    a_value_that_is_not_listed_is_refused,
    an_extra_field_is_refused,
    a_wrong_type_is_refused,
    what_is_not_json_is_refused,
    a_body_of_another_stamp_is_refused,
    a_changed_body_is_refused,
    a_missing_signature_is_refused,
    an_unknown_key_is_refused,
    a_borrowed_key_id_is_refused,
    a_reply_is_no_request,
    a_stale_message_is_refused,
    a_replayed_message_is_refused,
    an_oversize_message_is_refused,
)

_UNPROVEN = {"bad_signature", "unknown_key", "no reply"}


def _refuses(line: Line, sealed: Sealed, allowed: set[str]) -> None:
    word = line.word(sealed)
    if word not in allowed:
        raise NotConforming(f"expected {' or '.join(sorted(allowed))}, got {word}")


def _stranger(keys: Keyring, *, key_id: str) -> Keyring:
    return Keyring(key_id, Ed25519PrivateKey.generate(), keys.known)


def _other_question(document: dict[str, Any]) -> None:
    document["body"] = {"questions": [{"question": "everything", "number": "1"}]}


def _other_posting(document: dict[str, Any]) -> None:
    document["body"] = {"posting": {**_posting(document), "kind": "payment"}}


def _other_value(document: dict[str, Any]) -> None:
    document["body"] = {"posting": {**_posting(document), "values": {"monthly": "1"}}}


def _extra_field(document: dict[str, Any]) -> None:
    document["body"]["questions"][0]["and"] = "more"


def _wrong_type(document: dict[str, Any]) -> None:
    document["body"]["questions"][0]["number"] = 1


def _posting(document: dict[str, Any]) -> dict[str, Any]:
    # Every variation is refused before it is looked at, so it may not name a real person.
    return {
        "key": f"check-{document['id']}",
        "kind": "contact",
        "subject": UNKNOWN,
        "case": "",
        "decided_at": document["at"],
        "values": {"mobile": "13900000000"},
    }
