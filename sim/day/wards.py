"""Steps: stays end, and beds are given to those who need one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.outcome import control_after
from sim.care.treatment import ADMIT
from sim.care.ward import MOVED, STAY, TO_CARE, WORSE, StayArray, grant_beds, length_of_stay
from sim.day.long_term import release_places, take_places
from sim.day.money import bill_stays, first_of_each
from sim.day.paths import admission_path
from sim.day.slips import close_slips, same_community
from sim.day.state import Clock, State
from sim.day.tables import DayTables
from sim.day.transfer import begin, count_operations, go_down, go_up, plan, stay_keys
from sim.day.visits import Visits, case_draws, draw
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.needs.cases import CASE, UP_SLIP, CaseArray, Origin, join, select
from sim.population.people import Chronic

Rows = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
MANAGED = Chronic.HYPERTENSION | Chronic.DIABETES  # chronic states that family doctors manage


def discharge(state: State, clock: Clock, tables: DayTables) -> StayArray:
    """End the stays that are over; return those who are to change beds.

    They are stable and agreed to go down, or got worse at a township centre. The bed-bound who are stable
    leave for a long-term care place, if one is free.
    """
    release_places(state, clock, tables)
    due = state.wards.take(clock.day)
    early = due["end"] > clock.day
    asks = np.flatnonzero(early & (due["down"] == TO_CARE))
    placed = take_places(state, clock, tables, select(due, asks))
    state.wards.put(select(due, asks[~placed]), due["end"][asks[~placed]])
    leaves = ~early
    leaves[asks[placed]] = True
    _leave(state, clock, tables, select(due, leaves))
    return select(due, early & (due["down"] != TO_CARE))


def _leave(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Bill the stays, free the beds, and let the patients go home, to follow-up or die."""
    bill_stays(state, clock, tables, stays)
    people, tally = state.people, state.tally
    person, facility, keys = stays["person"], stays["facility"], stays["key"]
    state.inside[person] = False
    state.occupied -= np.bincount(facility, minlength=len(state.occupied))
    condition = stays["condition"].astype(np.int64)
    row = condition * 3 + stays["severity"]
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    tally.add(Flow.DISCHARGES, clock.month, cell, facility)
    managed = people.signed[person] & ((people.chronic[person] & MANAGED) > 0)
    tally.add(Flow.CHRONIC_STAYS, clock.month, cell[managed], facility[managed])
    count_operations(state, clock, tables, select(stays, stays["down"] != MOVED))
    died = draw(keys, "stay.death") < tables.outcome.death[row]
    died &= ~tables.catalogue.emergency[condition]
    die(state, person[died])
    state.end(Person.ENDED_DEATH, clock, person[died])
    tally.add(Flow.DEATHS, clock.month, cell[died], facility[died])
    alive = select(stays, ~died)
    _births(state, tables, alive)
    who, condition = alive["person"], alive["condition"]
    people.controlled[who] = control_after(
        tables.outcome, condition, people.controlled[who], np.ones(len(who), bool), people.signed[who],
        draw(alive["key"], "control"),
    )  # fmt: skip
    _follow_up(state, clock, tables, alive)


def die(state: State, person: Rows) -> None:
    """Mark people as dead."""
    state.people.alive[person] = False


def dies(state: State, person: Rows, doomed: Bools) -> Bools:
    """Let people die, each once, and none who is dead already or in a hospital bed; return who did."""
    doomed = doomed & state.people.alive[person] & ~state.inside[person]
    at = np.flatnonzero(doomed)
    doomed[at] = False
    doomed[at[first_of_each(person[at], state.scratch)]] = True
    die(state, person[doomed])
    return doomed


def _births(state: State, tables: DayTables, stays: StayArray) -> None:
    """Remember who gave birth; the newborn join the population at New Year."""
    delivery = stays["condition"] == tables.catalogue.index("delivery")
    if delivery.any():
        state.mothers.append(stays["person"][delivery].copy())


def _follow_up(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Some come back for follow-up; who came with a slip may return to the township centre that wrote it."""
    people, values = state.people, tables.values
    slip = stays["slip"] == UP_SLIP
    share = np.where(slip, values["referral.return_share"], values["care.followup_share"])
    comes = (draw(stays["key"], "followup") < share) & (stays["step"] < tables.outcome.max_steps)
    state.end(Person.ENDED_WELL, clock, stays["person"][~comes])
    back = select(stays, comes)
    cases = np.zeros(len(back), CASE)
    cases["key"] = back["key"]
    cases["person"] = back["person"]
    cases["condition"] = back["condition"]
    cases["step"] = back["step"] + 1
    cases["origin"] = Origin.RETURN
    cases["target"] = -1
    returned = (back["slip"] == UP_SLIP) & state.present[back["person"]]
    cases["origin"][returned] = Origin.BOOKED
    cases["place"][returned] = Option.OWN_CENTRE
    who = back["person"][returned]
    cases["target"][returned] = state.map.options[people.village[who], Option.OWN_CENTRE]
    linked = same_community(state, tables, who, back["facility"][returned])
    state.follow(Way.UP, Fate.RETURNED, clock, who, linked)
    state.agenda.put(cases, clock.day + int(values["care.followup_days"]))


def admit(
    state: State, clock: Clock, tables: DayTables, visits: Visits, waiting: CaseArray, moving: StayArray
) -> None:
    """Give out today's free beds: to those who change beds, then emergencies, referred, waiting and new."""
    worse = moving["down"] == WORSE
    go_down(state, clock, tables, select(moving, ~worse))
    go_up(state, clock, tables, select(moving, worse))
    at = np.flatnonzero(visits.act == ADMIT)
    case = select(visits.case, at)
    case["place"] = visits.place[at]
    case["tries"] = 0
    urgent = visits.emergency[at]
    case["origin"][urgent] = Origin.EMERGENCY
    moved = urgent & ~visits.adequate[at] & (tables.sites.kind[case["target"]] < Kind.CITY)
    _to_city(state, case, moved)
    asking = _once_each(state, clock, tables, join([select(case, urgent), waiting, select(case, ~urgent)]))
    granted = _grant(state, clock, tables, asking)
    left = select(asking, ~granted)
    urgent_left = left["origin"] == Origin.EMERGENCY
    second = select(left, urgent_left)
    _to_city(state, second, np.ones(len(second), bool))
    third = select(second, ~_grant(state, clock, tables, second))
    third["place"] = Option.FAR
    third["target"] = state.map.options[state.people.village[third["person"]], Option.FAR]
    lost = ~_grant(state, clock, tables, third)
    state.end(Person.ENDED_UNSOLVED, clock, third["person"][lost])
    _no_bed(state, clock, tables, select(left, ~urgent_left))


def _to_city(state: State, case: CaseArray, which: Bools) -> None:
    case["place"][which] = Option.CITY
    case["target"][which] = state.map.options[state.people.village[case["person"][which]], Option.CITY]


def _once_each(state: State, clock: Clock, tables: DayTables, case: CaseArray) -> CaseArray:
    """First request of each person who is alive and in no bed; nobody lies in two."""
    person = case["person"]
    first = np.zeros(len(case), bool)
    first[first_of_each(person, state.scratch)] = True
    first &= state.people.alive[person] & ~state.inside[person]
    state.end(Person.ENDED_SUPERSEDED, clock, person[~first])
    close_slips(state, clock, tables, select(case, ~first), Fate.OVERTAKEN)
    return select(case, first)


def _grant(state: State, clock: Clock, tables: DayTables, case: CaseArray) -> Bools:
    """Admit as many as there are beds and begin their stays; return who was admitted."""
    if not len(case):
        return np.zeros(0, bool)
    free = tables.sites.beds - state.occupied
    priority = np.where(case["origin"] == Origin.BED, Origin.BOOKED, case["origin"])
    granted = grant_beds(case["target"], priority, case["key"], free)
    case = select(case, granted)
    close_slips(state, clock, tables, case, Fate.ATTENDED)
    level = tables.sites.level[case["target"]]
    keys = stay_keys(case_draws(case))
    days = length_of_stay(tables.ward, case["condition"], level, draw(keys, "stay.days"))
    stays = np.zeros(len(case), STAY)
    for name in ("person", "condition", "severity", "place", "slip", "step"):
        stays[name] = case[name]
    stays["key"] = keys
    stays["facility"] = case["target"]
    stays["start"] = clock.day
    stays["end"] = clock.day + days
    stays["path"] = admission_path(state, tables, case, stays)
    plan(state, clock, tables, stays)
    begin(state, clock, tables, stays)
    return granted


def _no_bed(state: State, clock: Clock, tables: DayTables, case: CaseArray) -> None:
    """Without a bed: wait for one some days, then look elsewhere."""
    if not len(case):
        return
    people, tally, person = state.people, state.tally, case["person"]
    cell = tally.cell(people.county[person], case["place"], people.insurance[person])
    tally.add(Flow.REFUSED, clock.month, cell, case["target"])
    state.burden.add(Borne.NO_BED, person)
    waits = case["tries"] < int(tables.values["care.bed_patience_days"])
    again = select(case, waits)
    again["origin"] = Origin.BED
    again["tries"] += 1
    state.agenda.put(again, clock.day + 1)
    other = select(case, ~waits)
    close_slips(state, clock, tables, other, Fate.NO_BED)
    other["avoid"] = other["place"]
    other["target"], other["place"], other["tries"] = -1, Option.NONE, 0
    other["step"] += 1
    other["slip"] = 0
    other["origin"] = Origin.RETURN
    steps = other["step"] <= tables.outcome.max_steps
    state.count(Person.GAVE_UP, clock, other["person"][~steps])
    state.end(Person.ENDED_UNSOLVED, clock, other["person"][~steps])
    state.agenda.put(select(other, steps), clock.day + 1)
