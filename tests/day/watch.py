"""What must hold on every day of every run, as things to look at after each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.care.clinic import Served
from sim.day import clinics
from sim.day.clock import Clock
from sim.day.visits import Visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import ELSEWHERE
from sim.model import CountyModel
from sim.money.rules import Pool
from sim.needs.cases import CaseArray


def filed(agenda) -> tuple[np.ndarray, np.ndarray]:
    """Days and records of an agenda."""
    parts = list(agenda.filed())
    days = np.concatenate([np.full(len(records), day) for day, records in parts] or [np.empty(0, int)])
    return days, np.concatenate([records for _, records in parts]) if parts else agenda.take(-1)


def books(model: CountyModel) -> None:
    """State in order: beds and their people, what is due, control, accumulators, beliefs."""
    state, today = model.state, model.clock.day
    people, rules = state.people, model.tables.rules
    days, stays = filed(state.wards)
    assert len(np.unique(stays["person"])) == len(stays)  # nobody lies in two beds
    assert np.array_equal(np.sort(stays["person"]), np.flatnonzero(state.inside))
    lying = np.bincount(stays["facility"], minlength=len(state.occupied))
    assert np.array_equal(lying, state.occupied)
    assert (state.occupied <= model.tables.sites.beds).all()
    assert (days > today).all()
    assert ((stays["start"] <= today) & (days <= stays["end"])).all()
    assert people.alive[stays["person"]].all()
    days, cases = filed(state.agenda)
    assert (days > today).all()
    expected = cases["target"] >= 0
    assert ((cases["place"] > Option.PHARMACY) == expected).all()
    # who is out of steps may still hold a slip to the centre, the hospital and the city
    assert ((cases["step"] >= 0) & (cases["step"] <= model.tables.outcome.max_steps + 3)).all()
    assert (people.controlled & ~people.chronic == 0).all()
    assert ((people.deductible_used >= 0) & (people.inpatient_paid >= 0)).all()
    assert (people.deductible_used <= rules.pool_deductible[state.scheme, Pool.ORDINARY]).all()
    assert (people.outpatient_paid <= rules.pool_limit[state.scheme, Pool.ORDINARY]).all()
    assert (people.chronic_paid <= rules.pool_limit[state.scheme, Pool.CHRONIC]).all()
    assert (people.inpatient_paid <= rules.inpatient_limit[state.scheme]).all()
    assert ((state.belief >= 0) & (state.belief <= 1)).all()
    assert (state.wait >= 0).all()


class Guard:
    """Observer of visits: who was seen, where, and at what cost."""

    wants_choices = False

    def __init__(self, model: CountyModel) -> None:
        self.model = model
        self.seen = 0

    def choices(self, cases: CaseArray, parts: object, option: np.ndarray) -> None:
        """See nothing."""

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Look at the visits of a day."""
        state, tables = self.model.state, self.model.tables
        people, person, place = state.people, visits.person, visits.place
        assert ((visits.fund >= 0) & (visits.fund <= visits.bill)).all()
        assert (visits.wait >= 0).all()
        assert ((visits.minutes >= 0) & np.isfinite(visits.minutes)).all()
        away = place == ELSEWHERE
        assert (~state.present[person[away]]).all()
        assert (tables.sites.kind[visits.facility[away]] == Kind.FAR).all()
        village = people.village[person]
        reached = state.map.options[village[~away], place[~away]]
        booked = visits.case["origin"][~away] <= 2  # a slip or appointment holds though the person moved
        assert ((reached == visits.facility[~away]) | booked).all()
        assert (visits.emergency <= (visits.case["step"] == 0)).all()
        self.seen += len(person)


class Doorkeeper:
    """Stands before `sim.day.clinics.clinic_day`: nobody beyond the day's places of a clinic unit."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.full = 0
        self._open = clinics.clinic_day
        patch.setattr(clinics, "clinic_day", self.day)

    def day(self, **given: Any) -> Served:
        """Let the clinics open, and count those that were full."""
        served = self._open(**given)
        came = np.bincount(given["unit"], minlength=len(given["slots"]))
        seen = np.bincount(given["unit"][served.seen], minlength=len(given["slots"]))
        assert np.array_equal(seen, np.minimum(came, given["slots"]))
        assert (served.wait >= 0).all()
        self.full += int((came > given["slots"]).sum())
        return served


def guarded(model: CountyModel) -> tuple[Guard, Callable[[CountyModel], None]]:
    """Set a guard on a model; returns it, and what to look at each day."""
    guard = Guard(model)
    model.observers.append(guard)
    return guard, books
