"""The outbox under fire: events told, senders killed at random, one carrier failing (5.4.4).

``SHEBAO_BENCH_EVENTS`` says how many events; the promise speaks of 100,000. Printed: how many
arrived once and in order, how many a second, and how many within ten seconds of being due while
the senders keep up.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from bench.house import _people, _prepare
from bench.measure import Row, table

EVENTS = int(os.environ.get("SHEBAO_BENCH_EVENTS", "20000"))
CASES, SENDERS, KILLS = 2000, 2, 12
ROOT = Path(__file__).resolve().parents[1]


def _tell(count: int, *, first: int = 0) -> None:
    from tests.support.cast import WANG
    from tests.support.sender import START

    from shebao.hall.office.notices.models import Notice

    Notice.objects.bulk_create(
        (
            Notice(
                event=f"e{place}", subject=WANG, way="sms", case=f"SB{place % CASES}", title="t",
                words=f"{place % CASES}:{place}", created_at=START, wanted_at=START, due_at=START,
                lane=f"sms:SB{place % CASES}",
            )
            for place in range(first, first + count)
        ),
        batch_size=2000,
    )  # fmt: skip


def _around() -> dict[str, str]:
    from django.conf import settings
    from tests.support.processes import surroundings

    found = surroundings(SimpleNamespace(SHEBAO_VAR=settings.SHEBAO_VAR))
    return {
        **found, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "SENDER_BEGAN": str(time.monotonic()),
    }  # fmt: skip


def _sent(arrivals: Path, *, speed: float, failing: float, kills: int) -> float:
    """Seconds until nothing waits; some senders are killed on the way and started again."""
    command = [
        sys.executable, "-m", "tests.support.sender", str(arrivals), str(speed), str(failing)
    ]  # fmt: skip
    around, dice = _around(), random.Random(7)
    begun = time.perf_counter()
    senders = [subprocess.Popen(command, cwd=ROOT, env=around) for _ in range(SENDERS)]
    while any(one.poll() is None for one in senders):
        time.sleep(1.0)
        victim = dice.randrange(SENDERS)
        if kills and senders[victim].poll() is None:
            senders[victim].kill()
            senders[victim].wait()
            senders[victim] = subprocess.Popen(command, cwd=ROOT, env=around)
            kills -= 1
    assert all(one.returncode == 0 for one in senders), [one.returncode for one in senders]
    return time.perf_counter() - begun


def _judged(arrivals: Path) -> int:
    """How many arrived; every one once, and in its order within its case."""
    from tests.support.sender import opened

    rows = [row[0] for row in opened(arrivals).execute("SELECT words FROM arrived ORDER BY place")]
    lanes: dict[str, list[int]] = {}
    for words in rows:
        lane, place = words.split(":")
        lanes.setdefault(lane, []).append(int(place))
    assert len(rows) == len(set(rows)), "a message arrived twice"
    assert all(places == sorted(places) for places in lanes.values()), "a case is out of order"
    return len(rows)


def main() -> None:
    """Tell, send under fire, judge; then once more in peace for the rate."""
    from tests.support.sender import opened

    _prepare()
    _people()
    folder = Path(tempfile.mkdtemp())
    fire, peace = folder / "fire.sqlite3", folder / "peace.sqlite3"
    opened(fire).close()
    opened(peace).close()
    _tell(EVENTS)
    under_fire = _sent(fire, speed=60, failing=0.4, kills=KILLS)
    arrived = _judged(fire)
    assert arrived == EVENTS, f"{EVENTS - arrived} lost"
    _tell(EVENTS, first=EVENTS)
    in_peace = _sent(peace, speed=1, failing=0.0, kills=0)
    assert _judged(peace) == EVENTS
    from tests.support.sender import START

    from shebao.hall.office.notices.models import Notice

    prompt = Notice.objects.filter(
        event__in=[f"e{place}" for place in range(EVENTS, EVENTS + 2000)],
        sent_at__lte=START + timedelta(seconds=10),
    ).count()
    print(
        f"{EVENTS:,} events, {SENDERS} senders, {KILLS} kills, one carrier failing 40 % of its "
        f"tries: {arrived:,} arrived once and in order within {under_fire:.0f} s; in peace "
        f"{EVENTS / in_peace:,.0f} notices/s; of the first 2,000 told at once "
        f"{prompt * 100 // 2000} % left within 10 s\n"
    )
    print(table("Messages", [
        Row(name="a message, in peace", micros=in_peace / EVENTS * 1e6,
            limit="the same under fire", limit_micros=under_fire / EVENTS * 1e6),
    ]))  # fmt: skip


if __name__ == "__main__":
    main()
