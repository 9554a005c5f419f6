"""Whose account a name means; one question to the database, whatever was typed."""

from django.db.models import Q

from shebao.hall.kit.fields import ring
from shebao.hall.kit.visitor import Kind
from shebao.hall.office.accounts.actions.opening import mobile_index, sign_in_index, tidy_name
from shebao.hall.office.accounts.models import Account, Mandate, MandateState, Nature


def find(name: str, kind: Kind) -> Account | None:
    """The account with this sign-in name; for a person the ID number or the mobile does as well.

    The number of another document that was joined to the account does too. A number that two
    accounts share means neither.
    """
    tidy = tidy_name(name)
    is_meant = Q(username=tidy)
    if kind is Kind.PERSON:
        document, mobile = sign_in_index(tidy), mobile_index(tidy)
        joined = Mandate.objects.filter(
            nature=Nature.SELF, state=MandateState.RUNNING, sign_in_index=document
        )
        is_meant |= Q(sign_in_index=document) | Q(mobile_index=mobile)
        is_meant |= Q(person__in=joined.values("agent"))
    rows = list(Account.objects.filter(is_meant, kind=kind)[:9])
    named = [row for row in rows if row.username == tidy]
    if named or kind is not Kind.PERSON:
        return named[0] if named else None
    holders = [row for row in rows if row.sign_in_index == document] or rows
    return holders[0] if len(holders) == 1 else None


def number_of_nobody(name: str, kind: Kind) -> str:
    """Under what tries with a name that nobody has are kept; the name cannot be read from it."""
    return f"?{ring().blind(f'sign-in:{kind}:{tidy_name(name)}')[:20]}"
