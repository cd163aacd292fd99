from __future__ import annotations

from io import BytesIO

import ipyvuetify as v
import pandas as pd
import pytest
import solara

from sim.errors import Text
from sim.ui.style import PALETTE
from sim.ui.widgets.chart import dressed
from sim.ui.widgets.download import as_csv, as_xlsx
from sim.ui.widgets.number import Number, number_within, plain
from sim.ui.widgets.table import Column, html_table, in_cell


def test_a_chart_is_described_and_keeps_what_it_says_itself() -> None:
    option = {"series": [], "textStyle": {"fontSize": 9}, "color": ["#000000"]}
    got = dressed(option, "两条线", 20)
    assert got["aria"]["label"]["description"] == "两条线"
    assert (got["textStyle"]["fontSize"], got["color"]) == (9, ["#000000"])
    assert dressed({}, "", 20)["textStyle"]["fontSize"] == 20
    assert dressed({}, "", 20)["color"] == list(PALETTE)
    assert "aria" not in option


def test_tables_for_spreadsheets_hold_chinese_and_run_nothing() -> None:
    frame = pd.DataFrame({"机构": ["卢龙县医院", "=1+1"], "人次": [3, 4]})
    assert as_csv(frame).decode("utf-8-sig") == "机构,人次\n卢龙县医院,3\n'=1+1,4\n"
    assert as_csv(frame).startswith(b"\xef\xbb\xbf")
    again = pd.read_excel(BytesIO(as_xlsx(frame)))
    assert again["机构"].tolist() == ["卢龙县医院", "'=1+1"]
    assert again["人次"].tolist() == [3, 4]


def test_a_table_has_labels_units_and_escaped_words() -> None:
    frame = pd.DataFrame({"who": ["<b>", "b"], "share": [0.1234, float("nan")], "left out": [1, 2]})
    columns = {
        "who": Column(Text("Who", "谁")),
        "share": Column(Text("Share", "占比"), Text("%", "％"), 1, percent=True),
    }
    got = html_table(frame, columns, "A & B", "zh")
    assert "<td>&lt;b&gt;</td>" in got
    assert "A &amp; B" in got
    assert '<th scope="col" class="cc-number">占比<br><small>％</small></th>' in got
    assert '<td class="cc-number">12.3%</td>' in got
    assert '<td class="cc-number">–</td>' in got
    assert "left out" not in got


@pytest.mark.parametrize(
    ("value", "column", "shown"),
    [
        (1234567.8, Column(Text("", "")), "1,234,568"),
        (-0.5, Column(Text("", ""), decimals=2), "-0.50"),
        (None, Column(Text("", "")), "–"),
        (0.1234, Column(Text("", ""), decimals=1, percent=True), "12.3%"),
        (True, Column(Text("", "")), "True"),
        ("x", Column(Text("", "")), "x"),
    ],
)
def test_a_cell_shows_numbers_with_thousands(value: object, column: Column, shown: str) -> None:
    assert in_cell(value, column, "zh") == shown


def test_numbers_are_read_as_people_type_them() -> None:
    assert number_within("０．５", 0, 1) == 0.5
    assert number_within(" 1,200 ", 0, 5000) == 1200
    assert number_within("2", 0, 1) == Text("from 0 to 1", "须在 0 与 1 之间")
    assert number_within("half", 0, 1) == Text("write a number", "请输入数字")
    assert number_within("nan", 0, 1) == Text("from 0 to 1", "须在 0 与 1 之间")
    assert [plain(one) for one in (0.05, 3.0, 1e-7, 1200000.0)] == ["0.05", "3", "0.0000001", "1200000"]


def test_a_number_is_handed_on_when_it_is_within_its_range() -> None:
    got: list[float] = []
    _, rc = solara.render(Number("报销比例", 0.5, got.append, 0, 1, 0.05), handle_error=False)
    field = rc.find(v.TextField).widget
    field.fire_event("change", "0.63")  # what the state knows of the box may still be on its way
    assert got == [0.63]
    field.v_model = "7"
    field.fire_event("change", "7")
    assert got == [0.63]
    assert rc.find(v.TextField).widget.error_messages == ["须在 0 与 1 之间"]
    rc.find(v.Slider).widget.fire_event("change", 0.7)
    assert got == [0.63, 0.7]
    assert rc.find(v.Slider).widget.attributes["aria-label"] == "报销比例"
    rc.close()
