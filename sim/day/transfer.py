"""How stays begin, and how patients change beds: down to the township when stable, up when they get worse."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.ward import (
    MOVED,
    SPLIT,
    STAYS,
    TO_CARE,
    WORSE,
    StayArray,
    grant_beds,
    stable_day,
)
from sim.day.beds import free_beds, take_beds
from sim.day.clinical_pathway import days_in_bed, harm_left
from sim.day.clock import Clock
from sim.day.down import offer_down
from sim.day.long_term import wants_place
from sim.day.paths import chain
from sim.day.slips import same_community
from sim.day.splitting import second_half, split_day, will_be_split
from sim.day.state import State
from sim.day.stay_bills import bill_stays
from sim.day.tables import DayTables
from sim.day.visits import draw
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.money.rules import Link, Path
from sim.needs.cases import STAY_STEP, UP_SLIP, join, select

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]


def gets_worse(state: State, tables: DayTables, stays: StayArray) -> Bools:
    """Which stays at township centres that begin now will have to be moved up."""
    here = tables.sites.kind[stays["facility"]] == Kind.TOWNSHIP_CENTRE
    share = tables.values["care.township_worsen"] * harm_left(tables, stays)
    return np.asarray(here & (draw(stays["key"], "stay.worse") < share))


def worse_day(tables: DayTables, stays: StayArray) -> I64:
    """Day on which such a patient is moved; the last day is the end of the stay."""
    share = tables.values["care.worsen_day"]
    return np.asarray(stays["start"] + np.ceil((stays["end"] - stays["start"]) * share).astype(np.int64))


def hospital_of(state: State, tables: DayTables, stays: StayArray) -> tuple[I64, I64]:
    """Option and facility that a township centre sends such a patient to."""
    person = stays["person"]
    row = stays["condition"].astype(np.int64) * 3 + np.minimum(stays["severity"] + 1, 2)
    option = tables.treatment.upward[state.people.county[person], Kind.TOWNSHIP_CENTRE, row].astype(np.int64)
    options = state.map.options[state.people.village[person]]
    at = np.arange(len(stays))
    there = options[at, option]
    option = np.where((there >= 0) & ~tables.sites.shut[there], option, Option.CITY)
    return option, options[at, option].astype(np.int64)


def moved_up(
    clock: Clock,
    tables: DayTables,
    stays: StayArray,
    option: I64,
    facility: I64,
    keys: npt.NDArray[np.uint64],
) -> StayArray:
    """Stays that follow those of the patients who are moved: a new, worse illness in a new bed."""
    after = join([stays])
    after["key"], after["facility"], after["place"] = keys, facility, option
    after["severity"] = np.minimum(stays["severity"] + 1, 2)
    after["start"], after["slip"], after["down"] = clock.day, UP_SLIP, 0
    after["end"] = clock.day + days_in_bed(tables, after)
    return after


def stay_keys(keys: randomness.U64) -> randomness.U64:
    """Keys of stays from those of the visits or stays that led to them."""
    return randomness.step_keys(keys, np.full(len(keys), STAY_STEP))


def count_operations(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Count the operations of stays, once for patients who go down: they were operated before."""
    tally, ward, person, facility = state.tally, tables.ward, stays["person"], stays["facility"]
    can = ward.operate_level[tables.sites.level[facility]]
    operated = draw(stays["key"], "stay.operation") < ward.operate[stays["condition"]] * can
    high = operated & (
        draw(stays["key"], "stay.high") < ward.operate_high[stays["condition"]] * np.floor(can)
    )
    cell = tally.cell(state.people.county[person], stays["place"], state.people.insurance[person])
    tally.add(Flow.OPERATIONS, clock.month, cell[operated], facility[operated])
    tally.add(Flow.HIGH_OPERATIONS, clock.month, cell[high], facility[high])


def plan(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Settle at admission whether a patient will change beds or leave for long-term care."""
    offer_down(state, clock, tables, stays)
    undecided = stays["down"] == 0
    stays["down"][undecided & wants_place(state, tables, stays)] = TO_CARE
    stays["down"][undecided & gets_worse(state, tables, stays)] = WORSE
    stays["down"][(stays["down"] == STAYS) & will_be_split(tables, stays)] = SPLIT


def begin(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Put patients to bed, until the day on which their stay ends or they change beds."""
    people, tally, person = state.people, state.tally, stays["person"]
    state.inside[person] = True
    take_beds(state, stays)
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    tally.add(Flow.ADMISSIONS, clock.month, cell, stays["facility"])
    stable = stable_day(tables.ward, stays["start"], stays["end"])
    day = np.where(stays["down"] == WORSE, worse_day(tables, stays), stable)
    day = np.where(stays["down"] == SPLIT, split_day(tables, stays), day)
    early = (stays["down"] != STAYS) & (stays["down"] != MOVED) & (day < stays["end"])
    state.wards.put(stays, np.where(early, day, stays["end"]))


def go_down(state: State, clock: Clock, tables: DayTables, stable: StayArray) -> None:
    """Move stable patients to a free bed of their own township centre; without one they stay to the end."""
    if not len(stable):
        return
    people = state.people
    village = people.village[stable["person"]]
    centre = state.map.options[village, Option.OWN_CENTRE]
    free = tables.sites.beds - state.occupied
    moves = grant_beds(centre, np.zeros(len(stable), np.int64), stable["key"], free)
    linked = same_community(state, tables, stable["person"], stable["facility"])
    for fate, which in ((Fate.ATTENDED, moves), (Fate.NO_BED, ~moves)):
        state.follow(Way.DOWN, fate, clock, select(stable, which), linked[which])
    stay_on = select(stable, ~moves)
    stay_on["down"] = STAYS
    state.wards.put(stay_on, stay_on["end"])
    moving, beds = select(stable, moves), centre[moves]
    count_operations(state, clock, tables, moving)
    rest = join([moving])
    rest["facility"], rest["place"], rest["kept"] = beds, Option.OWN_CENTRE, 0
    rest["start"], rest["down"], rest["path"] = clock.day, MOVED, Path.PLAIN
    rest["key"] = stay_keys(rest["key"])
    _change_beds(state, clock, tables, moving, rest, Link.DOWN)


def go_up(state: State, clock: Clock, tables: DayTables, worse: StayArray) -> None:
    """Move patients of township centres who got worse to a free hospital bed; without one they stay."""
    if not len(worse):
        return
    option, hospital = hospital_of(state, tables, worse)
    free = tables.sites.beds - state.occupied
    moves = grant_beds(hospital, np.zeros(len(worse), np.int64), worse["key"], free)
    state.wards.put(select(worse, ~moves), worse["end"][~moves])
    moving = select(worse, moves)
    state.tally.add_people(Person.MOVED_UP, clock.month, state.people.county[moving["person"]])
    after = moved_up(clock, tables, moving, option[moves], hospital[moves], stay_keys(moving["key"]))
    after["path"] = Path.STEPWISE
    plan(state, clock, tables, after)
    _change_beds(state, clock, tables, moving, after, Link.UP)


def go_on(state: State, clock: Clock, tables: DayTables, split: StayArray) -> None:
    """Discharge and readmit patients on paper, who stay where they are."""
    if len(split):
        rest = second_half(state, clock, split, stay_keys(split["key"]))
        _change_beds(state, clock, tables, split, rest, Link.NONE)


def _change_beds(
    state: State, clock: Clock, tables: DayTables, before: StayArray, after: StayArray, link: Link
) -> None:
    """End stays whose patients lie in another bed tonight, and begin those that follow them."""
    people, tally = state.people, state.tally
    settled = bill_stays(state, clock, tables, before)
    person, facility = before["person"], before["facility"]
    cell = tally.cell(people.county[person], before["place"], people.insurance[person])
    tally.add(Flow.DISCHARGES, clock.month, cell, facility)
    free_beds(state, before)
    chain(tables, before, after, link, settled.due)
    begin(state, clock, tables, after)
