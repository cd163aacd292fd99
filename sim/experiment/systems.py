"""The five systems with and without their policies, beside their documents' goals and published figures.

Every pair of runs shares its seed, so that a difference is what the policy does to the same people.
Membership that no source names is drawn; `membership_effect` tells how much hangs on the draw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from statistics import fmean, stdev

import numpy as np
import pandas as pd

from sim.experiment.paired import Difference, paired
from sim.experiment.run import best_kernel, collect, release, run_scenario, step_through
from sim.indicators.goals import goal_lines
from sim.indicators.published import Comparison, compare_published
from sim.indicators.registry import by_id
from sim.model import CountyModel
from sim.population.census import county_facts
from sim.population.make import make_people
from sim.scenario import Scenario, load_scenario, shipped_names

BASELINE = "-baseline"
SHOWN = (
    "in_county_visit_rate", "in_county_admission_share", "in_county_fund_rate", "primary_fund_share",
    "primary_visit_share", "primary_fund_share_of_all", "primary_insured_visit_share", "visits_per_resident",
    "stays_per_100_insured", "fund_per_insured", "stay_cost", "out_of_pocket_share", "contract_coverage",
    "hypertension_control", "wait_minutes", "travel_minutes", "forgone_share", "kept_beyond_capability",
    "late_emergency_share", "deaths_of_illness_per_1000", "up_referrals", "down_referrals",
)  # fmt: skip
ENOUGH = 20_000
SHARES = (0.02, 0.1)
COLUMNS = (
    "scenario", "period", "indicator", "basis", "unit", "without", "with", "difference", "low", "high",
    "goal", "goal_kind", "goal_by", "met", "published", "source", "seeds", "sample",
)  # fmt: skip
Key = tuple[str, str, str]
"""Period, indicator and basis."""


def systems() -> list[str]:
    """Names of the shipped scenarios that have a counterfactual."""
    names = shipped_names()
    return [name for name in names if f"{name}{BASELINE}" in names]


def share_of(scenario: Scenario) -> float:
    """Share of the people on which a system is measured: about `ENOUGH` people, within `SHARES`."""
    people = sum(county_facts(code).population for code in scenario.counties)
    return round(min(max(ENOUGH / people, SHARES[0]), SHARES[1]), 3)


def systems_table(names: Sequence[str], seeds: Sequence[int], sample: float) -> pd.DataFrame:
    """Run each system and its counterfactual, and put them beside goals and published figures.

    Parameters
    ----------
    names : sequence of str
        Systems, without the ending of the counterfactual.
    seeds : sequence of int
        Random histories; each is run with and without the policy.
    sample : float
        Share of the people.

    Returns
    -------
    pd.DataFrame
        `COLUMNS`; means over the seeds, `low` and `high` the 95 % interval of the paired difference (empty
        for one seed). A row with a goal or a published figure has its source.
    """
    rows = [row for name in names for row in _of_system(name, seeds, sample)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_system(name: str, seeds: Sequence[int], sample: float) -> Iterator[dict[str, object]]:
    system, without = load_scenario(name), load_scenario(name + BASELINE)
    pairs = [list(_pair((without, system), seed, sample)) for seed in seeds]
    tables = list(zip(*pairs, strict=True))
    sides = [[_values(table) for table in side] for side in tables]
    beside: dict[Key, Comparison] = {}
    for one in compare_published(tables[1][0], system.counties, sample, goal_lines(system.goals)):
        ours = one.published.kind == "goal" and system.goals
        whole = one.published.kind == "outcome" and set(one.published.counties) == set(system.counties)
        if ours or whole:
            beside[one.period, one.published.indicator, one.published.basis] = one
    period = main_period(system)
    shown = [(period, one, basis) for one in SHOWN for basis in _bases(one)]
    make = partial(_row, name, sides=sides, sample=sample)
    yield from (make(key, beside=beside.pop(key, None)) for key in shown if key in sides[1][0])
    yield from (make(key, beside=one) for key, one in beside.items())


def _pair(sides: tuple[Scenario, Scenario], seed: int, sample: float) -> Iterator[pd.DataFrame]:
    """Yield the indicators of two scenarios of one place, run on the same people, made once."""
    sides = (sides[0].draw(0, seed), sides[1].draw(0, seed))
    values = sides[0].values(sides[0].begin)
    map_ = sides[0].map(values)
    people = make_people(map_, values, seed, sample)
    for one in sides:
        mine = people.take(np.arange(len(people)))
        model = CountyModel(one, seed=seed, sample=sample, kernel=best_kernel("auto"), map_=map_, people=mine)
        step_through(model)
        yield collect(model).indicators
        release(model)


def main_period(scenario: Scenario) -> str:
    """Year of a system, or its last quarter where the policy begins only after the first."""
    year = scenario.until.year
    begun = max((use.start for use in scenario.levers), default=scenario.start)
    return f"{year}" if (begun.year, begun.month) < (year, 4) else f"{year}Q4"


def _bases(indicator: str) -> list[str]:
    """As reported where the indicator is reported, and as it happened."""
    return [basis for basis in ("happened", "reported") if basis in by_id()[indicator].basis]


def _values(table: pd.DataFrame) -> dict[Key, float]:
    rows = table[table["scope"] == "all"]
    keys = zip(*(rows[name].astype(str) for name in ("period", "indicator", "basis")), strict=True)
    return dict(zip(keys, rows["value"].astype(float), strict=True))


def _row(
    name: str, key: Key, sides: Sequence[Sequence[Mapping[Key, float]]], sample: float,
    beside: Comparison | None,
) -> dict[str, object]:  # fmt: skip
    without, having = ([one[key] for one in side] for side in sides)
    found = paired(np.array(without), np.array(having))
    if found.seeds < len(having):  # a rare event is missing from a small sample
        found = Difference(math.nan, math.nan, math.nan, 0)
    row: dict[str, object] = dict.fromkeys(COLUMNS, "") | {
        "scenario": name, "period": key[0], "indicator": key[1], "basis": key[2],
        "unit": by_id()[key[1]].unit, "without": fmean(without), "with": fmean(having),
        "difference": found.value, "low": found.low, "high": found.high, "seeds": len(having),
        "sample": sample,
    }  # fmt: skip
    if beside is not None and beside.published.kind == "goal":
        goal = beside.published
        met = fmean(having) <= goal.value if goal.at_most else fmean(having) >= goal.value
        row |= {
            "goal": goal.value, "goal_kind": "at_most" if goal.at_most else "at_least",
            "goal_by": goal.place.en.removeprefix("goal by "), "met": "yes" if met else "no",
            "source": goal.source,
        }  # fmt: skip
    elif beside is not None:
        row |= {"published": beside.published.value, "source": beside.published.source}
    return row


def membership_effect(scenario: Scenario, draws: Sequence[int], sample: float) -> pd.DataFrame:
    """How much the indicators move with the drawn membership of communities, beside how much by chance.

    Parameters
    ----------
    scenario : Scenario
        One in which members are drawn.
    draws : sequence of int
        Membership seeds, run with one random history; and as many random histories with the first of them.
    sample : float

    Returns
    -------
    pd.DataFrame
        ``indicator, mean, membership, chance, draws, sample``: standard deviations over membership seeds and
        over random histories.
    """
    path = "geography.membership_seed"
    first = scenario.with_overrides({path: float(draws[0])})
    memberships = [scenario.with_overrides({path: float(draw)}) for draw in draws]
    key = str(scenario.until.year)

    def values(one: Scenario, seed: int) -> dict[Key, float]:
        return _values(run_scenario(one, seed=seed, sample=sample).indicators)

    drawn = [values(one, 1) for one in memberships]
    chance = [drawn[0]] + [values(first, seed) for seed in range(2, len(draws) + 1)]
    rows = []
    for indicator in SHOWN:
        at = (key, indicator, "happened" if "happened" in by_id()[indicator].basis else "reported")
        if at in drawn[0]:
            rows.append(
                {
                    "indicator": indicator, "mean": fmean(one[at] for one in drawn),
                    "membership": stdev(one[at] for one in drawn),
                    "chance": stdev(one[at] for one in chance),
                    "draws": len(draws), "sample": sample,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
