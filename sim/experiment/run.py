"""A run of one scenario: the model stepped through its days, and what is made of the tallies."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import mesa
import numpy as np
import numpy.typing as npt
import pandas as pd

from sim import __version__
from sim.care.queue import Kernel
from sim.experiment.accounts import fund_table, ledger_table, with_accounts
from sim.experiment.bench import peak_memory
from sim.experiment.events import EventTable
from sim.experiment.people import people_of
from sim.geography.map import Map
from sim.indicators.burden import Burden
from sim.indicators.groups import group_table
from sim.indicators.table import facility_table, indicator_table
from sim.indicators.tally import Tally
from sim.model import CountyModel, Observer
from sim.needs.catalogue import Catalogue
from sim.scenario import ALWAYS, Scenario


class Progress(Protocol):
    """Told how far a run is: days done of all days, or the name of what is being prepared."""

    def __call__(self, done: int, total: int, stage: str = "") -> None:
        """Take note."""


@dataclass
class RunResult:
    """Everything a run leaves behind.

    Attributes
    ----------
    tally : Tally
        Counts in modelled people.
    burden : Burden
        Counts by group of people.
    months : list of (date, date)
        First and last simulated day of each month of the tally, warm-up included.
    start, until : date
        First counted and last simulated day.
    map : Map
    catalogue : Catalogue
    sample : float
        Share of people simulated.
    snapshots : mapping of str to int64 array, shape (months, counties)
        Numbers of people at month ends.
    values : mapping of str to float
        Parameter values in force on the last day.
    returns : list of float
        Share of visits to village clinics that facility returns hold, on the first day of each month.
    indicators, facilities, groups : pd.DataFrame
        As written to `indicators.csv`, `facilities.csv` and `groups.csv`.
    ledger, fund : pd.DataFrame
        As written to `ledger.csv` and `fund.csv`.
    manifest : dict
        What was run, on what, and what it took.
    """

    tally: Tally
    burden: Burden
    months: list[tuple[date, date]]
    start: date
    until: date
    map: Map
    catalogue: Catalogue
    sample: float
    snapshots: dict[str, npt.NDArray[np.int64]]
    values: Mapping[str, float]
    returns: list[float]
    indicators: pd.DataFrame
    facilities: pd.DataFrame
    groups: pd.DataFrame
    ledger: pd.DataFrame
    fund: pd.DataFrame
    manifest: dict[str, Any]


def best_kernel(kernel: str) -> Kernel:
    """Resolve ``"auto"``: compiled where Numba is installed."""
    if kernel == "auto":
        return "numba" if find_spec("numba") else "numpy"
    return "numba" if kernel == "numba" else "numpy"


def run_scenario(
    scenario: Scenario,
    *,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    events_path: Path | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Run a scenario from the warm-up to its last day.

    Parameters
    ----------
    scenario : Scenario
    seed : int
        Which random history.
    sample : float
        Share of people simulated, above 0 and up to 1.
    draw : int
        Which draw of the uncertain parameters; 0 for their central values.
    kernel : str
        ``"auto"``, ``"numpy"`` or ``"numba"``; the results are the same.
    events_path : Path, optional
        Where to write the table of visits and stays as Parquet.
    progress : Progress, optional
        Told how far the run is.

    Returns
    -------
    RunResult
    """
    began, cpu = time.perf_counter(), time.process_time()
    model = prepare(scenario, seed=seed, sample=sample, draw=draw, kernel=kernel, progress=progress)
    events = EventTable(model, events_path) if events_path else None
    if events:
        model.observers.append(events)
    step_through(model, progress)
    if events:
        events.close()
    result = collect(model)
    release(model)
    result.manifest |= {
        "draw": draw,
        "wall_seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_memory_mb": round(peak_memory() / 1e6, 1),
    }
    return result


def prepare(
    scenario: Scenario,
    *,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> CountyModel:
    """Build geography, people and model of a scenario, ready for the first step; see `run_scenario`."""
    tell = progress or (lambda done, total, stage="": None)
    plan = scenario.draw(draw, seed)
    values = plan.values(plan.begin)
    tell(0, 0, "geography")
    map_ = plan.map(values)
    tell(0, 0, "population")
    people = people_of(scenario, map_, values, seed, sample)
    return CountyModel(plan, seed=seed, sample=sample, kernel=best_kernel(kernel), map_=map_, people=people)


def release(model: CountyModel) -> None:
    """Let a model go that will make no more agents.

    Mesa counts the agents of each model in a table of the class that holds every model for good: in a worker
    that runs one scenario after another, all of them would stay in memory.
    """
    mesa.Agent._ids.pop(model, None)


def step_through(model: CountyModel, progress: Progress | None = None, *observers: Observer) -> None:
    """Step a model to its last day, telling how far it is."""
    model.observers.extend(observers)
    for day in range(model.days):
        model.step()
        if progress:
            progress(day + 1, model.days)


def collect(model: CountyModel) -> RunResult:
    """Make the tables of a model that has reached its last day."""
    scenario, state = model.scenario, model.state
    months = month_bounds(scenario.begin, scenario.until)
    result = RunResult(
        tally=state.tally,
        burden=state.burden,
        months=months,
        start=scenario.start,
        until=scenario.until,
        map=state.map,
        catalogue=model.tables.catalogue,
        sample=state.sample,
        snapshots=model.snapshots,
        values=model.tables.values,
        returns=[scenario.values(first)["observe.village_return_share"] for first, _ in months],
        indicators=pd.DataFrame(),
        facilities=pd.DataFrame(),
        groups=pd.DataFrame(),
        ledger=ledger_table(model, months),
        fund=fund_table(model, months),
        manifest=_manifest(model),
    )
    result.indicators = indicator_table(result)
    result.facilities = with_accounts(facility_table(result), model, months)
    result.groups = group_table(result)
    return result


def month_bounds(begin: date, until: date) -> list[tuple[date, date]]:
    """First and last simulated day of each calendar month of a run."""
    bounds = []
    first = begin
    while first <= until:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        bounds.append((first, min(following - timedelta(days=1), until)))
        first = following
    return bounds


def _manifest(model: CountyModel) -> dict[str, Any]:
    scenario, state = model.scenario, model.state
    return {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "title": {"en": scenario.title.en, "zh": scenario.title.zh},
        "counties": list(scenario.counties),
        "start": scenario.start,
        "until": scenario.until,
        "overrides": {
            path: {"always" if day == ALWAYS else str(day): value for day, value in changes.items()}
            for path, changes in scenario.overrides.items()
        },
        "levers": [use.as_dict() for use in scenario.levers],
        "shocks": [[one.id, *one.plain()] for one in scenario.shocks],
        "version": __version__,
        "seed": state.seed,
        "sample": state.sample,
        "kernel": state.kernel,
        "people": len(state.people),
        "example_resident": int(state.people.id[len(state.people) // 2]),
        "warm_up": {"first_day": scenario.begin, "days": scenario.warmup_days},
        "schematic_map": state.map.schematic,
        "machine": {
            "system": platform.system(),
            "processor": platform.machine(),
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
    }
