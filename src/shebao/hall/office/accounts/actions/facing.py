"""Proving who one is by one's face (5.4.1.5): the picture is compared and kept nowhere."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_noop

from shebao.hall.gateways.face.picture import faults
from shebao.hall.gateways.face.port import OF_THE_PICTURE, FaceCheck, Reason
from shebao.hall.office.accounts.actions.entering import REFUSED, Place, note_try
from shebao.hall.office.accounts.actions.locking import SECOND, claim, release
from shebao.hall.office.accounts.actions.noting import note_proof
from shebao.hall.office.accounts.models import Account
from shebao.hall.office.accounts.ways import Proven

WAY = "face"
# Faces are sensitive: they are asked for separately, each time (个人信息保护法 第二十九条).
CONSENT = gettext_noop(
    "我同意把这张照片用于核验是我本人，只用这一次，比对后不保存。不同意也可以用别的方式核验。"
)


class NotAgreedTo(ValueError):
    """The holder has not agreed to this use of their face."""


class NotSeen(ValueError):
    """The picture does not prove it; ``reasons`` say why."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        """Remember why."""
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def prove_by_face(
    *, account: str, picture: bytes, agreed_to: str, face: FaceCheck, purpose: str, channel: str,
    place: Place, now: datetime,
) -> Proven:  # fmt: skip
    """The picture shows the account's holder, alive; its digest is the evidence.

    ``agreed_to`` is the sentence they agreed to just now, which the trail keeps as a digest. A
    picture that cannot be compared costs no try. Raises ``NotAgreedTo``, ``NotSeen``, ``Locked``
    or ``FaceDown``.
    """
    if agreed_to != CONSENT:
        raise NotAgreedTo
    wrong = faults(picture)
    if wrong:
        raise NotSeen(wrong)
    claim(account, SECOND, now=now)
    holder = Account.objects.get(number=account)
    found = face.compare(picture=picture, name=holder.name, id_number=holder.id_number)
    if found.is_same or set(found.reasons) <= OF_THE_PICTURE and found.reasons:
        release(account, SECOND)
    if not found.is_same:
        note_try(account, REFUSED, WAY, place, channel=channel, address=place.address, now=now)
        raise NotSeen(found.reasons or (Reason.DIFFERENT,))
    proven = Proven(way=WAY, at=now, digest=sha256(picture).hexdigest()[:32])
    agreed = sha256(agreed_to.encode()).hexdigest()
    note_proof(account, proven, channel=channel, purpose=purpose, now=now, agreed=agreed)
    return proven
