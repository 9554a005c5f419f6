"""Accounts, how they are entered, and how they begin (5.4.1, 6.2)."""

from shebao.hall.office.accounts.mandate_kinds import Act, MandateState, Nature
from shebao.hall.office.accounts.models.agreeing import Acceptance
from shebao.hall.office.accounts.models.authorities import Authority
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
from shebao.hall.office.accounts.models.mandates import Mandate
from shebao.hall.office.accounts.models.people import Account, ApiToken, StaffRole, Unit
from shebao.hall.office.accounts.models.providing import Consent, Partner, Ticket
from shebao.hall.office.accounts.models.staffing import Alarm, StaffRequest

__all__ = [
    "Acceptance",
    "Alarm",
    "Account",
    "Act",
    "ApiToken",
    "Authenticator",
    "Authority",
    "Binding",
    "Code",
    "Consent",
    "Device",
    "Mandate",
    "MandateState",
    "Nature",
    "Partner",
    "Seat",
    "SignIn",
    "SignUp",
    "StaffRequest",
    "StaffRole",
    "Tally",
    "Text",
    "Ticket",
    "Unit",
]
