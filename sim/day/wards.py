"""Steps: stays end, and beds are given to those who need one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.clinic import give_places, kept_places
from sim.care.outcome import control_after
from sim.care.treatment import ADMIT
from sim.care.ward import MOVED, SPLIT, STAY, TO_CARE, TO_HOME, WORSE, StayArray, grant_beds
from sim.day.beds import free_beds
from sim.day.clinical_pathway import days_in_bed
from sim.day.clock import Clock
from sim.day.deferral import defer_stays
from sim.day.down import not_held
from sim.day.long_term import release_places, take_places
from sim.day.paths import admission_path
from sim.day.rounds import first_of_each
from sim.day.slips import close_slips, let_in_order, of_family_doctor, same_community, way_of
from sim.day.state import State
from sim.day.stay_bills import bill_stays
from sim.day.tables import DayTables
from sim.day.transfer import begin, count_operations, go_down, go_on, go_up, plan, stay_keys
from sim.day.visits import Visits, case_draws, draw
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.needs.cases import CASE, PARTNER_SLIP, UP_SLIP, CaseArray, Origin, join, select
from sim.population.people import Chronic

Rows = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
MANAGED = Chronic.HYPERTENSION | Chronic.DIABETES  # chronic states that family doctors manage


def discharge(state: State, clock: Clock, tables: DayTables) -> StayArray:
    """End the stays that are over; return those who are to change beds.

    They are stable and agreed to go down, or got worse at a township centre. The bed-bound who are stable
    leave for a long-term care place, if one is free; others go home early to their own team.
    """
    release_places(state, clock, tables)
    due = state.wards.take(clock.day)
    early = due["end"] > clock.day
    asks = np.flatnonzero(early & (due["down"] == TO_CARE))
    placed = take_places(state, clock, tables, select(due, asks))
    state.wards.put(select(due, asks[~placed]), due["end"][asks[~placed]])
    home = due["down"] == TO_HOME
    leaves = ~early | home
    leaves[asks[placed]] = True
    _leave(state, clock, tables, select(due, leaves))
    return select(due, early & (due["down"] != TO_CARE) & ~home)


def _leave(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Bill the stays, free the beds, and let the patients go home, to follow-up or die."""
    bill_stays(state, clock, tables, stays)
    people, tally = state.people, state.tally
    person, facility, keys = stays["person"], stays["facility"], stays["key"]
    state.inside[person] = False
    free_beds(state, stays)
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
    early = select(alive, alive["down"] == TO_HOME)
    linked = same_community(state, tables, stays["person"], facility)[stays["down"] == TO_HOME]
    state.follow(Way.DOWN, Fate.HOME, clock, select(stays, stays["down"] == TO_HOME), linked)
    _follow_at_home(state, clock, tables, early)
    others = select(alive, alive["down"] != TO_HOME)
    _follow_up(state, clock, tables, select(others, ~not_held(state, clock, tables, others)))


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
    values = tables.values
    share = np.where(stays["slip"] > 0, return_share(state, tables, stays), values["care.followup_share"])
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
    returned = (back["slip"] > 0) & state.present[back["person"]]
    _return_to_sender(state, clock, tables, cases, back, returned)
    state.agenda.put(cases, clock.day + int(values["care.followup_days"]))


def return_share(state: State, tables: DayTables, stays: StayArray) -> npt.NDArray[np.float64]:
    """Share of those who came with a slip who return to the sender; told of the discharge online, more do."""
    table, at = tables.referral, stays["facility"]
    told = draw(stays["key"], "referral.told") < table.online[at]
    missing = 1.0 - table.return_share[at]
    return np.asarray(1.0 - np.where(told, missing * (1.0 - table.online_return[at]), missing))


def _return_to_sender(
    state: State, clock: Clock, tables: DayTables, cases: CaseArray, back: StayArray, returned: Bools
) -> None:
    """Expect those who return at the township centre, or those back from outside at the lead hospital."""
    who, slip = back["person"][returned], back["slip"][returned]
    village = state.people.village[who]
    option = np.where(slip == UP_SLIP, Option.OWN_CENTRE, tables.referral.lead_option[village])
    option = np.where(state.map.options[village, option] >= 0, option, Option.OWN_CENTRE)
    cases["origin"][returned] = Origin.BOOKED
    cases["place"][returned] = option
    cases["target"][returned] = state.map.options[village, option]
    inside = same_community(state, tables, who, back["facility"][returned])
    linked = np.where(slip == UP_SLIP, inside, slip == PARTNER_SLIP)
    state.follow(way_of(slip), Fate.RETURNED, clock, select(cases, returned), linked)


def _follow_at_home(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Those who went home early are seen by their own team at the village clinic."""
    again = stays["step"] < tables.outcome.max_steps
    state.end(Person.ENDED_WELL, clock, stays["person"][~again])
    stays = select(stays, again)
    cases = np.zeros(len(stays), CASE)
    for name in ("key", "person", "condition"):
        cases[name] = stays[name]
    cases["step"] = stays["step"] + 1
    cases["origin"] = Origin.BOOKED
    cases["place"] = Option.OWN_CLINIC
    cases["target"] = state.map.options[state.people.village[stays["person"]], Option.OWN_CLINIC]
    days = tables.down.home_days[stays["facility"]].astype(np.int64)
    state.agenda.put(cases, clock.day + days)


def admit(
    state: State, clock: Clock, tables: DayTables, visits: Visits, waiting: CaseArray, moving: StayArray
) -> None:
    """Give out today's free beds: to those who change beds, then emergencies, referred, waiting and new."""
    worse, split = moving["down"] == WORSE, moving["down"] == SPLIT
    go_on(state, clock, tables, select(moving, split))
    go_down(state, clock, tables, select(moving, ~worse & ~split))
    go_up(state, clock, tables, select(moving, worse))
    defer_stays(state, clock, tables, visits)
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
    granted, in_kept = _beds_for(state, tables, case)
    case, in_kept = select(case, granted), in_kept[granted]
    close_slips(state, clock, tables, case, Fate.ATTENDED)
    stays = np.zeros(len(case), STAY)
    for name in ("person", "condition", "severity", "place", "slip", "step"):
        stays[name] = case[name]
    stays["key"] = stay_keys(case_draws(case))
    stays["facility"], stays["kept"] = case["target"], in_kept
    stays["start"] = clock.day
    stays["end"] = clock.day + days_in_bed(tables, stays)
    stays["path"] = admission_path(state, tables, case, stays)
    plan(state, clock, tables, stays)
    begin(state, clock, tables, stays)
    return granted


def _beds_for(state: State, tables: DayTables, case: CaseArray) -> tuple[Bools, Bools]:
    """Who gets a free bed, and who of them one of those kept for patients of family doctors.

    Emergencies may use any bed. Who waited since yesterday stands with the booked.
    """
    free, target = tables.sites.beds - state.occupied, case["target"]
    rank = np.where(case["origin"] == Origin.BED, Origin.BOOKED, let_in_order(state, tables, case))
    share = tables.referral.reserved
    if not share.any():
        return grant_beds(target, rank, case["key"], free), np.zeros(len(case), bool)
    kept = np.clip(kept_places(tables.sites.beds, share) - state.kept, 0, np.maximum(free, 0))
    member = of_family_doctor(state, case) | (case["origin"] == Origin.EMERGENCY)
    return give_places(target, rank, case["key"], free - kept, kept, member, tables.referral.release)


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
