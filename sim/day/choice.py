"""Step: where everybody goes who has not been told where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.choice.choose import Choosers, Parts, choose, felt_utility, total_utility, utility_parts
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import case_draws, case_row, draw
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray, select

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Watch = Callable[[CaseArray, Parts, npt.NDArray[np.int8]], npt.NDArray[np.int8]]


class Going(NamedTuple):
    """Cases by what their people do: go to a clinic, call 120, are cared for elsewhere, or stay at home.

    In `home` the column `place` says whether a pharmacy was visited.
    """

    clinic: CaseArray
    emergency: CaseArray
    elsewhere: CaseArray
    home: CaseArray


def go(state: State, tables: DayTables, cases: CaseArray, watch: Watch | None = None) -> Going:
    """Let everybody choose who is not expected anywhere; send emergencies where 120 takes them.

    Writes where each goes into `cases`.

    `watch`, when given, sees the choosers with the parts of their utilities and the options drawn, and
    returns the options to use (agents with a decision of their own, and the story of one person).
    """
    people = state.people
    village = people.village[cases["person"]]
    absent = ~state.present[cases["person"]]
    call = tables.catalogue.emergency[cases["condition"]] & (cases["step"] == 0) & ~absent
    free = np.flatnonzero((cases["target"] < 0) & ~call)
    choosers = select(cases, free)
    felt = felt_places(state, tables)
    u = draw(case_draws(choosers), "choice")
    if watch is None and state.kernel == "numba":
        from sim.choice.choose_numba import choose_fused  # compiled, so only when asked for

        option = choose_fused(
            tables.choice, tables.rules, tables.minutes, felt, choosers, people, state.present,
            state.certified, u,
        )  # fmt: skip
    else:
        who = _choosers(state, choosers)
        parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt, who)
        option = choose(total_utility(parts), u)
        if watch is not None:
            option = watch(choosers, parts, option)
    place = cases["place"]
    place[free] = option
    place[call] = tables.emergency.destination[case_row(select(cases, call)), village[call]]
    chosen = (cases["target"] < 0) & (place > Option.PHARMACY)
    cases["target"][chosen] = state.map.options[village[chosen], place[chosen]]
    away_care = absent & (place > Option.PHARMACY)
    place[away_care] = ELSEWHERE
    cases["target"][away_care] = state.map.options[village[away_care], Option.FAR]
    home = place <= Option.PHARMACY
    return Going(
        select(cases, ~(home | call | away_care)),
        select(cases, call),
        select(cases, away_care),
        select(cases, home),
    )


def felt_places(state: State, tables: DayTables) -> F64:
    """What each village feels about each option today: trust and waits."""
    facility = state.map.options
    wait = np.where(facility >= 0, state.wait[facility], 0.0)
    return felt_utility(tables.choice, state.belief, wait)


def _choosers(state: State, cases: CaseArray) -> Choosers:
    people, person = state.people, cases["person"]
    return Choosers(
        row=case_row(cases),
        condition=cases["condition"],
        severity=cases["severity"],
        village=people.village[person],
        county=people.county[person],
        mode=people.mode[person],
        insurance=people.insurance[person],
        income=people.income[person],
        signed=people.signed[person],
        habit=people.habit[person],
        absent=~state.present[person],
        certified=state.certified[person],
        avoid=cases["avoid"],
        deductible_used=people.deductible_used[person],
        outpatient_paid=people.outpatient_paid[person],
        chronic_paid=people.chronic_paid[person],
    )
