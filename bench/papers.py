"""What a sealed certificate costs, beside a plain page and beside pyHanko's own signature."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.measure import Row, side_by_side, table
from shebao.hall.gateways.seal.art import seal_art
from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.kit import typeset
from shebao.hall.office.documents.drawing import SEAL, Sheet, draw

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BODY = """#let body(d) = [
  #fields(("姓名", d.name), ("个人编号", d.subject.number), ("险种", "企业职工基本养老保险"))
  #ledger(
    ("年月", "缴费基数", "单位缴纳", "个人缴纳", "状态"),
    d.rows.map(row => (month(row.month), yuan(row.base), yuan(row.unit), yuan(row.own), "已到账")),
  )
]
"""
PLAIN = """
#set document(title: "样张", date: datetime(year: 2026, month: 3, day: 2))
#set text(font: "Noto Sans SC", size: 9.5pt, lang: "zh", region: "cn")
#let d = json(bytes(sys.inputs.data))
#let cells(row) = (row.month, str(row.base), str(row.unit), str(row.own), "已到账")
#d.name #table(columns: 5, ..d.rows.map(cells).flatten())
"""


def _data(paper: int, rows: int) -> dict[str, Any]:
    """Other figures for each paper, so that none is answered from the compiler's memory."""
    return {
        "name": f"王𬱟{paper}",
        "rows": [
            {
                "month": f"{2020 + row // 12}-{row % 12 + 1:02d}",
                "base": 864000 + paper * 97 + row,
                "unit": 138240 + paper,
                "own": 69120 + paper,
            }
            for row in range(rows)
        ],
    }


def _sheet(paper: int) -> Sheet:
    return Sheet(
        number=f"990100-20260302-20-{paper:08d}",
        code="7K29QDXM4T8F3CHV"[paper % 8 :] + "7K29QDXM"[: paper % 8],
        title="社会保险参保证明",
        issuer="示例市社会保险事业管理中心",
        subject="3000000000001",
        subject_name=f"王𬱟{paper}",
        issued_at=NOW,
        valid_until=date(2026, 4, 1),
        is_test=True,
        address="https://hall.example.test",
    )


def _works(keeper: StandinSealKeeper, rows: int) -> list[Callable[[], object]]:
    fresh: Iterator[int] = itertools.count()
    seal = keeper._seal
    art = seal_art(name=seal.name, use=seal.use, is_test=seal.is_test)
    ready = draw(_sheet(0), template=BODY, data=_data(0, rows))

    def drawn() -> bytes:
        paper = next(fresh)
        return draw(_sheet(paper), template=BODY, data=_data(paper, rows))

    return [
        lambda: typeset.pdf({"main.typ": PLAIN}, data=_data(next(fresh), rows)),
        drawn,
        lambda: keeper.seal(ready, now=NOW, place=SEAL),
        lambda: seal._general(ready, art, now=NOW, place=SEAL),
        lambda: keeper.seal(drawn(), now=NOW, place=SEAL),
        lambda: seal._general(drawn(), art, now=NOW, place=SEAL),
    ]


def main() -> None:
    """Measure certificates of one page and of a long record."""
    with tempfile.TemporaryDirectory() as folder:
        keeper = StandinSealKeeper(Path(folder))
        for rows, rounds in ((12, 60), (120, 15)):
            plain, drawn, quick, slow, whole, whole_slow = side_by_side(
                _works(keeper, rows), rounds=rounds
            )
            lines = [
                Row(name="sealed certificate", micros=whole, limit="the same table, plain Typst",
                    limit_micros=plain, aim="at most 40 ms for a page"),
                Row(name="sealed certificate", micros=whole,
                    limit="drawn alike, sealed by pyHanko", limit_micros=whole_slow),
                Row(name="drawing", micros=drawn, limit="the same table, plain Typst",
                    limit_micros=plain),
                Row(name="prepared signature", micros=quick, limit="pyHanko's signature",
                    limit_micros=slow, aim="below 0.1"),
            ]  # fmt: skip
            print(table(f"Papers: a certificate with {rows} rows", lines))


if __name__ == "__main__":
    main()
