"""What is measured under stress: lost patients, extra travel, spill-over, harm."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import Text
from sim.experiment.stress.counts import BEDS

FLOW_TICKS = 10.0
"""Parts of a minute in which waits are counted."""


@dataclass(frozen=True)
class Measure:
    """One thing that a shock may change: a count, or a ratio of two.

    Attributes
    ----------
    id : str
    label : Text
    aspect : str
        What it is part of: ``lost``, ``travel``, ``spill`` or ``harm``.
    top, bottom : tuple of str
        Counts that are added up; the ratio's divisor, none for a count.
    unit : str
        ``people``, ``times``, ``hours``, ``minutes`` or ``share``.
    per : float
        By what the sum or ratio is divided.
    better : str
        ``lower``, or ``none`` where neither way is better.
    at_places : bool
        Told by place of care too; a measure without `whole` only there.
    whole : bool
        Told for the whole area.
    """

    id: str
    label: Text
    aspect: str
    top: tuple[str, ...]
    bottom: tuple[str, ...] = ()
    unit: str = "times"
    per: float = 1.0
    better: str = "lower"
    at_places: bool = False
    whole: bool = True

    def value(self, counts: Mapping[str, float]) -> float:
        """Return the measure of counts summed over time; NaN where nothing is to be divided by."""
        top = sum(counts.get(name, 0.0) for name in self.top) / self.per
        if not self.bottom:
            return top
        under = sum(counts.get(name, 0.0) for name in self.bottom)
        return top / under if under > 0 else math.nan


VISITS, STAYS = "outpatient_count", "admissions"
MEASURES = (
    Measure("forgone", Text("went without care", "未就医"), "lost", ("forgone",)),
    Measure("refused", Text("turned away", "未看上病（含无床）"), "lost", ("refused",), at_places=True),
    Measure("gave_up", Text("gave up after waiting", "久候放弃"), "lost", ("gave_up",)),
    Measure("unsolved", Text("needs that ended unsolved", "需求未解决"), "lost", ("ended_unsolved",)),
    Measure("put_off", Text("stays put off", "推迟住院"), "lost", ("stays_deferred",)),
    Measure("no_drug", Text("drug not in stock", "缺药"), "lost", ("drugs_lacking",)),
    Measure(
        "travel",
        Text("hours under way to visits", "就诊路途（小时）"),
        "travel",
        ("travel",),
        unit="hours",
        per=60.0,
    ),
    Measure(
        "travel_visit",
        Text("minutes to a visit, one way", "每次就诊单程路途（分钟）"),
        "travel",
        ("travel",),
        (VISITS,),
        "minutes",
    ),
    Measure(
        "door",
        Text("minutes from call to hospital door", "呼救至到院（分钟）"),
        "travel",
        ("door_minutes",),
        ("emergencies",),
        "minutes",
    ),
    Measure("visits", Text("visits", "门急诊人次"), "spill", (VISITS,), better="none", at_places=True),
    Measure("stays", Text("admissions", "入院人次"), "spill", (STAYS,), better="none", at_places=True),
    Measure(
        "visits_outside",
        Text("visits outside the county", "县外门急诊人次"),
        "spill",
        (f"{VISITS}_outside",),
    ),
    Measure(
        "stays_outside",
        Text("admissions outside the county", "县外入院人次"),
        "spill",
        (f"{STAYS}_outside",),
    ),
    Measure(
        "wait",
        Text("minutes of waiting a visit", "每次候诊（分钟）"),
        "spill",
        ("wait",),
        (VISITS,),
        "minutes",
        FLOW_TICKS,
        at_places=True,
    ),
    Measure(
        "occupancy",
        Text("beds in use", "床位使用率"),
        "spill",
        ("occupied",),
        (BEDS,),
        "share",
        better="none",
        at_places=True,
        whole=False,
    ),
    Measure("late", Text("late emergencies", "急救超时"), "harm", ("late_emergencies",)),
    Measure("emergency_deaths", Text("deaths in emergencies", "急症死亡"), "harm", ("emergency_deaths",)),
    Measure("deaths", Text("deaths of illness", "疾病死亡"), "harm", ("deaths", "deaths_untreated")),
    Measure(
        "kept_beyond",
        Text("severe cases kept beyond capability", "超能力收治重症"),
        "harm",
        ("kept_beyond",),
    ),
)
ASPECTS = {
    "lost": Text("lost patients", "流失患者"),
    "travel": Text("extra travel", "额外路途"),
    "spill": Text("spill-over", "外溢"),
    "harm": Text("harm", "伤害"),
}
