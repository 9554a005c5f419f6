"""Ending programs' access at once, wherever the reason lies: one sweep over all that lets them in.

A program holds a consent, tickets for the next token, and tokens; leaving one of them is leaving a
door open.
"""

from datetime import datetime

from shebao.hall.office.accounts.models import ApiToken, Consent, Ticket


def end_access(*, now: datetime, **whose: str) -> int:
    """End every consent, ticket and token of this ``account`` or ``partner``, or of both together.

    Returns how many tokens stopped. To be called inside the caller's transaction.
    """
    Consent.objects.filter(ended_at=None, **whose).update(ended_at=now)
    Ticket.objects.filter(state__in=["open", "allowed"], **whose).update(state="ended")
    return ApiToken.objects.filter(ended_at=None, **whose).update(ended_at=now)
