"""The referral funnel (双向转诊), up, out and down: what was offered, where it was lost, what came back."""

from __future__ import annotations

from typing import Any

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.indicators.funnel import DECLINED
from sim.policy.wording import percent
from sim.ui.style import INK, MUTED, PALETTE

Option = dict[str, Any]

WAYS = {
    "up": Text("Up to a hospital of the county", "上转（县域内医院）"),
    "out": Text("Out of the county", "转往县域外"),
    "down": Text("Down to the township", "下转（乡镇卫生院）"),
}
LOST = {
    "far": Text("− too far", "− 路远而拒"), "price": Text("− too dear", "− 费用高而拒"),
    "trust": Text("− no trust or wish", "− 不信任或不愿"), "no_show": Text("− did not go", "− 未到诊"),
    "no_slot": Text("− no place at the clinic", "− 无号源"), "no_bed": Text("− no bed", "− 无床位"),
    "overtaken": Text("− overtaken", "− 死亡或已住院"),
}  # fmt: skip
OFFERED, ACCEPTED = Text("Offered", "提出"), Text("Accepted", "接受")
SERVED = Text("Ended in care", "完成诊疗")
RETURNED, BOUNCED = Text("came back to the sender", "转回原机构"), Text("not held there", "未能留治")
STAGE, LOSS, AFTER = PALETTE[0], PALETTE[1], PALETTE[2]
FIRST_LOSSES = len(DECLINED)


def counts(picture: Picture, way: str) -> dict[str, int]:
    """Referrals of one direction by fate, over the counted months."""
    rows = picture.referrals[picture.referrals["way"] == way]
    return {str(fate): int(count) for fate, count in rows.groupby("fate")["count"].sum().items()}


def stages(picture: Picture, way: str) -> list[tuple[Text, int, str]]:
    """Stages and losses of one direction in their order: label, count and colour."""
    found = counts(picture, way)
    losses = [(label, found.get(fate, 0), LOSS) for fate, label in LOST.items()]
    accepted = found.get("offered", 0) - sum(count for _, count, _ in losses[:FIRST_LOSSES])
    served = found.get("attended", 0) + found.get("home", 0)
    last = (BOUNCED, found.get("bounced", 0), LOSS) if way == "down" else (
        RETURNED, found.get("returned", 0), AFTER
    )  # fmt: skip
    return [
        (OFFERED, found.get("offered", 0), STAGE), *losses[:FIRST_LOSSES], (ACCEPTED, accepted, STAGE),
        *losses[FIRST_LOSSES:], (SERVED, served, STAGE), last,
    ]  # fmt: skip


def funnel(picture: Picture, way: str, language: str, size: int = 12) -> Option:
    """Bars of one direction, from what was offered down to what came of it."""
    rows = stages(picture, way)
    offered = max(rows[0][1], 1)
    return {
        "title": {"text": WAYS[way].say(language), "left": 0, "top": 0,
                  "textStyle": {"fontSize": size + 2, "color": INK, "fontWeight": "bold"}},
        "grid": {"left": 2 * size + 8, "right": 9 * size, "top": 2 * size + 8, "bottom": 4,
                 "containLabel": True},
        "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {"type": "value", "show": False, "max": offered},
        "yAxis": {
            "type": "category", "inverse": True, "data": [label.say(language) for label, _, _ in rows],
            "axisTick": {"show": False}, "axisLine": {"show": False},
            "axisLabel": {"fontSize": size, "color": INK, "interval": 0},
        },
        "series": [
            {
                "type": "bar", "barWidth": 14, "showBackground": True,
                "backgroundStyle": {"color": "#F1F4F5"},
                "data": [
                    {
                        "value": count, "itemStyle": {"color": colour},
                        "label": {"show": True, "position": "right", "fontSize": size, "color": MUTED,
                                  "formatter": f"{count:,} ({percent(count / offered, 0).say(language)})"},
                    }
                    for _, count, colour in rows
                ],
            }
        ],
    }  # fmt: skip
