"""The table of a comparison: every value of every scenario beside the first one's, with a verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.experiment.batch.outcome import SHARES, Key, Outcome
from sim.experiment.paired import movement, paired, replicates_needed
from sim.experiment.shares import added_by_part
from sim.indicators import registry

F64 = npt.NDArray[np.float64]
COLUMNS = (
    "scenario", "against", "indicator", "basis", "group", "scope", "period", "part", "unit", "better",
    "before", "after", "difference", "low", "high", "replicates", "effect_low", "effect_high", "p_better",
    "verdict", "more_replicates", "chance_sd", "parameter_sd", "variance_reduction", "before_low",
    "before_high", "after_low", "after_high",
)  # fmt: skip
POOREST = "income_1"
GUARDS = (
    *(
        Key(name, "happened", POOREST)
        for name in ("own_cost_per_person", "forgone_share", "forgone_per_person", "catastrophic_share")
    ),
    Key("late_emergency_share", "happened"), Key("emergency_death_share", "happened"),
)  # fmt: skip
"""What must not get worse in a package that is called better: the poorest fifth, and emergencies."""


@dataclass(frozen=True)
class Side:
    """The runs of one scenario: `drawn` with a parameter draw each, `central` without."""

    name: str
    drawn: Sequence[Outcome]
    central: Sequence[Outcome]


def compare(sides: Sequence[Side]) -> pd.DataFrame:
    """Hold every scenario against the first.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`. ``before`` and ``after`` are means over replicates, ``low`` to ``high`` the 95 %
        interval of the mean difference; ``effect_low`` to ``effect_high`` is where 95 % of single replicates
        lie (another draw of the uncertain numbers, another history). ``p_better`` is the share of replicates
        that move the better way. ``verdict`` is ``better``, ``worse``, ``unclear`` (cannot be told apart), or
        ``but_harm``: it would be better, but the poorest fifth or emergencies clearly get worse.
        ``chance_sd`` and ``parameter_sd`` part the spread of the replicates; ``variance_reduction`` tells how
        many times as many replicates it would take without common histories and draws. ``before_low`` to
        ``before_high`` and ``after_low`` to ``after_high`` are where 95 % of single replicates lie.
    """
    rows = [row for side in sides[1:] for row in _rows(sides[0], side)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def directions() -> dict[str, tuple[str, str]]:
    """Unit and better direction of every indicator, those of groups included, by id."""
    groups = {one.id: (one.unit, str(one.better)) for one in registry.group_indicators()}
    return groups | {one.id: (one.unit, str(one.better)) for one in registry.all()}


def _rows(base: Side, side: Side) -> list[dict[str, object]]:
    known = directions()
    harmful = bool(harms(base, side))
    found = []
    for key in base.drawn[0].values:
        unit, better = known[key.indicator]
        if key.group.endswith(("_gap", "_concentration")):
            better = "none"  # a gap is better nearer to zero; which way that is depends on its sign
        found.append(_row(base, side, key, unit, better, harmful=harmful))
        if key == Key(key.indicator, "happened") and key.indicator in SHARES:
            found += _parts(base, side, key)
    return found


def harms(base: Side, side: Side) -> list[Key]:
    """Which guards clearly get worse."""
    known = directions()
    found = []
    for key in GUARDS:
        if key in base.drawn[0].values:
            change = paired(_series(base.drawn, key), _series(side.drawn, key))
            if movement(known[key.indicator][1], change.low, change.high) == "worse":
                found.append(key)
    return found


def guarded(table: pd.DataFrame, scenario: str) -> list[dict[str, Any]]:
    """Rows of the guards that clearly get worse under a scenario."""
    rows = table[(table["scenario"] == scenario) & (table["verdict"] == "worse")].to_dict("records")
    return [
        {str(name): value for name, value in row.items()}
        for row in rows
        if Key(*(row[name] for name in Key._fields)) in GUARDS
    ]


def _row(
    base: Side, side: Side, key: Key, unit: str, better: str, *, harmful: bool
) -> dict[str, object]:  # fmt: skip
    before, after = _series(base.drawn, key), _series(side.drawn, key)
    change = paired(before, after)
    moved = after - before
    verdict = movement(better, change.low, change.high)
    if harmful and verdict == "better":
        verdict = "but_harm"
    needed = None
    if verdict == "unclear":
        needed = replicates_needed(*change)
    chance = _spread(_series(side.central, key) - _series(base.central, key))
    whole = _spread(moved)
    return _named(base, side, key) | {
        "part": "", "unit": unit, "better": better, "before": _mean(before), "after": _mean(after),
        "difference": change.value, "low": change.low, "high": change.high, "replicates": change.seeds,
        **_range(moved, "effect"), **_range(before, "before"), **_range(after, "after"),
        "p_better": _share_better(moved, better), "verdict": verdict,
        "more_replicates": math.nan if needed is None else max(needed - change.seeds, 1),
        "chance_sd": chance, "parameter_sd": math.sqrt(max(whole**2 - chance**2, 0.0)),
        "variance_reduction": _reduction(before, after, moved),
    }  # fmt: skip


def _named(base: Side, side: Side, key: Key) -> dict[str, object]:
    return {"scenario": side.name, "against": base.name, **key._asdict()}


def _parts(base: Side, side: Side, key: Key) -> list[dict[str, object]]:
    """What brought-home, new and forgone care add to the change of an in-county share."""
    rows = []
    for part, added in added_by_part(base.drawn, side.drawn, key.indicator).items():
        change = paired(np.zeros(len(added)), added)
        rows.append(
            _named(base, side, key)
            | {
                "part": part, "unit": "share", "better": "none", "difference": change.value,
                "low": change.low, "high": change.high, "replicates": change.seeds, **_range(added, "effect"),
            }
        )  # fmt: skip
    return rows


def _series(outcomes: Sequence[Outcome], key: Key) -> F64:
    return np.array([one.values.get(key, math.nan) for one in outcomes])


def _mean(values: F64) -> float:
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else math.nan


def _spread(values: F64) -> float:
    values = values[~np.isnan(values)]
    return float(values.std(ddof=1)) if len(values) > 1 else math.nan


def _range(values: F64, name: str) -> Mapping[str, float]:
    """Where 95 % of single replicates lie, as a normal spread around their mean."""
    spread = _spread(values)
    middle = _mean(values)
    return {f"{name}_low": middle - 1.96 * spread, f"{name}_high": middle + 1.96 * spread}


def _share_better(moved: F64, better: str) -> float:
    """Share of replicates that move the better way; no movement counts half."""
    moved = moved[~np.isnan(moved)]
    if better == "none" or not len(moved):
        return math.nan
    right = moved > 0 if better == "higher" else moved < 0
    return float((right + 0.5 * (moved == 0)).mean())


def _reduction(before: F64, after: F64, moved: F64) -> float:
    """Variance of the difference of independent runs over that of the paired ones."""
    apart, together = _spread(before) ** 2 + _spread(after) ** 2, _spread(moved) ** 2
    return apart / together if together > 0 else math.nan
