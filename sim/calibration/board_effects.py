"""Published effects of policies (已发表政策效果): what the validation board holds the model against.

They are for validation alone: nothing that fits parameters reads them.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from sim.calibration.folder import calibration_folder
from sim.errors import Text, UserError

FILE = "effects.csv"
FINDINGS = ("effect", "sign", "null")
GRADES = {
    "A": Text("randomised", "随机对照"),
    "B": Text("with a control group before and after", "双重差分等有对照的前后比较"),
    "C": Text("time series without control, or individuals over time", "无对照的时间序列或个体面板"),
    "D": Text("before and after without control, or one cross-section", "无对照的前后比较或横断面"),
}
"""How strong the design of a study is, by the letter in the column `grade`."""


@dataclass(frozen=True)
class Published:
    """One published effect.

    Attributes
    ----------
    id : str
    name : Text
    place, year : str
    finding : str
        ``effect`` (a size), ``sign`` (only which way, in `value` as 1 or -1) or ``null`` (none was found; the
        value, where one is given, is not told apart from zero).
    value, low, high : float
        In `unit`; NaN where not published. The interval is the study's own, or implied by its p value.
    unit : str
    grade : str
        Key of `GRADES`.
    source, url : str
    """

    id: str
    name: Text
    place: str
    year: str
    finding: str
    value: float
    low: float
    high: float
    unit: str
    grade: str
    source: str
    url: str

    @property
    def has_interval(self) -> bool:
        """Whether both ends of an interval are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)


def load_effects(file: Path | None = None) -> dict[str, Published]:
    """Read the published effects by id, in the order of the file.

    Raises
    ------
    UserError
        On a row that says no finding or grade, or whose numbers are none.
    """
    file = file or calibration_folder() / FILE
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["id"]: _published(row, f"{file.name}:{k}") for k, row in enumerate(rows, 2)}


def _published(row: dict[str, str], where: str) -> Published:
    if row["finding"] not in FINDINGS or row["grade"] not in GRADES:
        raise UserError(
            f"finding is one of {', '.join(FINDINGS)}, grade one of {', '.join(GRADES)}",
            f"finding 应为 {'、'.join(FINDINGS)} 之一，grade 应为 {'、'.join(GRADES)} 之一",
            where,
        )
    try:
        value, low, high = (float(row[key]) if row[key] else math.nan for key in ("value", "low", "high"))
    except ValueError:
        raise UserError("value, low and high are numbers", "value、low、high 应为数字", where) from None
    if row["finding"] == "sign":
        value = 1.0 if row["unit"] == "increase" else -1.0
    return Published(
        row["id"], Text(row["name_en"], row["name_zh"]), row["place"], row["year"], row["finding"],
        value, low, high, row["unit"], row["grade"], row["source_title"], row["source_url"],
    )  # fmt: skip
