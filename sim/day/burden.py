"""Step: who bears it. The day's use, cost and harm by group of people, see `sim.indicators.burden`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.care.treatment import KEEP
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.burden import SHAPE, Borne, Dimension, Each, Facts, cells_of
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

COUNTY_HOSPITALS = [Option.GENERAL, Option.TCM, Option.MCH]


def cuts(values: Mapping[str, float], what: str, dimension: Dimension) -> F64:
    """Lower ends of the second and every further band of distance (km) or age (years)."""
    return np.array([values[f"run.{what}_{k}"] for k in range(1, SHAPE[dimension.value])])


def begin_year(state: State, tables: DayTables) -> None:
    """Put everybody into a cell for the year, or what is left of it."""
    people, values = state.people, tables.values
    km = state.map.road_km[:, COUNTY_HOSPITALS].min(axis=1).astype(np.float64)
    facts = Facts(people.county, people.income, km[people.village], people.age, people.away, people.insurance)
    cell = cells_of(
        facts, cuts(values, "distance_band", Dimension.DISTANCE), cuts(values, "age_group", Dimension.AGE)
    )
    state.burden.begin_year(cell, people.alive)


def close_year(state: State, tables: DayTables) -> None:
    """Note what the year cost each person against the declared income of the person's fifth."""
    people, values = state.people, tables.values
    income = np.array([values[f"fairness.income_{k}"] for k in range(1, SHAPE[0] + 1)])
    limit = np.floor(values["run.catastrophic_share"] * income + 0.5).astype(np.int64)
    state.burden.close_year(people.alive, people.signed, people.income, limit)


def bear_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Count the visits of today, after everything about them is decided."""
    burden, person, place = state.burden, visits.person, visits.place
    if not burden.counting:
        return
    if state.kernel == "numba":
        from sim.day.burden_numba import count_visits  # compiled, so only when asked for

        count_visits(burden, tables, visits)
        return
    ordinary, urgent = ~visits.emergency & (place != ELSEWHERE), visits.emergency
    late = urgent & (visits.minutes >= tables.emergency.late)
    beyond = (visits.act == KEEP) & ~visits.dead & ~visits.adequate & (visits.case["severity"] == 2)
    primary, own = place <= Option.NEAR_CENTRE, visits.bill - visits.fund
    for measure, which in (
        (Borne.COUNTY_VISITS, place <= Option.OTHER), (Borne.ORDINARY, ordinary), (Borne.EMERGENCIES, urgent),
        (Borne.LATE_EMERGENCIES, late), (Borne.EMERGENCY_DEATHS, urgent & visits.dead),
        (Borne.KEPT_BEYOND, beyond),
    ):  # fmt: skip
        burden.add(measure, person[which])
    burden.add(Borne.VISITS, person)
    burden.add(Borne.TRAVEL, person[ordinary], np.floor(visits.minutes[ordinary] + 0.5).astype(np.int64))
    burden.add(Borne.WAIT, person, visits.wait)
    burden.add(Borne.BILL, person, visits.bill)
    burden.add(Borne.OWN, person, own)
    burden.add_each(Each.VISITS, person)
    burden.add_each(Each.PRIMARY, person[primary])
    burden.add_each(Each.OWN, person, own)


def bear_home(state: State, tables: DayTables, home: CaseArray) -> None:
    """Count those who stayed at home today or went to a pharmacy."""
    burden, person, price = state.burden, home["person"], int(tables.values["prices.pharmacy"])
    if not burden.counting:
        return
    if state.kernel == "numba":
        from sim.day.burden_numba import count_home

        count_home(burden, price, home)
        return
    bought = home["place"] == Option.PHARMACY
    forgone, buyers = person[~bought & (home["severity"] > 0)], person[bought]
    bill = np.full(len(buyers), price)
    burden.add(Borne.PHARMACY, buyers)
    burden.add(Borne.BILL, buyers, bill)
    burden.add(Borne.OWN, buyers, bill)
    burden.add_each(Each.OWN, buyers, bill)
    burden.add(Borne.SELF_CARE, person[~bought])
    burden.add(Borne.FORGONE, forgone)
    burden.add_each(Each.FORGONE, forgone)


def bear_stays(state: State, settled: StayBill) -> None:
    """Count stays that end today, here, and what they cost those who lay there."""
    burden, stays, own = state.burden, settled.stays, settled.own
    if not burden.counting:
        return
    if state.kernel == "numba":
        from sim.day.burden_numba import count_stays

        count_stays(burden, settled)
        return
    person, bill = stays["person"], settled.bill + settled.exam
    burden.add(Borne.STAYS, person)
    burden.add(Borne.COUNTY_STAYS, person[stays["place"] <= Option.OTHER])
    burden.add(Borne.BILL, person, bill)
    burden.add(Borne.OWN, person, own)
    burden.add(Borne.PENALTY, person, settled.penalty)
    burden.add_each(Each.STAYS, person)
    burden.add_each(Each.OWN, person, own)
