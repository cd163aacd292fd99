from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.county.check import check_tables
from sim.county.notes import notes_on
from sim.county.tables import read_tables
from sim.county.write import new_county
from sim.problems import ScenarioErrors
from tests.county.conftest import Spoil


def test_the_made_up_county_is_right(folder: Path) -> None:
    tables = read_tables(folder)
    assert check_tables(tables) == []
    assert tables.items.number("population") == 46200
    assert tables.items.number("plain") == pytest.approx(0.45)  # written 45%
    assert [one.text("kind") for one in tables.sheets["destinations"]] == ["NEIGHBOUR", "CITY", "FAR"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_template_asks_for_what_is_needed(tmp_path: Path, form: str) -> None:
    new_county(tmp_path / "own", form, {"name_zh": "甲县"})
    problems = check_tables(read_tables(tmp_path / "own"))
    assert [one.path for one in problems] == [
        "population",
        "area_km2",
        "seat_township",
        "township",
        "category",
    ]


@pytest.mark.parametrize(
    ("table", "old", "new", "path", "says"),
    [
        ("county", "population,46200", "population,about 46200", "population", "is not a number"),
        ("county", "population,46200", "population,46.2", "population", "not whole"),
        ("county", "population,46200", "populace,46200", "populace", "is no item"),
        ("county", "plain,45%", "plain,55%", "plain", "do not sum to 1"),
        ("county", "plain,45%", "plain,45", "plain", "lies outside 0–1"),
        ("county", "seat_township,青禾镇", "seat_township,青河镇", "seat_township", "is no township"),
        ("county", "base,lulong-2024-baseline", "base,lulong-2025", "base", "is no shipped scenario"),
        ("places", "枫岭乡,岭后村,,,否,5.2", "枫岭乡,岭后村,,,否,远", "distance_km", "is not a number"),
        ("places", "枫岭乡,岭后村", "枫岭,岭后村", "township", "has no row of its own"),
        ("places", "枫岭乡,岭后村", "枫岭乡,上坪村", "township", "is also in row"),
        ("places", "白云乡,,7", "白云乡,,", "villages", "has no villages"),
        ("places", "village,villages", "village,village_count", "village_count", "no column"),
        ("places", "#countycare 1 places", "#countycare 2 places", "", "has version 2"),
        ("places", "枫岭乡,松涛村", "枫岭乡,11010519491231002X", "village", "identity number"),
        ("facilities", ",综合医院,,,二级", ",总医院,,,二级", "category", "not a word of the list"),
        ("facilities", "乡镇卫生院,柳溪镇", "乡镇卫生院,柳西镇", "township", "is no township"),
        ("facilities", "村卫生室,石桥镇,石桥村", "村卫生室,石桥镇,石乔村", "village", "is no village of"),
        ("facilities", "乡镇卫生院,柳溪镇", "乡镇卫生院,青禾镇", "name_zh", "has 青禾镇卫生院"),
        ("facilities", "210,64,,县属,,,,", "210,64,,县属,,,1,", "community", "0 lead hospitals"),
        ("destinations", "市级,市三级医院（虚构）,68", "市级,市三级医院（虚构）,", "distance_km", "is empty"),
        ("prices", "县级,228", "乡镇,228", "tier", "is also in row"),
    ],
)  # fmt: skip
def test_a_problem_names_file_row_and_column(
    spoil: Spoil, table: str, old: str, new: str, path: str, says: str
) -> None:
    problems, row = spoil(table, old, new)
    found = [one for one in problems if one.path == path and one.line == row]
    assert found, [one.text.en for one in problems]
    assert says in found[0].text.en
    assert found[0].file.endswith(f"{table}.csv")
    assert found[0].wrong.zh and found[0].right.zh


def test_a_misspelt_name_is_guessed(spoil: Spoil) -> None:
    problems, _ = spoil("places", "枫岭乡,岭后村", "枫岭镇,岭后村")
    assert problems[0].nearest == "枫岭乡"


MONTH = "2024-01,居民,县级,2100,480000,190000,310,2400,2000000,1300000\n"


@pytest.mark.parametrize(
    ("rows", "path", "says"),
    [
        (MONTH, "", ""),
        (MONTH.replace("2024-01", "2024/1/1"), "", ""),
        (MONTH.replace("2024-01", "一月"), "month", "is not a month"),
        (MONTH + MONTH, "month", "is also in row 6"),
        (MONTH + MONTH.replace("居民", "全部"), "payer", "by insurance and for all"),
        (MONTH.replace("190000", "490000"), "visit_fund_yuan", "is more than the bills"),
        (MONTH.replace("2100", "0"), "visits", "is 0, but its cost"),
    ],
)
def test_monthly_sums(folder: Path, rows: str, path: str, says: str) -> None:
    file = folder / "monthly.csv"
    head = file.read_text(encoding="utf-8-sig").splitlines()[:5]
    file.write_text("\n".join([*head, rows]), encoding="utf-8")
    problems = check_tables(read_tables(folder))
    assert [one.path for one in problems] == ([path] if path else [])
    assert says in "".join(one.text.en for one in problems)


def test_small_counts_and_sums_that_do_not_agree_are_remarked(folder: Path) -> None:
    file = folder / "monthly.csv"
    head = file.read_text(encoding="utf-8-sig").splitlines()[:5]
    file.write_text("\n".join([*head, MONTH.replace(",310,", ",3,")]), encoding="utf-8")
    places = folder / "places.csv"
    text = places.read_text(encoding="utf-8-sig")
    places.write_text(text.replace("石桥镇,,,8400", "石桥镇,,,9400"), encoding="utf-8")
    told = [one.text.en for one in notes_on(folder)]
    assert len(told) == 2
    assert "its villages have 8,400 people, the township 9,400" in told[0]
    assert "monthly.csv:6: stays: is 3, which can point to a person" in told[1]


def test_a_table_saved_in_the_national_code_is_read(folder: Path) -> None:
    file = folder / "places.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("km²", "km"), encoding="gb18030")
    assert check_tables(read_tables(folder)) == []


def test_workbook_and_files_together_are_refused(folder: Path, tmp_path: Path) -> None:
    new_county(tmp_path / "book", "xlsx", example=True)
    assert check_tables(read_tables(tmp_path / "book")) == []
    (tmp_path / "book" / "county.xlsx").rename(folder / "county.xlsx")
    with pytest.raises(ScenarioErrors, match="keep the workbook or the CSV files"):
        read_tables(folder)


def test_what_is_no_workbook_or_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "county.xlsx"
    file.write_bytes(b"PK not a zip")
    with pytest.raises(ScenarioErrors, match="no readable workbook"):
        read_tables(tmp_path)
    file.write_bytes(b"0" * (9 * 2**20))
    with pytest.raises(ScenarioErrors, match="too large"):
        read_tables(tmp_path)


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "county.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 2**20))
    with pytest.raises(ScenarioErrors, match="too large unpacked"):
        read_tables(tmp_path)


def test_problems_can_be_had_as_json(spoil: Spoil) -> None:
    told = [one.as_dict("zh") for one in spoil("county", "population,46200", "population,x")[0]]
    assert json.dumps(told, ensure_ascii=False).count("不是数字") == 1
