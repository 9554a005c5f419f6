"""The formulas of a projection written for OpenFisca-Core; run in the environment of bench/arrays.

``python peer_openfisca.py IN.npz OUT.npz`` reads columns and yearly numbers, and writes what comes
out and how long it took.  Fen are kept in OpenFisca's int32 and multiplied in int64, so that they
can be equal to the fen; the same in its float32, as such models are usually written, tells what
that changes.  No file of the product is imported.
"""

import sys
import time
from importlib.metadata import version

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import ETERNITY, MONTH, YEAR
from openfisca_core.periods import period as period_of
from openfisca_core.populations import ADD
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

WHOLE = 10_000
ENOUGH_LOOPS = 200
ROUNDS = 5
PERIODS = {"start": ETERNITY, "own_ratio": ETERNITY, "contribution": MONTH}
INPUTS = ("birth", "first", "opening", "ratio", "so_far", "paid_before")
OUTPUTS = (
    "start",
    "required_months",
    "missing_months",
    "met_month",
    "base",
    "payout_tenths",
    "account",
    "basic_part",
    "account_part",
    "total",
    "total_today",
)
Person = build_entity(key="person", plural="persons", label="person", is_person=True)
Household = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[{"key": "member", "plural": "members", "label": "member"}],
)


class WholeFen:
    """Whole numbers, rounded half up to the fen where the product rounds."""

    kind, is_monthly = int, False

    @staticmethod
    def ratio(above, below):
        return (2 * above + below) // (2 * below)

    @staticmethod
    def wide(column):
        return column.astype(np.int64)


class Months(WholeFen):
    """The same with a contribution for every month, as they are paid."""

    is_monthly = True


class Floats:
    """The same in float32, rounded to the fen."""

    kind, is_monthly = float, False

    @staticmethod
    def ratio(above, below):
        return np.round(above / below)

    @staticmethod
    def wide(column):
        return column


def formulas(given, numbers):
    """The variables that are worked out, for one way of counting."""
    return *of_ages(given), *of_accounts(given, numbers), *of_pensions(given, numbers)


def of_ages(given):
    """When somebody begins, and the months that must be paid until then."""
    age, step, first_birth, ceiling = (int(one) for one in given["ages"])

    def start(person, period):
        birth = person("birth", period)
        late = birth - first_birth
        return birth + age + np.where(late < 0, 0, np.minimum(late // step + 1, ceiling))

    def required_months(person, period):
        years = person("start", period).astype(np.int64) // 12
        return given["required"][years - given["years"][0]]

    def missing_months(person, period):
        return np.maximum(person("required_months", period) - person("paid", period), 0)

    def met_month(person, period):
        missing = person("required_months", period) - person("paid_before", period)
        return np.where(missing > 0, person("first", period) - 1 + missing, 0)

    def payout_tenths(person, period):
        months = person("start", period) - person("birth", period)
        return given["tenths"][months.astype(np.int64) - int(given["youngest"])]

    return start, required_months, missing_months, met_month, payout_tenths


def of_accounts(given, numbers):
    """Bases, credits and interest, year by year."""
    ratio, wide, rate = numbers.ratio, numbers.wide, int(given["interest"])
    years = given["years"].tolist()
    wages = dict(zip(years, given["wages"].tolist(), strict=True))

    def months(person, period):
        january = period.start.year * 12
        end = np.minimum(january + 11, person("start", period))
        return np.clip(end - np.maximum(january, person("first", period)) + 1, 0, 12)

    def own_ratio(person, period):
        return np.clip(person("ratio", period), 60, 300)

    def contribution(person, period):
        month = period.start.year * 12 + period.start.month - 1
        is_due = (person("first", period) <= month) & (month <= person("start", period))
        base = ratio(wages[period.start.year] * wide(person("own_ratio", period)), 100)
        return is_due * ratio(base * 8, 100)

    def credited(person, period):
        if numbers.is_monthly:
            return person("contribution", period, options=[ADD])
        base = ratio(wages[period.start.year] * wide(person("own_ratio", period)), 100)
        return person("months", period) * ratio(base * 8, 100)

    def account(person, period):
        is_first = period.start.year == years[0]
        before = person("opening", period) if is_first else person("account", period.last_year)
        before, put = wide(before), wide(person("credited", period))
        return before + put + ratio((2 * before + put) * rate * person("months", period), 240_000)

    def paid(person, period):
        spans = (person("months", period_of(str(year))) for year in years)
        return person("paid_before", period) + sum(spans)

    return months, own_ratio, contribution, credited, account, paid


def of_pensions(given, numbers):
    """The parts and their total, also at today's prices."""
    ratio, wide = numbers.ratio, numbers.wide
    price = 1 + int(given["price_growth"]) / WHOLE

    def base(person, period):
        years = person("start", period).astype(np.int64) // 12
        return given["bases"][years - given["years"][0]]

    def index_above(person, period):
        before, all_months = wide(person("paid_before", period)), wide(person("paid", period))
        more = (all_months - before) * wide(person("own_ratio", period)) * 100
        return before * wide(person("so_far", period)) + more

    def basic_part(person, period):
        all_months = wide(person("paid", period))
        indexed, of = wide(person("index_above", period)), WHOLE * all_months
        hundredths = ratio(all_months * 100, 12)
        return ratio(wide(person("base", period)) * hundredths * (of + indexed), 20_000 * of)

    def account_part(person, period):
        return ratio(wide(person("account", period)) * 10, person("payout_tenths", period))

    def total(person, period):
        return person("basic_part", period) + person("account_part", period)

    def total_today(person, period):
        span = person("start", period) - person("first", period) + 1
        years, odd = np.divmod(span.astype(np.int64), 12)
        worth = price**years * (1 + (price - 1) * odd / 12)
        return np.floor(person("total", period) / worth + 0.5)

    return base, index_above, basic_part, account_part, total, total_today


def system(given, numbers):
    """A tax and benefit system of these variables."""
    made = TaxBenefitSystem([Person, Household])
    for name in INPUTS:
        made.add_variable(_variable(name, numbers.kind, ETERNITY))
    for formula in formulas(given, numbers):
        each = PERIODS.get(formula.__name__, YEAR)
        made.add_variable(_variable(formula.__name__, numbers.kind, each, formula=formula))
    return made


def _variable(name, kind, each, **more):
    body = {"value_type": kind, "entity": Person, "definition_period": each, "label": name}
    return type(name, (Variable,), body | more)


def run(made, given, *, rows, loops):
    """All outputs of so many persons, and the seconds of processor time it took."""
    started = time.process_time()
    simulation = SimulationBuilder().build_default_simulation(made, count=rows)
    simulation.max_spiral_loops = loops
    for name in INPUTS:
        simulation.set_input(name, "ETERNITY", given[name][:rows])
    last = str(int(given["years"][-1]))
    found = {name: simulation.calculate(name, last) for name in OUTPUTS}
    return found, time.process_time() - started


def main():
    """Run each way a few times; the fastest counts."""
    given = np.load(sys.argv[1])
    rows = len(given["first"])
    exact, monthly, floats = (system(given, one) for one in (WholeFen, Months, Floats))
    answers = {"version": version("openfisca-core")}
    for name, made, count, loops in (
        ("exact", exact, rows, ENOUGH_LOOPS),
        ("monthly", monthly, rows, ENOUGH_LOOPS),
        ("floats", floats, rows, ENOUGH_LOOPS),
        ("one", exact, 1, ENOUGH_LOOPS),
        ("default", exact, rows, 1),
    ):
        runs = [run(made, given, rows=count, loops=loops) for _ in range(ROUNDS)]
        answers[f"{name}_seconds"] = min(seconds for _, seconds in runs)
        answers |= {f"{name}_{field}": column for field, column in runs[0][0].items()}
    np.savez(sys.argv[2], **answers)


if __name__ == "__main__":
    main()
