"""The results of a calibration as tables: fit, predictions, what is identified, what moves what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.calibration.identify import Identified, identify
from sim.calibration.information import worth_of_knowing, worth_of_measuring
from sim.calibration.place import Place
from sim.calibration.problem import to_scores
from sim.calibration.process import Calibration
from sim.calibration.rotation import rotation_table
from sim.calibration.sensitivity import sensitivity

F64 = npt.NDArray[np.float64]

NINETY = 1.6449
"""Standard deviations on either side that hold 90 % of a normal."""
TABLES = ("fit", "held_out", "identifiability", "sensitivity", "information", "waves", "rotation")
EVEN = np.linspace(0.0, 1.0, 2003)[1:-1]


def tables(place: Place, done: Calibration) -> dict[str, pd.DataFrame]:
    """Make all tables, by name (`TABLES`)."""
    fit = fit_table(place, done)
    return {
        "fit": fit[fit["role"] != "held_out"],
        "held_out": fit[fit["role"] == "held_out"],
        "identifiability": identifiability_table(place, done),
        "sensitivity": sensitivity_table(place, done),
        "information": information_table(place, done),
        "waves": waves_table(done),
        "rotation": rotation_table(place, done.predictor, len(done.chain.places) // 3, 1),
    }


def fit_table(place: Place, done: Calibration) -> pd.DataFrame:
    """Published and simulated figures.

    Returns
    -------
    pd.DataFrame
        One row a figure, in its unit: id, indicator, scope, period, role; published, sd; medoid (its run of
        everybody); mean, low and high (90 % of what would be published, from the posterior draws that were
        run again with everybody and the figure's own error); inside (whether the published value is);
        implausibility (of the medoid's run, in standard deviations).
    """
    problem = done.problem
    seen = problem.observe(done.again.components, done.again.places[:, problem.d :])
    seen = seen[~np.isnan(seen).any(axis=1)]
    mean, error = seen.mean(axis=0), np.sqrt(np.diag(problem.covariance))
    spread = NINETY * np.sqrt(seen.var(axis=0, ddof=1) + error**2)
    rows = []
    for k, one in enumerate(place.targets.targets):
        low, middle, high, medoid = one.from_scale(
            np.array([mean[k] - spread[k], mean[k], mean[k] + spread[k], seen[-1, k]])
        )
        gap = abs(problem.values[k] - seen[-1, k])
        rows.append(
            {
                "id": one.id, "indicator": one.indicator, "scope": one.scope, "period": one.period,
                "role": one.role, "published": one.value, "sd": one.sd, "medoid": medoid, "mean": middle,
                "low": low, "high": high, "inside": int(low <= one.value <= high),
                "implausibility": gap / np.sqrt(problem.covariance[k, k] + done.predictor.lack[k, k]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def identifiability_table(place: Place, done: Calibration) -> pd.DataFrame:
    """What the figures say of each parameter.

    Returns
    -------
    pd.DataFrame
        One row a parameter: id, part, governs, evidence, distribution; prior and posterior mean and standard
        deviation; low and high (90 % of the posterior), medoid; ratio (posterior over prior standard
        deviation), bound; status (``identified`` or ``assumed``: a ratio above 0.7, or a number that no
        figure could tell, whatever its ratio).
    """
    flat = done.chain.draws(20 * len(done.draws), 1)
    values, medoid = place.values(flat), place.values(done.draws[:1])[0]
    rows = []
    for k, prior in enumerate(place.ordered):
        even = prior.at(EVEN)
        one: Identified = identify(flat[:, k], values[:, k], even)
        low, high = np.quantile(values[:, k], [0.05, 0.95])
        rows.append(
            {
                "id": prior.id, "part": prior.part, "governs": prior.governs, "evidence": prior.evidence,
                "distribution": prior.distribution, "prior_low": prior.low, "prior_high": prior.high,
                "prior_mean": even.mean(), "prior_sd": even.std(), "mean": values[:, k].mean(),
                "sd": values[:, k].std(), "low": low, "high": high, "medoid": medoid[k], "ratio": one.ratio,
                "bound": one.bound,
                "status": "identified" if one.identified and not prior.assumed else "assumed",
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def sensitivity_table(place: Place, done: Calibration) -> pd.DataFrame:
    """Sobol indices over the prior: figure, parameter, first, total; pairs below one percent are left out."""
    found = sensitivity(done.predictor)
    rows = [
        {"figure": figure.id, "indicator": figure.indicator, "period": figure.period, "scope": figure.scope,
         "parameter": prior.id, "first": found.first[k, j], "total": found.total[k, j]}
        for k, figure in enumerate(place.targets.targets)
        for j, prior in enumerate(place.ordered)
        if found.total[k, j] >= 0.01
    ]  # fmt: skip
    return pd.DataFrame(rows)


def information_table(place: Place, done: Calibration) -> pd.DataFrame:
    """What it would be worth to know a parameter, or to measure a figure once more.

    Returns
    -------
    pd.DataFrame
        kind (``parameter`` or ``figure``), id, then for each share of the release the part of its posterior
        variance that would go, and `worth`, their mean; most worth first.
    """
    problem = done.problem
    draws = done.chain.draws(10 * len(done.draws), 2)
    figures = done.predictor.figures(draws)
    shares = [k for k, one in enumerate(place.targets.targets) if one.scale == "logit" and one.role == "fit"]
    names = [f"{place.targets.targets[k].indicator} {place.targets.targets[k].period}" for k in shares]
    known = worth_of_knowing(to_scores(draws), figures[:, shares])
    measured = worth_of_measuring(figures, np.sqrt(np.diag(problem.covariance)), figures[:, shares])
    rows = [*_worths("parameter", (*problem.names, *problem.observed), known, names),
            *_worths("figure", problem.targets, measured, names)]  # fmt: skip
    table = pd.DataFrame(rows)
    return table.sort_values(["kind", "worth"], ascending=[True, False], ignore_index=True, kind="stable")


def _worths(kind: str, ids: Sequence[str], worth: F64, names: Sequence[str]) -> Iterator[dict[str, object]]:
    for id_, row in zip(ids, worth, strict=True):
        yield {"kind": kind, "id": id_, "worth": float(row.mean())} | {
            name: float(value) for name, value in zip(names, row, strict=True)
        }


def waves_table(done: Calibration) -> pd.DataFrame:
    """One row a stage: sampled runs, left-out R2 over components (least, median), volume and nearest."""
    return pd.DataFrame(
        {
            "stage": [one.name for one in done.steps],
            "runs": [one.runs for one in done.steps],
            "r2_least": [float(one.r2.min()) for one in done.steps],
            "r2_median": [float(np.median(one.r2)) for one in done.steps],
            "volume": [one.volume for one in done.steps],
            "nearest": [one.nearest for one in done.steps],
        }
    )


def posterior_text(place: Place, done: Calibration) -> str:
    """Return the draws as `sim.scenario.posterior.read_posterior` reads them, the medoid first."""
    values = place.values(done.draws)
    lines = [
        f"# fitted_until: {place.targets.until.isoformat()}",
        f"# counties: {' '.join(place.scenario.counties)}",
        ",".join(["draw", *(prior.id for prior in place.ordered)]),
    ]
    lines += [",".join([str(k), *(f"{value:.6g}" for value in row)]) for k, row in enumerate(values)]
    return "\n".join(lines) + "\n"
