"""Compiled twin of the count of the bed-bound in `sim.day.followup`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.day.clock import Clock
from sim.day.state import State
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.policy.groups import Trait

BEDBOUND, NOWHERE = np.uint8(Trait.BEDBOUND), int(Option.NONE)


def count_bedbound(state: State, clock: Clock, groups: tuple[Any, ...]) -> None:
    """Count occasions of need and those without care; see `sim.day.followup.count_bedbound`."""
    occasions, without = np.zeros((2, state.tally.counties), np.int64)
    for group in groups:
        forgone = without if group is groups[-1] else np.zeros_like(without)
        _count(group, state.codes, state.present, state.people.county, occasions, forgone)
    state.tally.add_people_counts(Person.BEDBOUND_OCCASIONS, clock.month, occasions)
    state.tally.add_people_counts(Person.BEDBOUND_FORGONE, clock.month, without)


@numba.njit(cache=True)
def _count(cases: Any, codes: Any, present: Any, county: Any, occasions: Any, forgone: Any) -> None:
    for i in range(cases.size):
        who = cases[i].person
        if codes[who] & BEDBOUND and present[who]:
            occasions[county[who]] += 1
            forgone[county[who]] += cases[i].place == NOWHERE and cases[i].severity > 0
