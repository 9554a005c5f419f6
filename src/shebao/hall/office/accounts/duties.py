"""Which duties exclude one another (6.3.1): who runs the system does not check it, nor decide."""

from collections.abc import Iterable
from itertools import combinations

from shebao.hall.kit.visitor import Role

CASES = frozenset({Role.CLERK, Role.REVIEWER, Role.SECOND_REVIEWER})
# Each of these stands alone; whoever holds one of them holds nothing else.
ALONE = (Role.OPERATOR, Role.SECURITY, Role.AUDITOR)


def _pairs() -> frozenset[frozenset[Role]]:
    alone = {frozenset({one, other}) for one in ALONE for other in Role if one is not other}
    # The voice on the telephone tells people what was decided and decides nothing.
    heard = {frozenset({Role.HOTLINE, one}) for one in CASES - {Role.CLERK}}
    return frozenset(alone | heard)


EXCLUDED = _pairs()


class Excluded(ValueError):
    """Two of these roles cannot be one person's; ``pair`` names them in the order of ``Role``."""

    def __init__(self, pair: tuple[Role, Role]) -> None:
        """Remember which two."""
        super().__init__(f"{pair[0]} and {pair[1]}")
        self.pair = pair


def check_duties(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles, if one person may hold them together. Raises ``Excluded``."""
    wanted = frozenset(roles)
    ordered = [role for role in Role if role in wanted]
    for one, other in combinations(ordered, 2):
        if frozenset({one, other}) in EXCLUDED:
            raise Excluded((one, other))
    return wanted
