"""A small real county for tests of the model: Beidaihe's map with a share of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from sim.choice.choose import Parts
from sim.day.clock import Clock
from sim.day.conserve import check
from sim.day.visits import Visits
from sim.declare import COLUMNS
from sim.geography.map import Map, build_map
from sim.model import CountyModel
from sim.needs.cases import CaseArray
from sim.policy.regimes import Regimes, one_regime
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario, load_scenario

NAME = "beidaihe-2024"
SHARE = 0.025
BUSY = {
    "referral.catalogue": 0.5,
    "referral.offer.village": 0.1,
    "referral.offer.township": 0.1,
    "referral.offer.county": 0.9,
    "referral.attend": 0.6,
    "referral.down_offer": 0.5,
    "referral.down_accept": 0.6,
    "care.capability.village": 0.85,
    "referral.return_share": 0.8,
    "needs.scale": 1.0,
    "care.bed_patience_days": 1,
    "care.session_minutes.village": 30,
    "care.session_minutes.township": 60,
    "care.session_minutes.hospital": 60,
}
"""A year of many slips in both directions."""
WARM_UP = "run.warmup_days"
Overrides = Mapping[str, float | Mapping[date, float]]


def scenario(overrides: Overrides | None = None, start: date | None = None) -> Scenario:
    """Return the small county without levers or posterior, some values changed; ranges widen to hold them."""
    plan = replace(load_scenario(NAME), levers=(), posterior=None)
    parameters = dict(plan.parameters)
    for path, given in (overrides or {}).items():
        values = list(given.values()) if isinstance(given, Mapping) else [given]
        one = parameters[path]
        parameters[path] = replace(one, low=min(one.low, *values), high=max(one.high, *values))
    plan = replace(plan, parameters=parameters)
    if start:
        plan = replace(plan, start=start, until=max(plan.until, start.replace(year=start.year + 1)))
    return plan.with_overrides(overrides or {})


def soon(plan: Scenario, days: int = 14) -> Scenario:
    """Return a scenario with a shorter warm-up than users may ask for: many tests need no steady county."""
    warm_up = replace(plan.parameters[WARM_UP], low=float(days))
    parameters = {**plan.parameters, WARM_UP: warm_up}
    return replace(plan, parameters=parameters).with_overrides({WARM_UP: float(days)})


def write_soon(folder: Path, days: int = 14) -> str:
    """Write such a warm-up beside a scenario file; return the line of the file that asks for it."""
    rows = (",".join(COLUMNS), f"{WARM_UP},{days},{days},730,days,assumption,Tests,days,天,")
    (folder / "soon.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "parameters: soon.csv\n"


@lru_cache(maxsize=1)
def small_map() -> Map:
    """Map of the small county; shared, so that tests must not change it."""
    plan = scenario()
    return build_map(plan.counties, plan.values(plan.begin))


def single(map_: Map, values: Mapping[str, float]) -> Regimes:
    """Return the same values for everybody and every facility of a map."""
    return one_regime(values, len(map_.villages), len(map_.facilities))


@lru_cache(maxsize=4)
def _people(seed: int, share: float) -> People:
    plan = scenario()
    return make_people(small_map(), plan.values(plan.begin), seed, share)


def small_people(seed: int = 1, share: float = SHARE) -> People:
    """Return a fresh copy of a share of the county's people."""
    people = _people(seed, share)
    return people.take(np.arange(len(people)))


def county(
    overrides: Overrides | None = None,
    *,
    seed: int = 1,
    share: float = SHARE,
    sample: float | None = None,
    people: People | None = None,
    start: date | None = None,
    **more: Any,
) -> CountyModel:
    """Make the model of a share of the county; `sample` says for how many each person stands (1/sample)."""
    return CountyModel(
        scenario(overrides, start),
        seed=seed,
        sample=sample or share,
        map_=small_map(),
        people=small_people(seed, share) if people is None else people,
        **more,
    )


def walk(model: CountyModel, days: int, *each: Callable[[CountyModel], object]) -> CountyModel:
    """Step some days; conservation, and whatever else is given, is checked every day."""
    for _ in range(days):
        model.step()
        check(model.state)
        for look in each:
            look(model)
    return model


class Diary:
    """Observer that keeps a fingerprint of each day's visits and, if wanted, of choices."""

    def __init__(self, wants_choices: bool = False) -> None:
        self.wants_choices = wants_choices
        self.days: list[str] = []
        self.drawn: list[str] = []

    def choices(self, cases: CaseArray, parts: Parts, option: np.ndarray) -> None:
        self.drawn.append(fingerprint([cases, *parts, option]))

    def visits(self, clock: Clock, visits: Visits) -> None:
        self.days.append(fingerprint([getattr(visits, field.name) for field in fields(visits)]))


def fingerprint(arrays: Sequence[np.ndarray]) -> str:
    """Hash of arrays, their types and shapes."""
    digest = blake2b(digest_size=12)
    for array in arrays:
        digest.update(f"{array.dtype}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def outcome(model: CountyModel) -> dict[str, str]:
    """Fingerprints of everything a run leaves behind, by name."""
    state, tally = model.state, model.state.tally
    arrays = {f"people.{name}": column for name, column in state.people.columns().items()}
    arrays |= {
        f"tally.{name}": getattr(tally, name) for name in ("visits", "cases", "flow", "facility", "people")
    }
    arrays |= {name: getattr(state, name) for name in ("belief", "wait", "occupied", "inside")}
    arrays |= {"ledger": state.ledger.paid, "kappa": model.tables.purses.kappa}
    arrays |= {f"snapshot.{name}": table for name, table in model.snapshots.items()}
    return {name: fingerprint([array]) for name, array in arrays.items()}


if __name__ == "__main__":
    print(fingerprint([np.array(sorted(outcome(walk(county(), 100)).items()))]))
