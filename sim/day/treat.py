"""Step: facilities treat, admit, write slips or advise to go higher; emergencies live or die."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.care.emergency import emergency_death
from sim.care.treatment import ADMIT, KEEP, SLIP, Decision, accepts_slip, decide
from sim.day.remote import consult
from sim.day.slips import close_slips, same_community
from sim.day.state import Clock, State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.day.wards import dies
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Person
from sim.needs.cases import OUT_SLIP, UP_SLIP, Origin, select

DRAWS = ("treat.adequate", "treat.admit", "treat.offer", "treat.advise", "treat.here")
Overrule = Callable[[Visits, Decision], Decision]


def treat(
    state: State, clock: Clock, tables: DayTables, visits: Visits, overrule: Overrule | None = None
) -> None:
    """Decide for every visit what is done.

    `overrule` lets facilities with decisions of their own have the last word on ordinary visits.
    """
    table, keys = tables.treatment, visits.keys
    kind = tables.sites.kind[visits.facility]
    if state.kernel == "numba":
        from sim.care.treatment_numba import decide_keyed  # compiled, so only when asked for

        decision = decide_keyed(table, visits.row, visits.facility, kind, keys, *DRAWS)
    else:
        decision = decide(table, visits.row, visits.facility, kind, *(draw(keys, name) for name in DRAWS))
    if overrule is not None:
        decision = overrule(visits, decision)
    visits.adequate = decision.adequate
    visits.act = decision.act
    consult(state, clock, tables, visits)
    _emergencies(state, clock, tables, visits)


def _emergencies(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Emergencies are never sent away with a slip: they are treated or moved on to the city at once."""
    people, tally, table = state.people, state.tally, tables.outcome
    at = np.flatnonzero(visits.emergency)
    county = people.county[visits.person[at]]
    row, minutes = visits.row[at], visits.minutes[at]
    condition = visits.case["condition"][at]
    died = emergency_death(
        visits.adequate[at], minutes, table.death[row], table.death_untreated[row],
        table.death_hour[condition], draw(visits.keys[at], "emergency.death"),
    )  # fmt: skip
    died = dies(state, visits.person[at], died)
    tally.add_people(Person.EMERGENCIES, clock.month, county)
    tally.add_people(Person.DOOR_MINUTES, clock.month, county, np.floor(minutes + 0.5).astype(np.int64))
    tally.add_people(Person.LATE_EMERGENCIES, clock.month, county[minutes >= tables.emergency.late])
    tally.add_people(Person.EMERGENCY_DEATHS, clock.month, county[died])
    visits.dead[at] = died
    stay = draw(visits.keys[at], "treat.admit") < tables.treatment.admit[row]
    visits.act[at] = np.where(~died & (stay | ~visits.adequate[at]), ADMIT, KEEP)


def refer(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Turn offered slips into journeys: the resident takes the slip or not, and turns up or not.

    Those who decline are treated where they are; those who do not turn up are lost to care for now.
    """
    people = state.people
    came = (visits.case["origin"] == Origin.REFERRED) & (visits.act != ADMIT)
    close_slips(state, clock, tables, select(visits.case, came), Fate.ATTENDED)
    at = np.flatnonzero(visits.act == SLIP)
    if not len(at):
        return
    case = select(visits.case, at)
    person, county = case["person"], people.county[case["person"]]
    tier = np.minimum(tables.sites.kind[visits.facility[at]], Kind.COUNTY_GENERAL)
    up = tier < Kind.COUNTY_GENERAL  # written by primary care; hospitals write slips for the city
    option = tables.treatment.upward[county, tier, visits.row[at]]
    facility = state.map.options[people.village[person], option]
    option = np.where(facility >= 0, option, Option.CITY)
    facility = state.map.options[people.village[person], option]
    minutes = tables.minutes[state.way[person], people.village[person], option]
    keys, values = visits.keys[at], tables.values
    taken = accepts_slip(
        minutes, draw(keys, "referral.accept"), values["referral.accept"], values["referral.accept_minute"]
    )
    linked = up & same_community(state, tables, person, facility)
    way = np.where(up, Way.UP, Way.OUT)
    state.follow(way, Fate.OFFERED, clock, person, linked)
    state.follow(way[~taken], Fate.FAR, clock, person[~taken], linked[~taken])
    visits.act[at[~taken]] = KEEP
    comes = taken & (draw(keys, "referral.attend") < values["referral.attend"])
    lost = taken & ~comes
    state.follow(way[lost], Fate.NO_SHOW, clock, person[lost], linked[lost])
    state.end(Person.ENDED_UNSOLVED, clock, person[lost])
    going = select(case, comes)
    going["target"] = facility[comes]
    going["place"] = option[comes]
    going["origin"] = Origin.REFERRED
    going["slip"] = np.where(up[comes], UP_SLIP, OUT_SLIP)
    going["step"] += 1
    going["tries"] = 0
    going["avoid"] = 0
    state.agenda.put(going, clock.day + max(int(values["referral.lead_days"]), 1))
