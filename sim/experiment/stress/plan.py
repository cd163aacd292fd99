"""Which runs a stress test is made of: every policy as it is, and under each shock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.errors import UserError
from sim.experiment.batch.job import Job
from sim.experiment.batch.version import code_version
from sim.experiment.comparison.plan import check_same_frame
from sim.geography.kinds import Kind as Place
from sim.geography.map import Map
from sim.money.account import QUARTERS
from sim.scenario import Scenario
from sim.scenario.shocks import Kind, Shock

CALM = ""
"""Stands for no shock in the place of its name."""
WAVE_SHARE, MONTHS_LATE = 0.2, 3
"""Of the shocks a test begins with: share of adults who fall ill, and months by which an advance is late."""


@dataclass(frozen=True)
class Stress:
    """Policies and what befalls them.

    Attributes
    ----------
    policies : tuple of Scenario
        The first is the one the others are held against.
    shocks : tuple of Shock
        Each is tried alone, beside whatever shocks a policy's own file has.
    sample : float
        Share of the people simulated.
    replicates : int
        Random histories, each with a draw of the uncertain numbers, the same under every policy and shock.
    """

    policies: tuple[Scenario, ...]
    shocks: tuple[Shock, ...]
    sample: float
    replicates: int

    def jobs(self) -> dict[tuple[str, str], list[Job]]:
        """Runs by policy and shock, `CALM` for none."""
        found = {}
        for policy in self.policies:
            found[policy.name, CALM] = self._runs(policy)
            for shock in self.shocks:
                found[policy.name, shock.id] = self._runs(policy.with_shocks(shock))
        return found

    def _runs(self, scenario: Scenario) -> list[Job]:
        return [Job(scenario, k + 1, self.sample, k) for k in range(self.replicates)]


def make_stress(
    policies: Sequence[Scenario], shocks: Sequence[Shock], sample: float, replicates: int
) -> Stress:
    """Put policies and shocks together; without shocks those of `usual_shocks`.

    Raises
    ------
    UserError
        When two policies are the same or not of the same places and days, two shocks have one name, or a
        shock has no place among them.
    """
    first = policies[0]
    for k, one in enumerate(policies):
        check_same_frame(first, one)
        if any(one.hash == other.hash or one.name == other.name for other in policies[:k]):
            raise UserError(f"{one.name} is given twice", f"{one.name} 重复给出")
    chosen = list(shocks) or usual_shocks(first)
    names = [shock.id for shock in chosen]
    for name in names:
        if names.count(name) > 1:
            raise UserError(f"two shocks are called {name!r}", f"有两个冲击名为“{name}”")
    for shock in chosen:
        if shock.start < first.start:
            raise UserError(
                f"{shock.id} begins on {shock.start}, before the first counted day {first.start}",
                f"{shock.id} 始于 {shock.start}，早于起始日 {first.start}",
            )
    placed = first.with_shocks(*chosen).shocks[len(first.shocks) :]
    return Stress(tuple(policies), placed, sample, replicates)


def usual_shocks(scenario: Scenario) -> list[Shock]:
    """The shocks of a test that names none.

    The township centre with most doctors closes; the road from it to the county's general hospital is
    blocked; one of its doctors leaves; a wave of influenza comes; the advance of a quarter is late. All
    begin with the second quarter of the counted days, but the wave, which begins when waves do.
    """
    map_ = scenario.map(scenario.values(scenario.begin))
    day = usual_start(scenario)
    centre, hospital = largest(map_, Place.TOWNSHIP_CENTRE), largest(map_, Place.COUNTY_GENERAL)
    found = [
        Shock("centre", Kind.FACILITY, day, places=(centre,)),
        Shock("road", Kind.ROAD, day, places=(centre, hospital)),
        Shock("doctor", Kind.DOCTOR, day, places=(centre,)),
        Shock("advance", Kind.ADVANCE, next_quarter(day), amount=MONTHS_LATE),
    ]
    wave = usual_wave(scenario, day)
    if wave is not None:
        found.insert(3, Shock("wave", Kind.WAVE, wave, amount=WAVE_SHARE))
    return [shock for shock in found if shock.start <= scenario.until]


def usual_start(scenario: Scenario) -> date:
    """First day of the fourth counted month; the first counted day of a shorter scenario."""
    month = scenario.start.year * 12 + scenario.start.month + 2
    day = date(month // 12, month % 12 + 1, 1)
    return day if day <= scenario.until else scenario.start


def next_quarter(day: date) -> date:
    """First day of the quarter that begins on a day or after it."""
    while day.day != 1 or day.month not in QUARTERS:
        day += timedelta(days=1)
    return day


def usual_wave(scenario: Scenario, after: date) -> date | None:
    """Day on which the declared wave begins; None when it lies on no counted day from `after` on."""
    number = int(scenario.values(scenario.begin)["epidemic.start_day"])
    days = (date(year, 1, 1) + timedelta(days=number - 1) for year in (after.year, after.year + 1))
    return next((day for day in days if after <= day <= scenario.until), None)


def largest(map_: Map, kind: Place) -> str:
    """Id of the institution of a kind in the counties that has most doctors."""
    table = map_.facilities
    doctors = np.where((table["kind"] == kind) & (table["county"] >= 0), table["doctors"], -1.0)
    return str(table["id"].iloc[int(np.argmax(doctors))])


def identity(stress: Stress) -> dict[str, object]:
    """What a stress test is, for its folder; more replicates may join it."""
    return {
        "kind": "stress",
        "policies": [one.name for one in stress.policies],
        "scenario_hashes": [one.hash for one in stress.policies],
        "shocks": [[one.id, *one.plain()] for one in stress.shocks],
        "sample": stress.sample,
        "code": code_version(),
    }
