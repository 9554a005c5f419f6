"""What a death, an injury or a stay abroad brings in the core: by the law, once, and visible."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shebao.commands.main import main
from shebao.exchange import port
from shebao.exchange.port import ReceiptState, ask_one
from shebao.insurance import sql
from shebao.insurance.cast import BY_KEY
from shebao.insurance.life.account_years import close_year
from shebao.insurance.life.payments import pay_month
from shebao.law.money import yuan

from .conftest import NOW

pytestmark = pytest.mark.usefixtures("db")
Who = Callable[[str], Any]
Make = Callable[..., Any]
BIG = "8000000000"
TODAY = NOW.date()


def _names(key: str) -> dict[str, str]:
    one = BY_KEY[key]
    return {
        "id_type": one.id_type,
        "id_number": one.id_number,
        "country": one.country,
        "name": one.name,
    }


def _told(core: Any, key: str, **other: str) -> Any:
    named = {**_names(key), **other}
    full_name = named.pop("name")
    return ask_one(core, port.DeceasedOf(full_name=full_name, **named)).value


def _law(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["law", *words, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def _survivor(key: str, **more: str) -> dict[str, str]:
    return {**_names(key), "relation": "child", "funeral_from": "pension", **more}


def _benefits(core: Any, number: str) -> Any:
    return ask_one(core, port.BenefitsOf(number=number)).value


def _payments(core: Any, number: str) -> Any:
    return ask_one(core, port.PaymentsOf(number=number)).value


@pytest.mark.clause("6.3.1", "6.4.4")
@pytest.mark.parametrize("key", ["wang_fang", "zhao_xiulan", "wu_dashan"])
def test_nothing_is_told_of_the_living(core: Any, key: str) -> None:
    assert _told(core, key) is None


@pytest.mark.clause("6.3.1", "6.4.4")
@pytest.mark.parametrize(
    "wrong", [{"name": "丁伯"}, {"name": ""}, {"id_type": "passport"}, {"country": "HKG"}]
)
def test_the_dead_are_told_of_by_document_and_name_together(
    core: Any, wrong: dict[str, str]
) -> None:
    assert _told(core, "ding_bonian").died_on == date(2026, 5, 8)
    assert _told(core, "ding_bonian", **wrong) is None


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_the_familys_sum_is_that_of_the_law_command_to_the_fen(
    core: Any, who: Who, posting: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    told, wang = _told(core, "ding_bonian"), who("wang_fang")
    drawn = (2026 * 12 + 4) - (int(told.drawn_since[:4]) * 12 + int(told.drawn_since[5:]) - 1) + 1
    law = _law(
        capsys,
        *("survivor", "--paid-months", str(told.paid_months), "--yearly-income", "47040"),
        *("--drawn-months", str(drawn), "--on", "2026-05-08"),
    )

    receipt = core.post(posting("survivor", wang.number, **_survivor("ding_bonian")))

    assert receipt.state is ReceiptState.DONE
    grant = next(one for one in _benefits(core, wang.number) if one.kind == "survivor_grant")
    parts = {"funeral": law["funeral_fen"], "survivor_pension": law["pension_fen"]}
    assert dict(grant.parts) == parts
    assert (grant.state, grant.monthly, grant.last_month) == ("ended", 0, f"{TODAY:%Y-%m}")
    paid = [one for one in _payments(core, wang.number) if one.benefit_number == grant.number]
    assert [(one.amount, one.paid_on) for one in paid] == [(law["total_fen"], TODAY)]
    assert _told(core, "ding_bonian").funeral_paid_by == "pension"


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_a_death_is_paid_for_once_whoever_comes_second(core: Any, who: Who, posting: Make) -> None:
    wang, lin = who("wang_fang"), who("lin_qiang")
    once = posting("survivor", wang.number, **_survivor("ding_bonian"))
    first = core.post(once)
    assert core.post(once) == first

    second = core.post(posting("survivor", lin.number, **_survivor("ding_bonian")))
    third = core.post(
        posting("survivor", lin.number, **_survivor("ding_bonian", funeral_from="injury"))
    )

    assert second.state is ReceiptState.REFUSED
    assert "第四十九条" in second.reason
    assert "养老保险" in second.reason
    assert third.state is ReceiptState.REFUSED
    assert "抚恤金已经发过" in third.reason
    assert not _benefits(core, lin.number)


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_a_refusal_takes_back_what_was_written_before_it(
    core: Any, who: Who, posting: Make
) -> None:
    """The funeral is found taken after the pension was noted; nothing of it stays."""
    told = _told(core, "ding_bonian")
    assert told.claimed == ()
    number = who("ding_bonian").number
    sql.change(
        sql.insert("claim", "deceased, kind, claimant, scheme, amount, at"),
        *(int(number), "funeral", 1, "unemployment", 1, TODAY),
    )
    receipt = core.post(posting("survivor", who("wang_fang").number, **_survivor("ding_bonian")))
    assert receipt.state is ReceiptState.REFUSED
    assert _told(core, "ding_bonian").claimed == (port.ClaimKind.FUNERAL,)


def test_a_family_that_had_the_funeral_elsewhere_still_gets_the_pension(
    core: Any, who: Who, posting: Make
) -> None:
    wang = who("wang_fang")
    values = _survivor("ding_bonian", funeral_from="unemployment")
    assert core.post(posting("survivor", wang.number, **values)).state is ReceiptState.DONE
    grant = _benefits(core, wang.number)[0]
    assert [name for name, _ in grant.parts] == ["survivor_pension"]
    assert _told(core, "ding_bonian").funeral_paid_by == ""


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_the_account_of_the_dead_goes_to_the_heir_and_is_closed(
    core: Any, who: Who, posting: Make
) -> None:
    told, wang = _told(core, "shi_lei"), who("wang_fang")
    assert told.balance > 0
    values = {"payout_for": "death", **_names("shi_lei"), "relation": "spouse"}

    receipt = core.post(posting("account_payout", wang.number, **values))

    assert receipt.state is ReceiptState.DONE
    assert dict(_benefits(core, wang.number)[0].parts) == {"account_balance": told.balance}
    assert _told(core, "shi_lei").balance == 0
    again = core.post(posting("account_payout", who("lin_qiang").number, **values))
    assert "没有余额" in again.reason
    account = ask_one(core, port.AccountOf(number=who("shi_lei").number)).value
    assert account.balance == 0
    for row in account.years[:-1]:
        assert row.closing >= 0
    close_year(TODAY.year, at=NOW)
    assert _told(core, "shi_lei").balance == 0


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_who_still_pays_cannot_take_the_account_along(core: Any, who: Who, posting: Make) -> None:
    anna = who("anna_smith")
    leaving = {"payout_for": "emigration"}
    refused = core.post(posting("account_payout", anna.number, **leaving))
    assert "还在缴费" in refused.reason
    sql.change(
        "UPDATE insurance_registration SET state = 'paused' WHERE person = %s", int(anna.number)
    )
    before = ask_one(core, port.AccountOf(number=anna.number)).value.balance

    assert core.post(posting("account_payout", anna.number, **leaving)).state is ReceiptState.DONE

    assert dict(_benefits(core, anna.number)[0].parts) == {"account_balance": before}
    states = {
        row.scheme: row.state
        for row in ask_one(core, port.RegistrationsOf(number=anna.number)).value
    }
    assert states[port.Scheme.PENSION] is port.RegistrationState.ENDED


@pytest.mark.clause("5.4.3d", "6.4.4")
@pytest.mark.parametrize("key", ["gao_feng", "luo_jing"])
def test_an_injurys_sum_is_that_of_the_law_command_to_the_fen(
    core: Any, who: Who, posting: Make, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    number = who(key).number
    (hurt,) = ask_one(core, port.InjuriesOf(number=number)).value
    care = ["--care", hurt.care] if hurt.care else []
    law = _law(
        capsys,
        *("injury", "--grade", str(hurt.grade), "--wage", yuan(hurt.wage).replace(",", "")),
        *("--average", yuan(hurt.local_average).replace(",", "")),
        *("--minimum-wage", yuan(hurt.minimum_wage).replace(",", "")),
        *(*care, "--on", hurt.graded_on.isoformat()),
    )

    receipt = core.post(posting("injury_benefit", number, injury=hurt.number))

    assert receipt.state is ReceiptState.DONE
    made = {one.kind: one for one in _benefits(core, number)}
    assert dict(made["injury_grant"].parts) == {"disability_lump_sum": law["lump_sum_fen"]}
    fund = law["monthly_fen"] if law["monthly_payer"] == "fund" else 0
    monthly = made.get("injury_pension")
    assert (monthly.monthly if monthly else 0) == fund + law["care_fen"]
    again = core.post(posting("injury_benefit", number, injury=hurt.number))
    assert "已经核定过" in again.reason


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_costs_of_an_injury_are_paid_back_once_and_stand_beside_it(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("gao_feng").number
    (hurt,) = ask_one(core, port.InjuriesOf(number=number)).value
    day = hurt.happened_on.isoformat()
    cost = {"injury": hurt.number, "cost": "medical", "amount": "860000"}

    receipt = core.post(posting("injury_cost", number, **cost, start=day, end=day))

    assert receipt.state is ReceiptState.DONE
    (after,) = ask_one(core, port.InjuriesOf(number=number)).value
    (shown,) = after.costs
    assert (shown.kind, shown.start, shown.end) == ("medical", hurt.happened_on, hurt.happened_on)
    assert (shown.amount, shown.paid_on) == (860000, TODAY)
    benefit = next(one for one in _benefits(core, number) if one.number == receipt.reference)
    assert (benefit.kind, benefit.parts) == ("injury_cost", (("cost_medical", 860000),))
    assert [one.amount for one in _payments(core, number) if one.kind == "injury_cost"] == [860000]

    later = (hurt.happened_on + timedelta(days=1)).isoformat()
    again = core.post(posting("injury_cost", number, **cost, start=day, end=later))
    assert (again.state, "报销过" in again.reason) == (ReceiptState.REFUSED, True)
    other = {**cost, "cost": "board"}
    assert core.post(posting("injury_cost", number, **other, start=day, end=day)).state == "done"
    next_day = core.post(posting("injury_cost", number, **cost, start=later, end=later))
    assert next_day.state is ReceiptState.DONE
    (after,) = ask_one(core, port.InjuriesOf(number=number)).value
    assert [one.kind for one in after.costs] == ["medical", "board", "medical"]


@pytest.mark.clause("5.4.3d", "6.4.4")
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-1, 0, "早于受伤日期"), (2, 1, "结束日期"), (0, 9999, "不能晚于今天")],
)
def test_costs_outside_the_days_of_an_injury_are_refused(
    core: Any, who: Who, posting: Make, first: int, last: int, words: str
) -> None:
    number = who("gao_feng").number
    (hurt,) = ask_one(core, port.InjuriesOf(number=number)).value
    start, end = ((hurt.happened_on + timedelta(days=one)).isoformat() for one in (first, last))
    values = {"cost": "medical", "start": start, "end": end, "amount": "100"}

    refused = core.post(posting("injury_cost", number, injury=hurt.number, **values))
    unknown = core.post(posting("injury_cost", number, injury=f"{number}-99", **values))

    assert words in refused.reason
    assert "没有查到这次工伤" in unknown.reason
    assert ask_one(core, port.InjuriesOf(number=number)).value == (hurt,)


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_a_running_benefit_pays_the_months_gone_and_goes_on(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("gao_feng").number
    (hurt,) = ask_one(core, port.InjuriesOf(number=number)).value
    core.post(posting("injury_benefit", number, injury=hurt.number))
    running = next(one for one in _benefits(core, number) if one.kind == "injury_pension")

    paid = [one for one in _payments(core, number) if one.benefit_number == running.number]

    first = hurt.graded_on.year * 12 + hurt.graded_on.month
    assert len(paid) == TODAY.year * 12 + TODAY.month - 1 - first + 1
    assert {one.amount for one in paid} == {running.monthly}
    pay_month(2026 * 12 + 11, date(2026, 12, 10), at=NOW)
    more = [one for one in _payments(core, number) if one.benefit_number == running.number]
    assert [one.month for one in more][:2] == ["2026-12", "2026-11"]


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_a_death_at_work_is_that_of_the_law_command_to_the_fen(
    core: Any, who: Who, posting: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    told, wang = _told(core, "shi_lei"), who("wang_fang")
    assert told.cause is port.DeathCause.WORK
    law = _law(
        capsys,
        *("injury", "--death", "work", "--wage", yuan(told.wage).replace(",", "")),
        *("--average", yuan(told.local_average).replace(",", ""), "--national-income", "56502"),
        *("--dependant", "spouse", "--dependant", "other-alone", "--dependant", "other"),
        *("--on", told.died_on.isoformat()),
    )
    family = {"spouse": "1", "others": "2", "alone": "1"}
    values = {**_survivor("shi_lei", funeral_from="injury"), **family}

    receipt = core.post(posting("injury_death", wang.number, **values))

    assert receipt.state is ReceiptState.DONE
    made = {one.kind: one for one in _benefits(core, wang.number)}
    assert dict(made["death_grant"].parts) == {
        "funeral": law["funeral_fen"],
        "death_lump_sum": law["lump_sum_fen"],
    }
    assert [one for _, one in made["dependant_pension"].parts] == law["dependants_fen"]
    assert made["dependant_pension"].monthly <= told.wage
    again = core.post(posting("survivor", wang.number, **_survivor("shi_lei")))
    assert "工亡待遇" in again.reason


def test_who_did_not_die_at_work_brings_no_injury_benefit(
    core: Any, who: Who, posting: Make
) -> None:
    values = {**_survivor("ding_bonian"), "spouse": "1", "others": "0", "alone": "0"}
    receipt = core.post(posting("injury_death", who("wang_fang").number, **values))
    assert "工伤认定" in receipt.reason


def test_more_alone_than_there_are_is_refused(core: Any, who: Who, posting: Make) -> None:
    values = {**_survivor("shi_lei"), "spouse": "0", "others": "1", "alone": "2"}
    receipt = core.post(posting("injury_death", who("wang_fang").number, **values))
    assert receipt.state is ReceiptState.REFUSED
    assert "孤寡老人" in receipt.reason


def _abroad(**more: str) -> dict[str, str]:
    return {
        "country": "DEU",
        "abroad_kind": "posted",
        "schemes": "pension,unemployment",
        "start": "2027-01-01",
        "end": "2028-12-31",
        "is_extension": "0",
        **more,
    }


@pytest.mark.clause("5.4.3c", "6.4.4")
def test_a_unit_gets_a_certificate_for_its_own_staff_only(
    core: Any, who: Who, posting: Make
) -> None:
    tang, lin = who("tang_min"), who("lin_qiang")

    receipt = core.post(posting("exemption", BIG, **_abroad(person=tang.number)))
    strange = core.post(posting("exemption", BIG, **_abroad(person=lin.number)))

    assert receipt.state is ReceiptState.DONE
    (mine,) = ask_one(core, port.ExemptionsOf(number=tang.number)).value
    assert (mine.number, mine.country, mine.certificate) == (receipt.reference, "DEU", "参保证明")
    assert mine in ask_one(core, port.StaffExemptionsOf(number=BIG)).value
    assert strange.state is ReceiptState.REFUSED
    assert "查无此人" in strange.reason


@pytest.mark.clause("5.4.3c", "6.4.4")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"country": "FRA"}, "还没有生效"),
        ({"country": "USA"}, "没有社会保险协定"),
        ({"country": "JPN"}, "不包括：失业保险"),
        ({"end": "2031-12-31"}, ""),
        ({"end": "2032-01-01"}, "最长 60 个月"),
        ({"schemes": "residents"}, "正常参保缴费"),
        ({"start": "2028-12-31", "end": "2027-01-01"}, "早于开始日"),
        ({"country": "XXX"}, "没有代码"),
    ],
)
def test_the_treaty_decides(
    core: Any, who: Who, posting: Make, values: dict[str, str], words: str
) -> None:
    person = who("tang_min").number
    receipt = core.post(posting("exemption", BIG, **_abroad(person=person, **values)))
    assert words in receipt.reason
    assert (receipt.state is ReceiptState.DONE) == (not words)


@pytest.mark.clause("5.4.3c", "6.4.4")
def test_an_extension_follows_the_stay_before_it(core: Any, who: Who, posting: Make) -> None:
    qian = who("qian_yi")
    (before,) = ask_one(core, port.ExemptionsOf(number=qian.number)).value
    assert before.end == date(2027, 12, 31)
    wanted = _abroad(person=qian.number, start="2028-01-01", end="2030-12-31", is_extension="1")
    gap = posting("exemption", BIG, **{**wanted, "start": "2028-01-02"})
    overlap = posting("exemption", BIG, **{**wanted, "start": "2027-12-31"})

    assert "上一份证明" in core.post(gap).reason
    assert "重叠" in core.post(overlap).reason
    assert core.post(posting("exemption", BIG, **wanted)).state is ReceiptState.DONE


def test_without_a_card_nothing_is_paid(core: Any, who: Who, posting: Make) -> None:
    wang = who("wang_fang")
    sql.change("UPDATE insurance_card SET state = 'lost' WHERE person = %s", int(wang.number))
    receipt = core.post(posting("survivor", wang.number, **_survivor("ding_bonian")))
    assert "社会保障卡" in receipt.reason
    assert _told(core, "ding_bonian").claimed == ()


def test_repeating_a_claim_with_another_content_is_a_conflict_of_keys(
    core: Any, who: Who, posting: Make
) -> None:
    once = posting("survivor", who("wang_fang").number, **_survivor("ding_bonian"))
    core.post(once)
    with pytest.raises(port.Rejected):
        core.post(replace(once, values={**once.values, "relation": "spouse"}))
