"""The whole answer to many questions, kept beside this file in ``answers.json``.

``PYTHONPATH=src:. python -m tests.law.answers`` writes them anew; the difference is then read like
any other change of the law.
"""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from shebao.commands.main import main
from tests.law import test_refusals as refusals
from tests.law.test_workings import QUESTIONS as WORKINGS

FILE = Path(__file__).with_name("answers.json")
_PERSON = ("--birth", "1975-01", "--group", "male", "--months", "200", "--index", "1.2")
_ON = ("--on", "2026-11-23")
_AT = ("--stay", "110000:150", "--stay", "310000:130", "--stay", "440000:20")
_STAY_OF_1 = ("--from", "2026-01-01", "--to", "2026-12-31")

MORE: Mapping[str, tuple[str, ...]] = {
    "retirement": ("retirement", "--birth", "1970-01", "--group", "male", *_ON),
    "retirement early": ("retirement", "--birth", "1970-01", "--group", "male", "--start",
                         "2031-01", "--paid-months", "180", *_ON),
    "retirement late": ("retirement", "--birth", "1980-01", "--group", "female50", "--start",
                        "2033-01", "--paid-months", "200", *_ON),
    "retirement of a manager": ("retirement", "--birth", "1975-01", "--group", "female55",
                                "--post", "manager", "--paid-months", "180", *_ON),
    "retirement before the reform": ("retirement", "--birth", "1964-12", "--group", "male", *_ON),
    "retirement, hazardous": ("retirement", "--birth", "1980-01", "--group", "male",
                              "--special", "hazardous", "--start", "2035-01", *_ON),
    "retirement, hazardous woman": ("retirement", "--birth", "1985-02", "--group", "female50",
                                    "--special", "hazardous", *_ON),
    "retirement, disabled": ("retirement", "--birth", "1970-01", "--group", "male",
                             "--special", "disabled", *_ON),
    "retirement of a resident": ("retirement", "--birth", "1955-05", "--group", "residents",
                                 "--paid-months", "10", *_ON),
    "minimum months": ("minimum-months", "--year", "2033"),
    "minimum months of residents": ("minimum-months", "--year", "2033", "--group", "residents"),
    "workday": ("workday", "2026-02-14", "--plus", "20", "--until", "2026-03-20"),
    "holiday": ("workday", "2026-10-01"),
    "weekend": ("workday", "2026-11-21"),
    "shares": ("shares", "--month", "2025-03", "--base", "5000", "--average", "10000"),
    "shares of injury": ("shares", "--month", "2025-03", "--base", "8000", "--scheme", "injury",
                         "--injury-class", "8"),
    "shares of a flexible worker": ("shares", "--month", "2003-03", "--base", "800", "--scheme",
                                    "flexible", "--region", "990100", "--bounded"),
    "bounds": ("bounds", "--month", "2010-03", "--region", "990100"),
    "interest": ("interest", "--year", "2024"),
    "interest of a province": ("interest", "--year", "2010", "--region", "990100"),
    "history": ("history", "--year", "2020:pppmmddaaw--:5000.00", "--year",
                "2020:pp----------:9000", "--year", "2022:tttttttttttt:1000", "--wage",
                "2020:5000", "--wage", "2022:6000"),
    "account": ("account", "--credit", "2014:1000", "--credit", "2016:2000.55", "--until",
                "2017-06", "--opening", "333.33", "--region", "990000"),
    "account with an assumed rate": ("account", "--credit", "2025:1000", "--until", "2027-03",
                                     "--assumed-rate", "2.5"),
    "account of nothing": ("account", "--until", "2025-03", "--opening", "100"),
    "payout months": ("payout-months", "--age", "60y1m", "--month", "2025-06"),
    "payout months disputed": ("payout-months", "--age", "46y11m", "--month", "2025-06"),
    "payout months before 2025": ("payout-months", "--age", "60y11m", "--month", "2024-12"),
    "projection early": ("project", *_PERSON, "--account", "100000", "--region", "990000",
                         "--as-of", "2026-10", "--start", "2036-01", "--pays-until", "2030-06",
                         "--ratio", "0.3", "--wage-growth", "-1.5", "--deemed-months", "12",
                         "--deemed-index", "0.9", "--early-months", "6"),
    "projection late": ("project", *_PERSON, "--account", "100000", "--region", "510000",
                        "--as-of", "2025-10", "--start", "2040-01", "--ratio", "9",
                        "--average-wage", "9000", "--interest", "3", "--early-months", "24"),
    "unemployment": ("unemployment", "--paid-months", "61", "--carried", "3", "--first-month",
                     "2026-12", "--statutory-month", "2029-01", *_ON),
    "unemployment, nothing": ("unemployment", "--paid-months", "6", "--own-will",
                              "--not-registered", "--draws-pension", *_ON),
    "miscarriage": ("maternity", "--miscarriage", "4", "--average-wage", "9000", *_ON),
    "birth leave": ("maternity", "--babies", "3", *_ON),
    "survivors of a pensioner": ("survivor", "--paid-months", "300", "--drawn-months", "59",
                                 "--monthly-income", "5015", *_ON),
    "survivors with another funeral grant": ("survivor", "--paid-months", "300",
                                             "--yearly-income", "60180", "--funeral-from",
                                             "injury", *_ON),
    "survivors cut to nothing": ("survivor", "--paid-months", "59", "--yearly-income", "60180",
                                 "--own-contributions", "6000", *_ON),
    "injury 6 with work": ("injury", "--grade", "6", "--wage", "100", "--wage", "200.01",
                           "--average", "10000", "--has-work", "--region", "990000", *_ON),
    "injury 4 at the minimum wage": ("injury", "--grade", "4", "--wage", "1", "--average", "3000",
                                     "--minimum-wage", "2690", "--care", "most", *_ON),
    "death later": ("injury", "--death", "later", "--wage", "99999", "--average", "10000",
                    "--national-income", "54188", "--dependant", "spouse-alone", *_ON),
    "place at home": ("transfer-place", "--household", "510000", "--current", "510100", *_AT,
                      *_ON),
    "place current": ("transfer-place", "--household", "510000", "--current", "110000", *_AT,
                      *_ON),
    "place last long": ("transfer-place", "--household", "510000", "--current", "440300", *_AT,
                        *_ON),
    "place gathered": ("transfer-place", "--household", "510000", "--current", "440300",
                       "--stay", "440100:119", "--stay", "310000:200:temporary", *_ON),
    "place without a household": ("transfer-place", "--current", "440300", "--stay",
                                  "110000:60", "--stay", "310000:60", *_ON),
    "arrival young": ("transfer-arrival", "--sex", "male", "--birth", "1980-03-01", "--to",
                      "440300", "--household", "510000", *_ON),
    "arrival of age": ("transfer-arrival", "--sex", "female", "--birth", "1980-02-29", "--to",
                       "440300", "--household", "510000", *_ON),
    "arrival home": ("transfer-arrival", "--sex", "female", "--birth", "1960-02-29", "--to",
                     "510100", "--household", "510000", *_ON),
    "arrival approved": ("transfer-arrival", "--sex", "female", "--birth", "1960-02-29", "--to",
                         "440300", "--approved", *_ON),
    "arrival continuous": ("transfer-arrival", "--sex", "female", "--birth", "1960-02-29", "--to",
                           "440300", "--continuous", *_ON),
    "arrival retired": ("transfer-arrival", "--sex", "female", "--birth", "1960-02-29", "--to",
                        "440300", "--retired", *_ON),
    "amount": ("transfer-amount", "--account", "1000.01", "--account-before", "50.05",
               "--temporary", "7", "--year", "1997:12:6000", "--year", "1998:1:600.05", *_ON),
    "clock": ("transfer-clock", "--applied", "2026-03-02", "--review-ended", "2026-03-09",
              "--on", "2026-04-30"),
    "clock at the end of the year": ("transfer-clock", "--applied", "2026-12-01", "--on",
                                     "2026-12-02"),
    "clock all over": ("transfer-clock", "--applied", "2026-03-02", "--review-ended",
                       "2026-03-20", "--statement-ended", "2026-05-30", "--merging-ended",
                       "2026-06-03", "--on", "2026-07-30"),
    "certification": ("certification", "--last", "2025-12-01", *_ON),
    "certification early": ("certification", "--last", "2026-08-31", "--scheme", "residents",
                            "--region", "460100", *_ON),
    "certification overdue": ("certification", "--last", "2025-02-28", "--scheme", "injury",
                              *_ON),
    "certification withheld": ("certification", "--last", "2025-02-28", "--withheld-since",
                               "2026-09", "--scheme", "survivors", *_ON),
    "certification ended": ("certification", "--last", "2025-02-28", "--loss", "prison",
                            "--lost-on", "2026-03-02", *_ON),
    "exemption": ("exemption", "--country", "DEU", "--scheme", "pension", "--scheme",
                  "unemployment", *_STAY_OF_1),
    "exemption too long": ("exemption", "--country", "DEU", "--scheme", "pension", "--from",
                           "2026-01-01", "--to", "2031-01-01"),
    "exemption extended": ("exemption", "--country", "DEU", "--scheme", "pension", *_STAY_OF_1,
                           "--earlier", "DEU:2023-01-01:2025-12-31", "--earlier",
                           "DEU:2021-01-01:2022-12-31", "--earlier", "JPN:2018-01-01:2020-12-31"),
    "exemption overlapping": ("exemption", "--country", "DEU", "--scheme", "pension", *_STAY_OF_1,
                              "--earlier", "JPN:2026-12-31:2027-12-31", "--extension"),
    "exemption in France": ("exemption", "--country", "FRA", "--scheme", "pension", *_STAY_OF_1),
    "exemption before the day": ("exemption", "--country", "KGZ", "--scheme", "pension",
                                 "--from", "2025-06-01", "--to", "2026-05-31"),
    "exemption before signing": ("exemption", "--country", "KGZ", "--scheme", "pension",
                                 "--from", "2024-06-01", "--to", "2026-05-31"),
    "exemption in no agreement": ("exemption", "--country", "USA", "--scheme", "pension",
                                  *_STAY_OF_1),
    "exemption outside": ("exemption", "--country", "JPN", "--scheme", "unemployment", "--scheme",
                          "residents", *_STAY_OF_1),
    "exemption unsure": ("exemption", "--country", "DNK", "--scheme", "residents", "--kind",
                         "family", *_STAY_OF_1),
    "exemption unsure limit": ("exemption", "--country", "FIN", "--scheme", "pension", "--from",
                               "2026-01-01", "--to", "2031-01-01"),
    "exemption unknown limit": ("exemption", "--country", "KGZ", "--scheme", "pension",
                                *_STAY_OF_1),
    "exemption unlimited": ("exemption", "--country", "DEU", "--scheme", "pension", "--kind",
                            "diplomat", "--from", "2026-01-01", "--to", "2046-01-01"),
    "treaties in 2017": ("treaties", "--on", "2017-06-18"),
    "explain": ("explain", "residents.base", "--on", "2025-01-01", "--region", "990101"),
    "explain as known": ("explain", "minimum_months.employees", "--on", "2035-01-01",
                         "--known-on", "2024-01-01"),
}  # fmt: skip

IDENTIFIERS: Mapping[str, tuple[str, ...]] = {
    f"id {kind or 'guessed'} {value}": (
        "id-check", value, *(("--kind", kind) if kind else ()), *_ON,
    )
    for kind, value in (
        ("", "11010519491231002X"), ("", "810000199408230021"), ("", "911124198108030024"),
        ("", "CAN110081080310"), ("", "91350100M000100Y43"), ("", "13800138000"),
        ("", "H12345678"), ("", "E12345678"), ("", "6222021234567890123"), ("", "何"),
        ("citizen_id", "440524188001010014"), ("citizen_id", "110105194912310021"),
        ("citizen_id", "110105491231002"), ("citizen_id", "1101051949123100"),
        ("citizen_id", "810000199408230021"), ("citizen_id", "911124198108030024"),
        ("citizen_id", "010105194912310021"), ("citizen_id", "11010519490231002X"),
        ("citizen_id", "11010520991231002X"), ("citizen_id", "1101051949123100A2"),
        ("citizen_id", "11010519491231002A"), ("citizen_id", "990101199001010011"),
        ("citizen_id_15", "110105491231002"), ("citizen_id_15", "1101054912310"),
        ("citizen_id_15", "11010549123100X"),
        ("residence_permit", "830000199201300022"), ("residence_permit", "11010519491231002X"),
        ("permanent_resident", "911124198108030025"), ("permanent_resident", "811124198108030024"),
        ("permanent_resident", "999124198108030024"), ("permanent_resident", "911999198108030024"),
        ("permanent_resident", "91112419810803002"), ("permanent_resident", "CAN110081080311"),
        ("permanent_resident", "CAN11008108031"), ("permanent_resident", "CANX10081080310"),
        ("permanent_resident", "XXX110081080310"), ("permanent_resident", "CAN990081130310"),
        ("hk_macao_travel", "M1234567890"), ("hk_macao_travel", "X12345678"),
        ("taiwan_travel", "1234567890(A)"), ("taiwan_travel", "123"),
        ("passport", "EA1234567"), ("passport", "EI1234567"),
        ("social_security", "CAN110081080310"), ("social_security", "911124198108030024"),
        ("social_security", "11010519491231002X"), ("social_security", "830000199201300022"),
        ("foreign_ss", "USA1"), ("foreign_ss", "USA"), ("foreign_ss", "XYZ123"),
        ("foreign_ss", "US-123"), ("uscc", "91350100M000100Y44"), ("uscc", "91350100I000100Y43"),
        ("uscc", "9135010"), ("uscc", "91A50100M000100Y43"), ("uscc", "91350100M000100*43"),
        ("agreed_code", "AB-12"), ("agreed_code", "*"), ("card_number", "A12345678"),
        ("card_number", "A1234567"), ("card_number", "A1234567*"),
        ("card_chip", "320900D156000005AAAAAAAAAAAAAAAA"), ("card_chip", "3209"),
        ("card_chip", "X20900D156000005AAAAAAAAAAAAAAAA"),
        ("card_chip", "999999D156000005AAAAAAAAAAAAAAAA"),
        ("bank_account", "6222 0212 3456 7890 128"), ("bank_account", "62220212345678901"),
        ("bank_account", "622202123456"), ("bank_account", "62220212345X78901"),
        ("mobile", "+86 138-0013-8000"), ("mobile", "+1 202 555 0100"), ("mobile", "12800138000"),
        ("mobile", "1380013800"), ("mobile", "1380013800a"), ("mobile", "+0123456"),
        ("region", "110105"), ("region", "110105001001"), ("region", "999999"),
        ("region", "010105"), ("region", "1101"), ("region", "11010X"),
        ("country", "156"), ("country", "XXX"), ("postcode", "100000"), ("postcode", "1000"),
        ("name", "欧阳·娜娜"), ("name", "Anna  Maria"), ("name", "A" * 81), ("name", "王1"),
        ("name", "王"), ("name", "王\ue000"), ("year_month", "2031年5月"),
        ("year_month", "2031-13"), ("year_month", "May"), ("core_number", "A-1"),
        ("core_number", "*"), ("scheme_code", "110"), ("scheme_code", "11"),
        ("citizen_id", " "), ("citizen_id", "1" * 201), ("citizen_id", "1\x00"),
    )
}  # fmt: skip

QUESTIONS: Mapping[str, tuple[str, ...]] = {**WORKINGS, **MORE, **IDENTIFIERS}
REFUSALS: Mapping[str, tuple[str, ...]] = {
    " ".join(words): words
    for words in (
        *refusals.MONTH_13,
        *(
            case[0]
            for cases in (
                refusals.NEGATIVE, refusals.UNBORN, refusals.NO_DATA, refusals.OUTSIDE,
                refusals.IMPOSSIBLE, refusals.REVERSED, refusals.UNREADABLE,
            )
            for case in cases
        ),
    )
    if "--on" in words or words[0] not in {"unemployment", "certification"}
}  # fmt: skip


def answered(words: tuple[str, ...]) -> Any:
    """The answer of a command, or its refusal, with every number of the law cut to its name."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main(["law", *words, "--json"])
    return shortened(json.loads(out.getvalue()))


def shortened(record: Any) -> Any:
    if isinstance(record, list):
        return [shortened(one) for one in record]
    if not isinstance(record, dict):
        return record
    if {"name", "value", "from", "document"} <= set(record):
        return f"{record['name']} {record['region']} {record['from']}"
    return {key: shortened(one) for key, one in record.items()}


def _written() -> str:
    found = {
        "answers": {name: answered(words) for name, words in QUESTIONS.items()},
        "refusals": {name: answered(words)["error"] for name, words in REFUSALS.items()},
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(_written(), encoding="utf-8")
