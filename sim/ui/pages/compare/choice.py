"""Which of the offered scenarios are compared, with how many people, and how long that takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

import pandas as pd

from sim.experiment.comparison.plan import Comparison, make_comparison
from sim.geography.real import RealGeography
from sim.population.make import head_count
from sim.scenario import Scenario
from sim.ui.choices import SAMPLES, Offer
from sim.ui.drafts import MOST

BASELINE = "-baseline"
ENOUGH = 10_000
"""People from whom a comparison begins to be worth its time."""


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


def first_choice(offers: Sequence[Offer]) -> tuple[str, ...]:
    """What a reader begins with: drafts against what the first of them changes, else a shipped pair."""
    bases = {one.key: one.draft.changes.base for one in offers if one.draft is not None}
    if bases:
        base = next(iter(bases.values()))
        return (base, *[key for key, one in bases.items() if one == base][: MOST - 1])
    names = [one.key for one in offers]
    name = next(one for one in names if f"{one}{BASELINE}" in names)
    return (f"{name}{BASELINE}", name)


def put_together(chosen: Sequence[Offer], sample: float) -> Choice:
    """Compile what was chosen and put it side by side.

    Raises
    ------
    UserError
        When something cannot be compared; see `sim.experiment.comparison.plan.make_comparison`.
    """
    scenarios: list[Scenario] = []
    files: dict[str, str] = {}
    for offer in chosen:
        name, content = offer.file(list(files))
        if content:
            files[name] = content
        title = offer.draft.name if offer.draft else offer.title
        if title in [one.title for one in scenarios]:
            title = offer.title  # with its letter
        scenarios.append(replace(offer.scenario(), name=name, title=title))
    return Choice(make_comparison(scenarios, sample), files)


def people_of(scenario: Scenario) -> int:
    """Everybody whom a scenario simulates: residents, and the insured who live away."""
    return head_count(_census(scenario.counties), scenario.base_values(scenario.begin))


@lru_cache(maxsize=64)
def _census(counties: tuple[str, ...]) -> pd.DataFrame:
    """Facts of some counties, a row each."""
    return RealGeography().tables("county_facts").set_index("code").loc[list(counties)].reset_index()


def first_sample(people: int) -> float:
    """Smallest offered share of the people that simulates `ENOUGH` of them."""
    return next((one for one in SAMPLES if one * people >= ENOUGH), SAMPLES[-1])


def runs_of(comparison: Comparison, replicates: int) -> int:
    """How many runs a comparison is made of."""
    return len({job.key for job in comparison.jobs(replicates)})


def seconds_of(runs: int, each: float, workers: int) -> float:
    """About how long so many runs take."""
    return each * ceil(runs / workers)
