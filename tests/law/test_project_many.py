"""``shebao law project-many``: a file of people in, a file of projections out."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.commands import law_many
from shebao.commands.law_cells import CELLS
from shebao.commands.law_many import SOME_BAD
from shebao.commands.main import main
from tests.law.known import Ask

GROWTH = ("--wage-growth", "2.5", "--interest", "1.5", "--price-growth", "2")
HEADER = "birth,group,region,as_of,months,index,account,start,ratio"
WANG = "1987-03,male,990000,2026-10,180,0.84,90000.00,2049-01,1.2"
LIN = '1990-11,female50,510000,2026-10,120,1.1,"61,234.56",,'
Streams = pytest.CaptureFixture[str]


def file_of(folder: Path, *lines: str) -> str:
    path = folder / "people.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(path)


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.clause("5.4.3d")
def test_each_line_is_projected_as_the_single_command_does(
    tmp_path: Path, ask: Ask, capsys: Streams
) -> None:
    assert (
        main(["law", "project-many", file_of(tmp_path, HEADER, WANG, LIN), "--json", *GROWTH]) == 0
    )
    wang, lin = records(capsys.readouterr().out)
    shared = ("--as-of", "2026-10", *GROWTH)
    single = ask(
        "law", "project", "--birth", "1987-03", "--group", "male", "--region", "990000",
        "--months", "180", "--index", "0.84", "--account", "90000.00", "--start", "2049-01",
        "--ratio", "1.2", *shared,
    )  # fmt: skip
    other = ask(
        "law", "project", "--birth", "1990-11", "--group", "female50", "--region", "510000",
        "--months", "120", "--index", "1.1", "--account", "61234.56", *shared,
    )  # fmt: skip

    assert wang == {"line": 2} | {name: single[name] for name in wang if name != "line"}
    assert lin == {"line": 3} | {name: other[name] for name in lin if name != "line"}
    assert set(single) - set(wang) == {"working"}


@pytest.mark.clause("5.4.3d")
def test_csv_and_json_tell_the_same(tmp_path: Path, capsys: Streams) -> None:
    people = file_of(tmp_path, HEADER, WANG, WANG.replace("990000", "110000"), "x", LIN)
    assert main(["law", "project-many", people, "--json"]) == SOME_BAD
    told = records(capsys.readouterr().out)
    assert main(["law", "project-many", people]) == SOME_BAD
    written = rows(capsys.readouterr().out)

    for one, other in zip(told, written, strict=True):
        parts = one.get("parts", {})
        assert other["line"] == str(one["line"])
        assert other["error_words"] == one.get("error", {}).get("words", "")
        assert other["total_fen"] == str(one.get("total_fen", ""))
        assert other["index"] == one.get("index", "")
        assert other["start"] == one.get("start", "")
        assert other["is_met"] == (json.dumps(one["is_met"]) if parts else "")
        assert other["account_part_fen"] == str(parts.get("account_fen", ""))
    assert (told[1]["parts"]["local_fen"], written[1]["local_fen"]) == (None, "")


def test_a_bad_line_is_named_and_stops_no_other(tmp_path: Path, capsys: Streams) -> None:
    people = file_of(
        tmp_path,
        HEADER,
        WANG,
        WANG.replace("1987-03", "1987-13"),
        "",
        WANG.replace("180", "999"),
        WANG.replace("male", "residents"),
        WANG + ",1",
        WANG.replace("0.84", "1e3"),
        WANG.replace("990000", "99"),
        WANG.replace("90000.00", "1.234"),
        WANG.replace("990000", "370000"),
        WANG.replace("180", "many"),
        WANG.replace("0.84", ""),
        LIN,
    )

    code = main(["law", "project-many", people, "--json"])
    out, err = capsys.readouterr()
    told = records(out)

    assert code == SOME_BAD
    assert [one["line"] for one in told] == [2, 3, *range(5, 15)]
    assert [one["error"]["code"] for one in told[1:-1]] == [
        "bad_month", "bad_fact", "unknown_group", "bad_row", "bad_number", "bad_region",
        "bad_amount", "no_pension_base", "bad_number", "bad_number",
    ]  # fmt: skip
    assert told[-1]["total_fen"] > 0
    assert err.splitlines()[0].startswith("第 3 行：birth：")
    assert "第 5 行：缴费月数（paid_months）不能大于 475" in err
    assert err.splitlines()[-1] == "12 行中有 10 行不能测算，其余已算出"


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path, capsys: Streams) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")
    bad = file_of(tmp_path, HEADER, WANG, '"')

    assert main(["law", "project-many", bad, "--out", str(out)]) == 2
    assert "第 3 行" in capsys.readouterr().err
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "people.csv"]

    assert main(["law", "project-many", file_of(tmp_path, HEADER, WANG), "--out", str(out)]) == 0
    assert capsys.readouterr() == ("", "")
    assert len(rows(out.read_text(encoding="utf-8"))) == 1


def test_long_files_pass_in_blocks(
    tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = file_of(tmp_path, HEADER, *[WANG, LIN, "x"] * 5)
    assert main(["law", "project-many", people, "--json"]) == SOME_BAD
    whole = capsys.readouterr()
    monkeypatch.setattr(law_many, "_BLOCK", 2)

    assert main(["law", "project-many", people, "--json"]) == SOME_BAD
    assert capsys.readouterr() == whole


def test_a_stream_is_read_and_written_as_well(
    capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\ufeff{HEADER}\r\n{WANG}\r\n"))

    assert main(["law", "project-many", "-"]) == 0
    assert rows(capsys.readouterr().out)[0]["start"] == "2049-01"


def test_a_header_alone_gives_a_header_alone(tmp_path: Path, capsys: Streams) -> None:
    people = file_of(tmp_path, HEADER)

    assert main(["law", "project-many", people]) == 0
    assert capsys.readouterr().out.startswith("line,start,choice,")
    assert main(["law", "project-many", people, "--json"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("birth,group", "缺少：region、as_of、months、index、account"),
        (f"{HEADER},deemed_month", "不认识：'deemed_month'"),
        (f"{HEADER},birth", "每列一次"),
        ("", "缺少：birth"),
    ],
)
def test_a_header_that_would_be_misread_is_refused(
    tmp_path: Path, refuse: Ask, header: str, words: str
) -> None:
    error = refuse("law", "project-many", file_of(tmp_path, header, WANG))

    assert error["code"] == "bad_header"
    assert words in error["words"]


def test_what_is_no_file_of_people_is_refused(tmp_path: Path, refuse: Ask) -> None:
    foreign = tmp_path / "gbk.csv"
    foreign.write_bytes(f"{HEADER}\n{WANG},王\n".encode("gbk"))
    good = file_of(tmp_path, HEADER, WANG)

    assert refuse("law", "project-many", str(foreign))["code"] == "bad_encoding"
    assert refuse("law", "project-many", str(tmp_path))["code"] == "no_file"
    assert refuse("law", "project-many", str(tmp_path / "none.csv"))["code"] == "no_file"
    assert refuse("law", "project-many", "a\0b")["code"] == "no_file"
    assert refuse("law", "project-many", good, "--out", str(tmp_path))["code"] == "cannot_write"
    nowhere = str(tmp_path / "no" / "out.csv")
    assert refuse("law", "project-many", good, "--out", nowhere)["code"] == "cannot_write"
    assert refuse("law", "project-many", good, "--interest", "99")["code"] == "bad_fact"


@given(
    lines=st.lists(st.lists(st.text(max_size=8) | st.sampled_from(WANG.split(",")), max_size=10))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_line_ever_ends_in_a_traceback(
    tmp_path: Path, capsys: Streams, lines: list[list[str]]
) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([HEADER.split(","), *lines])

    code = main(["law", "project-many", str(path)])
    out, err = capsys.readouterr()

    assert code in {0, SOME_BAD, 2}
    assert "Traceback" not in out + err


def test_the_header_is_written_down_in_the_help(capsys: Streams) -> None:
    assert main(["law", "project-many", "--help"]) == 0
    told = capsys.readouterr().out

    assert all(name in told for name in CELLS)
    assert "退出码" in told
