"""Which scenarios can be compared: those that ship, and the drafts of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from sim.errors import Text
from sim.experiment.comparison.again import file_stem
from sim.experiment.comparison.plan import Comparison, make_comparison
from sim.geography.places import read_places
from sim.scenario import Scenario
from sim.ui.choices import in_order, title_of
from sim.ui.draft import Draft
from sim.ui.drafts import MOST
from sim.ui.shipped import shipped

BASELINE = "-baseline"
SAMPLES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
ENOUGH = 10_000
"""People from whom a comparison begins to be worth its time."""


@dataclass(frozen=True)
class Side:
    """A scenario that can be chosen.

    Attributes
    ----------
    key : str
        As of `sim.ui.choices.choices`.
    title : Text
    draft : Draft or None
        None for a shipped one.
    """

    key: str
    title: Text
    draft: Draft | None = None

    def scenario(self) -> Scenario:
        """Compile it.

        Raises
        ------
        UserError
            When a draft is faulty.
        """
        return self.draft.scenario() if self.draft else shipped()[self.key]


@dataclass(frozen=True)
class Choice:
    """Scenarios put side by side.

    Attributes
    ----------
    comparison : Comparison
        Drafts bear the names of their files.
    files : mapping of str to str
        Content of the file of each draft, by its name.
    """

    comparison: Comparison
    files: dict[str, str]


def offered(mine: Mapping[str, Draft]) -> list[Side]:
    """Return the drafts of the session (`sim.ui.choices.made`), then the scenarios that ship."""
    own = [Side(key, title_of(key, draft), draft) for key, draft in mine.items()]
    return [*own, *(Side(name, one.title) for name, one in in_order(shipped()).items())]


def first_choice(sides: Sequence[Side]) -> tuple[str, ...]:
    """What a reader begins with: drafts against what the first of them changes, else a shipped pair."""
    bases = {side.key: side.draft.changes.base for side in sides if side.draft is not None}
    if bases:
        base = next(iter(bases.values()))
        return (base, *[key for key, one in bases.items() if one == base][: MOST - 1])
    names = [side.key for side in sides]
    name = next(one for one in names if f"{one}{BASELINE}" in names)
    return (f"{name}{BASELINE}", name)


def put_together(chosen: Sequence[Side], sample: float) -> Choice:
    """Compile what was chosen and put it side by side.

    Raises
    ------
    UserError
        When something cannot be compared; see `sim.experiment.comparison.plan.make_comparison`.
    """
    scenarios: list[Scenario] = []
    files: dict[str, str] = {}
    for side in chosen:
        one = side.scenario()
        if side.draft is not None:
            name = file_stem(
                side.draft.changes.title.zh if side.draft.changes.title else "draft", list(files)
            )
            files[name] = side.draft.to_yaml()
            one = replace(one, name=name)
        scenarios.append(one)
    return Choice(make_comparison(scenarios, sample), files)


@lru_cache(maxsize=64)
def people_of(counties: tuple[str, ...]) -> int:
    """Residents of some counties by the census of 2020."""
    return int(read_places(counties).counties["population_2020"].sum())


def first_sample(people: int) -> float:
    """Smallest offered share of the people that simulates `ENOUGH` of them."""
    return next((one for one in SAMPLES if one * people >= ENOUGH), SAMPLES[-1])


def runs_of(comparison: Comparison, replicates: int) -> int:
    """How many runs a comparison is made of."""
    return len({job.key for job in comparison.jobs(replicates)})


def seconds_of(runs: int, each: float, workers: int) -> float:
    """About how long so many runs take."""
    return each * ceil(runs / workers)
