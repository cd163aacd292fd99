"""Step: where everybody goes who has not been told where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.choice.choose import (
    Choosers,
    Parts,
    choose,
    felt_utility,
    own_price,
    total_utility,
    utility_parts,
)
from sim.day.dispatch import announce
from sim.day.epidemic import divert
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import case_draws, case_row, draw
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray, select

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
At = Bools | I64  # a mask, or positions
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
    callers, send = _callers, _send
    if state.kernel == "numba":
        from sim.day import choice_numba  # compiled, so only when asked for

        callers, send = choice_numba.callers, choice_numba.send
    call, free = callers(state, tables, cases)
    choosers = select(cases, free)
    u = draw(case_draws(choosers), "choice")
    if watch is None and state.kernel == "numba":
        from sim.choice.choose_numba import choose_fused

        option = choose_fused(
            tables.choice, tables.rules, tables.minutes, felt_by_group(state, tables), tables.lines,
            choosers, state.people, state.scheme, state.way, state.standing, state.present, state.certified,
            u,
        )  # fmt: skip
    else:
        who = as_choosers(state, choosers)
        felt = felt_places(state, tables)
        parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt, who)
        option = choose(total_utility(parts), u)
        if watch is not None:
            option = watch(choosers, parts, option)
    cases["place"][free] = option
    divert(state, tables, cases, free)
    return Going(*(select(cases, group) for group in send(state, tables, cases, call)))


def _callers(state: State, tables: DayTables, cases: CaseArray) -> tuple[Bools, I64]:
    """Who calls 120, and positions of those who choose."""
    call = tables.catalogue.emergency[cases["condition"]] & (cases["step"] == 0)
    call &= state.present[cases["person"]]
    return call, np.flatnonzero((cases["target"] < 0) & ~call)


def _send(state: State, tables: DayTables, cases: CaseArray, call: Bools) -> tuple[At, ...]:
    """Write place and target of each case; tell the groups of `Going` apart."""
    village, place = state.people.village[cases["person"]], cases["place"]
    absent = ~state.present[cases["person"]]
    place[call] = tables.emergency.destination[case_row(select(cases, call)), village[call]]
    chosen = (cases["target"] < 0) & (place > Option.PHARMACY)
    cases["target"][chosen] = state.map.options[village[chosen], place[chosen]]
    elsewhere = absent & (place > Option.PHARMACY)
    place[elsewhere] = ELSEWHERE
    cases["target"][elsewhere] = state.map.options[village[elsewhere], Option.FAR]
    home = place <= Option.PHARMACY
    return ~(home | call | elsewhere), call, elsewhere, home


def felt_places(state: State, tables: DayTables) -> F64:
    """What each village feels about each option today, by group of condition and then by service line."""
    felt, lines = felt_by_group(state, tables), tables.lines
    return np.concatenate([felt, felt[lines.group] + lines.better]) if len(lines.group) else felt


def felt_by_group(state: State, tables: DayTables) -> F64:
    """What each village feels about each option: trust, experts, waits; -inf where no doctor is today."""
    facility = state.map.options
    wait = np.where(facility >= 0, state.wait[facility], 0.0)
    felt = felt_utility(tables.choice, state.belief, wait)
    announce(state, tables, felt)
    if state.doctors.vacant:
        felt[:, (facility >= 0) & (state.doctors.open[facility] == 0.0)] = -np.inf  # nobody is there
    return felt


def own_prices(state: State, tables: DayTables, cases: CaseArray) -> tuple[F64, F64]:
    """Own cost that the people of these cases expect at each price level, without and with a slip."""
    if state.kernel == "numba":
        from sim.choice import choose_numba  # compiled, so only when asked for

        facts = choose_numba.gather(
            cases, state.people, state.scheme, state.way, state.standing, state.present, state.certified
        )
        without, having = (
            choose_numba.own_prices(tables.choice, tables.rules, cases, facts, state.people, slip)
            for slip in (False, True)
        )
    else:
        who = as_choosers(state, cases)
        without, having = (own_price(tables.choice, tables.rules, who, slip=slip) for slip in (False, True))
    return without, having


def as_choosers(state: State, cases: CaseArray) -> Choosers:
    """What the choice looks at in the people of these cases."""
    people, person = state.people, cases["person"]
    return Choosers(
        row=case_row(cases),
        condition=cases["condition"],
        severity=cases["severity"],
        village=people.village[person],
        county=people.county[person],
        mode=state.way[person],
        scheme=state.scheme[person],
        income=people.income[person],
        signed=people.signed[person],
        habit=people.habit[person],
        absent=~state.present[person],
        certified=state.certified[person],
        avoid=cases["avoid"],
        standing=state.standing[person],
        stays=people.stays[person],
        deductible_used=people.deductible_used[person],
        special_used=people.special_used[person],
        outpatient_paid=people.outpatient_paid[person],
        chronic_paid=people.chronic_paid[person],
        drugs_paid=people.drugs_paid[person],
    )
