"""Which township first: a package tried in one township at a time, against its cost there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.errors import Text, UserError
from sim.experiment.batch.design import ON
from sim.experiment.batch.job import Job
from sim.experiment.paired import Difference, paired
from sim.experiment.search.question import Question
from sim.experiment.search.search import RunAll, Tried
from sim.policy.catalogue import load_levers
from sim.policy.use import Where
from sim.scenario import Scenario

F64 = npt.NDArray[np.float64]
MILLION = 1e6
PERCENT = 0.01


@dataclass(frozen=True)
class First:
    """A township in which the package began alone.

    Attributes
    ----------
    code : str
    name : Text
    share : float
        Of the people of the scenario.
    cost : float
        What gains are divided by: million yuan a year, or per cent of the people where no costs are given.
    gains : float64 array, shape (replicates,)
        By how much less the goals are missed, all together in their scales, for each unit of cost.
    """

    code: str
    name: Text
    share: float
    cost: float
    gains: F64

    @property
    def gain(self) -> Difference:
        """Mean gain for each unit of cost, with its interval."""
        return paired(np.zeros(len(self.gains)), self.gains)

    def told_from(self, other: First) -> bool:
        """Whether the gains of the two can be told apart."""
        change = paired(self.gains, other.gains)
        return change.low > 0 or change.high < 0


def narrowable(question: Question, one: Tried) -> list[str]:
    """Levers that a package adds and that can be narrowed to places."""
    used = {use.lever for use in question.base.levers}
    levers = load_levers()
    return [
        name
        for name, level in one.point.items()
        if level == ON and name not in used and "places" in levers[name].reaches
    ]


def first_townships(question: Question, one: Tried, run_all: RunAll) -> list[First]:
    """Try a package in each township alone; the best for its cost first.

    What cannot be narrowed to places is in force everywhere, on both sides. Costs of a township are its
    share of the people. None where no lever can be narrowed, the rest of the package cannot stand alone, or
    there is one township only.
    """
    names = narrowable(question, one)
    map_ = question.base.map(question.base.values(question.base.begin))
    if not names or not question.townships or len(map_.townships) < 2:
        return []
    try:
        rest = one.scenario.with_uses([use for use in one.scenario.levers if use.lever not in names])
        alone = [_alone(one.scenario, names, str(code)) for code in map_.townships["code"]]
    except UserError:
        return []
    before = _misses(question, rest, run_all)
    weight = map_.villages["weight"].to_numpy(np.float64)
    shares = np.bincount(map_.villages["township"], weight, len(alone)) / weight.sum()
    yuan = sum(question.costs.get(name, 0.0) for name in names)
    each = yuan / MILLION if yuan else 1.0 / PERCENT
    found = []
    for scenario, share, (_, row) in zip(alone, shares, map_.townships.iterrows(), strict=True):
        cost = float(share) * each
        if cost > 0:
            gains = (before - _misses(question, scenario, run_all)) / cost
            name = Text(str(row["name_en"]), str(row["name_zh"]))
            found.append(First(str(row["code"]), name, float(share), cost, gains))
    return sorted(found, key=lambda first: -first.gain.value)


def _alone(scenario: Scenario, names: list[str], township: str) -> Scenario:
    """Return the scenario with some levers in one township only."""
    where = Where(townships=(township,))
    uses = [replace(use, where=where) if use.lever in names else use for use in scenario.levers]
    return scenario.with_uses(uses)


def _misses(question: Question, scenario: Scenario, run_all: RunAll) -> F64:
    """How far all goals together are missed in each replicate, against the base of the same one."""
    runs, today = (
        run_all([Job(plan, k + 1, question.sample, k) for k in range(question.townships)])
        for plan in (scenario, question.base)
    )
    return np.array(
        [
            sum(
                aim.miss(one.values.get(aim.key, np.nan), now.values.get(aim.key, np.nan))
                for aim in question.aims
            )
            for one, now in zip(runs, today, strict=True)
        ]
    )
