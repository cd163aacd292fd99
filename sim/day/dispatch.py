"""Steps: doctors of the lead hospital go to township centres and villages, and see patients there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.dispatch import can_leave, clinic_of, coming, departments
from sim.care.queue import rank_within
from sim.care.remote import seats
from sim.care.sites import CLINICS
from sim.day.clock import Clock
from sim.day.posts import note_posts
from sim.day.remote import decide_anew
from sim.day.state import Experts, State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.population.calendar import working_day
from sim.randomness import key_scalar, keys, stream, uniform

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
MOST = 64  # doctors at one centre on one day, beyond any timetable; keeps their keys apart
PRIMARY = (Option.OWN_CLINIC, Option.NEAR_CLINIC, Option.OWN_CENTRE, Option.NEAR_CENTRE)


def send_experts(state: State, clock: Clock, tables: DayTables) -> None:
    """Decide which doctors of which department are at which centre today; nobody goes on a day off."""
    table, sites = tables.dispatch, tables.sites
    state.experts = None
    if not table.on:
        state.posted_days[:] = 0
        return
    state.posted_days = np.where(table.posted > 0, state.posted_days + 1, 0)
    if clock.free:
        return
    count = np.minimum(coming(table, state.posted_days, *working_day(clock.date)), MOST)
    centre = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(centre)) - np.repeat(np.cumsum(count) - count, count)
    # Who is stationed keeps the department, who visits may be somebody else every time.
    when = np.where(nth < table.posted[centre], 0, clock.ordinal)
    u = uniform(keys(stream("dispatch.department", state.seed), centre * MOST + nth, when))
    department = departments(table, table.sender[centre], u)
    unit = sites.first_unit[table.sender[centre]] + department
    going = np.flatnonzero(department >= 0)
    going = going[can_leave(unit[going], sites.doctors)]
    at = np.zeros((len(count), len(CLINICS)), np.int64)
    np.add.at(at, (centre[going], department[going]), 1)
    state.experts = Experts(at, np.bincount(unit[going], minlength=len(sites.unit_facility)))
    note_posts(state, tables)


class Sessions(NamedTuple):
    """Doctors in session and patients that can be seen, by clinic unit."""

    doctors: npt.NDArray[np.int32]
    slots: I64


def shared_sessions(state: State, tables: DayTables, doctors: npt.NDArray[np.int32], slots: I64) -> Sessions:
    """Sessions of today: with experts from the hospitals, and without those who are in training."""
    sites, experts, away = tables.sites, state.experts, state.training.away
    if experts is None and not away.any():
        return Sessions(doctors, slots)
    more = np.zeros(len(slots), np.int64) if experts is None else -experts.away
    more[sites.first_unit] += -away if experts is None else experts.at.sum(axis=1) - away
    if tables.values["care.unlimited"] == 0:
        each = sites.session / sites.service
        slots = np.maximum(slots + np.floor(more * each + 0.5).astype(np.int64), 0)
    return Sessions((doctors + more).astype(np.int32), slots)


def announce(state: State, tables: DayTables, felt: F64) -> None:
    """Let those who know the timetable feel for a centre with an expert what they believe of the hospital.

    Writes into `felt`, shape (3, villages, 13). An expert of a hospital believed worse repels nobody.
    """
    experts, table = state.experts, tables.dispatch
    if experts is None:
        return
    present = experts.at.sum(axis=1) > 0
    village = np.arange(state.belief.shape[1])
    hospital = state.belief[:, village, tables.referral.lead_option]
    for option in PRIMARY:
        centre = state.map.options[:, option]
        at = np.flatnonzero((centre >= 0) & present[centre])
        more = np.maximum(hospital[:, at] - state.belief[:, at, option], 0.0)
        felt[:, at, option] += tables.choice.trust * (table.known[centre[at]] * more)


def see_experts(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Let experts see patients of their department, first those whom the centre cannot treat.

    The draw that decided whether the case could be treated decides again, under the capability of the expert.
    """
    experts, table, clinics = state.experts, tables.dispatch, len(CLINICS)
    if experts is None:
        return
    at = np.flatnonzero((experts.at.sum(axis=1) > 0)[visits.facility] & ~visits.emergency)
    department = clinic_of(tables.catalogue.department[visits.case["condition"][at]])
    here = experts.at[visits.facility[at], department] > 0
    at, department = at[here], department[here]
    lists = np.arange(experts.at.size)
    today = keys(key_scalar(stream("dispatch.places", state.seed), clock.ordinal), lists)
    places = seats((experts.at * table.places[:, None]).ravel(), state.sample, uniform(today))
    listed = visits.facility[at] * clinics + department
    at = at[rank_within(listed, visits.adequate[at].astype(np.int64), visits.keys[at]) < places[listed]]
    people, person = state.people, visits.person[at]
    cell = state.tally.cell(people.county[person], visits.place[at], people.insurance[person])
    state.tally.add(Flow.EXPERT_VISITS, clock.month, cell, visits.facility[at])
    decide_anew(tables, visits, at[~visits.adequate[at]], table.adequate)
