"""The verbs of booking (5.1)."""

from shebao.hall.office.appointments.actions.booking import (
    Full,
    NotBookable,
    Wanted,
    book,
    cancel,
    change,
    miss,
    serve,
)
from shebao.hall.office.appointments.actions.calling import (
    Busy,
    absent,
    call_next,
    finish,
    recall,
    transfer,
)
from shebao.hall.office.appointments.actions.mandated import NotMandated
from shebao.hall.office.appointments.actions.planning import close_day
from shebao.hall.office.appointments.actions.queueing import (
    Comer,
    NoNumber,
    NotToday,
    check_in,
    join,
    rejoin,
)
from shebao.hall.office.appointments.actions.standing import (
    AlreadyBooked,
    Resting,
    TooManyOpen,
)
from shebao.hall.office.appointments.actions.waiting import (
    TooManyWishes,
    end_wish,
    take_offer,
    wish,
)

__all__ = [
    "AlreadyBooked",
    "Busy",
    "Comer",
    "NoNumber",
    "NotToday",
    "call_next",
    "check_in",
    "finish",
    "join",
    "recall",
    "rejoin",
    "transfer",
    "Full",
    "NotBookable",
    "NotMandated",
    "Resting",
    "TooManyOpen",
    "TooManyWishes",
    "Wanted",
    "absent",
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
