"""Changes to the list of agencies."""

from shebao.hall.office.agencies.models import Agency
from shebao.hall.office.agencies.queries import AgencyCard, forget_agencies


def put(card: AgencyCard) -> None:
    """Add an agency, or bring the one with this code up to date."""
    Agency.objects.update_or_create(
        code=card.code,
        defaults={
            "name": card.name,
            "address": card.address,
            "hours": card.hours,
            "phone": card.phone,
            "is_ours": card.is_ours,
        },
    )
    forget_agencies()
