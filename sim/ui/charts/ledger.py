"""The ledgers through the years: the residents' fund, and what was debited to each community by month."""

from __future__ import annotations

from typing import Any

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.ui.charts.sankeys import SERVICES, WHERE
from sim.ui.style import INK, LINE, MUTED, PALETTE

Option = dict[str, Any]

INCOME, SPENT = Text("income", "基金收入"), Text("spent", "基金支出")
STOCK, SETTLED = Text("in hand at the end", "期末累计结余"), Text("settled with communities", "医共体清算")
PARTS = {
    "outpatient": Text("paid for visits", "门诊支付"), "inpatient": Text("paid for stays", "住院支付"),
    "critical": Text("critical-illness layer", "大病保险支付"), "settled": SETTLED,
}  # fmt: skip


def fund(picture: Picture, language: str, size: int = 12) -> Option:
    """The residents' fund of all counties together by year: income beside what was spent, and the stock."""
    table = picture.fund.groupby("year")[["income", *PARTS, "stock"]].sum() / 1e6
    years = [str(year) for year in table.index]
    bars = [_bar(INCOME.say(language), table["income"].tolist(), PALETTE[2], "income")]
    for k, (name, label) in enumerate(PARTS.items()):
        bars.append(_bar(label.say(language), table[name].tolist(), PALETTE[(0, 5, 6, 3)[k]], "spent"))
    line: Option = {
        "name": STOCK.say(language), "type": "line", "data": [round(one, 1) for one in table["stock"]],
        "symbol": "diamond", "symbolSize": 11, "itemStyle": {"color": PALETTE[1]},
        "lineStyle": {"width": 2, "type": "dashed"},
        "label": {"show": True, "position": "top", "formatter": "{c}", "fontSize": size + 1, "color": INK,
                  "textBorderColor": "#FFFFFF", "textBorderWidth": 3},
    }  # fmt: skip
    return _axes(years, size) | {"series": [*bars, line]}


def months(picture: Picture, community: str, language: str, size: int = 12) -> Option:
    """What was debited to one community by month, by where it was spent; nobody's with an empty name."""
    labels = list(picture.meta.months)
    table = picture.ledger[picture.ledger["community"] == community].set_index("period").reindex(labels)
    bars = []
    for name, (label, colour) in WHERE.items():
        paid = table[[f"{name}_{service}" for service in SERVICES]].sum(axis=1) / 1e6
        bars.append(_bar(label.say(language), paid.tolist(), colour, "all"))
    return _axes(labels, size) | {"series": bars}


def _bar(name: str, values: list[float], colour: str, stack: str) -> Option:
    return {
        "name": name, "type": "bar", "stack": stack, "barMaxWidth": 46,
        "data": [round(one, 2) if one == one else 0 for one in values], "itemStyle": {"color": colour},
    }  # fmt: skip


def _axes(labels: list[str], size: int) -> Option:
    return {
        "grid": {"left": 8, "right": 14, "top": 5 * size + 4, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 9, "textStyle": {"fontSize": size}},
        "tooltip": {"trigger": "axis", "confine": True, "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": labels, "axisTick": {"show": False},
                  "axisLabel": {"fontSize": size, "color": MUTED},
                  "axisLine": {"lineStyle": {"color": LINE}}},
        "yAxis": {"type": "value",
                  "axisLabel": {"fontSize": size, "color": MUTED},
                  "splitLine": {"lineStyle": {"color": "#E8ECEE"}}},
    }  # fmt: skip
