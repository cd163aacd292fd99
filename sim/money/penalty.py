"""What skipping the referral order cost a patient (越级就医少报的金额)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.money.inpatient import Inpatient, StayBills, StayYear, settle_inpatient
from sim.money.rules import I64, Path, Rules


def lost_by_skipping(rules: Rules, stays: StayBills, year: StayYear, settled: Inpatient) -> I64:
    """Return what the basic fund would have paid more without the points taken off for a skipped order.

    Everything else stays as it is: the deductible, the limit of the year, points for other reasons.

    Parameters
    ----------
    rules, stays, year
        What the stays were settled by.
    settled : Inpatient
        As `settle_inpatient` settled them.

    Returns
    -------
    int64 array, shape (n,)
        Fen, never negative.
    """
    taken = np.minimum(rules.points[stays.scheme, Path.SKIPPED, stays.level], 0)
    if not (taken * (np.asarray(stays.path) == Path.SKIPPED)).any():
        return np.zeros_like(settled.fund)
    points = rules.points.copy()
    points[:, Path.SKIPPED] = np.maximum(points[:, Path.SKIPPED], 0)
    return settle_inpatient(replace(rules, points=points), stays, year).fund - settled.fund
