"""Kinds of people to follow when no id is at hand: names and what they mean."""

from __future__ import annotations

from sim.errors import Text

EXAMPLES = {
    "old-hypertensive-far": Text(
        "elderly, with hypertension, far from the county hospital", "离县医院远的高血压老人"
    ),
    "child": Text("a small child", "幼儿"),
    "poor": Text("of the poorest fifth of households", "最低收入五分之一家庭的成员"),
    "pregnant": Text("pregnant or has just given birth", "孕产妇"),
    "away": Text("of working age, lives elsewhere", "常年在外的劳动年龄人口"),
    "bed-bound": Text("bed-bound or hardly able to walk", "卧床或行动不便者"),
}
"""Kinds of people by the name that is typed."""
