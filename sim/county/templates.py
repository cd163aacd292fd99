"""What a county office is asked for: six tables, each column with its meaning and unit in both languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Text
from sim.scenario import scenario_folder

SCHEMA = 1
"""Version of the templates, written into each; a table of another version is refused."""
MARK = "#countycare"
"""First cell of the first row of every table, followed by version and name of the table."""
NAMES_ROW = 2
"""Row that holds the names of the columns; the first row holds version and privacy note."""
PRIVACY = Text(
    "Aggregates only: no names, identity numbers or single visits. Counts of 1 to 4 can point to a person: "
    "leave such a cell empty or join it with another.",
    "只填汇总数据：不得填写姓名、身份证号或单次就诊记录。1 至 4 的小数目可能指向个人，请留空或并入其他格。",
)


@dataclass(frozen=True)
class Column:
    """One column of a table, or one item of the table of the county.

    Attributes
    ----------
    name : str
        How the column is headed.
    kind : str
        text, number, whole, share, month, code, or the name of a list in `sim.county.vocabulary`.
    required : bool
    low, high : float
        What a number may be.
    unit, says : Text
        Unit, and what it holds.
    """

    name: str
    kind: str
    required: bool
    low: float
    high: float
    unit: Text
    says: Text

    @property
    def numeric(self) -> bool:
        """Whether the cell is a number."""
        return self.kind in ("number", "whole", "share")


@dataclass(frozen=True)
class Sheet:
    """One table: a CSV file, or a sheet of the workbook; `required` tells whether it must be there."""

    name: str
    title: Text
    columns: tuple[Column, ...]
    required: bool


def template_folder() -> Path:
    """Folder of the columns' meanings and of the made-up example."""
    return scenario_folder() / "county"


def _columns(sheet: str) -> tuple[Column, ...]:
    """Columns of a table as `columns.csv` gives them; the items of the county stand there as a table too."""
    with (template_folder() / "columns.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Column(
                row["name"], row["kind"], row["required"] == "yes", float(row["low"] or 0),
                float(row["high"] or 0), Text(row["unit_en"], row["unit_zh"]),
                Text(row["says_en"], row["says_zh"]),
            )
            for row in csv.DictReader(stream)
            if row["sheet"] == sheet
        )  # fmt: skip


def _sheet(name: str, en: str, zh: str, *, required: bool) -> Sheet:
    return Sheet(name, Text(en, zh), _columns(name), required)


ITEMS = _columns("items")
COUNTY = _sheet("county", "The county: one item a row", "全县基本情况：每行一项", required=True)
PLACES = _sheet(
    "places", "Townships and villages; a row without a village is the township itself",
    "乡镇与村：村一栏留空的行表示乡镇本身", required=True,
)  # fmt: skip
FACILITIES = _sheet(
    "facilities", "Institutions; centres and clinics not listed have beds and doctors by declared rates",
    "医疗机构；未列出的卫生院和卫生室按声明的比率配置", required=True,
)  # fmt: skip
DESTINATIONS = _sheet(
    "destinations", "Hospitals outside the county that people go to", "县外就医去向", required=False
)
PRICES = _sheet(
    "prices", "What care costs and what insurance pays, by place of care", "次均费用与医保支付，按就诊地点",
    required=False,
)  # fmt: skip
MONTHLY = _sheet(
    "monthly", "Monthly sums by insurance and place of care, as settled; empty is unknown, 0 is none",
    "按月汇总：险种与就诊地点，结算口径；留空为未知，0 为没有", required=False,
)  # fmt: skip
SHEETS = (COUNTY, PLACES, FACILITIES, DESTINATIONS, PRICES, MONTHLY)
