from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim.day.budget import close_budgets
from sim.geography.map import Map, build_map
from sim.indicators.tally import Flow, Person
from sim.model import CountyModel
from sim.policy.regimes import Regimes
from sim.population.make import make_people
from sim.scenario import Scenario, load_scenario
from tests.small import (
    BUSY,
    Diary,
    county,
    fingerprint,
    outcome,
    small_map,
    small_people,
    walk,
)

BEGIN = date(2023, 10, 3)


# Like any Mesa model


def test_a_mesa_model():
    model = county(share=0.01)
    assert isinstance(model, mesa.Model)
    assert model.clock is None
    walk(model, 3)
    assert model.steps == 3
    assert model.clock.date == BEGIN + timedelta(days=2)
    assert model.map is small_map()


def test_the_data_collector_keeps_a_row_a_day():
    model = county()
    inside = []
    walk(model, 40, lambda today: inside.append(int(today.state.inside.sum())))
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["date"].tolist() == [BEGIN + timedelta(days=k) for k in range(40)]
    assert frame["in_hospital"].tolist() == inside
    people, flow = model.state.tally.people.sum(axis=1), model.state.tally.flow.sum(axis=1)
    last = frame.iloc[-1]
    assert last["needs"] == people[Person.NEEDS]
    assert last["visits"] == flow[Flow.OUTPATIENT_COUNT]
    assert last["fund_fen"] == flow[[Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL]].sum()
    assert last["open_cases"] == len(model.state.agenda)
    assert (frame["admissions"] - frame["discharges"] == frame["in_hospital"]).all()
    for name in ("needs", "visits", "admissions", "discharges", "fund_fen"):
        assert frame[name].is_monotonic_increasing


def test_a_scenario_by_name_makes_its_own_county():
    plan = load_scenario("beidaihe-2024")
    values = plan.values(plan.begin)
    named = CountyModel("beidaihe-2024", seed=3, sample=0.01)
    given = CountyModel(
        plan, seed=3, sample=0.01, map_=build_map(plan.counties, values),
        people=make_people(small_map(), values, 3, 0.01),
    )  # fmt: skip
    assert named.days == 456
    assert outcome(walk(named, 15)) == outcome(walk(given, 15))


def test_a_run_ends_on_the_last_day():
    plan = load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 31))
    model = CountyModel(plan, seed=1, sample=0.01, map_=small_map(), people=small_people(share=0.01))
    model.step()
    model.run()
    assert model.clock.date == date(2024, 1, 31)
    assert model.steps == model.days == 121
    assert (model.snapshots["residents"][:4, 0] > 0).all()
    model.run()
    assert model.steps == 121


# The same seed, the same bytes


def test_the_same_seed_gives_the_same_days_and_another_seed_others():
    one, two, other = county(), county(), county(seed=2, people=small_people())
    diaries = [Diary(wants_choices=True) for _ in range(3)]
    for model, diary in zip((one, two, other), diaries, strict=True):
        model.observers.append(diary)
        walk(model, 60)
    assert outcome(one) == outcome(two)
    assert diaries[0].days == diaries[1].days
    assert diaries[0].drawn == diaries[1].drawn
    assert not set(diaries[0].days) & set(diaries[2].days)


@pytest.mark.slow
def test_neither_hash_seed_nor_process_matters():
    here = fingerprint([np.array(sorted(outcome(walk(county(), 100)).items()))])
    for hash_seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.small"],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


@pytest.mark.parametrize(
    ("changes", "share", "sample", "days"),
    [({}, 0.025, 0.01, 150), (BUSY, 0.025, 0.01, 120), ({"care.service_minutes.village": 15}, 0.15, 0.1, 40)],
    ids=["over New Year and Spring Festival", "busy", "queues"],
)
def test_both_kernels_give_the_same_days(interpreted, changes, share, sample, days):
    pytest.importorskip("numba")
    plain, compiled = (county(changes, share=share, sample=sample, kernel=k) for k in ("numpy", "numba"))
    diaries = Diary(), Diary()
    for model, diary in zip((plain, compiled), diaries, strict=True):
        model.observers.append(diary)
        walk(model, days)
    assert diaries[0].days == diaries[1].days
    assert outcome(plain) == outcome(compiled)
    assert sample < 0.1 or plain.state.tally.flow[Flow.WAIT].sum() > 1000


def test_the_order_in_which_overrides_are_written_does_not_matter():
    changes = {
        "choice.trust": 4.0,
        "needs.scale": 1.0,
        "care.control_gain": 0.1,
        "prices.visit.village": 4000,
    }
    one, two = (county(given, share=0.01) for given in (changes, dict(reversed(changes.items()))))
    assert outcome(walk(one, 20)) == outcome(walk(two, 20))


# Parameters are what the run reads


class Reading(dict):
    """Values that remember which were read."""

    def __init__(self, values: Mapping[str, float], read: set[str]) -> None:
        super().__init__(values)
        self.read = read

    def __getitem__(self, path: str) -> float:
        self.read.add(path)
        return super().__getitem__(path)

    def get(self, path: str, default: object = None) -> object:
        self.read.add(path)
        return super().get(path, default)


@pytest.mark.slow
def test_every_declared_number_is_read(monkeypatch, tmp_path):
    """By the geography, the population or the run, from warm-up to Spring Festival."""
    read: set[str] = set()
    values, regimes = Scenario.values, Scenario.regimes

    def watched(plan: Scenario, on: date, map_: Map) -> Regimes:
        found = regimes(plan, on, map_)
        return replace(found, values=[Reading(one, read) for one in found.values])

    monkeypatch.setattr(Scenario, "regimes", watched)
    monkeypatch.setenv("COUNTYCARE_CACHE", str(tmp_path))
    monkeypatch.setattr(Scenario, "values", lambda plan, on: Reading(values(plan, on), read))
    for name in ("qinhuangdao-2024", "arun-2020", "hunan-2024", "yangzhou-2020", "luohu-2017"):
        plan = load_scenario(name)  # levers with places may have made the map already
        monkeypatch.setenv("COUNTYCARE_CACHE", str(tmp_path / name))
        given = plan.values(plan.begin)
        map_ = plan.map(given)
        make_people(map_, given, 1, 0.001)
    build_map(plan.counties, given, blocked=[min(map_.graph.edges)])
    teams = {
        "contract.kind": 3,
        "contract.home_care.on": 1,
        "contract.chronic_management.share": 0.5,
        "referral.out_of_county_slip": 1,
        "governance.integration": 0.5,
        "capability.dispatch.own_choice": 0.5,
        "pay_provider.base_plus_growth.on": 1,
        "pay_provider.external_score.stake": 0.1,
        "pay_provider.member_score.stake": 0.1,
        "pay_provider.arun_score.stake": 0.1,
        "pay_provider.advance_delay": 2,
        "pay_provider.advance_short.bridge_days": 10,
    }
    model = county({"referral.catalogue": 0.5} | teams, start=date(2023, 12, 1))
    assert model.scenario.warmup_days == 90
    walk(model, min(170, model.days))
    close_budgets(model.state, model.clock, model.tables)  # as on the last day of a run
    unread = set(model.scenario.parameters) - read
    assert {path for path in unread if not path.startswith("observe.")} == set()  # read by the indicators
