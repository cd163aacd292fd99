"""Made-up results in the form that `countycare calibrate` writes, from the shipped targets and priors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sim.calibration.folder import calibration_folder
from sim.calibration.priors import read_priors
from sim.calibration.targets import read_targets


def write_results(folder: Path, without: tuple[str, ...] = ()) -> Path:
    """Write every table but some; numbers are made up, names and columns real."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _tables().items():
        if name not in without:
            table.to_csv(folder / f"{name}.csv", index=False)
    return folder


def _tables() -> dict[str, pd.DataFrame]:
    chance = np.random.default_rng(5)
    targets = read_targets().targets
    priors = read_priors(calibration_folder() / "priors.yaml")
    fit = []
    for one in targets:
        off = float(chance.normal(0, 1.0))
        at = float(one.to_scale(np.array(one.value))) + off * one.sd_on_scale
        low, middle, high = one.from_scale(at + 1.645 * one.sd_on_scale * np.array([-1.0, 0.0, 1.0]))
        fit.append({
            "id": one.id, "indicator": one.indicator, "scope": one.scope, "period": one.period,
            "role": one.role, "published": one.value, "sd": one.sd, "medoid": middle, "mean": middle,
            "low": low, "high": high, "inside": int(low <= one.value <= high), "implausibility": abs(off),
        })  # fmt: skip
    known = []
    for k, prior in enumerate(priors):
        even = prior.at(np.linspace(0.001, 0.999, 400))
        ratio = (k % 10) / 9
        mean, sd = float(even.mean()), float(even.std())
        known.append({
            "id": prior.id, "part": prior.part, "governs": prior.governs, "evidence": prior.evidence,
            "distribution": prior.distribution, "prior_low": prior.low, "prior_high": prior.high,
            "prior_mean": mean, "prior_sd": sd, "mean": mean, "sd": ratio * sd,
            "low": mean - 1.6 * ratio * sd, "high": mean + 1.6 * ratio * sd, "medoid": mean, "ratio": ratio,
            "bound": "high" if k == 3 else "",
            "status": "identified" if ratio <= 0.7 and not prior.assumed else "assumed",
        })  # fmt: skip
    moved = [
        {"figure": one.id, "indicator": one.indicator, "period": one.period, "scope": one.scope,
         "parameter": prior.id, "first": 0.5 * total, "total": total}
        for j, one in enumerate(targets) for k, prior in enumerate(priors)
        if (total := float(chance.beta(0.3, 4))) > 0.01 * (1 + (j + k) % 3)
    ]  # fmt: skip
    worth = [{"kind": "parameter", "id": prior.id, "worth": 0.5 / (k + 1)} for k, prior in enumerate(priors)]
    worth += [{"kind": "figure", "id": one.id, "worth": 0.4 / (k + 1)} for k, one in enumerate(targets)]
    waves = [
        ("wave 1", 150, 0.62, 0.94, 0.21),
        ("wave 2", 200, 0.71, 0.95, 0.03),
        ("posterior", 300, 0.78, 0.97, np.nan),
    ]
    table = pd.DataFrame(fit)
    return {
        "fit": table[table["role"] != "held_out"],
        "held_out": table[table["role"] == "held_out"],
        "identifiability": pd.DataFrame(known),
        "sensitivity": pd.DataFrame(moved),
        "information": pd.DataFrame(worth),
        "rotation": table[table["period"] != "2024"].assign(left_out_with=""),
        "waves": pd.DataFrame(waves, columns=["stage", "runs", "r2_least", "r2_median", "volume"]),
    }
