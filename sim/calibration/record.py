"""What a calibration is, for its folder, and what it took."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from sim.calibration.place import Place
from sim.calibration.process import Calibration, Plan
from sim.experiment.batch.store import Store
from sim.experiment.batch.version import code_version


def identity(place: Place, plan: Plan) -> dict[str, object]:
    """Return what decides the runs and the result: two calls with the same identity do the same."""
    return {
        "kind": "calibration",
        "scenario": place.scenario.name,
        "scenario_hash": place.scenario.hash,
        "sample": place.sample,
        "plan": asdict(plan),
        "targets": repr(place.targets),
        "priors": repr(place.priors),
        "code": code_version(),
    }


def summary(place: Place, done: Calibration, store: Store) -> dict[str, object]:
    """Return what it took: runs by kind, hours of the runs, how the walk through the posterior went."""
    runs = store.runs()
    kinds = {"sampled": runs["sample"] < 1.0, "everybody": runs["sample"] == 1.0}
    return {
        "title": {"en": place.scenario.title.en, "zh": place.scenario.title.zh},
        "runs": {name: int(kind.sum()) for name, kind in kinds.items()},
        "failed": int((runs["status"] != "done").sum()),
        "hours": {
            name: round(float(runs.loc[kind, "seconds"].sum()) / 3600, 3) for name, kind in kinds.items()
        },
        "acceptance": round(done.chain.acceptance, 4),
        "lag": round(done.chain.lag, 1),
        "walk": list(done.chain.places.shape),
        "draws": len(done.draws),
        "r2_least": round(float(np.min(done.predictor.emulator.r2)), 4),
    }
