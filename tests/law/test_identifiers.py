"""Identifiers: the published samples, the rules behind them, and whatever people type instead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.commands.main import main
from shebao.law.identifiers import (
    IdKind,
    Verdict,
    check,
    check_digit_18,
    check_digit_731,
    check_digit_luhn,
    check_digit_org,
    check_digit_uscc,
    country_name,
)
from shebao.law.identifiers.digits import USCC_SIGNS
from tests.law.known import TODAY, VECTORS, Ask

PERMANENT = VECTORS["foreign_permanent_resident"]
SAMPLES = [
    (kind, case["value"], case["valid"])
    for kind, cases in (
        ("citizen_id", VECTORS["citizen_id_GB11643"]["cases"]),
        ("residence_permit", VECTORS["residence_permit_hk_mo_tw"]["cases"]),
        ("permanent_resident", PERMANENT["new18"]["cases"] + PERMANENT["old15"]["cases"]),
        ("uscc", VECTORS["uscc_GB32100"]["cases"]),
    )
    for case in cases
]
DIGITS = "0123456789"


def seen(value: str, kind: IdKind | None = None, country: str = "CHN") -> Verdict:
    return check(value, on=TODAY, kind=kind, country=country)


def number_of(birth: date, head: str = "990101", order: int = 1) -> str:
    first17 = f"{head}{birth:%Y%m%d}{order:03d}"
    return first17 + check_digit_18(first17)


BIRTHS = st.dates(date(1800, 1, 1), TODAY)
HEADS = st.sampled_from(["110101", "440524", "990101", "650102"])
NUMBERS = st.builds(number_of, BIRTHS, HEADS, st.integers(0, 999))
CODES = st.tuples(
    st.sampled_from(["91", "92", "12", "51"]),
    st.sampled_from(["110000", "350100", "440300"]),
    st.text(USCC_SIGNS, min_size=8, max_size=8),
).map(lambda parts: "".join(parts) + check_digit_org(parts[2]))


@pytest.mark.clause("6.2.2b", "6.2.3b")
@pytest.mark.parametrize(("kind", "value", "is_valid"), SAMPLES)
def test_every_published_sample_is_judged_rightly(
    ask: Ask, kind: str, value: str, is_valid: bool
) -> None:
    for verdict in (seen(value, IdKind(kind)), seen(value)):
        assert (verdict.is_valid, verdict.kind) == (is_valid, kind)
    for words in ((value, "--kind", kind), (value,)):
        asked = ask("law", "id-check", *words)
        assert (asked["is_valid"], asked["kind"]) == (is_valid, kind)


@pytest.mark.clause("6.2.3b")
@pytest.mark.parametrize(
    ("value", "kind", "birth", "sex", "region", "country"),
    [
        ("11010519491231002X", "citizen_id", date(1949, 12, 31), "female", "110105", "CHN"),
        ("440524188001010014", "citizen_id", date(1880, 1, 1), "male", "440524", "CHN"),
        ("810000199408230021", "residence_permit", date(1994, 8, 23), "female", "810000", "HKG"),
        ("830000199201300022", "residence_permit", date(1992, 1, 30), "female", "830000", "TWN"),
        ("911124198108030024", "permanent_resident", date(1981, 8, 3), "female", "110000", "CAN"),
        ("CAN110081080310", "permanent_resident", date(1981, 8, 3), "", "110000", "CAN"),
        ("91350100M000100Y43", "uscc", None, "", "350100", "CHN"),
    ],
)
def test_a_number_tells_birth_sex_and_place(
    value: str, kind: str, birth: date | None, sex: str, region: str, country: str
) -> None:
    found = seen(value)

    assert (found.kind, found.birth, found.sex) == (kind, birth, sex)
    assert (found.region, found.country) == (region, country)


@pytest.mark.parametrize("case", VECTORS["citizen_id_GB11643"]["fifteen_to_eighteen"])
def test_an_old_number_of_15_digits_finds_the_new_one_but_is_not_accepted_as_it(
    case: dict[str, str],
) -> None:
    found = seen(case["in"], IdKind.CITIZEN_15)

    assert found.is_valid
    assert found.value == case["out"]
    assert "旧档案" in found.warnings[0]
    assert seen(case["in"]).kind is IdKind.CITIZEN_15
    assert seen(case["in"], IdKind.CITIZEN).reason == "old_15"


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "11010519491231002X",
        "110105\u30001949\u200b1231002x\ufeff",
    ],
)
def test_what_people_type_is_brought_to_normal_form(typed: str) -> None:
    assert seen(typed, IdKind.CITIZEN).value == "11010519491231002X"
    assert seen(typed, IdKind.CITIZEN).is_valid


@pytest.mark.clause("6.2.3b")
@given(number=NUMBERS)
def test_every_number_built_by_the_rule_is_accepted(number: str) -> None:
    found = seen(number, IdKind.CITIZEN)

    assert found.is_valid
    assert f"{found.birth:%Y%m%d}" == number[6:14]
    assert found.sex == ("male" if int(number[16]) % 2 else "female")


@pytest.mark.clause("6.2.3b")
@given(number=NUMBERS, place=st.integers(0, 16), wrong=st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_identity_number_is_always_noticed(
    number: str, place: int, wrong: str
) -> None:
    typed = number[:place] + wrong + number[place + 1 :]

    assert seen(typed, IdKind.CITIZEN).is_valid == (typed == number)


@given(number=NUMBERS, place=st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert seen(swapped, IdKind.CITIZEN).is_valid == (swapped == number)


@pytest.mark.clause("6.2.2b")
@given(code=CODES, place=st.integers(0, 16), wrong=st.sampled_from(USCC_SIGNS))
def test_one_wrong_sign_of_a_credit_code_is_always_noticed(
    code: str, place: int, wrong: str
) -> None:
    whole = code + check_digit_uscc(code)
    typed = whole[:place] + wrong + whole[place + 1 :]

    assert seen(whole, IdKind.USCC).is_valid
    assert seen(typed, IdKind.USCC).is_valid == (typed == whole)


@given(code=CODES)
def test_a_right_outer_digit_does_not_excuse_a_wrong_organisation_code(code: str) -> None:
    inner = next(sign for sign in DIGITS if sign != code[16])
    first17 = code[:16] + inner

    verdict = seen(first17 + check_digit_uscc(first17), IdKind.USCC)

    assert verdict.reason == "org_check"


@given(payload=st.text(DIGITS, min_size=12, max_size=18), data=st.data())
def test_one_wrong_digit_of_an_account_is_always_noticed(payload: str, data: st.DataObject) -> None:
    whole = payload + check_digit_luhn(payload)
    place = data.draw(st.integers(0, len(whole) - 1))
    typed = whole[:place] + data.draw(st.sampled_from(DIGITS)) + whole[place + 1 :]

    assert seen(whole, IdKind.BANK_ACCOUNT).is_valid
    assert seen(typed, IdKind.BANK_ACCOUNT).is_valid == (typed == whole)


@given(serial=st.text(DIGITS, min_size=1, max_size=1), born=st.dates(date(1930, 1, 1), TODAY))
def test_old_permanent_resident_cards_follow_their_own_digit(serial: str, born: date) -> None:
    first14 = f"FRA3101{born:%y%m%d}{serial}"
    good = check_digit_731(first14)

    for last in DIGITS:
        assert seen(first14 + last, IdKind.PERMANENT_RESIDENT).is_valid == (last == good)


@pytest.mark.parametrize(
    ("value", "reason", "words"),
    [
        ("1101051949123100X", "length", "身份证号应是 18 位，现在是 17 位，请再看一看"),
        ("110105194912310O2X", "characters", "第 16 位是“O”"),
        ("11010519491231002Y", "characters", "最后一位应是数字或 X"),
        ("110105194913310029", "birth", "1949-13-31 不是日历上的日子"),
        ("110105190002290021", "birth", "1900-02-29"),
        ("110105000002290021", "birth", "0000-02-29"),
        ("110105194912310021", "check_digit", "最后一位对不上"),
        ("010105194912310021", "region", "第一位不会是 0"),
        ("810000199408230021", "other_kind", "港澳台居民居住证"),
        ("911124198108030024", "other_kind", "外国人永久居留身份证"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "characters", "第 1 位"),
    ],
)
def test_the_words_say_what_to_look_at(value: str, reason: str, words: str) -> None:
    found = seen(value, IdKind.CITIZEN)

    assert not found.is_valid
    assert found.reason == reason
    assert words in found.words


def test_a_birth_after_the_given_day_is_in_the_future_and_on_it_is_not() -> None:
    newborn = number_of(TODAY)

    assert seen(newborn, IdKind.CITIZEN).is_valid
    verdict = check(newborn, on=TODAY - timedelta(days=1), kind=IdKind.CITIZEN)
    assert verdict.reason == "future"
    assert "还没有到" in verdict.words


@given(number=NUMBERS, place=st.integers(0, 17), wrong=st.sampled_from(DIGITS))
def test_a_slip_in_an_identity_number_is_never_taken_for_some_other_good_number(
    number: str, place: int, wrong: str
) -> None:
    typed = number[:place] + wrong + number[place + 1 :]

    if typed != number and number[0] != "9" and place > 13:
        assert not seen(typed).is_valid


def test_a_bare_value_is_only_guessed_where_its_look_tells() -> None:
    kinds = {
        "13812345678": IdKind.MOBILE,
        "12812345678": IdKind.MOBILE,
        "6222021234567890128": IdKind.BANK_ACCOUNT,
        "H12345678": IdKind.HK_MACAO_TRAVEL,
        "E12345678": IdKind.PASSPORT,
        "914403001922038216": IdKind.USCC,
        "9144030019220382X6": IdKind.USCC,
        "911124198108030025": IdKind.PERMANENT_RESIDENT,
        "12345678": IdKind.CITIZEN,
    }

    assert {value: seen(value).kind for value in kinds} == kinds
    assert not seen("12345678").is_valid


def test_an_unknown_or_withdrawn_district_does_not_make_a_number_wrong() -> None:
    unassigned, withdrawn = number_of(date(1990, 1, 1)), number_of(date(1960, 1, 1), "320421")

    assert seen(unassigned).is_valid
    assert "990101" in seen(unassigned).warnings[0]
    assert seen(withdrawn).warnings == ()


def test_a_permanent_resident_needs_a_province_and_a_country() -> None:
    for head, reason in (("990124", "region"), ("911000", "country"), ("110105", "region")):
        verdict = seen(number_of(date(1981, 8, 3), head), IdKind.PERMANENT_RESIDENT)
        assert verdict.reason == reason


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("hk_macao_travel", "h12345678", "H12345678"),
        ("hk_macao_travel", "M1234567801", "M1234567801"),
        ("taiwan_travel", "12345678", "12345678"),
        ("taiwan_travel", "1234567890(B)", "1234567890(B)"),
        ("taiwan_travel", "1234567890", "1234567890"),
        ("passport", "e12345678", "E12345678"),
        ("passport", "EA1234567", "EA1234567"),
        ("foreign_ss", "KORM12345678", "KORM12345678"),
        ("social_security", "11010519491231002x", "11010519491231002X"),
        ("social_security", "810000 19940823 0021", "810000199408230021"),
        ("social_security", "911124198108030024", "911124198108030024"),
        ("social_security", "DEUC01X00T47", "DEUC01X00T47"),
        ("agreed_code", "jd-000123", "JD-000123"),
        ("card_number", "a12345678", "A12345678"),
        ("card_chip", "320900d156000005" + "0" * 16, "320900D156000005" + "0" * 16),
        ("bank_account", "6222 0212 3456 7890 128", "6222021234567890128"),
        ("mobile", "138 1234 5678", "13812345678"),
        ("mobile", "+86 138-1234-5678", "13812345678"),
        ("mobile", "8613812345678", "13812345678"),
        ("mobile", "+44 7911 123456", "+447911123456"),
        ("region", "110105", "110105"),
        ("region", "110105001001", "110105001001"),
        ("country", "kor", "KOR"),
        ("country", "156", "CHN"),
        ("postcode", "100 025", "100025"),
        ("year_month", "203105", "2031-05"),
        ("year_month", "2031年5月", "2031-05"),
        ("core_number", "s0001234567", "S0001234567"),
        ("scheme_code", "110", "110"),
        ("name", " 王 芳 ", "王芳"),
        ("name", "买买提•阿不都", "买买提·阿不都"),
        ("name", "阿依古丽.买买提", "阿依古丽·买买提"),
        ("name", "𠮷田㛃", "𠮷田㛃"),
        ("name", "〇昊", "〇昊"),
        ("name", "José  María O'Neill-Łukasz", "José María O'Neill-Łukasz"),
    ],
)
def test_every_kind_has_a_normal_form(ask: Ask, kind: str, value: str, normal: str) -> None:
    found = seen(value, IdKind(kind))

    assert found.is_valid, found.words
    assert found.value == normal
    assert seen(normal, IdKind(kind)).value == normal
    assert ask("law", "id-check", value, "--kind", kind)["value"] == normal


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("residence_permit", "110105194912310021", "region"),
        ("hk_macao_travel", "T12345678", "format"),
        ("hk_macao_travel", "H123456789", "format"),
        ("taiwan_travel", "123456789", "format"),
        ("passport", "EI1234567", "format"),
        ("passport", "A12345678", "format"),
        ("foreign_ss", "XXX12345", "country"),
        ("foreign_ss", "KOR", "length"),
        ("uscc", "91350100M000100Y4", "length"),
        ("uscc", "91350100MO00100Y43", "characters"),
        ("uscc", "9135A100M000100Y43", "region"),
        ("uscc", "91350100M000100Y44", "check_digit"),
        ("agreed_code", "单位一", "format"),
        ("card_number", "12345678", "length"),
        ("card_chip", "320900G1" + "0" * 24, "characters"),
        ("bank_account", "123456789012", "length"),
        ("bank_account", "622202123456789012A", "characters"),
        ("mobile", "12812345678", "format"),
        ("mobile", "1381234567", "length"),
        ("mobile", "+0123456789", "format"),
        ("region", "000000", "region"),
        ("region", "1101", "length"),
        ("country", "XXX", "country"),
        ("postcode", "10002", "format"),
        ("year_month", "203113", "month"),
        ("year_month", "2031-00", "month"),
        ("year_month", "31-05", "format"),
        ("core_number", "1" * 21, "format"),
        ("scheme_code", "11", "format"),
        ("name", "王", "length"),
        ("name", "王" * 51, "length"),
        ("name", "王芳1", "characters"),
        ("name", "·王芳", "characters"),
        ("name", "王Fang", "characters"),
        ("name", "<script>", "characters"),
        ("name", "A" * 81, "length"),
    ],
)
def test_every_kind_says_what_is_wrong(kind: str, value: str, reason: str) -> None:
    found = seen(value, IdKind(kind))

    assert not found.is_valid
    assert found.reason == reason
    assert any(asks in found.words for asks in ("请", "应"))


def test_a_passport_belongs_to_the_country_that_issued_it() -> None:
    assert seen("C01X00T47", IdKind.PASSPORT, "deu").country == "DEU"
    assert seen("C01X00T47", IdKind.PASSPORT, "CHN").reason == "format"
    assert seen("C01X00T47", IdKind.PASSPORT, "XYZ").reason == "country"
    assert seen("AB1", IdKind.PASSPORT, "USA").reason == "format"


def test_a_made_up_character_in_a_name_is_kept_with_a_warning() -> None:
    found = seen("王\ue863", IdKind.NAME)

    assert found.is_valid
    assert "自造字" in found.warnings[0]


def test_countries_have_three_letters_three_digits_and_a_name() -> None:
    assert (country_name("KOR"), country_name("TWN"), country_name("")) == ("韩国", "中国台湾", "")


@pytest.mark.parametrize("kind", [None, *IdKind])
@pytest.mark.parametrize(
    "value",
    ["", "   ", None, 12, "\x00", "\ud800", "a\udfffb", "\uffff", "9" * 5_000_000, "\u200b"],
)
def test_whatever_comes_in_a_verdict_comes_out(kind: IdKind | None, value: str) -> None:
    found = check(value, on=TODAY, kind=kind)

    assert not found.is_valid
    assert found.value == ""
    assert found.reason in {"empty", "unreadable", "too_long"}
    assert found.words.isprintable()


@given(value=st.text(max_size=40), kind=st.sampled_from([None, *IdKind]))
def test_no_text_ever_makes_a_check_fall_over(value: str, kind: IdKind | None) -> None:
    found = check(value, on=TODAY, kind=kind)

    assert found.is_valid == (found.reason == "" and found.words == "")
    assert len(found.words) < 120


@given(value=st.text("0123456789XABCHM+-· 王", max_size=24), kind=st.sampled_from(IdKind))
def test_a_normal_form_is_its_own_normal_form(value: str, kind: IdKind) -> None:
    once = check(value, on=TODAY, kind=kind)
    if once.is_valid and kind is not IdKind.CITIZEN_15:
        assert check(once.value, on=TODAY, kind=kind) == once


def test_the_command_prints_words_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "id-check", "1101051949123100", "--on", "2026-11-23"]) == 0
    assert capsys.readouterr().out == "身份证号应是 18 位，现在是 16 位，请再看一看\n"
    assert main(["law", "id-check", "11010519491231002x"]) == 0
    assert "身份证号正确：11010519491231002X" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 5_000_000])
def test_the_command_survives_what_no_keyboard_types(ask: Ask, value: str) -> None:
    assert ask("law", "id-check", value)["is_valid"] is False
