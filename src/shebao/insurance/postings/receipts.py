"""Postings are applied once: receipt, change and feed row commit together or not at all."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from shebao.exchange.port import Posting, PostingKind, Receipt, ReceiptState
from shebao.exchange.troubles import Conflict
from shebao.insurance import feed, sql
from shebao.insurance.postings import (
    account_payout,
    benefit,
    certification,
    contact,
    deemed_years,
    exemption,
    injury_benefit,
    injury_cost,
    injury_death,
    key_facts,
    retirement,
    retirement_deferral,
    survivor,
    transfer,
)
from shebao.insurance.postings.outcome import Outcome, Refusal

Apply = Callable[..., Outcome]
APPLY: Mapping[PostingKind, Apply] = {
    PostingKind.CONTACT: contact.apply,
    PostingKind.KEY_FACTS: key_facts.apply,
    PostingKind.CERTIFICATION: certification.apply,
    PostingKind.TRANSFER: transfer.apply,
    PostingKind.DEEMED_YEARS: deemed_years.apply,
    PostingKind.RETIREMENT: retirement.apply,
    PostingKind.RETIREMENT_DEFERRAL: retirement_deferral.apply,
    PostingKind.BENEFIT: benefit.apply,
    PostingKind.SURVIVOR: survivor.apply,
    PostingKind.ACCOUNT_PAYOUT: account_payout.apply,
    PostingKind.INJURY_BENEFIT: injury_benefit.apply,
    PostingKind.INJURY_DEATH: injury_death.apply,
    PostingKind.INJURY_COST: injury_cost.apply,
    PostingKind.EXEMPTION: exemption.apply,
}
_CLAIM = sql.insert(
    "postingreceipt", "key, digest, state, reference, reason, at", "ON CONFLICT (key) DO NOTHING"
)


def accept(posting: Posting, *, now: datetime) -> Receipt:
    """Apply a posting, or give the receipt it got when it was applied.

    The unique key is claimed first: whoever comes second, from whichever process, waits for the
    first to commit and then reads its receipt.  Raises ``troubles.Conflict`` where the key was
    used for another content.
    """
    with sql.together():
        moment = now.astimezone(UTC)
        digest = digest_of(posting)
        claimed = sql.change(_CLAIM, posting.key, digest, ReceiptState.DONE, "", "", moment)
        if not claimed:
            return _earlier(posting.key, digest)
        return _applied(posting, moment)


def digest_of(posting: Posting) -> str:
    """Two postings with one digest say the same."""
    content = [
        posting.kind,
        posting.subject,
        posting.case,
        posting.decided_at.astimezone(UTC).isoformat(),
        dict(posting.values),
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _applied(posting: Posting, moment: datetime) -> Receipt:
    try:
        # What was written before a refusal is taken back with it; the receipt stays.
        with sql.together():
            outcome = APPLY[posting.kind](posting, now=moment)
    except Refusal as refusal:
        return _kept(posting.key, ReceiptState.REFUSED, "", str(refusal), moment)
    news = feed.News(
        kind=str(posting.kind), subject=posting.subject, key=posting.key, values=outcome.values
    )
    reference = outcome.reference or f"R{posting.key}"[:40]
    receipt = _kept(posting.key, outcome.state, reference, "", moment)
    feed.tell([news], at=moment)
    return receipt


def _kept(key: str, state: ReceiptState, reference: str, reason: str, moment: datetime) -> Receipt:
    sql.change(
        "UPDATE insurance_postingreceipt SET state = %s, reference = %s, reason = %s "
        "WHERE key = %s",
        state,
        reference,
        reason,
        key,
    )
    return Receipt(key=key, state=state, reference=reference, reason=reason, at=moment)


def _earlier(key: str, digest: str) -> Receipt:
    row = sql.first(
        "SELECT digest, state, reference, reason, at FROM insurance_postingreceipt WHERE key = %s",
        key,
    )
    if row is None or row[0] != digest:
        raise Conflict(key)
    return Receipt(key=key, state=ReceiptState(row[1]), reference=row[2], reason=row[3], at=row[4])
