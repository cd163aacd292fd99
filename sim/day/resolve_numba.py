"""Compiled twins of what becomes of needs in `sim.day.resolve`: each case to its end, or to its return."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.outcome import BEYOND, NONE, PHARMACY, OutcomeTables
from sim.care.treatment import KEEP
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.burden import OF_PERSON
from sim.indicators.tally import ELSEWHERE, INSURANCES, PLACES, Flow, Person
from sim.needs.cases import CASE, CaseArray, Origin
from sim.randomness_numba import purposes, step_key, unit

I64 = npt.NDArray[np.int64]
DRUGSTORE, RETURN = int(Option.PHARMACY), int(Origin.RETURN)
ENDS = (Person.ENDED_DEATH, Person.ENDED_WELL, Person.ENDED_UNSOLVED)
WAYS = (*ENDS, Person.PHARMACY, Person.SELF_CARE, Person.FORGONE)
"""How needs end, and how they are met at home, in the order of the rows that the kernels fill."""
DIED, WELL, UNSOLVED, BOUGHT, ALONE, FORGONE = range(6)
OPEN = -1


def fates_of_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> tuple[CaseArray, I64]:
    """End needs of those who were treated; return the cases that come back, and after how many days."""
    people, tally, table = state.people, state.tally, tables.outcome
    n, cells = len(visits.case), tally.counties * PLACES * INSURANCES
    again, days = np.empty(n, CASE), np.empty(n, np.int64)
    ended, fate = np.zeros((len(ENDS), tally.counties), np.int64), np.empty(n, np.int8)
    by_cell, by_facility = np.zeros((cells, 2), np.int64), np.zeros((tally.facilities, 2), np.int64)
    back = _visits(
        visits.case, visits.keys, visits.row, visits.facility, visits.place, visits.emergency,
        visits.adequate, visits.dead, visits.act, people.county, people.insurance, people.signed,
        people.habit, people.controlled, people.alive, state.inside,
        table.death_untreated, table.cure, table.by_itself, table.worsen, table.return_days, table.bit,
        _control(table), table.max_steps,
        purposes("visit.death", "visit.cure", "worsen", "return.day", "control"), ended, fate, by_cell,
        by_facility, again, days,
    )  # fmt: skip
    _end(state, clock, visits.person, fate, ended)
    tally.add_table((Flow.KEPT_BEYOND, Flow.DEATHS), clock.month, by_cell, by_facility)
    return again[:back], days[:back]


def fates_at_home(state: State, clock: Clock, tables: DayTables, home: CaseArray) -> tuple[CaseArray, I64]:
    """End needs met at home or by a pharmacy; return the cases that come back, and after how many days."""
    people, tally, table = state.people, state.tally, tables.outcome
    again, days = np.empty(len(home), CASE), np.empty(len(home), np.int64)
    counts, fate = np.zeros((len(WAYS), tally.counties), np.int64), np.empty(len(home), np.int8)
    back = _home(
        home, people.county, people.signed, people.controlled,
        people.alive, state.inside, table.death_untreated, table.by_itself, table.worsen, table.return_days,
        table.bit, _control(table), table.max_steps,
        purposes("home.death", "home.ends", "worsen", "return.day", "control"), counts, fate, again, days,
    )  # fmt: skip
    _end(state, clock, home["person"], fate, counts)
    for how in (BOUGHT, ALONE, FORGONE):
        tally.add_people_counts(WAYS[how], clock.month, counts[how])
    tally.add_people_counts(Person.DEATHS_UNTREATED, clock.month, counts[DIED])
    bill = int(tables.values["prices.pharmacy"])
    tally.add_people_counts(Person.PHARMACY_BILL, clock.month, counts[BOUGHT] * bill)
    return again[:back], days[:back]


def _end(
    state: State, clock: Clock, person: npt.NDArray[np.int32], fate: npt.NDArray[np.int8], counts: I64
) -> None:
    """Count the needs that ended; see `State.end`."""
    for row, how in enumerate(ENDS):
        state.tally.add_people_counts(how, clock.month, counts[row])
        if how in OF_PERSON:
            state.burden.add(OF_PERSON[how], person[fate == row])
        if state.end_log is not None:
            state.end_log.append((how, person[fate == row]))


def _control(table: OutcomeTables) -> tuple[float, float, float, float]:
    """Chances of control: gained without and with a contract, kept, lost."""
    return table.control_gain, table.control_gain_signed, 1.0 - table.control_lapse, table.control_loss


@numba.njit(inline="always")
def _controlled(before: Any, bit: Any, cared: Any, signed: Any, chance: Any, u: Any) -> Any:
    if cared:
        if u < (chance[1] if signed else chance[0]):
            return before | bit
        return before & ~bit if u >= chance[2] else before
    return before & ~bit if u < chance[3] else before


@numba.njit(inline="always")
def _file(again: Any, days: Any, back: Any, case: Any, key: Any, treated: Any, worsen: Any, mean: Any,
          to_worsen: Any, to_day: Any) -> Any:  # fmt: skip
    worse = unit(key, to_worsen) < (worsen[0] if treated else worsen[1])
    again[back] = case
    again[back].severity = min(case.severity + worse, 2)
    again[back].step = case.step + 1
    again[back].target = -1
    again[back].place = 0
    again[back].tries = 0
    again[back].avoid = 0
    again[back].slip = 0
    again[back].origin = RETURN
    days[back] = max(np.int64(np.floor(mean * (0.5 + unit(key, to_day)) + 0.5)), 1)


@numba.njit(cache=True)
def _visits(
    case: Any, keys: Any, row: Any, facility: Any, place: Any, emergency: Any, adequate: Any, dead: Any,
    act: Any, county: Any, insurance: Any, signed: Any, habit: Any, controlled: Any, alive: Any,
    inside: Any, untreated: Any, cure: Any, by_itself: Any, worsen: Any, return_days: Any, bit: Any,
    chance: Any, max_steps: int, to: Any, ended: Any, fate: Any, by_cell: Any,
    by_facility: Any, again: Any, days: Any,
) -> int:  # fmt: skip
    back = 0
    for i in range(case.size):
        person, key, able, lost = case[i].person, keys[i], adequate[i], dead[i]
        home, end = county[person], OPEN
        kept = act[i] == KEEP and not lost
        if kept and not able and case[i].severity == 2:
            cell = (np.int64(home) * PLACES + place[i]) * INSURANCES + insurance[person]
            by_cell[cell, 0] += 1
            by_facility[facility[i], 0] += 1
            lost = not emergency[i] and unit(key, to[0]) < untreated[row[i]] and not inside[person]
            lost = lost and alive[person]
        if lost:
            cell = (np.int64(home) * PLACES + place[i]) * INSURANCES + insurance[person]
            by_cell[cell, 1] += 1
            by_facility[facility[i], 1] += 1
            alive[person] = False
            end = DIED
        elif kept:
            if unit(key, to[1]) < (cure[row[i]] if able else by_itself[BEYOND, row[i]]):
                end = WELL
            elif case[i].step >= max_steps:
                end = UNSOLVED
            else:
                _file(
                    again,
                    days,
                    back,
                    case[i],
                    key,
                    able,
                    worsen,
                    return_days[case[i].condition],
                    to[2],
                    to[3],
                )
                back += 1
        fate[i] = end
        if end != OPEN:
            ended[end, home] += 1
        controlled[person] = _controlled(
            controlled[person],
            bit[case[i].condition],
            able and not lost,
            signed[person],
            chance,
            unit(key, to[4]),
        )
        if place[i] != ELSEWHERE:
            habit[person] = place[i] if able else 0
    return back


@numba.njit(cache=True)
def _home(
    case: Any, county: Any, signed: Any, controlled: Any, alive: Any, inside: Any,
    untreated: Any, by_itself: Any, worsen: Any, return_days: Any, bit: Any, chance: Any, max_steps: int,
    to: Any, counts: Any, fate: Any, again: Any, days: Any,
) -> int:  # fmt: skip
    back = 0
    for i in range(case.size):
        person, key = case[i].person, step_key(case[i].key, case[i].step)
        row = case[i].condition * 3 + case[i].severity
        home, bought, end = county[person], case[i].place == DRUGSTORE, OPEN
        counts[BOUGHT if bought else ALONE, home] += 1
        counts[FORGONE, home] += not bought and case[i].severity > 0
        if unit(key, to[0]) < untreated[row] and not inside[person] and alive[person]:
            alive[person] = False
            end = DIED
        elif unit(key, to[1]) < by_itself[PHARMACY if bought else NONE, row]:
            end = WELL
        elif case[i].step >= max_steps:
            end = UNSOLVED
        else:
            _file(
                again, days, back, case[i], key, bought, worsen, return_days[case[i].condition], to[2], to[3]
            )
            back += 1
        fate[i] = end
        if end != OPEN:
            counts[end, home] += 1
        controlled[person] = _controlled(
            controlled[person], bit[case[i].condition], bought, signed[person], chance, unit(key, to[4])
        )
    return back
