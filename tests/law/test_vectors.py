"""Every row of every section of the worked cases, asked through the command line."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shebao.law.money import fen
from tests.law.known import VECTORS, Ask

Row = Any
AGES = {"117": "63y0m", "139": "60y0m", "195": "50y0m"}


def of_retirement(ask: Ask, row: Row) -> None:
    group, birth, delay, years, months, month = row
    found = ask("law", "retirement", "--birth", birth, "--group", group)

    assert (found["delay_months"], found["statutory_month"]) == (delay, month)
    assert found["age"] == {"years": years, "months": months}


def of_minimum(ask: Ask, row: Row) -> None:
    year, months = row
    assert ask("law", "minimum-months", "--year", year)["required_months"] == months


def of_elastic_range(ask: Ask, row: Row) -> None:
    found = ask("law", "retirement", "--birth", row["birth"], "--group", row["category"])

    assert found["statutory_month"] == row["statutory"]
    assert (found["earliest_month"], found["latest_month"]) == (
        row["earliest_elastic"],
        row["latest_elastic"],
    )


def of_elastic_minimum(ask: Ask, row: Row) -> None:
    words = ("--birth", row["birth"], "--group", row["category"], "--start", row["start"])
    found = ask("law", "retirement", *words)["start"]

    assert found["reference_year"] == row["reference_year"]
    assert found["required_months"] == row["required_months"]


def of_late_excluded(ask: Ask, row: Row) -> None:
    words = ("law", "retirement", "--birth", "1970-01", "--group", "male", "--post")
    found = [ask(*words, one) for one in row]

    assert {one["may_be_late"] for one in found} == {False}
    assert {one["latest_month"] for one in found} == {"2031-05"}


def of_payout(ask: Ask, row: Row) -> None:
    age, months = row
    found = ask("law", "payout-months", "--age", age, "--month", "2025-06")
    assert Decimal(found["months"]) == Decimal(months)


def of_payout_disputed(ask: Ask, row: Row) -> None:
    age, disputed = row
    found = ask("law", "payout-months", "--age", age, "--month", "2025-06")

    assert found["months"] == str(disputed["used_here"])
    assert str(disputed["also_seen"]) in found["also_seen"]


def of_interest(ask: Ask, row: Row) -> None:
    year, rate = row
    assert ask("law", "interest", "--year", year)["rate"] == rate


def of_pension(ask: Ask, row: Row) -> None:
    is_notice = "transitional" in row
    region, month = ("510000", "2024-04") if is_notice else ("000000", "2025-06")
    found = ask(
        "law", "pension", "--region", region, "--month", month, "--age", AGES[row["divisor"]],
        "--base", row["base"], "--index", row["index"], "--years", row["years"],
        "--account", row["account"],
    )  # fmt: skip
    value = {line["name"]: line["value"] for line in found["lines"]}

    assert (value["basic"], value["account"]) == (fen(row["basic"]), fen(row["account_pension"]))
    assert found["total_fen"] == fen(row["total"])
    if is_notice:
        assert int(value["indexed_wage"]) == fen(row["indexed_wage"])
        assert value["local"] == fen(row["local_extra_0.1pct"])
        assert value["transitional"] == fen(row["transitional"])


def of_identifier(kind: str) -> Callable[[Ask, Row], None]:
    def asked(ask: Ask, row: Row) -> None:
        found = ask("law", "id-check", row["value"], "--kind", kind, "--on", "2026-11-23")

        assert found["is_valid"] is row["valid"]
        assert found["value"] == row["value"].upper()

    return asked


def of_old_identifier(ask: Ask, row: Row) -> None:
    found = ask("law", "id-check", row["in"], "--kind", "citizen_id_15", "--on", "2026-11-23")
    assert (found["is_valid"], found["value"]) == (True, row["out"])


def of_survivors(ask: Ask, row: Row) -> None:
    found = ask(
        "law", "survivor", "--paid-months", str(row["paid"] * 12), "--monthly-income", "5015",
        "--own-contributions", "1000000",
    )  # fmt: skip
    assert (found["months"], found["funeral_fen"]) == (row["months"], 2 * 501500)


def of_survivors_worked(ask: Ask, row: Row) -> None:
    found = ask(
        "law", "survivor", "--paid-months", "180", "--drawn-months", "240",
        "--monthly-income", row["monthly_income"], "--on", "2022-05-01",
    )  # fmt: skip
    assert found["total_fen"] == fen(row["floor_total"])
    assert found["months"] == VECTORS["survivor_months"]["retiree_floor_months"]


def of_unemployment(ask: Ask, row: Row) -> None:
    months = str(row["paid_months"])
    found = ask("law", "unemployment", "--paid-months", months, "--carried", "0")
    assert (found["months"], found["cap"]) == (row["max"], 24)


def of_injury(ask: Ask, row: Row) -> None:
    known = VECTORS["work_injury"]
    found = ask("law", "injury", "--grade", row, "--wage", "8000", "--average", "10000")
    percent = known["monthly_allowance_percent"].get(row, 0)

    assert found["lump_sum_fen"] == 800000 * known["lump_sum_months_of_own_wage"][row]
    assert found["monthly_fen"] == 8000 * percent
    if row in {"5", "6"}:
        assert found["monthly_payer"] == known["allowance_5_6_payer"]


def of_care(ask: Ask, row: Row) -> None:
    degree, percent = row
    words = ("--grade", "1", "--wage", "8000", "--average", "10000", "--care", degree)
    assert ask("law", "injury", *words)["care_fen"] == 10000 * percent


def of_wage_bounds(ask: Ask, row: Row) -> None:
    low, high = row
    found = ask("law", "injury", "--grade", "1", "--wage", "8000", "--average", "10000")
    assert (found["floor_fen"], found["ceiling_fen"]) == (10000 * low, 10000 * high)


def of_death(ask: Ask, row: Row) -> None:
    words = ("--wage", "8000", "--average", "10000", "--national-income", "54188")
    kin = ("--dependant", "spouse", "--dependant", "other-alone")
    found = ask("law", "injury", "--death", "work", *words, *kin)

    assert found["funeral_fen"] == row["funeral_months_local_avg_wage"] * 1000000
    assert found["lump_sum_fen"] == 20 * 5418800
    rates = row["dependant_percent"]
    assert found["dependants_fen"] == [
        8000 * rates["spouse"],
        8000 * (rates["other"] + rates["lonely_or_orphan_extra"]),
    ]


CLOCKS = {
    "个人社会保险登记(art 6)": "clocks.person_registration",
    "变更或注销登记(art 10)": "clocks.change_or_end",
    "领取基本养老金申请(art 18)": "clocks.pension_claim",
    "医疗费用手工报销(art 20)": "clocks.medical_claim",
    "生育津贴(art 20)": "clocks.maternity_allowance",
    "工伤费用手工报销(art 22)": "clocks.injury_claim",
    "失业保险金(art 24)": "clocks.unemployment_benefit",
    "职业培训等补贴(art 24)": "clocks.training_subsidy",
    "丧失资格告知(art 25, duty of the beneficiary side)": "clocks.loss_report",
    "养老关系转移: 新参保地审核": "transfer.review_days",
    "养老关系转移: 原参保地办理": "transfer.statement_days",
    "养老关系转移: 新参保地办结": "transfer.merging_days",
}


def of_clock(ask: Ask, row: Row) -> None:
    name, days = row
    assert ask("law", "explain", CLOCKS[name], "--on", "2026-11-23")["value"] == days


def of_place(ask: Ask, row: Row) -> None:
    stays = [
        f"--stay={place}:{months}{':temporary' if place in row['temporary'] else ''}"
        for place, months in row["months"].items()
    ]
    words = ("--household", row["household"], "--current", row["current"])
    found = ask("law", "transfer-place", *words, *stays)

    assert (found["place"], found["number"]) == (row["place"], row["rule"])


def rows_of(section: str) -> list[tuple[str, Callable[[Ask, Row], None], Row]]:
    """Everything a section holds, with the question that answers it."""
    v = VECTORS[section]
    return {
        "retirement_age": lambda: [
            ("retirement", of_retirement, row)
            for row in [
                *v["anchors"],
                *((group, *row) for group, rows in v["full_tables"].items() for row in rows),
            ]
        ],
        "minimum_contribution_months_by_year": lambda: [
            ("minimum", of_minimum, row) for row in v["rows"].items()
        ],
        "elastic_retirement": lambda: [
            *(("range", of_elastic_range, row) for row in v["range"]),
            *(("minimum", of_elastic_minimum, row) for row in v["minimum_cases"]),
            ("excluded", of_late_excluded, ["civil_servant", "leader", "manager"]),
        ],
        "payout_months": lambda: [
            *(("age", of_payout, row) for row in v["by_age"].items()),
            *(("odd", of_payout, row) for row in v["non_integer_age"]["confirmed"].items()),
            *(("odd", of_payout, row) for row in v["non_integer_age"]["expanded_50_to_66"].items()),
            *(("disputed", of_payout_disputed, row) for row in v["disputed"].items()),
        ],
        "account_interest_rate_percent": lambda: [
            ("interest", of_interest, row) for row in v["rows"].items()
        ],
        "pension_examples": lambda: [
            ("pension", of_pension, row)
            for row in (*v["arithmetic"], *v["transcribed_official_notices"])
        ],
        "citizen_id_GB11643": lambda: [
            *(("citizen", of_identifier("citizen_id"), row) for row in v["cases"]),
            *(("old", of_old_identifier, row) for row in v["fifteen_to_eighteen"]),
        ],
        "residence_permit_hk_mo_tw": lambda: [
            ("permit", of_identifier("residence_permit"), row) for row in v["cases"]
        ],
        "foreign_permanent_resident": lambda: [
            ("resident", of_identifier("permanent_resident"), row)
            for kind in ("new18", "old15")
            for row in v[kind]["cases"]
        ],
        "uscc_GB32100": lambda: [("uscc", of_identifier("uscc"), row) for row in v["cases"]],
        "survivor_months": lambda: [
            *(("months", of_survivors, row) for row in v["cases_whole_years"]),
            ("worked", of_survivors_worked, v["worked"]),
        ],
        "unemployment_max_months": lambda: [
            ("unemployment", of_unemployment, row) for row in v["cases"]
        ],
        "work_injury": lambda: [
            *(("grade", of_injury, row) for row in v["lump_sum_months_of_own_wage"]),
            *(
                ("care", of_care, row)
                for row in zip(
                    ("whole", "most", "part"), v["care_percent_of_local_avg_wage"], strict=True
                )
            ),
            ("bounds", of_wage_bounds, v["own_wage_bounds_percent_of_local_avg"]),
            ("death", of_death, v),
        ],
        "statutory_working_days": lambda: [
            ("clock", of_clock, row) for row in v.items() if row[0] not in {"source", "confidence"}
        ],
        "pension_place": lambda: [("place", of_place, row) for row in v["cases"]],
    }[section]()


SECTIONS = [name for name in VECTORS if name != "_meta"]
ALL = [(section, *row) for section in SECTIONS for row in rows_of(section)]


@pytest.mark.clause("5.4.3b", "5.4.3d", "6.2.2")
@pytest.mark.parametrize(
    ("section", "name", "asked", "row"), ALL, ids=lambda one: one if isinstance(one, str) else ""
)
def test_the_command_line_answers_every_row_of_every_section(
    ask: Ask, section: str, name: str, asked: Callable[[Ask, Row], None], row: Row
) -> None:
    asked(ask, row)


def test_no_section_is_passed_over() -> None:
    assert len(SECTIONS) == 15
    assert {section for section, *_ in ALL} == set(SECTIONS)
    assert len(ALL) > 600
