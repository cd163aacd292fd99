"""Cases made up for tests of single steps of a day."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.care.queue import Kernel
from sim.care.treatment import ADMIT
from sim.care.ward import STAY, StayArray
from sim.day.clock import Clock
from sim.day.visits import Visits, new_visits
from sim.day.wards import admit
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.model import CountyModel
from sim.needs.cases import CASE, CaseArray
from tests.day.watch import filed
from tests.small import Overrides, county, small_people

KERNEL: Kernel = "numpy"


def morning(overrides: Overrides | None = None, **more: Any) -> CountyModel:
    """A county after its first day with an empty agenda, everybody alive, at home and uninjured."""
    people = small_people(share=0.01)
    people.away[:] = False
    model = county(overrides, people=people, **({"sample": 1.0, "kernel": KERNEL} | more))
    model.step()
    state = model.state
    state.people.alive[:], state.inside[:] = True, False
    state.occupied[:] = 0
    state.agenda, state.wards = type(state.agenda)(), type(state.wards)(state.wards.take(-1).dtype)
    state.ledger.paid[:] = 0
    state.tally.people[:], state.tally.flow[:], state.tally.facility[:] = 0, 0, 0
    return model


def cases(model: CountyModel, person: Any, condition: str = "gastro", **fields: Any) -> CaseArray:
    """Cases of some people, each with a key of its own; `place` also sets the facility."""
    person = np.atleast_1d(np.asarray(person, np.int32))
    case = np.zeros(len(person), CASE)
    case["person"] = person
    case["key"] = np.arange(len(person), dtype=np.uint64) * np.uint64(2**33 + 7) + np.uint64(2**60)
    case["condition"] = model.tables.catalogue.index(condition)
    case["target"] = -1
    for name, value in fields.items():
        case[name] = value
    expected = case["place"] > Option.PHARMACY
    village = model.state.people.village[person[expected]]
    case["target"][expected] = model.map.options[village, case["place"][expected]]
    return case


def due(model: CountyModel, day: int) -> CaseArray:
    """What is filed for a day, left where it is."""
    parts = [records for on, records in model.state.agenda.filed() if on == day]
    return np.concatenate(parts) if parts else np.empty(0, CASE)


def counted(model: CountyModel, measure: Any) -> int:
    """Total of one measure of people."""
    return int(model.state.tally.people[measure].sum())


def fates(model: CountyModel, way: Way, *fate: Fate, linked: bool | None = None) -> int:
    """Total of referrals of one direction by what became of them."""
    return sum(int(model.state.tally.fates(way, one, linked).sum()) for one in fate)


def flow(model: CountyModel, measure: Any) -> int:
    """Total of one measure of care."""
    return int(model.state.tally.flow[measure].sum())


# Wards

NO_STAYS = np.empty(0, STAY)


def asking(
    model: CountyModel,
    person: Any,
    place: Option = Option.GENERAL,
    condition: str = "other_internal",
    emergency: Any = False,
    **fields: Any,
) -> Visits:
    """Visits for which a stay was decided."""
    case = cases(model, person, condition, place=place, severity=1, **fields)
    n = len(case)
    visits = new_visits(case, case["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
    visits.emergency[:] = emergency
    visits.adequate[:] = True
    visits.act[:] = ADMIT
    return visits


def give(model: CountyModel, visits: Visits, waiting: CaseArray | None = None) -> None:
    """Give out the beds of the day to these visitors, and to those who wait already."""
    waiting = cases(model, []) if waiting is None else waiting
    admit(model.state, model.clock, model.tables, visits, waiting, NO_STAYS)


def lying(model: CountyModel) -> StayArray:
    """Stays under way, by person."""
    _, stays = filed(model.state.wards)
    return stays[np.argsort(stays["person"], kind="stable")]


def general(model: CountyModel) -> int:
    """The county's general hospital."""
    return int(np.flatnonzero(model.tables.sites.kind == Kind.COUNTY_GENERAL)[0])


def tomorrow(model: CountyModel, days: int = 1) -> Clock:
    """The clock some days later."""
    return Clock(model.clock.day + days, model.clock.date, model.clock.month, False)


def visits_of(model: CountyModel, place: int, n: int = 4000, **fields: Any) -> Visits:
    """Visits of the first people to one kind of place, after half an hour's way."""
    case = cases(model, np.arange(n), fields.pop("condition", "other_internal"), place=place, **fields)
    none = np.zeros(n, bool)
    return new_visits(case, case["place"].astype(np.int64), np.zeros(n, int), none, np.full(n, 30.0))
