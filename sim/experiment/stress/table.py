"""The table of a stress test: what each shock changes under each policy, with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.paired import movement, paired
from sim.experiment.stress.counts import BASIS, month_of
from sim.experiment.stress.measures import MEASURES, Measure
from sim.experiment.stress.plan import CALM, Stress
from sim.scenario.shocks import Shock

F64 = npt.NDArray[np.float64]
COLUMNS = (
    "policy", "shock", "kind", "start", "aspect", "measure", "scope", "unit", "better", "before", "after",
    "difference", "low", "high", "replicates", "verdict", "beyond_first", "beyond_low", "beyond_high",
)  # fmt: skip
Runs = Mapping[tuple[str, str], Sequence[Outcome]]


def tabulate(stress: Stress, runs: Runs) -> pd.DataFrame:
    """Hold every policy under every shock against the same policy without it.

    Parameters
    ----------
    runs : mapping of (policy, shock) to sequence of Outcome
        As `Stress.jobs` names them.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`: sums (or ratios of sums) over the months from that in which the shock begins to the
        last. ``low`` to ``high`` is the 95 % interval of the mean paired difference; ``beyond_first`` tells
        by how much the difference exceeds that under the first policy, paired likewise.
    """
    rows: list[dict[str, object]] = []
    for shock in stress.shocks:
        first: dict[tuple[str, str], F64] = {}
        for policy in stress.policies:
            calm, struck = (
                [sums_from(one, shock) for one in runs[policy.name, name]] for name in (CALM, shock.id)
            )
            for measure in MEASURES:
                for scope in _scopes(measure, calm):
                    before, after = (_series(measure, scope, side) for side in (calm, struck))
                    moved = after - before
                    base = first.setdefault((measure.id, scope), moved)
                    rows.append(_row(policy.name, shock, measure, scope, before, after, base))
    return pd.DataFrame(rows, columns=list(COLUMNS))


Sums = Mapping[str, Mapping[str, float]]


def sums_from(outcome: Outcome, shock: Shock) -> Sums:
    """Counts by scope, from the month in which a shock begins on."""
    label, found = month_of(shock.start), dict[str, dict[str, float]]()
    for key, value in outcome.values.items():
        if _counts(key) and key.period >= label:
            at = found.setdefault(key.scope, {})
            at[key.indicator] = at.get(key.indicator, 0.0) + value
    return found


def _counts(key: Key) -> bool:
    return key.basis == BASIS


def _scopes(measure: Measure, calm: Sequence[Sums]) -> list[str]:
    found = [""] if measure.whole else []
    return found + [scope for scope in calm[0] if scope and measure.at_places]


def _series(measure: Measure, scope: str, runs: Sequence[Sums]) -> F64:
    return np.array([measure.value(one.get(scope, {})) for one in runs])


def _row(
    policy: str, shock: Shock, measure: Measure, scope: str, before: F64, after: F64, base: F64
) -> dict[str, object]:
    change = paired(before, after)
    beyond = paired(base, after - before)
    return {
        "policy": policy, "shock": shock.id, "kind": shock.kind.value, "start": shock.start.isoformat(),
        "aspect": measure.aspect, "measure": measure.id, "scope": scope, "unit": measure.unit,
        "better": measure.better, "before": _mean(before), "after": _mean(after),
        "difference": change.value, "low": change.low, "high": change.high, "replicates": change.seeds,
        "verdict": movement(measure.better, change.low, change.high) if not math.isnan(change.low) else "",
        "beyond_first": beyond.value, "beyond_low": beyond.low, "beyond_high": beyond.high,
    }  # fmt: skip


def _mean(values: F64) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan


def moved_places(table: pd.DataFrame, policy: str, shock: str, measure: str, most: int) -> pd.DataFrame:
    """Rows of the places where a measure changes most under a policy and a shock, largest first."""
    rows = table[
        (table["policy"] == policy) & (table["shock"] == shock) & (table["measure"] == measure)
        & (table["scope"] != "") & (table["difference"].abs() > 0)
    ]  # fmt: skip
    order = rows["difference"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].head(most)
