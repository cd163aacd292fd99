"""From runs of coalitions to the table: what each player adds to each indicator."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.attribution.players import Game
from sim.experiment.attribution.shapley import (
    EXACT,
    Coalition,
    ValueOf,
    along,
    coalitions,
    exact,
    order,
    steps,
)
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.comparison.table import POOREST, directions
from sim.experiment.paired import paired
from sim.indicators.registry import HEADLINE
from sim.scenario import Scenario

COLUMNS = (
    "indicator", "basis", "group", "unit", "player", "label_en", "label_zh", "value", "low", "high",
    "replicates", "before", "after",
)  # fmt: skip
TOTAL = "total"
KEYS = (
    *(Key(name, "happened") for name in HEADLINE),
    *(Key(name, "happened", POOREST) for name in ("own_cost_per_person", "forgone_share")),
)


@dataclass(frozen=True)
class Plan:
    """Which coalitions each replicate needs, and as which runs.

    Attributes
    ----------
    game : Game
    sample : float
    replicates : int
    """

    game: Game
    sample: float
    replicates: int

    @property
    def names(self) -> list[str]:
        """Ids of the players."""
        return [one.id for one in self.game.players]

    @property
    def is_exact(self) -> bool:
        """Whether every coalition is run."""
        return len(self.names) <= EXACT

    def needed(self, replicate: int) -> list[Coalition]:
        """Coalitions a replicate needs, each once."""
        if self.is_exact:
            return coalitions(self.names)
        joining = order(self.names, replicate)
        return list(dict.fromkeys([*steps(joining), *steps(joining[::-1])]))

    def jobs(self) -> dict[tuple[Coalition, int], Job]:
        """Return all runs: history replicate + 1, draw `replicate`, the same for all coalitions."""
        made: dict[Coalition, Scenario] = {}
        found = {}
        for replicate in range(self.replicates):
            for coalition in self.needed(replicate):
                if coalition not in made:
                    made[coalition] = self.game.scenario(coalition)
                found[coalition, replicate] = Job(made[coalition], replicate + 1, self.sample, replicate)
        return found


def attribute(plan: Plan, outcomes: Mapping[tuple[Coalition, int], Outcome]) -> pd.DataFrame:
    """Make the table.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`; by indicator a row for each player and one for the total change. ``low`` to
        ``high`` is the 95 % interval over replicates (histories, draws, and above `EXACT` players orders).
    """
    nobody, everybody = frozenset[str](), frozenset(plan.names)
    labels = {one.id: one.label for one in plan.game.players}
    units = directions()
    rows = []
    for key in KEYS:
        if key not in outcomes[nobody, 0].values:
            continue

        def value(coalition: Coalition, replicate: int, key: Key = key) -> float:
            return outcomes[coalition, replicate].values.get(key, math.nan)

        runs = range(plan.replicates)
        added = [_added(plan, partial(value, replicate=r), r) for r in runs]
        before, after = ([value(one, r) for r in runs] for one in (nobody, everybody))
        series = {name: [one[name] for one in added] for name in plan.names}
        series[TOTAL] = [b - a for a, b in zip(before, after, strict=True)]
        for name, values in series.items():
            change = paired(np.zeros(len(values)), np.array(values))
            rows.append(
                {
                    "indicator": key.indicator, "basis": key.basis, "group": key.group,
                    "unit": units[key.indicator][0], "player": name,
                    "label_en": labels[name].en if name != TOTAL else "total",
                    "label_zh": labels[name].zh if name != TOTAL else "合计",
                    "value": change.value, "low": change.low, "high": change.high,
                    "replicates": change.seeds, "before": np.nanmean(before), "after": np.nanmean(after),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _added(plan: Plan, value: ValueOf, replicate: int) -> dict[str, float]:
    if plan.is_exact:
        return exact(plan.names, value)
    return along(order(plan.names, replicate), value)


def identity(plan: Plan, code: str) -> dict[str, object]:
    """What an attribution is, for its folder; more replicates may join it."""
    return {
        "kind": "attribution",
        "scenarios": [plan.game.a.name, plan.game.b.name],
        "scenario_hashes": [plan.game.a.hash, plan.game.b.hash],
        "players": plan.names,
        "sample": plan.sample,
        "code": code,
    }


def largest(table: pd.DataFrame, indicator: str) -> Sequence[dict[str, Any]]:
    """Rows of an indicator for everybody, the players by size of what they add, then the total."""
    rows = table[(table["indicator"] == indicator) & (table["group"] == "")].to_dict("records")
    named = [{str(name): one for name, one in row.items()} for row in rows]
    players = [row for row in named if row["player"] != TOTAL]
    players.sort(key=lambda row: -abs(float(row["value"])))
    return [*players, *(row for row in named if row["player"] == TOTAL)]
