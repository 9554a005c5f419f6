"""Draw ``law/tables/workdays.toml`` anew: python tools/seed_workdays.py

The days come from the development library ``chinese_calendar``; the names of the notices stand
here.  A test holds the table equal to what this prints.
"""

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from chinese_calendar import Holiday, constants

TABLE = Path(__file__).parents[1] / "src/shebao/law/tables/workdays.toml"
NOTICES = {
    2013: "国办发明电〔2012〕33号",
    2014: "国办发明电〔2013〕28号",
    2015: "国办发明电〔2014〕28号",
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
LATER_NOTICES = {
    (2015, Holiday.anti_fascist_70th_day): "国发明电〔2015〕1号",
    (2019, Holiday.labour_day): "国办发明电〔2019〕3号",
    (2020, Holiday.spring_festival): "国办发明电〔2020〕1号",
}
HEAD = """\
# Days on which the ordinary week does not hold: `off` not worked, `worked` a weekend day that is.
# `document` is the State Council notice of the year; a holiday that another notice set or changed
# names that one.  Add a year when its notice is out; the years must follow one another.
"""
DECEMBER = 12


def notice(year: int, holiday: Holiday, days: list[date]) -> str:
    """The notice behind one holiday; a New Year block in December belongs to the next year's."""
    if holiday is Holiday.new_years_day and days[0].month == DECEMBER:
        return NOTICES[year + 1]
    return LATER_NOTICES.get((year, holiday), NOTICES[year])


def blocks(year: int) -> list[tuple[Holiday, list[date], list[date]]]:
    """Holiday, days off, days worked; December's New Year apart from January's."""
    found: dict[tuple[bool, str], tuple[list[date], list[date]]] = defaultdict(lambda: ([], []))
    for place, table in enumerate((constants.holidays, constants.workdays)):
        for day, name in sorted(table.items()):
            if day.year == year:
                is_next = name == Holiday.new_years_day.value and day.month == DECEMBER
                found[is_next, name][place].append(day)
    ordered = sorted(found.items(), key=lambda item: min(item[1][0]))
    return [(Holiday(name), off, worked) for (_, name), (off, worked) in ordered]


def render() -> str:
    """The whole table as text."""
    lines = [HEAD]
    for year, document in NOTICES.items():
        lines += ["", "[[year]]", f"year = {year}", f'document = "{document}"']
        for holiday, off, worked in blocks(year):
            lines += ["[[year.holiday]]", f'name = "{holiday.chinese}"']
            own = notice(year, holiday, off)
            lines += [f'document = "{own}"'] if own != document else []
            lines += [f"off = [{', '.join(map(str, off))}]"]
            lines += [f"worked = [{', '.join(map(str, worked))}]"] if worked else []
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{TABLE.name}: {len(NOTICES)} years\n")
