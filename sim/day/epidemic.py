"""Steps: an epidemic wave brings needs; fever clinics see respiratory patients; hospitals divert the mild."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.clinic import Served, clinic_day
from sim.care.epidemic import FeverClinics, fever_clinics
from sim.care.queue import rank_within
from sim.day.clock import Clock
from sim.day.slips import let_in_order
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import case_draws, draw
from sim.geography.map import Option
from sim.needs.cases import CaseArray, select
from sim.needs.wave import WaveTables, draw_wave
from sim.randomness import step_keys

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


def first_day(table: WaveTables, today: date) -> date:
    """First day of the latest wave that has begun."""
    this_year = date.fromordinal(date(today.year, 1, 1).toordinal() + table.start - 1)
    if this_year <= today:
        return this_year
    return date.fromordinal(date(today.year - 1, 1, 1).toordinal() + table.start - 1)


def fall_ill(state: State, clock: Clock, tables: DayTables) -> CaseArray | None:
    """Needs that the wave brings today; None while there is none."""
    table = tables.wave
    begins = first_day(table, clock.date)
    state.ill_share = 0.0
    if not table.on or clock.ordinal >= begins.toordinal() + table.days:
        state.wave = None
        return None
    terms = (*table.attack.tolist(), table.days)
    if state.wave is None or state.wave.begins != begins.toordinal() or state.wave_terms != terms:
        state.wave_terms = terms
        state.wave = draw_wave(
            state.people, table, state.seed, state.replicate, begins.toordinal(), begins.year
        )
    state.ill_share = state.wave.share(clock.ordinal)
    needs = state.wave.on(clock.ordinal)
    return select(needs, state.people.alive[needs["person"]])


def divert(state: State, tables: DayTables, cases: CaseArray, free: I64) -> None:
    """Send mild respiratory patients who chose a hospital to their township centre (分级分流).

    Parameters
    ----------
    free : int64 array
        Positions of cases whose people chose; `place` is rewritten.
    """
    response = tables.response
    if not response.diverts.any() or state.ill_share <= 0.0:
        return
    mild = (cases["condition"] == tables.wave.conditions[0]) & (cases["severity"] == 0)
    at = free[(mild & (cases["place"] > Option.NEAR_CENTRE))[free]]
    person, place = cases["person"][at], cases["place"][at].astype(np.int64)
    village = state.people.village[person]
    hospital, centre = state.map.options[village, place], state.map.options[village, Option.OWN_CENTRE]
    warned = state.ill_share >= response.alarm[hospital]
    u = draw(case_draws(select(cases, at)), "epidemic.divert")
    goes = (
        state.present[person]
        & (centre >= 0)
        & ~tables.sites.shut[centre]
        & warned
        & (u < response.diverts[hospital])
    )
    cases["place"][at[goes]] = Option.OWN_CENTRE


class Opened(NamedTuple):
    """Fever clinics, and the ordinary clinics with the doctors left: shape (units,)."""

    fever: FeverClinics | None
    doctors: I32
    slots: I64


def open_fever_clinics(state: State, tables: DayTables, doctors: I32, slots: I64) -> Opened:
    """Staff the fever clinics of today out of the units that see respiratory patients."""
    table, sites = tables.response, tables.sites
    if state.ill_share < table.opens.min() or tables.values["care.unlimited"] > 0:
        return Opened(None, doctors, slots)
    unit = sites.first_unit  # internal medicine of a hospital, the only clinic of a centre
    session, service = sites.session[unit], sites.service[unit]
    fever = fever_clinics(table, state.ill_share, doctors[unit], session, service)
    fewer, left = doctors.copy(), slots.copy()
    fewer[unit] -= fever.lent.astype(np.int32)
    lost = np.floor(fever.lent * (session / service) + 0.5).astype(np.int64)
    left[unit] = np.maximum(slots[unit] - lost, 0)
    return Opened(fever, fewer, left)


def see_feverish(state: State, tables: DayTables, fever: FeverClinics, case: CaseArray) -> tuple[I64, Served]:
    """See respiratory patients at the fever clinics; whom these have no place for joins the others.

    Returns
    -------
    int64 array
        Positions of those who are seen there.
    Served
        Of these.
    """
    ill = case["condition"] == tables.wave.conditions[0]
    at = np.flatnonzero(ill & (fever.slots[case["target"]] > 0))
    those = select(case, at)
    rank, keys = let_in_order(state, tables, those), case_draws(those)
    tie = step_keys(keys, those["tries"])
    seen = rank_within(those["target"], rank, tie) < fever.slots[those["target"]]
    unit, sites = those["target"][seen].astype(np.int64), tables.sites
    served = clinic_day(
        unit=unit,
        origin=rank[seen],
        tie=tie[seen],
        uniform_arrival=draw(keys[seen], "clinic.arrival"),
        uniform_service=draw(keys[seen], "clinic.service"),
        doctors=np.maximum(fever.doctors, 1).astype(np.int32),
        slots=fever.slots,
        session=sites.session[sites.first_unit],
        service=sites.service[sites.first_unit],
        kernel=state.kernel,
    )
    return at[seen], served
