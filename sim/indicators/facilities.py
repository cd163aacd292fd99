"""The table of facilities: what each did in each month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.geography.kinds import Kind
from sim.indicators.run import Run
from sim.indicators.tally import Flow

MONEY = frozenset(
    {
        Flow.OUTPATIENT_BILL, Flow.OUTPATIENT_FUND, Flow.INPATIENT_BILL, Flow.INPATIENT_FUND, Flow.CRITICAL,
        Flow.SETTLED_OUTPATIENT_FUND, Flow.SETTLED_INPATIENT_FUND, Flow.SETTLED_CRITICAL, Flow.AID,
    }
)  # fmt: skip
NAMES = {Flow.OUTPATIENT_COUNT: "visits", Flow.WAIT: "wait_minutes", Flow.TRAVEL: "travel_minutes"}


def column(measure: Flow) -> str:
    """Name of the column of a measure; money is in fen and says so."""
    name = NAMES.get(measure, measure.name.lower())
    return f"{name}_fen" if measure in MONEY else name


def facility_table(run: Run) -> pd.DataFrame:
    """Count per counted month and facility, any payer and any home.

    Returns
    -------
    pd.DataFrame
        ``month, id, name_zh, name_en, kind, county`` (code or empty), ``community, doctors, beds``, and
        one whole-number column a measure of `Flow`: money in fen, waits and travel as sums of minutes. A
        sample's numbers are scaled to all people and rounded.
    """
    facilities = run.map.facilities
    counted = [(index, first) for index, (first, _) in enumerate(run.months) if first >= run.start]
    size = len(facilities)
    codes = np.array([*run.map.counties["code"].astype(str), ""], object)
    kinds = np.array([kind.name.lower() for kind in Kind], object)
    fixed = {
        "id": facilities["id"],
        "name_zh": facilities["name_zh"],
        "name_en": facilities["name_en"],
        "kind": kinds[facilities["kind"].to_numpy(np.int64)],
        "county": codes[facilities["county"].to_numpy(np.int64)],
        "community": facilities["community"],
        "doctors": facilities["doctors"],
        "beds": facilities["beds"],
    }
    table = pd.DataFrame(fixed).iloc[np.tile(np.arange(size), len(counted))].reset_index(drop=True)
    table.insert(0, "month", np.repeat(np.array([f"{day:%Y-%m}" for _, day in counted], object), size))
    months = [index for index, _ in counted]
    for measure in Flow:
        amount = run.tally.facility_table(measure)[months][:, :size] / run.sample
        table[column(measure)] = (
            np.rint(amount / (10 if measure is Flow.WAIT else 1)).astype(np.int64).ravel()
        )
    return table
