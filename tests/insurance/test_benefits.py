"""Pensions and benefits are worked out by the core itself, to the fen, and paid from then on."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shebao.commands.main import main
from shebao.exchange import port
from shebao.exchange.port import ReceiptState, ask_one
from shebao.insurance import sql
from shebao.insurance.life.tick import tick
from shebao.law import disability
from shebao.law.history import career, published_wages
from shebao.law.pension import Books, balance_at

pytestmark = pytest.mark.usefixtures("db")
Who = Callable[[str], Any]
Make = Callable[..., Any]
RETIRES = "retires_this_month_male"


def _told(core: Any, question: Any) -> Any:
    return ask_one(core, question).value


def _benefits(core: Any, number: str) -> tuple[port.Benefit, ...]:
    return tuple(_told(core, port.BenefitsOf(number=number)))


def _registration(core: Any, number: str, scheme: str) -> port.Registration:
    rows = _told(core, port.RegistrationsOf(number=number))
    return next(row for row in rows if row.scheme == scheme)


def _refused(core: Any, once: Any) -> str:
    receipt = core.post(once)
    assert receipt.state is ReceiptState.REFUSED
    return str(receipt.reason)


def _by_command(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["law", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def _retire(posting: Make, number: str, *, choice: str = "statutory", month: str) -> Any:
    return posting("retirement", number, scheme="pension", choice=choice, start_month=month)


@pytest.mark.clause("5.4.3d", "6.4.4")
def test_a_pension_is_the_one_that_the_law_command_works_out_from_the_same_books(
    core: Any, who: Who, posting: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    person = who(RETIRES)
    account = _told(core, port.AccountOf(number=person.number))
    rows = _told(core, port.ContributionsOf(number=person.number))
    life = career(rows, average_wages=published_wages("990100"))

    receipt = core.post(_retire(posting, person.number, month="2026-11"))

    (benefit,) = _benefits(core, person.number)
    age = (2026 - person.birth.year) * 12 + 11 - person.birth.month
    index = life.index
    said = _by_command(
        capsys, "pension", "--region", "990100", "--month", "2026-11",
        "--age", f"{age // 12}y{age % 12}m", "--index", f"{float(index):.9f}",
        "--months", str(life.months),
        "--account", f"{balance_at(account.years, '2026-11') / 100:.2f}",
    )  # fmt: skip
    assert receipt.state is ReceiptState.DONE
    assert receipt.reference == benefit.number
    assert (benefit.monthly, benefit.first_month) == (said["total_fen"], "2026-12")
    assert dict(benefit.parts) == {
        line["name"]: line["value"] for line in said["lines"] if line["is_part"] and line["value"]
    }


@pytest.mark.clause("5.2.2a", "6.4.4")
def test_whoever_retires_is_a_pensioner_everywhere_in_the_books(
    core: Any, who: Who, posting: Make
) -> None:
    person = who(RETIRES)
    before = _told(core, port.EmployerOf(number=person.employer_number)).headcount
    once = _retire(posting, person.number, month="2026-11")

    assert core.post(once) == core.post(once)

    after = who(RETIRES)
    proof = _told(core, port.CertificationOf(number=person.number))
    unit = _told(core, port.EmployerOf(number=person.employer_number))
    assert (after.kind, after.employer_number) == ("pensioner", "")
    assert unit.headcount == before - 1
    assert _registration(core, person.number, "pension").state == "retired"
    assert _registration(core, person.number, "unemployment").state == "ended"
    assert (proof.required, proof.next_due) == (True, date(2027, 11, 24))
    assert len(_benefits(core, person.number)) == 1


def test_the_monthly_run_pays_from_the_first_month_on(core: Any, who: Who, posting: Make) -> None:
    number = who(RETIRES).number
    core.post(_retire(posting, number, month="2026-11"))
    (benefit,) = _benefits(core, number)
    assert _told(core, port.PaymentsOf(number=number)) == ()

    tick(date(2027, 1, 20))

    paid = _told(core, port.PaymentsOf(number=number))
    assert [row.month for row in paid] == ["2027-01", "2026-12"]
    assert paid[1].amount == benefit.monthly
    assert paid[1].result == "paid"


def test_months_gone_by_are_paid_at_once_and_not_again(core: Any, who: Who, posting: Make) -> None:
    number = who("zheng_jianguo").number
    receipt = core.post(_retire(posting, number, choice="early", month="2026-09"))
    (benefit,) = _benefits(core, number)
    paid = _told(core, port.PaymentsOf(number=number))

    assert receipt.state is ReceiptState.DONE
    assert [(row.month, row.amount) for row in paid] == [
        ("2026-11", benefit.monthly),
        ("2026-10", benefit.monthly),
    ]
    tick(date(2026, 12, 20))
    months = [row.month for row in _told(core, port.PaymentsOf(number=number))]
    assert months == ["2026-12", "2026-11", "2026-10"]


def test_months_paid_after_the_chosen_one_do_not_count(core: Any, who: Who, posting: Make) -> None:
    number = who("zheng_jianguo").number
    rows = _told(core, port.ContributionsOf(number=number))
    account = _told(core, port.AccountOf(number=number))
    core.post(_retire(posting, number, choice="early", month="2026-09"))
    (benefit,) = _benefits(core, number)

    assert sum(row.states.count("p") for row in rows if row.scheme == "pension") == 262
    later = [row for row in rows if row.year == 2026 and row.scheme == "pension"]
    credit = sum(base * 8 // 100 for row in later for base in row.bases[9:])
    whole = balance_at(account.years, "2026-09")
    assert dict(benefit.parts)["account"] == round((whole - credit) * 10 / 1390)


@pytest.mark.parametrize(
    ("key", "choice", "month", "words"),
    [
        ("wang_fang", "statutory", "2026-11", "可以选"),
        ("zheng_jianguo", "statutory", "2026-11", "退休方式不符"),
        ("zheng_jianguo", "early", "2026-12", "还没有到"),
        ("zhao_xiulan", "statutory", "2014-04", "已经在领取"),
        ("ma_xiaoyu", "statutory", "2026-11", "没有可以领取"),
    ],
)
def test_a_pension_that_nobody_may_draw_is_refused_in_words(
    core: Any, who: Who, posting: Make, key: str, choice: str, month: str, words: str
) -> None:
    reason = _refused(core, _retire(posting, who(key).number, choice=choice, month=month))
    assert words in reason


def test_months_that_are_no_longer_enough_are_refused_and_nothing_changes(
    core: Any, who: Who, posting: Make
) -> None:
    number = who(RETIRES).number
    sql.change(
        "DELETE FROM insurance_contributionyear WHERE person = %s AND year < 2014", int(number)
    )
    reason = _refused(core, _retire(posting, number, month="2026-11"))
    assert "最低要缴满 180 个月" in reason
    assert "还差" in reason
    assert _benefits(core, number) == ()
    assert who(RETIRES).kind == "employee"


@pytest.mark.clause("6.4.4")
def test_a_late_retirement_is_recorded_shown_and_opens_the_later_month(
    core: Any, who: Who, posting: Make
) -> None:
    person = who("retires_next_month_male")
    late = _retire(posting, person.number, choice="late", month="2026-12")
    assert "退休方式不符" in _refused(
        core,
        posting(
            "retirement",
            who(RETIRES).number,
            scheme="pension",
            choice="late",
            start_month="2026-11",
        ),
    )
    receipt = core.post(posting("retirement_deferral", person.number, until_month="2027-06"))

    assert receipt.state is ReceiptState.DONE
    assert _registration(core, person.number, "pension").deferred_until == "2027-06"
    assert "还没有到" in _refused(core, late)


def test_who_works_on_without_an_agreement_is_told_so(core: Any, who: Who, posting: Make) -> None:
    number = who(RETIRES).number
    tick(date(2026, 12, 20))
    core_later = type(core)(clock=lambda: _moment(2026, 12, 21))
    once = _retire(posting, number, choice="late", month="2026-12")
    assert "延迟退休备案" in _refused(core_later, once)
    core_later.post(posting("retirement_deferral", number, until_month="2027-06"))
    again = _retire(posting, number, choice="late", month="2026-12")
    assert core_later.post(again).state is ReceiptState.DONE


def _moment(year: int, month: int, day: int) -> Any:
    from datetime import UTC, datetime

    return datetime(year, month, day, 2, tzinfo=UTC)


@pytest.mark.parametrize("until", ["2026-11", "2029-12"])
def test_an_agreement_outside_the_range_is_refused(
    core: Any, who: Who, posting: Make, until: str
) -> None:
    once = posting("retirement_deferral", who(RETIRES).number, until_month=until)
    assert "延迟" in _refused(core, once)


@pytest.mark.clause("5.4.3d")
def test_a_residents_pension_is_the_one_that_the_law_command_works_out(
    core: Any, who: Who, posting: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    person = who("resident_sixty_this_month")
    account = _told(core, port.AccountOf(number=person.number))
    row = _registration(core, person.number, "residents")
    once = posting(
        "retirement", person.number, scheme="residents", choice="statutory", start_month="2026-11"
    )

    assert core.post(once).state is ReceiptState.DONE

    (benefit,) = _benefits(core, person.number)
    said = _by_command(
        capsys, "residents-pension", "--region", "990100", "--month", "2026-11",
        "--birth", f"{person.birth:%Y-%m}", "--months", str(row.months_actual),
        "--account", f"{balance_at(account.years, '2026-11') / 100:.2f}",
    )  # fmt: skip
    assert (benefit.kind, benefit.first_month) == ("residents_pension", "2026-12")
    assert benefit.monthly == said["working"]["total_fen"]


def test_residents_wait_until_sixty(core: Any, who: Who, posting: Make) -> None:
    number = who("resident_sixty_next_month").number
    once = posting(
        "retirement", number, scheme="residents", choice="statutory", start_month="2026-11"
    )
    assert "年满 60 周岁" in _refused(core, once)


@pytest.mark.parametrize(("paid", "months"), [(12, 12), (60, 18), (120, 24)])
def test_an_unemployment_benefit_runs_as_long_as_the_months_allow(
    core: Any, who: Who, posting: Make, paid: int, months: int
) -> None:
    number = who(f"unclaimed_after_{paid}_months").number
    once = posting("benefit", number, benefit="unemployment_benefit", first_month="2026-10")

    assert core.post(once).state is ReceiptState.DONE

    (benefit,) = _benefits(core, number)
    first, last = (
        2026 * 12 + 9,
        int(benefit.until_month[:4]) * 12 + int(benefit.until_month[5:]) - 1,
    )
    assert last - first + 1 == months
    assert benefit.monthly == 162000
    assert [row.month for row in _told(core, port.PaymentsOf(number=number))] == [
        "2026-11",
        "2026-10",
    ]


def test_less_than_a_year_and_a_running_benefit_are_refused(
    core: Any, who: Who, posting: Make
) -> None:
    def claim(key: str) -> Any:
        number = who(key).number
        return posting("benefit", number, benefit="unemployment_benefit", first_month="2026-11")

    assert "不满 12 个月" in _refused(core, claim("unclaimed_after_11_months"))
    assert "正在领取" in _refused(core, claim("feng_hao"))
    assert "还在就业" in _refused(core, claim("lin_qiang"))


def test_new_work_ends_the_unemployment_benefit_and_the_rest_is_carried_over(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("unclaimed_after_60_months").number
    claim = {"benefit": "unemployment_benefit", "first_month": "2026-11"}
    core.post(posting("benefit", number, **claim))
    sql.change("UPDATE insurance_person SET kind = 'employee' WHERE number = %s", int(number))
    tick(date(2027, 1, 20))

    (first,) = _benefits(core, number)
    assert (first.state, first.last_month, first.until_month) == ("ended", "2026-11", "2028-04")
    changes = _told(core, port.ChangesSince(limit=1000)).changes
    ended = next(
        one
        for one in changes
        if one.kind == "benefit" and one.subject == number and one.values.get("state") == "ended"
    )
    assert "重新就业" in ended.values["words"]

    sql.change("UPDATE insurance_person SET kind = 'jobless' WHERE number = %s", int(number))
    later = type(core)(clock=lambda: _moment(2027, 2, 2))
    later.post(posting("benefit", number, benefit="unemployment_benefit", first_month="2027-02"))
    second = _benefits(core, number)[0]
    # Of eighteen months one was drawn, and nothing was paid since: seventeen are left.
    assert (second.first_month, second.until_month) == ("2027-02", "2028-06")


@pytest.mark.clause("5.4.3d")
@pytest.mark.parametrize(
    ("key", "case"),
    [("zheng_jianguo", "near"), ("born_1976_08_male", "far"), ("wang_fang", "short")],
)
def test_a_disability_allowance_follows_its_three_rules(
    core: Any, who: Who, posting: Make, key: str, case: str
) -> None:
    person = who(key)
    expected = disability.claimed(_books(core, person), month="2026-12")
    once = posting("benefit", person.number, benefit="disability_allowance", first_month="2026-12")

    assert core.post(once).state is ReceiptState.DONE

    (benefit,) = _benefits(core, person.number)
    assert expected.case == case
    assert benefit.monthly == expected.working.total
    assert bool(benefit.until_month) == (case == "short")
    assert ("account" in dict(benefit.parts)) == (case == "near")
    assert _registration(core, person.number, "pension").state == "paused"


def _books(core: Any, person: Any) -> Books:
    number = person.number
    return Books(
        birth=f"{person.birth:%Y-%m}",
        group=person.retirement_group,
        region="990100",
        rows=_told(core, port.ContributionsOf(number=number)),
        years=_told(core, port.AccountOf(number=number)).years,
    )


def test_an_allowance_is_refigured_when_five_years_are_left(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("paid_181_months").number
    claim = {"benefit": "disability_allowance", "first_month": "2026-11"}
    sql.change("UPDATE insurance_person SET birth = '1970-07-08' WHERE number = %s", int(number))
    core.post(posting("benefit", number, **claim))
    (far,) = _benefits(core, number)
    assert "account" not in dict(far.parts)
    # Born in 1970-07: the statutory month is 2031-12, five years before it is 2026-12.
    tick(date(2026, 11, 30))
    assert _benefits(core, number)[0].parts == far.parts
    tick(date(2026, 12, 20))
    near = _benefits(core, number)[0]
    assert "account" in dict(near.parts)
    assert near.monthly == sum(amount for _, amount in near.parts)


def test_an_allowance_near_the_age_becomes_the_pension_without_being_figured_anew(
    core: Any, who: Who, posting: Make
) -> None:
    number = who("zheng_jianguo").number
    core.post(posting("benefit", number, benefit="disability_allowance", first_month="2026-12"))
    tick(date(2027, 3, 20))
    later = type(core)(clock=lambda: _moment(2027, 3, 21))
    later.post(_retire(posting, number, month="2027-03"))
    pension, allowance = _benefits(core, number)
    assert (pension.kind, pension.monthly) == ("pension", allowance.monthly)
    assert (allowance.state, allowance.last_month) == ("ended", "2027-03")


def test_without_a_card_there_is_no_account_to_pay_to(core: Any, who: Who, posting: Make) -> None:
    number = who(RETIRES).number
    sql.change("DELETE FROM insurance_card WHERE person = %s", int(number))
    assert "社会保障卡" in _refused(core, _retire(posting, number, month="2026-11"))
