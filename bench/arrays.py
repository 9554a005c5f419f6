"""Projections of many people beside a bare numpy loop of their accounts, and beside OpenFisca-Core.

OpenFisca-Core is installed into an environment of its own (``.venv-bench``) where that can be done.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

from bench.measure import Row, table
from shebao.law.months import month_number, month_text
from shebao.law.payout import payout_months
from shebao.law.pension import Assumptions, Choice, Person, project
from shebao.law.pension.arrays import Choices, People, Projections, project_many, scenario_grid
from shebao.law.pension.base import latest_base
from shebao.law.pension.growth import grown
from shebao.law.retirement import minimum_months
from shebao.law.tables import national

HERE = Path(__file__).parent
VENV = HERE.parent / ".venv-bench"
MILLION, HUNDRED_THOUSAND, SCENARIOS = 1_000_000, 100_000, 1000
MONTHS, ROUNDS, BARE_CHUNK = 480, 7, 2**14
GROWN = Assumptions(wage_growth=250, interest=150, price_growth=200)
BOOKED, BOOKED_LATE = month_number("2017-10"), month_number("2026-10")
YOUNG = Person(
    birth="1994-10", group="male", region="990000", as_of="2017-10", paid_months=0,
    index=Fraction(0), account=0,
)  # fmt: skip
Crowd = tuple[People, Choices]


def beginners(rows: int) -> Crowd:
    """People with 480 months before them, on bases of their own."""
    chance = np.random.default_rng(1)
    people = People(
        birth=np.full(rows, month_number("1994-10")), group=0, region=990000, as_of=BOOKED,
        paid_months=0, index=0, index_of=1, account=chance.integers(0, 10**6, rows),
    )  # fmt: skip
    return people, Choices(ratio=chance.integers(60, 301, rows), ratio_of=100)


def workers(rows: int) -> Crowd:
    """Working lives of all ages, each with its own months, index, account and ratio."""
    chance = np.random.default_rng(2)
    people = People(
        birth=chance.integers(month_number("1968-01"), month_number("1998-01"), rows), group=0,
        region=990000, as_of=BOOKED_LATE, paid_months=chance.integers(1, 240, rows),
        index=chance.integers(6000, 30_001, rows), index_of=10_000,
        account=chance.integers(0, 2 * 10**7, rows),
    )  # fmt: skip
    return people, Choices(ratio=chance.integers(60, 301, rows), ratio_of=100)


def bare_accounts(people: People, choices: Choices) -> np.ndarray:
    """The accounts alone, forty years in plain numpy: what no engine can do without."""
    found = np.empty(len(people), np.int64)
    for first in range(0, len(people), BARE_CHUNK):
        rows = slice(first, first + BARE_CHUNK)
        balance, wage = people.account[rows].copy(), np.full(len(people.account[rows]), 527000)
        ratio = choices.ratio[rows]
        for _ in range(MONTHS // 12):
            credited = ((wage * ratio + 50) // 100 * 8 + 50) // 100 * 12
            balance += credited + ((2 * balance + credited) * 150 + 10_000) // 20_000
            wage = (wage * 10_250 + 5000) // 10_000
        found[rows] = balance
    return found


def in_turns(
    *works: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """The fewest seconds of each, measured in turns; other work on the machine only adds."""
    fewest = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            started = clock()
            work()
            fewest[place] = min(fewest[place], clock() - started)
    return fewest


def row(name: str, seconds: float, limit: str, limit_seconds: float, aim: str = "") -> Row:
    """A line of the table from seconds."""
    return Row(
        name=name, micros=seconds * 1e6, limit=limit, limit_micros=limit_seconds * 1e6, aim=aim
    )


def of_a_million() -> list[Row]:
    """A million people, forty years each; this comes first, so that the peak is theirs."""
    people, choices = beginners(MILLION)
    found = project_many(people, choices, GROWN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    assert (found.paid_months == MONTHS).all()
    works = (
        lambda: project_many(people, choices, GROWN),
        lambda: project_many(people, choices, GROWN, threads=1),
        lambda: bare_accounts(people, choices),
    )
    two, one, least = in_turns(*works)
    _, busy, least_busy = in_turns(*works, clock=time.process_time)
    name, bare = f"1,000,000 people × {MONTHS} months", "their accounts in bare numpy"
    print(f"Peak memory with a million people and their projections: {peak:.2f} GB (aim < 2).\n")
    return [
        row(f"{name}, two threads", two, f"{bare}, one thread", least, "< 2 s on 2 cores"),
        row(f"{name}, one thread", one, f"{bare}, one thread", least),
        row(f"{name}, processor time", busy, f"{bare}, processor time", least_busy),
    ]


def of_one_person() -> list[Row]:
    """A thousand projections of one person, together and one by one."""
    starts = [month_text(month_number("2054-10") + later) for later in range(50)]
    ratios = [Fraction(60 + 12 * step, 100) for step in range(SCENARIOS // len(starts))]
    choices = [Choice(start=start, ratio=ratio) for start in starts for ratio in ratios]
    crowd = beginners(SCENARIOS)
    times = in_turns(
        lambda: scenario_grid(YOUNG, starts, ratios, GROWN),
        lambda: [project(YOUNG, choice, GROWN) for choice in choices],
        lambda: bare_accounts(*crowd),
    )
    name = f"{SCENARIOS:,} scenarios of one person"
    return [
        row(name, times[0], f"{SCENARIOS:,} accounts in bare numpy", times[2], "< 100 ms"),
        row(name, times[0], "the same, one by one", times[1]),
    ]


def peer() -> Path | None:
    """The Python of the environment that holds OpenFisca-Core, made on demand; None without."""
    python, stamp = VENV / "bin" / "python", VENV / ".ready"
    wanted = HERE / "requirements.txt"
    if stamp.exists() and stamp.read_text() == wanted.read_text():
        return python
    install = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(wanted))
    for command in ((sys.executable, "-m", "venv", str(VENV)), (str(python), *install)):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            why = lines[-1] if lines else f"exit code {done.returncode}"
            print(f"OpenFisca-Core could not be installed, so nothing stands beside it: {why}\n")
            return None
    stamp.write_text(wanted.read_text())
    return python


def told_to_peer(people: People, choices: Choices) -> dict[str, np.ndarray]:
    """The same persons, and the numbers of the law they need, by year and by age."""
    years = np.arange((BOOKED_LATE + 1) // 12, (BOOKED_LATE + 1) // 12 + 50)
    newest = latest_base(month_text(BOOKED_LATE), region="990000")
    wages = [newest.value]
    for _ in years[1:]:
        wages.append((wages[-1] * (10_000 + GROWN.wage_growth) + 5000) // 10_000)
    male = national().series("retirement.male")[-1].value
    ages = np.arange(60 * 12, 70 * 12)
    tenths = [payout_months(int(age), "2026-10", region="990000").tenths for age in ages]
    spans = (years - newest.since.year).tolist()
    return {
        "birth": people.birth,
        "first": people.as_of + 1,
        "opening": people.account,
        "ratio": choices.ratio,
        "so_far": people.index,
        "paid_before": people.paid_months,
        "years": years,
        "wages": np.array(wages),
        "bases": np.array([grown(newest.value, GROWN.wage_growth, span) for span in spans]),
        "required": np.array([minimum_months(year).value for year in years.tolist()]),
        "ages": np.array([
            male["original"], male["step"], month_number(male["first_birth"]), male["ceiling"]
        ]),
        "youngest": ages[0],
        "tenths": np.array(tenths),
        "interest": np.array(GROWN.interest),
        "price_growth": np.array(GROWN.price_growth),
    }  # fmt: skip


def beside_openfisca(python: Path) -> list[Row]:
    """The same persons by the same formulas in OpenFisca-Core, and whether they come out equal."""
    crowd = workers(HUNDRED_THOUSAND)
    found = project_many(*crowd, GROWN)
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder) / "asked.npz", Path(folder) / "told.npz"
        np.savez(asked, **told_to_peer(*crowd))
        subprocess.run(
            [python, HERE / "peer_openfisca.py", asked, told],
            check=True,
            env={"PATH": os.environ["PATH"]},
        )
        with np.load(told) as answers:
            said = dict(answers)
    times = in_turns(
        lambda: project_many(*crowd, GROWN, threads=1),
        lambda: [project(YOUNG, Choice(), GROWN) for _ in range(SCENARIOS)],
        clock=time.process_time,
    )
    print(differences(found, said))
    name, many = f"OpenFisca-Core {said['version']}", "100,000 working lives"
    took = {way: float(said[f"{way}_seconds"]) for way in ("exact", "monthly", "floats", "one")}
    return [
        row(many, times[0], f"{name}, whole numbers by month", took["monthly"], "≤ 0.43"),
        row(many, times[0], f"{name}, whole numbers by year", took["exact"]),
        row(many, times[0], f"{name}, float32 by year", took["floats"]),
        row("one projection", times[1] / SCENARIOS, f"{name}, one person", took["one"], "≤ 0.01"),
    ]


def differences(found: Projections, said: dict[str, np.ndarray]) -> str:
    """How many persons come out otherwise, in each of its ways."""
    lines = []
    for way, words in (
        ("exact", "whole numbers, loop limit raised"),
        ("monthly", "whole numbers by month, loop limit raised"),
        ("floats", "float32 as usual, loop limit raised"),
        ("default", "whole numbers, loop limit as it comes"),
    ):
        names = [one for one in found.columns() if f"{way}_{one}" in said]
        gaps = np.array([np.rint(said[f"{way}_{one}"]) - found.columns()[one] for one in names])
        other = (gaps != 0).any(axis=0).sum()
        largest = np.abs(gaps[names.index("total")]).max()
        lines.append(
            f"- OpenFisca-Core, {words}: {other:,} of {len(found):,} persons differ, "
            f"by at most {largest / 100:,.2f} yuan of the total a month."
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables; each line stands beside its limit of the same run."""
    print(table("Projections of many people", of_a_million() + of_one_person()))
    python = peer()
    if python is not None:
        print(table("Projections beside OpenFisca-Core, processor time", beside_openfisca(python)))


if __name__ == "__main__":
    main()
