"""Making the picture of a run, in the process that runs it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.experiment.picture.ground import (
    cells_of,
    outlines_of,
    reach_of,
    roads_of,
    sites_of,
    townships_of,
    villages_of,
)
from sim.experiment.picture.movement import flows_of, referrals_of, steps_of, trust_of, ways_of
from sim.experiment.picture.paid import paid_of
from sim.experiment.picture.picture import Meta, Picture
from sim.experiment.picture.watch import Ways
from sim.experiment.run import Progress, RunResult, collect, prepare, release, step_through
from sim.indicators.periods import main_period, periods
from sim.model import CountyModel
from sim.scenario import Scenario


def picture_of(
    scenario: Scenario,
    seed: int = 1,
    sample: float = 1.0,
    *,
    is_preview: bool = False,
    progress: Progress | None = None,
) -> Picture:
    """Run a scenario and make its picture: one call for a worker process.

    Parameters
    ----------
    scenario : Scenario
    seed : int
        Which random history.
    sample : float
        Share of people simulated, above 0 and up to 1.
    is_preview : bool
        Written into the picture's `Meta`.
    progress : Progress, optional
        Told how far the run is.

    Returns
    -------
    Picture
        The run itself is that of `run_scenario`: watching the ways changes nothing.
    """
    model = prepare(scenario, seed=seed, sample=sample, progress=progress)
    try:
        ways = Ways(model)
        step_through(model, progress, ways)
        picture = draw(model, collect(model), ways, is_preview=is_preview)
    finally:  # a run that nobody waits for any more is given up on the way
        release(model)
    return replace(picture, meta=replace(picture.meta, fingerprint=scenario.hash))


def draw(model: CountyModel, result: RunResult, ways: Ways, *, is_preview: bool = False) -> Picture:
    """Make the picture of a model that has reached its last day.

    Parameters
    ----------
    model : CountyModel
    result : RunResult
        Of the model.
    ways : Ways
        That watched it from its first day.
    is_preview : bool
    """
    meta = _meta(model, result, is_preview)
    map_, sample = result.map, result.sample
    cells = cells_of(map_)
    return Picture(
        meta=meta,
        indicators=_indicators(result.indicators, meta),
        groups=result.groups,
        facilities=result.facilities,
        sites=sites_of(map_),
        villages=villages_of(map_),
        townships=townships_of(map_),
        roads=roads_of(map_, cells),
        cells=cells,
        outlines=outlines_of(map_, cells),
        reach=reach_of(map_),
        ways=ways_of(map_, ways, sample),
        flows=flows_of(map_, ways, meta.months, sample),
        steps=steps_of(ways, meta.months, sample),
        trust=trust_of(map_, ways.belief, model.state.belief),
        referrals=referrals_of(result),
        paid=paid_of(result),
        ledger=result.ledger,
        fund=result.fund,
    )


def _meta(model: CountyModel, result: RunResult, is_preview: bool) -> Meta:
    scenario, map_ = model.scenario, result.map
    chosen = periods(result.months, result.start)
    return Meta(
        scenario=scenario.name,
        title=scenario.title,
        fingerprint=scenario.hash,
        seed=model.state.seed,
        sample=result.sample,
        is_preview=is_preview,
        counties=tuple(scenario.counties),
        start=result.start,
        until=result.until,
        months=tuple(one.label for one in chosen if one.kind == "month"),
        main=main_period(chosen).label,
        schematic=map_.schematic,
        observed=tuple(
            (name, int((frame["provenance"] == "observed").sum()), len(frame))
            for name, frame in (("townships", map_.townships), ("villages", map_.villages))
        ),
        people=len(model.state.people),
    )


def _indicators(table: pd.DataFrame, meta: Meta) -> pd.DataFrame:
    """Leave out quarters and years to date of single facilities, which nobody looks at."""
    wanted = table["period"].isin([*meta.months, meta.main])
    return table[np.asarray((table["scope"] != "facility") | wanted)].reset_index(drop=True)
