"""The answer: the best packages checked over the uncertain numbers, and what holds the others back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.experiment.batch.design import ON, Level
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.comparison.table import Side, harms
from sim.experiment.search.pareto import Box, prim
from sim.experiment.search.question import Question
from sim.experiment.search.search import CHECKED, RunAll, Searched, Tried
from sim.scenario import Scenario
from sim.scenario.levers import MEASURED

F64 = npt.NDArray[np.float64]
CEILING = Key("in_county_visit_ceiling", "happened")
LEANS_ON_ABSENCE = ("in_county_visit_rate",)
STRONGEST = 12
"""Numbers among which a box of failures is looked for: those that go along with the misses most."""


@dataclass(frozen=True)
class Checked:
    """A package of the front, run with draws of the uncertain numbers.

    Attributes
    ----------
    tried : Tried
    values, today : float64 array, shape (replicates, goals)
        Of the package, and of the base scenario in the same replicates.
    met : float64 array, shape (replicates,)
        Whether all goals are met, 0 or 1.
    harms : list of Key
        What clearly gets worse for the poorest fifth or in emergencies.
    """

    tried: Tried
    values: F64
    today: F64
    met: F64
    harms: list[Key]

    @property
    def chance(self) -> float:
        """Share of the replicates in which every goal is met."""
        return float(self.met.mean())


def check(question: Question, searched: Searched, run_all: RunAll) -> tuple[list[Checked], float]:
    """Run the best packages again over the uncertain numbers; also return the ceiling that absence sets."""
    chosen = distinct(question, searched.worth_checking)[:CHECKED]
    base = _drawn(question, question.base, run_all)
    found = []
    for one in chosen:
        runs = _drawn(question, one.scenario, run_all)
        values, today = _table(question, runs), _table(question, base)
        met = [
            all(aim.miss(v, t) == 0 for aim, v, t in zip(question.aims, *pair, strict=True))
            for pair in zip(values, today, strict=True)
        ]
        sides = Side("today", base, base), Side("package", runs, runs)
        found.append(Checked(one, values, today, np.array(met, np.float64), harms(*sides)))
    found.sort(key=lambda one: (bool(one.harms), -one.chance, one.tried.miss, one.tried.effort))
    return found, float(np.mean([run.values.get(CEILING, np.nan) for run in base]))


def distinct(question: Question, ordered: Sequence[Tried]) -> list[Tried]:
    """Packages in order, without those that are nearly one that comes before or did just the same."""
    kept: list[Tried] = []
    for one in ordered:
        alike = (
            question.alike(one.point, other.point) or np.array_equal(one.values, other.values)
            for other in kept
        )
        if not any(alike):
            kept.append(one)
    return kept


def _drawn(question: Question, scenario: Scenario, run_all: RunAll) -> list[Outcome]:
    return run_all([Job(scenario, k + 1, question.sample, k) for k in range(question.check)])


def _table(question: Question, runs: Sequence[Outcome]) -> F64:
    return np.array([[one.values.get(aim.key, np.nan) for aim in question.aims] for one in runs])


def package(point: dict[str, Level]) -> str:
    """Write a package in one line."""
    words = [name for name, level in point.items() if level == ON]
    words += [f"{name}={level:g}" for name, level in point.items() if not isinstance(level, str)]
    return ", ".join(words) or "-"


def table_of(question: Question, searched: Searched, checked: Sequence[Checked]) -> pd.DataFrame:
    """Return every package that was run: its levels, mean values and misses, effort, whether on the front."""
    on_front = {id(one) for one in searched.front}
    by = {id(one.tried): one for one in checked}
    rows = []
    for number, one in enumerate(searched.tried):
        row: dict[str, object] = {"package": number}
        row |= {name: one.point.get(name, "") for name in question.names}
        for aim, value, miss in zip(question.aims, one.values, one.misses, strict=True):
            row |= {f"value.{aim.key.indicator}": value, f"miss.{aim.key.indicator}": miss}
        final = by.get(id(one))
        row |= {
            "miss": one.miss, "effort": one.effort, "front": int(id(one) in on_front),
            "chance": np.nan if final is None else final.chance,
            "harms": "" if final is None else ";".join(f"{key.indicator}:{key.group}" for key in final.harms),
        }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def discover(question: Question, one: Checked) -> tuple[list[str], Box] | None:
    """Find the box of uncertain numbers in which a package fails; None when it never or always does.

    Returns
    -------
    list of str
        Paths of the box's coordinates.
    Box
    """
    fails = one.met == 0
    if not fails.any() or fails.all():
        return None
    plan = one.tried.scenario
    drawn = [plan.draw(k, k + 1) for k in range(question.check)]
    paths = [
        path
        for path, parameter in plan.parameters.items()
        if parameter.evidence not in (*MEASURED, "neutral")
        and len({scenario.parameters[path].value for scenario in drawn}) > 1
    ]
    x = np.array([[scenario.parameters[path].value for path in paths] for scenario in drawn])
    together = np.abs([np.corrcoef(column, fails)[0, 1] for column in x.T])
    chosen = np.argsort(-np.nan_to_num(together), kind="stable")[:STRONGEST]
    return [paths[k] for k in chosen], prim(x[:, chosen], fails)
