"""Accounts, how they are entered, and how they begin (5.4.1, 6.2)."""

from shebao.hall.office.accounts.models.doors import (
    Authenticator,
    Code,
    Device,
    Seat,
    SignIn,
    Tally,
    Text,
)
from shebao.hall.office.accounts.models.joining import Binding, SignUp
from shebao.hall.office.accounts.models.people import Account, ApiToken, Handler, StaffRole, Unit

__all__ = [
    "Account",
    "ApiToken",
    "Authenticator",
    "Binding",
    "Code",
    "Device",
    "Handler",
    "Seat",
    "SignIn",
    "SignUp",
    "StaffRole",
    "Tally",
    "Text",
    "Unit",
]
