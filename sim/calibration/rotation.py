"""Figures held out in turn (轮换留出): each figure of a release predicted from all the others.

The emulator stays as it is, fitted to runs; only the posterior is drawn anew without the figure. Figures
whose errors are nearly one (visits and admissions of a date) are left out together, or one would tell the
other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.calibration.design import generator
from sim.calibration.place import Place
from sim.calibration.predict import Predictor
from sim.calibration.problem import Problem
from sim.calibration.sampling import sample

F64 = npt.NDArray[np.float64]
NEARLY_ONE = 0.8
"""Correlation of errors from which on two figures are left out together."""
ENDS = (0.05, 0.95)
DRAWS = 4000
COLUMNS = ["id", "indicator", "period", "left_out_with", "published", "mean", "low", "high", "inside"]


def in_turn(place: Place) -> list[tuple[int, ...]]:
    """Rows of the fitted figures that are left out together, for figures published at several dates."""
    targets = place.targets.targets
    dates: dict[str, set[str]] = {}
    for one in targets:
        if one.role == "fit":
            dates.setdefault(one.indicator, set()).add(one.period)
    rows = [k for k, one in enumerate(targets) if one.role == "fit" and len(dates[one.indicator]) > 1]
    covariance = place.targets.covariance()
    sd = np.sqrt(np.diag(covariance))
    near = covariance / np.outer(sd, sd) >= NEARLY_ONE
    groups: list[tuple[int, ...]] = []
    for k in rows:
        if not any(k in group for group in groups):
            groups.append(tuple(other for other in rows if near[k, other]))
    return groups


def without(problem: Problem, rows: tuple[int, ...]) -> Problem:
    """Return the problem with some figures predicted and not fitted."""
    fitted = problem.fitted.copy()
    fitted[list(rows)] = False
    return replace(problem, fitted=fitted)


def rotation_table(place: Place, predictor: Predictor, steps: int, seed: int) -> pd.DataFrame:
    """Predict every figure of a release from the others.

    Parameters
    ----------
    place : Place
    predictor : Predictor
        Corrected by runs of everybody.
    steps : int
        Of the walk through each posterior.
    seed : int

    Returns
    -------
    pd.DataFrame
        One row a figure, in its unit: id, indicator, period, left_out_with (ids), published, mean, low and
        high (90 % of what would be published, the figure's own error and the emulator's included), inside.
    """
    rng = generator("rotation", seed)
    rows = []
    for number, group in enumerate(in_turn(place)):
        part = replace(predictor, problem=without(predictor.problem, group))
        chain = sample(part.log_likelihood, part.problem.dimensions, steps, 1000 * seed + number)
        found = part.figures(chain.draws(DRAWS, seed))
        found = found[np.isfinite(found).all(axis=1)]
        error = np.sqrt(np.diag(part.problem.covariance) + np.diag(part.lack))
        published = found + error * rng.standard_normal(found.shape)
        for k in group:
            one = place.targets.targets[k]
            ends = np.asarray(np.quantile(published[:, k], ENDS), np.float64)
            low, high = (float(end) for end in one.from_scale(ends))
            middle = float(one.from_scale(np.asarray(found[:, k].mean(), np.float64)))
            rows.append(
                {
                    "id": one.id, "indicator": one.indicator, "period": one.period,
                    "left_out_with": " ".join(place.targets.targets[j].id for j in group if j != k),
                    "published": one.value, "mean": middle,
                    "low": low, "high": high, "inside": int(low <= one.value <= high),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
