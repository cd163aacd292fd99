"""What a stress test says, in both languages."""

from __future__ import annotations

import math

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.stress.counts import CLINICS
from sim.geography.map import Map
from sim.scenario.shocks import Shock, in_words

HOW = Text(
    "Each shock is tried alone, under every policy, with the same random histories and draws of the "
    "uncertain numbers as without it. Sums are over the months from that in which it begins to the last.",
    "每种冲击单独施加于各方案，随机历史和不确定参数的抽样与无冲击时相同；数值为冲击开始当月至期末的合计。",
)
BEYOND = Text(
    "The last column tells by how much a shock changes a measure more than under the first policy.",
    "末列为该方案下冲击所致变化比首个方案多出的部分。",
)
NOTHING = Text("nothing changes", "没有任何变化")
NO_ADVANCE = Text(
    "nothing changes: no community holds a budget that is advanced", "没有任何变化：没有医共体享有预拨的总额"
)
VERDICTS = {**words.VERDICTS, "better": Text("less", "减少"), "worse": Text("more", "增加")}


def title(shock: Shock, map_: Map) -> Text:
    """Tell what happens where, from when to when."""
    told = in_words(shock, lambda code: name_of(map_, code))
    return Text(f"{shock.id}: {told.en}", f"{shock.id}：{told.zh}")


def name_of(map_: Map, code: str) -> Text:
    """Name of an institution, township or village by its id or code."""
    for table, column in ((map_.facilities, "id"), (map_.townships, "code"), (map_.villages, "code")):
        row = table[table[column].astype(str) == code]
        if len(row):
            return Text(str(row["name_en"].iloc[0]), str(row["name_zh"].iloc[0]))
    return Text(code, code)


def place(map_: Map, scope: str) -> Text:
    """Name of a place of care by its scope."""
    kind, _, code = scope.partition(":")
    name = name_of(map_, code)
    return Text(f"village clinics of {name.en}", f"{name.zh}各村卫生室") if kind == CLINICS else name


def value(number: float, unit: str) -> str:
    """Write a count, a mean or a share."""
    if math.isnan(number):
        return "–"
    if unit == "share":
        return f"{100 * number:.1f} %"
    return f"{number:.1f}" if unit == "minutes" else f"{number:,.0f}"


def change(number: float, unit: str) -> str:
    """Write a difference with its sign; shares in points."""
    if math.isnan(number):
        return "–"
    if number == 0:
        return "0"
    if unit == "share":
        return f"{100 * number:+.2f}".replace("-", "−")
    told = f"{number:+.2f}" if unit == "minutes" else f"{number:+,.0f}"
    return told.replace("-", "−")


def interval(low: float, high: float, unit: str) -> str:
    """Write an interval of a difference; empty for none, and where nothing changes in any replicate."""
    return "" if math.isnan(low) or low == high == 0 else f"{change(low, unit)} … {change(high, unit)}"
