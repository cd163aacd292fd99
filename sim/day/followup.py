"""Step: teams follow up whom they manage, visit the bed-bound, and hold the clinic with the time left."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.outcome import control_after
from sim.care.public_health import YEAR_DAYS, managed_share
from sim.care.team import Papers, Rounds, clinic_left, rounds_of, truly_served, ways
from sim.care.team_purse import team_of_village
from sim.day.clock import Clock
from sim.day.diary import Round
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, made_at_home
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.policy.groups import Trait
from sim.policy.regimes import Regimes
from sim.population.people import Chronic, Insurance, People

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

MANAGED: Final = {Chronic.HYPERTENSION: "hypertension", Chronic.DIABETES: "diabetes"}
"""Chronic states that teams follow up, with the condition each one shows as."""
GROUP = np.uint8(Trait.SIGNED | Trait.CHRONIC)


def regime(state: State, person: Ints) -> I64:
    """Regime of people by row."""
    return state.scheme[person].astype(np.int64) // len(Insurance)


def served(state: State, person: Ints) -> Bools:
    """Whether the team truly serves each of these people; a contract on paper is no service."""
    people = state.people
    u = randomness.draw(randomness.stream("contract.served", state.seed), people.id[person])
    return truly_served(people.signed[person], state.served[team_of(state, person)], u)


def team_of(state: State, person: Ints) -> I64:
    """Facility of the team of each of these people: the village clinic, where there is none the centre."""
    return team_of_village(state.map)[state.people.village[person]]


def team_work(state: State, tables: DayTables) -> None:
    """Find anew whom teams manage and visit: after a change of people, contracts, service or values."""
    bought = fund_teams(state, tables)
    state.rounds, state.papers = plan_rounds(state, tables, bought)
    state.way = effective_ways(state, tables)


def effective_ways(state: State, tables: DayTables) -> npt.NDArray[np.uint8]:
    """How each person gets to care; see `sim.care.team.ways`."""
    people: People = state.people
    bedbound = (state.codes & np.uint8(Trait.BEDBOUND)) > 0
    visited = np.zeros(len(people), bool)
    on = tables.regimes.by_regime("contract.home_care.on")
    if on.any():
        at = np.flatnonzero(bedbound & people.signed)
        visited[at] = (on[regime(state, at)] > 0) & served(state, at)
    return ways(people.mode, bedbound, visited)


def fund_teams(state: State, tables: DayTables) -> F64:
    """Note the minutes a day that public-health money buys at each clinic unit.

    Returns
    -------
    float64 array, shape (facilities,)
        Share of the signed with hypertension or diabetes whom this time is enough to manage.
    """
    money, facilities = tables.public_health, len(state.map.facilities)
    state.funded[:] = 0.0
    if not money.on:
        return np.zeros(facilities)
    people, values = state.people, tables.values
    at = np.flatnonzero(people.alive & ~people.away)
    residents = np.bincount(team_of(state, at), minlength=facilities) / state.sample
    at = at[(state.codes[at] & GROUP) == GROUP]
    chronic = np.bincount(team_of(state, at), minlength=facilities) / state.sample
    state.funded[tables.sites.first_unit] = money.minutes * residents / YEAR_DAYS
    each = values["contract.chronic_management.minutes"]
    interval = int(values["contract.chronic_management.interval_days"])
    return managed_share(money.minutes, residents, chronic, each, interval)


def plan_rounds(state: State, tables: DayTables, bought: F64) -> tuple[Rounds, Papers]:
    """Who is managed by the standard, by the day of the follow-up, and who is only recorded as managed.

    The team is to manage a share of the signed with hypertension or diabetes; one draw a person is held
    against the share, so that a higher share only adds people. Whom it truly serves of them it manages; of
    the others it records a part as managed all the same, on the days on which it would have seen them.

    Parameters
    ----------
    bought : float64 array, shape (facilities,)
        Share that public-health money is enough for at each team, whatever the policy asks of it.
    """
    interval = int(tables.values["contract.chronic_management.interval_days"])
    share = tables.regimes.by_regime("contract.chronic_management.share")
    if not (share.any() or bought.any()):
        nobody = rounds_of(np.empty(0, np.int32), np.empty(0), interval)
        return nobody, Papers(nobody.person, nobody)

    def drawn(name: str, at: Ints) -> F64:
        return randomness.draw(randomness.stream(name, state.seed), state.people.id[at])

    at = np.flatnonzero((state.codes & GROUP) == GROUP)
    least = np.maximum(share[regime(state, at)], bought[team_of(state, at)])
    at = at[drawn("contract.managed", at) < least]
    truly = served(state, at)
    idle, at = at[~truly].astype(np.int32), at[truly]
    team, u = team_of(state, idle), drawn("contract.recorded", idle)
    recorded = u < state.doctors.recorded[team]
    more = idle[recorded & (u >= usual_records(tables.regimes)[team])]
    papers = Papers(idle[recorded], rounds_of(more, drawn("contract.followup_day", more), interval))
    return rounds_of(at.astype(np.int32), drawn("contract.followup_day", at), interval), papers


def usual_records(regimes: Regimes) -> F64:
    """Share recorded without service while no money is tied to records, shape (facilities,)."""
    return regimes.by_facility("contract.doctor.recorded")


def follow_up(state: State, clock: Clock, tables: DayTables) -> None:
    """Teams see the managed people whose day it is: control may be won, and minutes are spent.

    The dead, the absent and those in a hospital bed are not seen. A follow-up is public-health work: no
    visit, no bill. It brings control with the chance of a visit under contract; control lapses between
    contacts, so the contact itself ends none.
    """
    _write_records(state, clock, tables)
    due = state.rounds.on(clock.ordinal)
    if not len(due):
        return
    people = state.people
    due = due[people.alive[due] & state.present[due] & ~state.inside[due]]
    due = due[~tables.sites.shut[_at_work(state, due)]]
    state.count(Person.FOLLOW_UPS, clock, due)
    keys = randomness.keys(randomness.stream("contract.followup", state.seed), people.id[due], clock.ordinal)
    outcome = replace(tables.outcome, control_lapse=0.0)
    for bit, name in MANAGED.items():
        at = np.flatnonzero((people.chronic[due] & np.uint8(bit)) > 0)
        who = due[at]
        condition = np.full(len(who), tables.catalogue.index(name))
        people.controlled[who] = control_after(
            outcome, condition, people.controlled[who], np.ones(len(who), bool), people.signed[who],
            randomness.uniform(keys[at], randomness.purpose(name)),
        )  # fmt: skip
    facility = _at_work(state, due)
    _owe(state, clock, tables, due, facility, "contract.chronic_management.minutes")
    if state.diary is not None:
        state.diary.rounds.append(Round(due, facility))


def _write_records(state: State, clock: Clock, tables: DayTables) -> None:
    """Spend the minutes of follow-ups that are written down beyond the usual and not made."""
    due = state.papers.more.on(clock.ordinal)
    if len(due):
        due = due[state.people.alive[due]]
        _owe(state, clock, tables, due, _at_work(state, due), "contract.doctor.record_minutes")


def _at_work(state: State, person: Ints) -> I64:
    """Where the work for these people is done: a clinic without a doctor leaves it to the centre."""
    facility = team_of(state, person)
    centre = state.map.options[state.people.village[person], Option.OWN_CENTRE]
    alone = (state.doctors.open[facility] == 0.0) & (centre >= 0)
    return np.where(alone, centre, facility)


def home_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Count the visits that the team makes at the homes of the bed-bound, and the time they take."""
    if not tables.regimes.by_regime("contract.home_care.on").any():
        return
    at = made_at_home(visits, state.way)
    if len(at):
        who = visits.person[at]
        state.count(Person.HOME_VISITS, clock, who)
        _owe(state, clock, tables, who, visits.facility[at], "contract.home_care.minutes")


def _owe(state: State, clock: Clock, tables: DayTables, person: Ints, facility: Ints, path: str) -> None:
    """Charge the minutes of a piece of work for each of these people to the units of their teams.

    Each person of a sample stands for 1/sample people, and the team works for all of them.
    """
    minutes = tables.values[path]
    units = tables.sites.first_unit[facility]
    state.owed += np.bincount(units, minlength=len(state.owed)) * (minutes / state.sample)
    county = state.people.county[person]
    whole = np.full(len(person), int(minutes + 0.5))
    state.tally.add_people(Person.TEAM_MINUTES, clock.month, county, whole)


def open_hours(
    state: State, tables: DayTables, doctors: npt.NDArray[np.int32], slots: I64
) -> tuple[I64, F64]:
    """Patients and minutes of each unit's clinic today after the work outside; the rest of that waits."""
    sites = tables.sites
    if not state.owed.any():
        return slots, sites.session
    if tables.values["care.unlimited"] > 0:
        state.owed[:] = 0.0
        return slots, sites.session
    owed = np.maximum(state.owed - state.funded, 0.0)  # paid staff comes first, then the clinic
    day = clinic_left(
        slots, owed, doctors, sites.session, sites.service, tables.values["contract.clinic_least"]
    )
    state.owed = day.owed
    return day.slots, day.session


def count_bedbound(state: State, clock: Clock, groups: tuple[npt.NDArray[np.void], ...]) -> None:
    """Count the occasions on which bed-bound people at home needed care, and when they went without.

    `groups` are those of `sim.day.choice.Going`, the cases that stay at home last.
    """
    if state.kernel == "numba":
        from sim.day import followup_numba  # compiled, so only when asked for

        followup_numba.count_bedbound(state, clock, groups)
        return

    def bedbound(case: npt.NDArray[np.void]) -> Bools:
        who = case["person"]
        return np.asarray(((state.codes[who] & np.uint8(Trait.BEDBOUND)) > 0) & state.present[who])

    for group in groups:
        state.count(Person.BEDBOUND_OCCASIONS, clock, group["person"][bedbound(group)])
    home = groups[-1]
    without = bedbound(home) & (home["place"] == Option.NONE) & (home["severity"] > 0)
    state.count(Person.BEDBOUND_FORGONE, clock, home["person"][without])
