"""What the bench compares: the yardstick, the model with both kernels, and the plain-Mesa mirror.

Model and mirror run the same year of the same county: the people of Lulong, thinned or multiplied to the size
asked for, before doctors and beds in proportion. Building it, and its warm-up, are not timed. Once more the
model runs with every lever of the catalogue on from the first counted day, in the whole county.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from sim.care.queue import Kernel
from sim.errors import Text, UserError
from sim.experiment.ablation.plan import needs
from sim.experiment.bench import REFERENCE, Contender
from sim.geography.map import Map
from sim.model import CountyModel
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse, completed, with_settings
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario, load_scenario

SCENARIO = "lulong-2024-baseline"
YEAR = 365  # days timed
SEED = 1
COPY = (
    10**13
)  # ids of two copies of a person differ by it: above every id of the census, copies below the newborn
MIRROR_LARGEST = 500_000  # residents; beyond, plain Mesa takes hours
ROOT = Path(__file__).resolve().parents[2]

NUMPY = Text("CountyCare, NumPy", "医共体沙盘（NumPy）")
NUMBA = Text("CountyCare, Numba", "医共体沙盘（Numba）")
LEVERS = Text("CountyCare, every lever on", "医共体沙盘，全部政策杠杆开启")
MESA = Text("plain Mesa, everybody steps", "纯 Mesa，人人逐日步进")
MESA_ILL = Text("plain Mesa, only the ill step", "纯 Mesa，仅病人步进")


def contenders(mirror: bool = True) -> list[Contender]:
    """Return everything that can run here, the yardstick first.

    Parameters
    ----------
    mirror : bool
        Whether the plain-Mesa mirror runs too, which takes minutes.

    Raises
    ------
    UserError
        When the mirror is asked for and its source is not here.
    """
    found = [REFERENCE]
    if find_spec("numba"):
        found.append(Contender(NUMBA, run_model, prepare=prepare_numba))
    found.append(Contender(NUMPY, run_model, prepare=prepare_numpy))
    found.append(Contender(LEVERS, run_model, prepare=prepare_levers))
    if mirror:
        if not (ROOT / "tests" / "mirror").is_dir():
            raise UserError(
                "the plain-Mesa mirror is part of the tests; run this from a checkout of the source",
                "纯 Mesa 镜像属于测试代码；请在源代码目录中运行",
                "--mirror",
            )
        found.append(Contender(MESA_ILL, run_mirror, MIRROR_LARGEST, prepare_mirror_ill))
        found.append(Contender(MESA, run_mirror, MIRROR_LARGEST, prepare_mirror))
    return found


def model_alone() -> Contender:
    """Return the model with the kernel that runs use here."""
    if find_spec("numba"):
        return Contender(NUMBA, run_model, prepare=prepare_numba)
    return Contender(NUMPY, run_model, prepare=prepare_numpy)


def county_of(residents: int) -> tuple[Scenario, Map, People]:
    """County of so many people, its doctors and beds in proportion, and a scenario of `YEAR` counted days.

    People stay in order of village. A person drawn twice has a twin with an id of its own, and so a life of
    its own.
    """
    scenario = load_scenario(SCENARIO).draw(0, SEED)
    scenario = scenario.with_dates(until=scenario.start + timedelta(days=YEAR - 1))
    values = scenario.values(scenario.begin)
    map_ = scenario.map(values)
    everybody = make_people(map_, values, SEED)
    row = np.arange(residents) * len(everybody) // residents
    people = everybody.take(row)
    twin = np.arange(residents) - np.searchsorted(row, row)
    people.id += (twin * COPY).astype(np.uint64)
    share = residents / len(everybody)
    facilities = map_.facilities.copy()
    facilities["doctors"] *= share
    facilities["beds"] = np.ceil(facilities["beds"] * share).astype(np.int64)
    return scenario, replace(map_, facilities=facilities), people


def with_every_lever(scenario: Scenario) -> Scenario:
    """Switch on every lever of the catalogue from the first counted day that no earlier one excludes."""
    levers = load_levers()
    uses = {use.lever: use for use in scenario.levers}
    for id_ in levers:
        group = [levers[one] for one in (*needs(id_, levers), id_)]
        excluded = {other for one in uses for other in levers[one].excludes}
        excludes = {other for one in group for other in one.excludes}
        if excluded.isdisjoint(one.id for one in group) and excludes.isdisjoint(uses):
            for one in group:
                uses.setdefault(one.id, completed(LeverUse(one.id, scenario.start), one))
                for need, least in one.least.items():
                    more = {path: max(value, least) for path, value in uses[need].settings}
                    uses[need] = with_settings(uses[need], more)
    return scenario.with_uses(list(uses.values()))


def prepare_model(residents: int, kernel: Kernel, every_lever: bool = False) -> CountyModel:
    """Build the model and step it through the warm-up."""
    scenario, map_, people = county_of(residents)
    if every_lever:
        scenario = with_every_lever(scenario)
    model = CountyModel(scenario, seed=SEED, kernel=kernel, map_=map_, people=people)
    for _ in range(scenario.warmup_days):
        model.step()
    return model


def prepare_numpy(residents: int) -> CountyModel:
    """Make the model ready with the NumPy kernel."""
    return prepare_model(residents, "numpy")


def prepare_numba(residents: int) -> CountyModel:
    """Make the model ready with the compiled kernel."""
    return prepare_model(residents, "numba")


def prepare_levers(residents: int) -> CountyModel:
    """Make the model ready with every lever on, with the compiled kernel where Numba is installed."""
    return prepare_model(residents, "numba" if find_spec("numba") else "numpy", every_lever=True)


def run_model(model: CountyModel) -> None:
    """Step the model through the counted days."""
    model.run()


def prepare_mirror(residents: int) -> Any:
    """Build the mirror in which everybody steps, and step it through the warm-up."""
    return _mirror(residents, "all")


def prepare_mirror_ill(residents: int) -> Any:
    """Build the mirror in which only those step who have something due, and step it through the warm-up."""
    return _mirror(residents, "ill")


def _mirror(residents: int, step: str) -> Any:
    sys.path.insert(0, str(ROOT))
    mirror_model: Callable[..., Any] = import_module("tests.mirror.model").MirrorModel
    scenario, map_, people = county_of(residents)
    model = mirror_model(scenario, SEED, map_, people, step=step)
    for _ in range(scenario.warmup_days):
        model.step()
    return model


def run_mirror(model: Any) -> None:
    """Step the mirror through the counted days."""
    model.run()
