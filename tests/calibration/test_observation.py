"""The observation step: hand-worked figures, and the same numbers as the table of indicators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.calibration.observation import LATER, PARAMETERS, observe
from sim.calibration.observation import needed as components_of
from sim.calibration.priors import seen_under
from sim.calibration.targets import Target, read_targets
from sim.experiment.batch.outcome import outcome_of
from sim.experiment.run import RunResult, collect, step_through
from sim.indicators.components import QUARTERS, components
from sim.indicators.observe import handed_in_later
from sim.indicators.table import indicator_table
from sim.model import CountyModel
from sim.scenario import load_scenario
from tests.mirror.county import small_county

SEED = 3
SETTINGS = [
    {},
    {"observe.ordinary_visits": 0.0, "observe.chronic_visits": 0.0},
    {"observe.employees": 0.0, "observe.critical": 1.0, "observe.whole_fund": 1.0},
    {"observe.village_visits": 0.0, "observe.festival_claims": 0.2},
    {"observe.stays_as_visits": 0.0, "observe.village_return_share": 0.4},
    {"observe.village_return_share": 0.1, f"observe.village_return_share{LATER}": 0.7},
]


def target(indicator: str, period: str = "2024Q1-Q3") -> Target:
    return Target("T", indicator, "", 1.0, period, 274, 0.5, 0.1, "logit", "fit", "", "")


@pytest.fixture(scope="module")
def result() -> RunResult:
    """4,000 people of Lulong, from the warm-up to the end of September."""
    scenario = replace(load_scenario("lulong-2024"), posterior=None).with_dates(until=date(2024, 9, 30))
    map_, people = small_county(scenario, 4_000, SEED)
    model = CountyModel(scenario, seed=SEED, sample=1.0, kernel="numpy", map_=map_, people=people)
    step_through(model)
    return collect(model)


@pytest.mark.parametrize("setting", SETTINGS)
def test_reported_shares_are_those_of_the_table_of_indicators(result, setting):
    values = dict(result.values) | setting
    returns = [setting.get("observe.village_return_share", result.returns[0])] * len(result.months)
    later = setting.get(f"observe.village_return_share{LATER}")
    if later is not None:
        values["observe.village_return_share"] = later
        returns = [share if first < date(2024, 4, 1) else later
                   for share, (first, _) in zip(returns, result.months, strict=True)]  # fmt: skip
    table = indicator_table(replace(result, values=values, returns=returns))
    table = table[(table["basis"] == "reported") & (table["scope"] == "all")].set_index(
        ["indicator", "period"]
    )
    sums = {name: np.array([value]) for name, value in outcome_of(result).components.items()}
    seen = seen_under(setting)
    wanted = [
        target(name, period)
        for name in ("in_county_visit_rate", "in_county_admission_share", "in_county_fund_rate",
                     "primary_fund_share", "primary_visit_share", "lead_high_surgery_share")
        for period in ("2024Q1", "2024Q1-Q3")
    ]  # fmt: skip
    found = observe(wanted, sums, seen)[0]
    for one, value in zip(wanted, found, strict=True):
        assert value == pytest.approx(table.loc[(one.indicator, one.period), "value"], abs=2e-4), one
    assert 0.3 < found[2] < 0.95


def test_returns_of_village_clinics_by_quarter_add_up_to_the_cumulative_share():
    sums = {
        "returns.village.q1": 100.0, "returns.township.q1": 50.0, "returns.hospital.q1": 50.0,
        "returns.village.q23": 200.0, "returns.township.q23": 100.0, "returns.hospital.q23": 100.0,
    }  # fmt: skip
    arrays = {name: np.array([value]) for name, value in sums.items()}
    seen = seen_under({"observe.village_return_share": 0.1, f"observe.village_return_share{LATER}": 0.5})
    found = observe([target("primary_visit_share", "2024Q1"), target("primary_visit_share")], arrays, seen)
    assert found[0].tolist() == pytest.approx([60 / 110, (60 + 200) / (110 + 300)])


def test_claims_that_wait_lower_the_first_quarter_and_add_up_over_the_year():
    assert sum(handed_in_later(month, 0.3) for month in range(1, 13)) == pytest.approx(12.0)
    sums = {f"stays.{place}.{who}.{q}": np.array([value])
            for place, who, value in (("county", "residents", 60.0), ("city", "residents", 20.0),
                                      ("beyond", "residents", 20.0), ("county", "employees", 0.0),
                                      ("outside", "employees", 0.0))
            for q in QUARTERS}  # fmt: skip
    seen = seen_under({"observe.festival_claims": 0.1})
    first = observe([target("in_county_admission_share", "2024Q1")], sums, seen)[0, 0]
    assert first == pytest.approx(60 / (80 + 26))


def test_many_runs_and_many_readings_at_once():
    sums = {name: np.array([1.0, 2.0, 3.0]) for name in components_of([target("in_county_fund_rate")])}
    seen = seen_under({"observe.critical": np.array([0.0, 1.0, 1.0])})
    assert observe([target("in_county_fund_rate")], sums, seen).shape == (3, 1)


def test_a_run_leaves_every_component_that_the_shipped_targets_need(result):
    found = outcome_of(result).components
    of_other_places = {f"{name}.130321" for name in ("up_referrals", "down_referrals")}
    assert set(components_of(read_targets().targets)) - set(found) <= of_other_places
    assert all(value >= 0.0 for value in found.values())


def test_a_run_without_the_nine_months_leaves_none(result):
    assert components(replace(result, months=result.months[:-1]), {}) == {}


def test_everything_the_step_reads_is_declared():
    assert set(seen_under({})) == set(PARAMETERS)
