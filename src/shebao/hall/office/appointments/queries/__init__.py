"""What channels ask of bookings."""

from shebao.hall.office.appointments.queries.free import (
    NextFree,
    free_days,
    free_starts,
    next_free,
)
from shebao.hall.office.appointments.queries.mine import (
    BookingCard,
    WishCard,
    bookings_of,
    day_of_centre,
    held,
    open_count,
    own_booking,
    wishes_of,
)
from shebao.hall.office.appointments.queries.queue import (
    Forecast,
    QueueNumbers,
    TurnCard,
    at_counter,
    called,
    forecast,
    gone,
    numbers_of_day,
    turn,
    turn_of_booking,
    waiting,
    waiting_count,
)

__all__ = [
    "Forecast",
    "QueueNumbers",
    "TurnCard",
    "at_counter",
    "called",
    "forecast",
    "gone",
    "numbers_of_day",
    "turn",
    "turn_of_booking",
    "waiting",
    "waiting_count",
    "BookingCard",
    "NextFree",
    "WishCard",
    "bookings_of",
    "day_of_centre",
    "free_days",
    "free_starts",
    "held",
    "next_free",
    "open_count",
    "own_booking",
    "wishes_of",
]
