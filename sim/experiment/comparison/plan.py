"""Which runs a comparison is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UserError
from sim.experiment.batch.job import Job
from sim.experiment.batch.version import code_version
from sim.scenario import Scenario

CHANCE_PART = 2
"""One history with central values for this many replicates, to tell chance from uncertain numbers."""
LEAST_CHANCE = 3


@dataclass(frozen=True)
class Comparison:
    """Scenarios to compare; the first is what the others are held against.

    Attributes
    ----------
    scenarios : tuple of Scenario
    sample : float
        Share of the people simulated.
    """

    scenarios: tuple[Scenario, ...]
    sample: float

    def drawn(self, scenario: Scenario, replicates: int) -> list[Job]:
        """Runs with history r + 1 and parameter draw r, r = 0, 1, …; draw 0 is the central values."""
        return [Job(scenario, k + 1, self.sample, k) for k in range(replicates)]

    def central(self, scenario: Scenario, replicates: int) -> list[Job]:
        """Runs with different histories and the central values; the first is also the first that is drawn.

        They tell how much of the spread of the replicates is chance.
        """
        count = min(max(replicates // CHANCE_PART, LEAST_CHANCE), replicates)
        return [Job(scenario, k + 1, self.sample, 0) for k in range(count)]

    def jobs(self, replicates: int) -> list[Job]:
        """All runs, replicate by replicate, so that an interrupted comparison has whole replicates."""
        drawn = [self.drawn(one, replicates) for one in self.scenarios]
        central = [self.central(one, replicates) for one in self.scenarios]
        turns = [
            *(list(jobs) for jobs in zip(*drawn, strict=True)),
            *(list(jobs) for jobs in zip(*central, strict=True)),
        ]
        return [job for turn in turns for job in turn]


def make_comparison(scenarios: Sequence[Scenario], sample: float) -> Comparison:
    """Put scenarios side by side.

    Raises
    ------
    UserError
        When there are fewer than two, two are the same or have the same name, or they are not of the same
        people and days.
    """
    first = scenarios[0]
    if len(scenarios) < 2:
        raise UserError("give two scenarios or more to compare", "请给出两个或更多方案")
    for place, one in enumerate(scenarios):
        for other in scenarios[:place]:
            if other.hash == one.hash:
                raise UserError(
                    f"{other.name} and {one.name} are the same scenario; there is nothing to compare",
                    f"{other.name} 与 {one.name} 是同一方案，无可比较",
                )
            if other.name == one.name:
                raise UserError(
                    f"two scenarios are called {one.name}; give one of them another name",
                    f"有两个方案都名为 {one.name}；请为其中之一改名",
                )
        check_same_frame(first, one)
    return Comparison(tuple(scenarios), sample)


def check_same_frame(first: Scenario, one: Scenario) -> None:
    """Refuse two scenarios whose differences would not be those of their rules.

    Raises
    ------
    UserError
        When they are of other places or days.
    """
    if (one.counties, one.geography) != (first.counties, first.geography):
        raise UserError(
            f"{one.name} is about other places than {first.name}; compare scenarios of the same counties",
            f"{one.name} 与 {first.name} 地点不同；请比较同一县区的方案",
        )
    if (one.start, one.until) != (first.start, first.until):
        raise UserError(
            f"{one.name} has other days ({one.start} – {one.until}) than {first.name} "
            f"({first.start} – {first.until}); give both the same",
            f"{one.name} 的日期（{one.start} – {one.until}）与 {first.name}"
            f"（{first.start} – {first.until}）不同；请改为一致",
        )


def identity(comparison: Comparison) -> dict[str, object]:
    """What a comparison is, for its folder; more replicates may join it."""
    return {
        "kind": "comparison",
        "scenarios": [one.name for one in comparison.scenarios],
        "scenario_hashes": [one.hash for one in comparison.scenarios],
        "sample": comparison.sample,
        "code": code_version(),
    }
