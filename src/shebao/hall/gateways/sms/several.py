"""Several carriers as one: the first that takes the message brings it (5.4.4)."""

import time
from collections.abc import Callable, Mapping

from shebao.exchange.breaker import Breaker
from shebao.exchange.port import Unreachable
from shebao.hall.gateways.sms.port import CarrierDown, SmsCarrier, Uncertain

FAILURES, REST = 5, 30.0


class Several:
    """Tries carriers in their order; one that fails again and again is passed over for a while.

    One that may have taken the message is not followed by another in the same try: the next try
    asks it again with the same key. Only when it goes on failing does the next one get its turn;
    then a message may come twice rather than never.
    """

    def __init__(
        self,
        carriers: Mapping[str, SmsCarrier],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Name each carrier; the names stand before the references."""
        self._carriers = carriers
        self._breakers = {
            name: Breaker(limit=FAILURES, rest=REST, monotonic=monotonic) for name in carriers
        }

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Hand the message to the first carrier that takes it; its name stands in the reference."""
        problems = []
        for name, carrier in self._carriers.items():
            try:
                self._breakers[name].enter()
                reference = carrier.send(mobile=mobile, words=words, key=key)
            except Unreachable:
                problems.append(f"{name}: rests")
            except CarrierDown as error:
                self._breakers[name].note_failure()
                problems.append(f"{name}: {error}")
                if isinstance(error, Uncertain):
                    break
            else:
                self._breakers[name].note_success()
                return f"{name}:{reference}"
        raise CarrierDown("; ".join(problems))
