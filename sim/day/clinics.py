"""Step: the clinics of the county see patients; those turned away wait, go elsewhere or give up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.clinic import TICKS, Reserve, Served, clinic_day
from sim.care.learning import updated_wait
from sim.day.ambulances import drive
from sim.day.choice import Going
from sim.day.clock import Clock
from sim.day.dispatch import shared_sessions
from sim.day.epidemic import open_fever_clinics, see_feverish
from sim.day.followup import open_hours
from sim.day.slips import close_slips, let_in_order, of_family_doctor
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, case_draws, draw, new_visits
from sim.geography.map import Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate
from sim.indicators.tally import Flow, Person
from sim.needs.cases import CROWD_STEP, RETRY_STEP, CaseArray, Origin, join, select

I64 = npt.NDArray[np.int64]
DRAWS = ("clinic.arrival", "clinic.service")


def attend(state: State, clock: Clock, tables: DayTables, going: Going) -> tuple[Visits, CaseArray]:
    """Serve clinics and emergencies.

    Returns
    -------
    Visits
        Of clinics, then emergencies, then care of those who live away.
    CASE array
        Cases turned away today.
    """
    sites, case = tables.sites, going.clinic
    slots = sites.weekend_slots if clock.free else sites.slots
    doctors = sites.weekend_doctors if clock.free else sites.doctors
    if state.doctors.vacant:
        filled = state.doctors.open[sites.unit_facility]
        slots = np.floor(slots * filled).astype(np.int64)
        doctors = np.maximum(np.rint(doctors * filled), 1.0).astype(np.int32)
    doctors, slots = shared_sessions(state, tables, doctors, slots)
    fever, doctors, slots = open_fever_clinics(state, tables, doctors, slots)
    slots, session = open_hours(state, tables, doctors, slots)
    today = replace(tables, sites=replace(sites, session=session))
    crowd = everybody(state, clock, state.recent, case)
    feverish = None if fever is None else see_feverish(state, tables, fever, crowd)
    served = _clinics(state, today, crowd, doctors, slots, feverish)
    served = Served(served.seen[: len(case)], served.wait[: len(case)])
    if tables.values["care.unlimited"] > 0:
        served.wait[:] = 0
    case, away = select(case, served.seen), select(case, ~served.seen)
    urgent, elsewhere = going.emergency, going.elsewhere
    all_cases = join([case, urgent, elsewhere])
    place = all_cases["place"].astype(np.int64)
    n, e = len(case), len(urgent)
    minutes = np.zeros(len(all_cases))
    minutes[:n] = _travel_minutes(state, tables, case)
    callers = everybody(state, clock, state.recent_calls, urgent)
    minutes[n : n + e] = drive(state, clock, tables, urgent, callers)
    emergency = np.zeros(len(all_cases), bool)
    emergency[n : n + e] = True
    wait = np.concatenate([served.wait[served.seen], np.zeros(len(all_cases) - n, np.int64)])
    visits = new_visits(all_cases, place, wait, emergency, minutes)
    _learn_waits(state, tables, case, served.wait[served.seen], away)
    return visits, away


def _travel_minutes(state: State, tables: DayTables, case: CaseArray) -> npt.NDArray[np.float64]:
    """Minutes of the way of each case to where it goes."""
    if state.kernel == "numba":
        from sim.day.clinics_numba import travel_minutes  # compiled, so only when asked for

        return travel_minutes(state, tables, case)
    who = case["person"]
    return np.asarray(tables.minutes[state.way[who], state.people.village[who], case["place"]])


def everybody(state: State, clock: Clock, recent: list[CaseArray], case: CaseArray) -> CaseArray:
    """Add to the cases of a sample the patients whom they meet at a clinic, or who call 120 too.

    One of 1/sample patients is simulated, so a day lacks as many patients as the sample sees in the
    1/sample - 1 days before. Those fill the lists and queues of today, at minutes of their own: they are then
    as long as in the full county, nobody's copies come in a clump, and no doctor has to be cut in pieces. The
    odd part of a day is rounded at random, keyed by the day. All people together meet nobody else.

    Parameters
    ----------
    recent : list of CASE arrays
        Cases of the last days, the latest first; those of today are put before them.

    Returns
    -------
    CASE array
        Today's cases first, then those of the days before.
    """
    if state.sample >= 1.0:
        return case
    u = randomness.uniform_scalar(
        randomness.key_scalar(randomness.stream("crowd", state.seed), clock.ordinal)
    )
    days = int(1.0 / state.sample - 1.0 + u)
    past = recent[:days]
    recent[:] = [join([case]), *recent[: int(1.0 / state.sample)]]
    crowd = join([case, *past])
    ago = np.repeat(np.arange(len(past)) + 1, [len(one) for one in past]) if past else np.empty(0, np.int64)
    crowd["key"][len(case) :] = randomness.step_keys(crowd["key"][len(case) :], CROWD_STEP + ago)
    return crowd


def _clinics(
    state: State, tables: DayTables, case: CaseArray, doctors: npt.NDArray[np.int32], slots: I64,
    feverish: tuple[I64, Served] | None,
) -> Served:  # fmt: skip
    """Who is seen at a clinic, and after what wait; `feverish` are those seen at fever clinics."""
    if feverish is None:
        return _ordinary(state, tables, case, doctors, slots)
    at, there = feverish
    rest = np.ones(len(case), bool)
    rest[at] = False
    others = _ordinary(state, tables, select(case, rest), doctors, slots)
    seen, wait = np.ones(len(case), bool), np.zeros(len(case), np.int64)
    seen[rest], wait[rest], wait[at] = others.seen, others.wait, there.wait
    return Served(seen, wait)


def _ordinary(
    state: State, tables: DayTables, case: CaseArray, doctors: npt.NDArray[np.int32], slots: I64
) -> Served:
    """Who is seen at an ordinary clinic, and after what wait."""
    sites = tables.sites
    rank, reserve = let_in_order(state, tables, case), reserve_of(state, tables, case)
    if state.kernel == "numba":
        from sim.care.clinic_numba import clinic_day_keyed  # compiled, so only when asked for

        department = tables.catalogue.department
        return clinic_day_keyed(sites, department, case, rank, doctors, slots, reserve, *DRAWS)
    keys = case_draws(case)
    return clinic_day(
        unit=sites.unit(case["target"], tables.catalogue.department[case["condition"]]),
        origin=rank,
        tie=randomness.step_keys(keys, case["tries"]),
        uniform_arrival=draw(keys, DRAWS[0]),
        uniform_service=draw(keys, DRAWS[1]),
        doctors=doctors,
        slots=slots,
        session=sites.session,
        service=sites.service,
        kernel=state.kernel,
        reserve=reserve,
    )


def reserve_of(state: State, tables: DayTables, case: CaseArray) -> Reserve | None:
    """Places of clinics kept for patients of family doctors; None when no facility keeps any."""
    table, of = tables.referral, tables.sites.unit_facility
    if not table.reserved.any():
        return None
    return Reserve(of_family_doctor(state, case), table.reserved[of], table.release[of])


def _learn_waits(
    state: State, tables: DayTables, seen: CaseArray, ticks: np.ndarray[tuple[int], np.dtype[np.int64]],
    away: CaseArray,
) -> None:  # fmt: skip
    """Tell the county how long people waited; being turned away feels like a long wait."""
    size = len(state.wait)
    penalty = int(tables.values["learning.turned_away_minutes"] * TICKS)
    lost = np.bincount(away["target"], minlength=size)
    if state.kernel == "numba":
        from sim.day.clinics_numba import waits  # compiled, so only when asked for

        total, came = waits(seen, ticks, size)
    else:
        # Sums of integers below 2**53 are exact in the float64 of bincount.
        total = np.bincount(seen["target"], weights=ticks, minlength=size).astype(np.int64)
        came = np.bincount(seen["target"], minlength=size)
    total, came = total + penalty * lost, came + lost
    state.wait = updated_wait(state.wait, total / TICKS, came, tables.values["learning.wait_rate"])


def turn_away(state: State, clock: Clock, tables: DayTables, away: CaseArray) -> None:
    """Decide what those do who were not seen today: come back tomorrow, go elsewhere, or give up.

    Counts the try in `away`.
    """
    people, tally = state.people, state.tally
    person = away["person"]
    cell = tally.cell(people.county[person], away["place"], people.insurance[person])
    tally.add(Flow.REFUSED, clock.month, cell, away["target"])
    state.burden.add(Borne.NOT_SEEN, person)
    keys = randomness.step_keys(case_draws(away), away["tries"])
    away["tries"] += 1
    # A key of its own for every try, or the draw that led here would lead to the next place on the ladder.
    away["key"] = randomness.step_keys(away["key"], RETRY_STEP + away["tries"])
    patient = away["tries"] <= int(tables.values["care.patience_days"])
    gone = select(away, ~patient)
    state.count(Person.GAVE_UP, clock, gone["person"])
    state.end(Person.ENDED_UNSOLVED, clock, gone["person"])
    close_slips(state, clock, tables, gone, Fate.NO_SLOT)
    again = patient & (draw(keys, "clinic.again") < tables.values["care.come_back_share"])
    same = select(away, again)
    lasting = np.isin(same["origin"], (Origin.REFERRED, Origin.REPORT))
    same["origin"] = np.where(lasting, same["origin"], Origin.BOOKED)
    state.agenda.put(same, clock.day + 1)
    other = select(away, patient & ~again)
    close_slips(state, clock, tables, other, Fate.NO_SLOT)
    other["avoid"] = other["place"]
    other["target"] = -1
    other["place"] = Option.NONE
    other["slip"] = 0
    other["origin"] = Origin.RETURN
    state.agenda.put(other, clock.day + 1)
