"""Doctors of the lead hospital in townships and villages (派驻、巡回): when they come, what they can do.

The person-times (人次) of a year are an input; the patients whom these doctors see are not. A doctor who is
at a centre is not at home: what the township gains in sessions the hospital loses. Pure functions on arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.circuit import circuit
from sim.care.posting import chosen_parts, need_of_places, usual_needs
from sim.care.queue import rank_within
from sim.care.remote import open_readers
from sim.care.sites import CLINICS, Sites
from sim.geography.map import Kind, Map
from sim.needs.catalogue import Catalogue, Department
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]

NEVER = 2**30  # days
EVEN = 1e-9  # twelve doctors for twelve centres are one each, not 0.9999999


@dataclass(frozen=True)
class DispatchTables:
    """Tables of doctors sent to township centres, and with the mobile clinic to village clinics.

    Arrays of shape (facilities,) unless said otherwise.

    Attributes
    ----------
    sender : int64 array
        Hospital that sends doctors to a centre or clinic, -1 for none.
    visits : float64 array
        Expert days a year at a centre or clinic.
    posted : int64 array
        Doctors stationed at a centre.
    stop : int64 array
        Days of service after which those stationed hold no clinic at home any more; `NEVER` without the rule.
    phase : float64 array
        Where in the round of its timetable a centre, or in its circuit a clinic stands, 0-1.
    known : float64 array
        Share of villagers who know the days.
    places : float64 array
        Patients whom one doctor sees in a day: at a centre as many as are known to be seen by those who are
        sent, with the mobile clinic as many as there is time for.
    adequate : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment by a doctor of the sender; never below the facility's own.
    department : float64 array, shape (facilities, 5)
        Distribution function of the departments of the doctors whom a hospital can spare.
    need : float64 array
        How much each place needs a doctor sent to it, 1 at the mean, see `sim.care.posting`.
    """

    sender: I64
    visits: F64
    posted: I64
    stop: I64
    phase: F64
    known: F64
    places: F64
    adequate: F64
    department: F64
    need: F64

    @property
    def on(self) -> bool:
        """Whether anybody is sent anywhere."""
        return bool((self.visits > 0).any() or (self.posted > 0).any())


def nothing_by_place(sender: I64, helped: F64, places: F64) -> F64:
    """No place brings its sender more than another."""
    return np.zeros(len(sender))


def dispatch_tables(
    map_: Map,
    sites: Sites,
    catalogue: Catalogue,
    skill: F64,
    own: F64,
    regimes: Regimes,
    seed: int,
    worth: Callable[[I64, F64, F64], F64] = nothing_by_place,
) -> DispatchTables:
    """Compile the tables of doctors sent to townships and villages.

    Parameters
    ----------
    catalogue : Catalogue
    skill : float64 array, shape (conditions * 3,)
        Capability needed by condition and severity.
    own : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment by the facility's own doctors.
    worth : callable
        Tells, from who sends to each place, treatment there with the doctor and patients in a day, what a day
        at each place brings the sender, fen; asked for only where days follow money.
    """

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.dispatch.{name}")

    sender = np.where(sites.kind <= Kind.TOWNSHIP_CENTRE, open_readers(map_, sites), -1)
    served = (sender >= 0) & (sites.kind == Kind.TOWNSHIP_CENTRE)
    order, stops = circuit(map_)
    on_tour = (sender >= 0) & (order >= 0)
    tour = regimes.by_facility("capability.outreach.days") / np.maximum(stops, 1)
    centres = np.bincount(sites.county[served], minlength=len(map_.counties))
    part = np.where(served, 1.0 / np.maximum(centres[np.maximum(sites.county, 0)], 1), 0.0)
    phase = draw(stream("dispatch.timetable", seed), np.arange(len(served)))
    # The clinic comes first whose round is nearly full: the last of the circuit has the smallest phase.
    phase = np.where(on_tour, (stops - order - 0.5) / np.maximum(stops, 1), phase)
    values = regimes.county
    handicap = np.where(on_tour, regimes.by_facility("capability.outreach.handicap"), here("handicap"))
    lent = sites.capability[sender] - handicap
    slope, margin = values["care.capability_slope"], values["care.capability_margin"]
    helped = 1.0 / (1.0 + np.exp(slope * (skill[:, None] - lent - margin)))
    barred = here("home_stop") > 0
    first = sites.first_unit
    adequate = np.where(sender >= 0, np.maximum(helped, own), own)
    full, choice = sites.session[first] / sites.service[first], here("own_choice")
    places = np.where(served, np.minimum(full, here("patients")), full)
    if choice.any() and part.any():
        part = chosen_parts(part, worth(sender, adequate, places), sender, choice, here("choice_weight"))
    return DispatchTables(
        sender=sender,
        visits=np.where(on_tour, tour, here("person_times") * part),
        posted=np.floor(here("stationed") * part + phase + EVEN).astype(np.int64) * served,
        stop=np.where(barred, here("home_stop_days"), NEVER).astype(np.int64),
        phase=phase,
        known=np.where(on_tour, regimes.by_facility("capability.outreach.known"), here("known")),
        places=places,
        adequate=adequate,
        department=_spare(sites),
        need=need_of_places(map_, sites, usual_needs(catalogue, values), adequate, own, sender),
    )


def _spare(sites: Sites) -> F64:
    """Distribution function of who can be spared by department, shape (facilities, 5); one doctor stays."""
    hospital = sites.kind >= Kind.COUNTY_GENERAL
    unit = sites.first_unit[:, None] + np.where(hospital[:, None], np.arange(len(CLINICS)), 0)
    spare = np.where(hospital[:, None], np.maximum(sites.doctors[unit] - 1, 0), 0)
    return np.asarray(np.cumsum(spare, axis=1) / np.maximum(spare.sum(axis=1, keepdims=True), 1))


def coming(tables: DispatchTables, served: I64, index: int, workdays: int) -> I64:
    """How many doctors each centre or clinic expects on a working day.

    The days of a year are spread evenly over its working days, so that a centre has within one of the number
    set for it. Whoever has been stationed long enough is there every working day.

    Parameters
    ----------
    served : int64 array, shape (facilities,)
        Days for which a centre has had doctors stationed.
    index, workdays : int
        Number of the working day in its year, 0 first, and how many the year has.

    Returns
    -------
    int64 array, shape (facilities,)
    """
    rate = tables.visits / workdays
    listed = np.floor((index + 1) * rate + tables.phase) - np.floor(index * rate + tables.phase)
    stays = np.where(served > tables.stop, tables.posted, 0)
    return np.where(tables.sender >= 0, np.maximum(listed.astype(np.int64), stays), 0)


def departments(tables: DispatchTables, sender: Ints, u: F64) -> I64:
    """Department of each doctor who comes, by whom the hospital can spare; -1 when it can spare nobody."""
    share = tables.department[sender]
    drawn = (share <= u[:, None]).sum(axis=1)
    return np.where(share[:, -1] > 0.0, np.minimum(drawn, len(CLINICS) - 1), -1)


def can_leave(unit: Ints, doctors: Ints) -> npt.NDArray[np.bool_]:
    """Who of those asked for may go, in order: one doctor stays at every unit.

    Parameters
    ----------
    unit : integer array, shape (n,)
        Unit of the hospital from which each would come.
    doctors : integer array, shape (units,)
    """
    order = rank_within(unit, np.zeros(len(unit), np.int64), np.arange(len(unit), dtype=np.uint64))
    return np.asarray(order < doctors[unit] - 1)


def clinic_of(department: Ints) -> Ints:
    """Clinic that sees a department's patients: internal medicine follows emergencies up."""
    return np.where(department == Department.EMERGENCY, Department.INTERNAL, department)
