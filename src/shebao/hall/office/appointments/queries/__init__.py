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

__all__ = [
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
