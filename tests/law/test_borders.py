"""Both sides of every border that no worked case stands on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shebao.law import (
    abroad,
    certification,
    disability,
    injury,
    maternity,
    money,
    months,
    survivors,
    tables,
    transfer,
    transfer_clock,
    unemployment,
    workdays,
)
from shebao.law.contributions import account_year
from shebao.law.identifiers import IdKind, check, check_digit_731, check_digit_luhn
from shebao.law.identifiers.masks import mask_account, mask_id, mask_mobile, mask_name
from shebao.law.text import half_width, shown, told
from tests.law.known import TODAY

CLAIMANT = disability.Claimant(
    birth="1975-01", group="male", region="990000", month="2026-01", paid_months=170,
    deemed_months=10, index=Fraction(1), account=100000,
)  # fmt: skip


def stay(place: str, count: int) -> transfer.Stay:
    return transfer.Stay(place=place, months=count)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-01-01", "2026-01-01", 1),
        ("2026-01-01", "2026-01-31", 1),
        ("2026-01-01", "2026-02-01", 2),
        ("2026-01-31", "2026-02-27", 1),
        ("2026-01-31", "2026-02-28", 2),
        ("2025-12-15", "2026-12-14", 12),
        ("2025-12-15", "2026-12-15", 13),
    ],
)
def test_a_month_abroad_is_whole_once_it_has_begun(start: str, end: str, count: int) -> None:
    assert abroad.months_of(date.fromisoformat(start), date.fromisoformat(end)) == count


def stay_abroad(start: str, end: str, **options: Any) -> abroad.Exemption:
    return abroad.exemption(
        country="DEU", schemes=["pension"], kind="posted", start=date.fromisoformat(start),
        end=date.fromisoformat(end), **options,
    )  # fmt: skip


def certificate(start: str, end: str, country: str = "DEU") -> abroad.Period:
    return abroad.Period(
        country=country, start=date.fromisoformat(start), end=date.fromisoformat(end)
    )


def test_a_stay_abroad_lies_between_1949_and_2999() -> None:
    assert stay_abroad("2026-03-01", "2026-03-01").months == 1
    assert stay_abroad("1949-01-01", "1949-02-01").months == 2
    assert stay_abroad("2999-01-01", "2999-12-31").months == 12
    for start, end in (("1948-12-31", "1949-01-01"), ("2999-12-31", "3000-01-01")):
        with pytest.raises(abroad.BadRequest, match="1949"):
            stay_abroad(start, end)


def test_certificates_follow_one_another_only_in_the_same_country_and_without_a_break() -> None:
    one_day = certificate("2025-12-31", "2025-12-31")
    other = certificate("2024-01-01", "2025-12-30", "JPN")
    before = certificate("2023-01-01", "2025-12-30")
    gap = certificate("2023-01-01", "2025-12-29")

    assert stay_abroad("2026-01-01", "2026-12-31", earlier=[one_day]).months_in_a_row == 13
    assert stay_abroad("2026-01-01", "2026-12-31", earlier=[one_day, other]).months_in_a_row == 13
    assert stay_abroad("2026-01-01", "2026-12-31", earlier=[before, one_day]).months_in_a_row == 48
    assert stay_abroad("2026-01-01", "2026-12-31", earlier=[gap, one_day]).months_in_a_row == 13
    reversed_one = certificate("2026-01-02", "2025-12-31")
    assert stay_abroad("2026-01-01", "2026-12-31", earlier=[reversed_one]).months_in_a_row == 12


def test_an_extension_that_follows_a_certificate_is_in_order() -> None:
    before = [certificate("2025-01-01", "2025-12-31")]

    assert stay_abroad("2026-01-01", "2026-12-31", earlier=before, is_extension=True).reasons == ()
    assert stay_abroad("2026-01-01", "2026-12-31", earlier=before).limit == 96
    assert stay_abroad("2026-01-01", "2026-12-31", is_extension=True).limit == 96
    assert stay_abroad("2026-01-01", "2026-12-31").limit == 60


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2025-01-01", "2026-01-01", True),
        ("2025-01-01", "2025-12-30", False),
        ("2026-12-31", "2027-01-31", True),
        ("2027-01-01", "2027-01-31", False),
    ],
)
def test_one_common_day_is_an_overlap(start: str, end: str, overlaps: bool) -> None:
    found = stay_abroad("2026-01-01", "2026-12-31", earlier=[certificate(start, end, "JPN")])

    assert [one.code for one in found.reasons] == [abroad.Code.OVERLAP] * overlaps


@pytest.mark.parametrize(
    ("known", "case", "limit"),
    [
        ({}, "far", None),
        ({"paid_months": 169}, "short", 12 + 3 * 10),
        ({"paid_months": 170, "deemed_months": 9}, "short", 12 + 3 * 10),
        ({"paid_months": 50}, "short", 12),
        ({"paid_months": 51}, "short", 15),
        ({"paid_months": 62}, "short", 15),
        ({"paid_months": 63}, "short", 18),
        ({"month": "2032-07"}, "short", 42),
        ({"month": "2032-07", "paid_months": 230}, "far", None),
        ({"month": "2032-08", "paid_months": 230}, "near", None),
    ],
)
def test_an_allowance_follows_the_months_and_the_way_to_the_age(
    known: dict[str, Any], case: str, limit: int | None
) -> None:
    numbers = tables.Tables([*_lasting("pension_base.monthly"), *_others("pension_base.monthly")])
    found = disability.allowance(replace(CLAIMANT, **known), tables=numbers)

    assert (found.case, found.limit_months) == (case, limit)
    assert (found.refigured_month == "2032-08") == (case == "far")
    assert found.is_provisional == (case != "near")


def _lasting(name: str) -> list[tables.Entry]:
    """A series of the sample province whose last number holds on."""
    row = tables.national().series(name, region="990000")
    return [*row[:-1], replace(row[-1], until=None)]


def _others(name: str) -> list[tables.Entry]:
    known = tables.national()
    return [
        entry
        for other in known.names()
        for region in known.regions(other)
        if (other, region) != (name, "990000")
        for entry in known.series(other, region=region)
    ]


def test_the_last_month_before_the_age_still_brings_the_allowance() -> None:
    near = replace(CLAIMANT, birth="1965-09", month="2025-11", paid_months=200)

    assert disability.allowance(near).months_to_go == 1
    with pytest.raises(disability.BadFact, match="2025-12"):
        disability.allowance(replace(near, month="2025-12"))


def test_nobody_paid_more_months_than_were_lived() -> None:
    newborn = replace(CLAIMANT, birth="2026-01", paid_months=0, deemed_months=0)

    assert disability.allowance(newborn).case == "short"
    for wrong, name in (
        ({"paid_months": 613, "deemed_months": 0}, "paid_months"),
        ({"deemed_months": 443}, "deemed_months"),
        ({"deemed_months": -1}, "deemed_months"),
        ({"early_months": 171}, "early_months"),
        ({"early_months": -1}, "early_months"),
    ):
        with pytest.raises(disability.BadFact, match=name):
            disability.allowance(replace(CLAIMANT, **wrong))
    whole = replace(CLAIMANT, paid_months=612, deemed_months=0, early_months=612)
    assert disability.allowance(whole).case == "far"
    assert disability.allowance(replace(CLAIMANT, deemed_months=442)).case == "far"


def old_card(body: str) -> str:
    return body + check_digit_731(body)


@pytest.mark.parametrize(
    ("digits", "on", "born"),
    [
        ("261123", "2026-11-23", "2026-11-23"),
        ("261124", "2026-11-23", "1926-11-24"),
        ("991231", "2026-11-23", "1999-12-31"),
        ("000229", "2026-11-23", "2000-02-29"),
        ("960229", "1999-11-23", "1996-02-29"),
    ],
)
def test_two_digits_of_a_year_mean_the_latest_that_is_not_ahead(
    digits: str, on: str, born: str
) -> None:
    found = check(
        old_card(f"CAN1100{digits}1"), on=date.fromisoformat(on), kind=IdKind.PERMANENT_RESIDENT
    )

    assert found.birth == date.fromisoformat(born)
    assert (found.region, found.country) == ("110000", "CAN")


@pytest.mark.parametrize("digits", ["811331", "810230", "000001", "810100"])
def test_an_old_card_without_a_real_day_of_birth_is_refused(digits: str) -> None:
    found = check(old_card(f"CAN1100{digits}1"), on=TODAY, kind=IdKind.PERMANENT_RESIDENT)

    assert (found.is_valid, found.reason) == (False, "birth")
    assert "第 8 到 13 位" in found.words


def test_an_old_card_of_an_unknown_province_tells_no_place() -> None:
    found = check(old_card("CAN99008108031"), on=TODAY, kind=IdKind.PERMANENT_RESIDENT)

    assert (found.is_valid, found.region) == (True, "")


@pytest.mark.parametrize(
    ("kind", "value", "is_valid"),
    [
        ("name", "王" * 50, True),
        ("name", "王" * 51, False),
        ("name", "王小", True),
        ("name", "A" * 80, True),
        ("name", "A" * 81, False),
        ("region", "500105", True),
        ("region", "050105", False),
        ("region", "100000", True),
        ("bank_account", "6222021234566", True),
        ("bank_account", "622202123456", False),
        ("core_number", "A" * 20, True),
        ("core_number", "A" * 21, False),
        ("agreed_code", "A" * 20, True),
        ("agreed_code", "A", False),
        ("foreign_ss", "USA" + "1" * 15, True),
        ("foreign_ss", "USA" + "1" * 16, False),
        ("passport", "E12345678", True),
        ("passport", "EO1234567", False),
        ("mobile", "13000000000", True),
        ("mobile", "19999999999", True),
        ("mobile", "+12345678", True),
        ("mobile", "+1234567890123456", False),
        ("social_security", "A1010519491231002X", False),
        ("social_security", "AB0105194912310021", False),
    ],
)
def test_a_number_is_as_long_and_as_shaped_as_its_kind_allows(
    kind: str, value: str, is_valid: bool
) -> None:
    assert check(value, on=TODAY, kind=IdKind(kind)).is_valid is is_valid


@pytest.mark.parametrize(
    ("mask", "value", "expected"),
    [
        (mask_id, "110105194912310", "110********2310"),
        (mask_id, "11010519491231", "11**********31"),
        (mask_id, "12345678", "12****78"),
        (mask_id, "1234567", "******7"),
        (mask_id, "1", "*"),
        (mask_id, "12", "*2"),
        (mask_id, "", ""),
        (mask_mobile, "1234567890", "123***7890"),
        (mask_mobile, "123456789", "*******89"),
        (mask_mobile, "123", "*23"),
        (mask_mobile, "12", "**"),
        (mask_mobile, "1", "*"),
        (mask_account, "12345", "*2345"),
        (mask_account, "1234", "****"),
        (mask_account, "123", "***"),
        (mask_account, "622202123456", "********3456"),
        (mask_name, "王", "*"),
        (mask_name, "王芳", "王*"),
        (mask_name, "王小芳", "王*芳"),
        (mask_name, "欧阳小芳", "欧**芳"),
        (mask_name, "", ""),
    ],
)
def test_a_mask_leaves_as_much_as_its_length_allows(
    mask: Callable[[str], str], value: str, expected: str
) -> None:
    assert mask(value) == expected


SPOUSE, CHILD = injury.Dependant(is_spouse=True), injury.Dependant(is_spouse=False)


def own_wage(amount: int) -> injury.Wage:
    return injury.own_wage([amount], local_average=1000000, on=TODAY)


def test_shares_that_come_to_the_whole_wage_are_not_cut() -> None:
    shares, entries = injury.dependant_shares(
        [SPOUSE, CHILD, CHILD], wage=own_wage(800000), on=TODAY
    )

    assert shares == (320000, 240000, 240000)
    assert [one.name for one in entries] == ["injury.dependants"]


def test_an_advance_is_half_of_an_amount_that_can_be() -> None:
    assert injury.missing_advance(3, on=TODAY) == 2
    with pytest.raises(injury.BadInjury, match="^一次性工亡补助金应"):
        injury.missing_advance(-1, on=TODAY)


def test_the_check_digit_of_an_account_adds_the_digits_of_ten() -> None:
    assert [check_digit_luhn(one) for one in ("5", "4", "9", "7992739871")] == ["9", "2", "1", "3"]


def test_stop_work_pay_is_for_one_to_twelve_months_unless_more_were_confirmed() -> None:
    assert injury.stop_work_pay(1, monthly_wage=5, on=TODAY).total == 5
    with pytest.raises(injury.BadInjury, match="13"):
        injury.stop_work_pay(13, monthly_wage=5, on=TODAY)
    with pytest.raises(injury.BadInjury):
        injury.stop_work_pay(True, monthly_wage=5, on=TODAY)


@pytest.mark.parametrize("wrong", [True, 1.5, "1", -1, None])
def test_an_amount_is_a_whole_number_not_below_nothing(wrong: Any) -> None:
    with pytest.raises(injury.BadInjury):
        injury.own_wage([wrong], local_average=1, on=TODAY)
    with pytest.raises(transfer.BadStay):
        transfer.moved([], account_since_1998=wrong, on=TODAY)
    with pytest.raises(survivors.BadCount):
        survivors.funeral_choice({"injury": wrong}, on=TODAY)
    with pytest.raises(unemployment.BadCount):
        unemployment.duration(wrong, on=TODAY)
    with pytest.raises(maternity.BadBirth):
        maternity.allowance(maternity.birth_leave(on=TODAY), average_wage=wrong, on=TODAY)


def test_nothing_at_all_is_an_amount() -> None:
    assert injury.own_wage([0], local_average=0, on=TODAY).amount == 0
    assert transfer.moved([], account_since_1998=0, on=TODAY).total == 0
    assert survivors.funeral_choice({"injury": 0}, on=TODAY).amount == 0
    assert unemployment.duration(0, on=TODAY).months == 0
    leave = maternity.birth_leave(on=TODAY)
    assert maternity.allowance(leave, average_wage=0, on=TODAY).total == 0
    assert maternity.allowance(leave, average_wage=30, on=TODAY).total == leave.days


@pytest.mark.parametrize("wrong", [True, 11, -1])
def test_pregnancies_and_babies_have_their_limits(wrong: int) -> None:
    with pytest.raises(maternity.BadBirth, match="怀孕月数"):
        maternity.miscarriage_leave(wrong, on=TODAY)
    with pytest.raises(maternity.BadBirth, match="孩子数"):
        maternity.birth_leave(on=TODAY, babies=wrong)


def test_the_limits_themselves_are_allowed() -> None:
    assert [maternity.miscarriage_leave(one, on=TODAY).days for one in (0, 3, 4, 10)] == [
        15, 15, 42, 42,
    ]  # fmt: skip
    assert [maternity.birth_leave(on=TODAY, babies=one).days for one in (1, 2, 10)] == [
        98, 113, 233,
    ]  # fmt: skip
    assert maternity.birth_leave(on=TODAY).difficult == 0
    assert [injury.grade(one, wage=own_wage(1), local_average=1, on=TODAY).grade
            for one in (1, 10)] == [1, 10]  # fmt: skip
    for wrong in (0, 11, True):
        with pytest.raises(injury.BadInjury, match="伤残等级"):
            injury.grade(wrong, wage=own_wage(1), local_average=1, on=TODAY)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (105, "壹元零伍分"),
        (1_1000_00, "壹万壹仟元整"),
        (1_0999_00, "壹万零玖佰玖拾玖元整"),
        (1_0000_1000_00, "壹亿零壹仟元整"),
        (1_1000_1000_00, "壹亿壹仟万壹仟元整"),
        (1_0000_0000_0000_00, "壹万亿元整"),
        (1_0001_0000_0000_00, "壹万零壹亿元整"),
        (10_00, "壹拾元整"),
        (1001_00, "壹仟零壹元整"),
        (1010_00, "壹仟零壹拾元整"),
        (-105, "负壹元零伍分"),
        (0, "零元整"),
    ],
)
def test_capital_figures_say_their_zeros(amount: int, words: str) -> None:
    assert money.capital(amount) == words


def test_amounts_end_below_a_hundred_million_times_a_hundred_million() -> None:
    assert money.fen(Decimal(10**16) - Decimal("0.01")) == 10**18 - 1
    assert money.capital(10**18 - 1).startswith("玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿")
    with pytest.raises(money.BadAmount, match="太大"):
        money.fen(Decimal(10**16))
    with pytest.raises(money.BadAmount, match="太大"):
        money.capital(-(10**18))


def test_a_month_has_four_digits_of_a_year() -> None:
    assert months.month_text(12) == "0001-01"
    assert months.month_text(119999) == "9999-12"
    for outside in (11, 120000):
        with pytest.raises(months.BadMonth):
            months.month_text(outside)
    assert months.month_text(months.month_number("1970-02-03")) == "1970-02"
    assert months.month_number("197002") == months.month_number("1970-02") == 1970 * 12 + 1
    assert months.first_day(12) == date(1, 1, 1)
    assert months.later("2026-01", 12) == "2027-01"
    assert months.month_number(f"  {'1970-02':<30}") == 1970 * 12 + 1


def test_the_last_long_place_needs_its_hundred_and_twenty_months() -> None:
    for count, place in ((120, "310000"), (119, "510000")):
        found = transfer.drawing_place(
            [stay("310000", count), stay("440000", 1)], current="440000", household="510000",
            on=TODAY,
        )  # fmt: skip
        assert found.place == place


def test_of_three_equally_long_places_the_last_decides() -> None:
    stays = [stay("110000", 60), stay("310000", 60), stay("440000", 60), stay("510000", 59)]

    assert transfer.drawing_place(stays, current="110000", household="", on=TODAY).place == "440000"
    again = [*stays, stay("110000", 0)]
    assert transfer.drawing_place(again, current="110000", household="", on=TODAY).place == "110000"


@pytest.mark.parametrize(
    ("born", "turns"),
    [
        ("1976-02-29", "2026-02-28"),
        ("1978-02-28", "2028-02-28"),
        ("2052-02-29", "2102-02-28"),
        ("1952-02-29", "2002-02-28"),
        ("1950-02-28", "2000-02-28"),
    ],
)
def test_a_birthday_is_on_its_day_or_on_the_last_of_february(born: str, turns: str) -> None:
    found = transfer.arrival(
        sex="male", birth=date.fromisoformat(born), to="1", household="2", on=date(2060, 1, 1)
    )

    assert found.turns_on == date.fromisoformat(turns)


@pytest.mark.parametrize(
    ("born", "turns"),
    [("1960-02-29", "2000-02-29"), ("2060-02-29", "2100-02-28"), ("1984-02-29", "2024-02-29")],
)
def test_a_womans_fortieth_birthday_may_be_a_leap_day(born: str, turns: str) -> None:
    found = transfer.arrival(
        sex="female", birth=date.fromisoformat(born), to="1", household="2", on=date(2070, 1, 1)
    )

    assert found.turns_on == date.fromisoformat(turns)


def test_a_paid_year_has_its_limits() -> None:
    def moved(year: int, count: int, bases: int) -> int:
        row = transfer.PaidYear(year=year, months=count, bases=bases)
        return transfer.moved([row], account_since_1998=0, on=TODAY).pooled

    assert moved(1997, 12, 100) == 0
    assert moved(1998, 1, 100) == 12
    assert moved(9999, 12, 0) == moved(1949, 1, 5) == 0
    for wrong in ((1948, 1, 1), (10000, 1, 1), (2020, 0, 1), (2020, 13, 1), (2020, 1, -1)):
        with pytest.raises(transfer.BadStay, match=str(wrong[0])):
            moved(*wrong)


def test_the_years_of_a_transfer_keep_what_was_paid() -> None:
    row = transfer.PaidYear(year=2020, months=3, bases=1000)
    found = transfer.moved([row], account_since_1998=0, on=TODAY)

    assert found.years == (transfer.PooledYear(year=2020, months=3, bases=1000, amount=120),)
    assert (found.account, found.total) == (0, 120)


def test_a_leg_that_ends_on_its_last_day_is_not_late() -> None:
    calendar, applied = workdays.national(), date(2026, 3, 2)
    due = calendar.add(applied, 15)
    ended = {transfer_clock.Leg.REVIEW: due}

    first, second, _ = transfer_clock.clocks(applied, on=due, calendar=calendar, ended=ended)

    assert (first.is_late, first.ended_on, first.working_days) == (False, due, 15)
    assert (second.starts_on, second.has_begun) == (due, True)
    waiting = transfer_clock.clocks(applied, on=due, calendar=calendar)[0]
    assert not waiting.is_late
    same_day = {transfer_clock.Leg.REVIEW: applied}
    assert transfer_clock.clocks(applied, on=due, calendar=calendar, ended=same_day)[0].ended_on
    later = transfer_clock.clocks(applied, on=date(2026, 5, 30), calendar=calendar)
    assert later[0].is_late
    assert later[1].starts_on == date(2026, 5, 30)


def test_a_later_leg_cannot_be_over_while_the_one_before_is_open() -> None:
    calendar = workdays.national()
    with pytest.raises(transfer_clock.OutOfOrder, match="statement"):
        transfer_clock.clocks(
            date(2026, 3, 2), on=date(2026, 3, 2), calendar=calendar,
            ended={transfer_clock.Leg.STATEMENT: date(2026, 12, 1)},
        )  # fmt: skip
    with pytest.raises(transfer_clock.OutOfOrder, match="merging"):
        transfer_clock.clocks(
            date(2026, 12, 1), on=date(2026, 12, 1), calendar=calendar,
            ended={transfer_clock.Leg.MERGING: date(2027, 12, 1)},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("statutory", "until"),
    [("2026-10", ""), ("2026-11", "2026-11"), ("2027-09", "2027-09"), ("2027-10", "")],
)
def test_only_who_has_less_than_a_year_to_go_draws_on(statutory: str, until: str) -> None:
    assert unemployment.extended_to("2026-10", statutory_month=statutory, on=TODAY) == until


def test_the_unemployment_amount_may_be_the_subsistence_line_but_not_the_minimum_wage() -> None:
    def lawful(amount: int) -> int:
        return unemployment.demand_lawful(amount, minimum_wage=200, subsistence=100)

    assert [lawful(one) for one in (100, 199)] == [100, 199]
    for wrong in (99, 200):
        with pytest.raises(unemployment.OutOfBounds, match=r"2\.00.*1\.00"):
            lawful(wrong)
    with pytest.raises(unemployment.BadCount, match="^最低生活保障标准应"):
        unemployment.demand_lawful(1, minimum_wage=2, subsistence=-1)
    with pytest.raises(unemployment.BadCount, match="^最低工资应"):
        unemployment.demand_lawful(1, minimum_wage=-1, subsistence=1)


def test_the_next_workday_of_a_workday_is_itself() -> None:
    calendar = workdays.national()

    assert calendar.next_workday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert calendar.next_workday(date(2026, 11, 21)) == date(2026, 11, 23)


def test_a_family_is_told_the_rule_and_the_amount_it_gives_up() -> None:
    found = survivors.funeral_choice({"pension": 5, "injury": 5}, on=TODAY)

    assert found.source.name == "survivors.funeral_grants"
    assert (found.chosen, found.amount, found.given_up) == ("pension", 5, ("injury",))
    with pytest.raises(survivors.BadCount, match="^丧葬补助金应"):
        survivors.funeral_choice({"injury": -1}, on=TODAY)
    with pytest.raises(survivors.UnknownGrant, match="选一项"):
        survivors.funeral_choice({"injury": 1}, on=TODAY, chosen="pension")


def test_a_year_of_an_account_tells_all_its_sums() -> None:
    found = account_year(100000, 20000, Decimal("2.62"))

    assert (found.opening, found.credited, found.interest) == (100000, 20000, 2882)


def test_who_asks_for_a_table_that_is_none_hears_what_is_near() -> None:
    with pytest.raises(tables.UnknownTable) as caught:
        tables.national().series("rates.pension")
    near = str(caught.value)
    assert "rates.pension_own、rates.pension_account" not in near
    assert "rates.pension_own" in near
    assert "injury.care" not in near
    with pytest.raises(tables.UnknownTable) as caught:
        tables.national().series("zzz")
    assert "有这些：" in str(caught.value)
    assert "injury.care、injury.death_lump_sum" in str(caught.value)
    with pytest.raises(tables.UnknownTable):
        tables.national().regions("zzz")
    assert tables.national().regions("residents.base") == ("000000", "990000")


def test_a_day_after_some_months_is_the_same_or_the_last_of_its_month() -> None:
    assert certification.same_day_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert certification.same_day_after(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert certification.same_day_after(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert certification.same_day_after(date(1, 2, 1), -1) == date(1, 1, 1)
    for day, count in ((date(9999, 12, 1), 1), (date(1, 1, 1), -1)):
        with pytest.raises(months.BadMonth):
            certification.same_day_after(day, count)


def test_texts_come_to_one_width_and_back_short() -> None:
    assert half_width("ＡＢＣ１２３！～￥\u3000－—") == "ABC123!~¥ --"
    assert half_width("1\u200b2\ufeff") == "12"
    assert shown("a" * 20) == "a" * 20
    assert shown("a" * 21) == "a" * 20 + "…"
    assert shown("a\x00b") == "a?b"
    assert shown(None) == "NoneType"
    assert shown("abcd", 3) == "abc…"
    assert told(-5) == "-5"
    assert told(10**18 - 1) == str(10**18 - 1)
    assert told(10**18) == told(-(10**18)) == "一个很大的数"
    assert told("x" * 30) == "x" * 20 + "…"
    assert told(True) == "True"
