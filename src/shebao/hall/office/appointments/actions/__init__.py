"""The verbs of booking (5.1)."""

from shebao.hall.office.appointments.actions.booking import (
    AlreadyBooked,
    Full,
    NotBookable,
    Resting,
    TooManyOpen,
    Wanted,
    arrive,
    book,
    cancel,
    change,
    miss,
    serve,
)
from shebao.hall.office.appointments.actions.mandated import NotMandated
from shebao.hall.office.appointments.actions.planning import close_day
from shebao.hall.office.appointments.actions.waiting import (
    TooManyWishes,
    end_wish,
    take_offer,
    wish,
)

__all__ = [
    "AlreadyBooked",
    "Full",
    "NotBookable",
    "NotMandated",
    "Resting",
    "TooManyOpen",
    "TooManyWishes",
    "Wanted",
    "arrive",
    "book",
    "cancel",
    "change",
    "close_day",
    "end_wish",
    "miss",
    "serve",
    "take_offer",
    "wish",
]
