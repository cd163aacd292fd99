"""Management, long prescriptions and home care together: off, on paper, and before the first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.care.team import HOME_CARE
from sim.day import village_doctors
from sim.day.calendar import schemes
from sim.day.followup import team_work
from sim.day.supply import use_supply
from sim.policy.groups import CODES, Trait
from sim.policy.regimes import Regimes
from tests.day.made import cases
from tests.levers.team_care import ALL, MANY_BEDBOUND, morning, patients
from tests.small import Diary, county, outcome, small_people, walk


def run(changes, days: int = 60):
    model = county(changes, people=small_people(share=0.02), sample=0.02)
    diary = Diary()
    model.observers.append(diary)
    return walk(model, days), diary


def test_on_paper_the_levers_change_nothing(monkeypatch):
    """Nobody is truly served: to the bit the county without the levers, whatever the records say."""
    monkeypatch.setattr(
        village_doctors, "willing", lambda regimes, reward=0.0: np.zeros(len(regimes.of_facility))
    )
    with_levers, without = (outcome(run(levers)[0]) for levers in (ALL, {}))
    recorded = "snapshot.standard_recorded"
    assert with_levers.pop(recorded) != without.pop(recorded)
    assert with_levers == without


@pytest.mark.parametrize("path", ALL)
def test_a_lever_changes_nothing_before_its_day(path):
    begin = run({}, 1)[0].clock.date
    model, diary = run({path: {begin + timedelta(days=30): ALL[path]}})
    other, plain = run({})
    assert diary.days[:30] == plain.days[:30]
    assert outcome(model) != outcome(other)


def test_levers_reach_only_whom_they_are_for():
    """In force for the elderly alone."""
    model = morning(MANY_BEDBOUND)
    state, off = model.state, model.tables.regimes
    reached = np.zeros_like(off.of_people)
    reached[:, (np.arange(CODES) & Trait.ELDERLY) > 0] = 1
    regimes = Regimes([off.county, {**off.county, **ALL}], reached, off.of_facility)
    tables = replace(model.tables, regimes=regimes)
    state.scheme = schemes(state.people, state.codes, tables)
    team_work(state, tables)
    elderly = (state.codes & Trait.ELDERLY) > 0
    assert len(state.rounds.person) > 20
    assert elderly[state.rounds.person].all()
    visited = state.way == HOME_CARE
    assert visited.any() and elderly[visited].all()
    who = patients(model)
    rest = use_supply(state, model.clock, tables, cases(model, who, "hypertension", origin=4))
    met = np.setdiff1d(who, rest["person"])
    assert len(met) and elderly[met].all()
