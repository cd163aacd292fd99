"""The five systems as scenarios: each with its counterfactual, its places, its goals, and able to run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sim.experiment.run import run_scenario
from sim.indicators.goals import goal_lines
from sim.policy.catalogue import load_levers
from sim.scenario import load_scenario, shipped_names
from tests.small import soon

COUNTIES = {
    "arun-2020": ["150721"],
    "hunan-2024": ["430181"],
    "yangzhou-2020": ["321023", "321084"],
    "luohu-2017": ["440303"],
    "qinhuangdao-2024": ["130303", "130304", "130306", "130321", "130322", "130324"],
    "shanhaiguan-2024": ["130303"],
    "beidaihe-2024": ["130304"],
    "funing-2024": ["130306"],
    "qinglong-2024": ["130321"],
    "changli-2024": ["130322"],
    "lulong-2024": ["130324"],
}
GOALS = {
    "arun-2020": {"in_county_visit_rate": 0.9},
    "hunan-2024": {"primary_visit_share": 0.65, "tcm_primary_visit_share": 0.35},
    "yangzhou-2020": {
        "in_county_visit_rate": 0.9,
        "primary_insured_visit_share": 0.65,
        "primary_fund_share_of_all": 0.3,
        "chronic_management_reach": 0.65,
    },
}
BASELINE = "-baseline"
QUICK = "beidaihe-2024"


def test_every_system_ships_with_its_counterfactual() -> None:
    assert set(shipped_names()) == {f"{name}{end}" for name in COUNTIES for end in ("", BASELINE)}


@pytest.mark.parametrize("name", list(COUNTIES))
def test_a_system_and_its_counterfactual_differ_by_levers_only(name: str) -> None:
    system, without = load_scenario(name), load_scenario(name + BASELINE)
    assert list(system.counties) == COUNTIES[name] == list(without.counties)
    assert system.levers and not without.levers
    assert (system.start, system.until, system.book) == (without.start, without.until, without.book)
    assert system.timeline == without.timeline and system.parameters == without.parameters
    assert system.start.year == int(name[-4:])


@pytest.mark.parametrize("name", list(COUNTIES))
def test_titles_and_summaries_are_one_line_in_both_languages(name: str) -> None:
    for end in ("", BASELINE):
        scenario = load_scenario(name + end)
        assert len(scenario.summary.en) <= 125 and len(scenario.summary.zh) <= 60
        # `countycare scenarios` has a line of 80 columns for name, title and year
        assert len(scenario.title.en) <= 42 and len(scenario.title.zh) <= 21
        assert not any(
            "\n" in text for one in (scenario.title, scenario.summary) for text in (one.en, one.zh)
        )


@pytest.mark.parametrize("name", list(COUNTIES))
def test_goals_are_those_of_the_documents(name: str) -> None:
    lines = goal_lines(load_scenario(name).goals)
    assert {one.indicator: one.value for one in lines} == GOALS.get(name, {})
    assert all(one.source.split()[0].startswith(name.split("-")[0]) for one in lines)


def test_levers_that_only_some_units_of_qinhuangdao_have_stay_there() -> None:
    def used(name: str) -> set[str]:
        return {use.lever for use in load_scenario(name).levers}

    everywhere = used("beidaihe-2024")
    assert used("shanhaiguan-2024") == used("funing-2024") == used("changli-2024") == everywhere
    assert used("lulong-2024") - everywhere == {
        "capability.lead_specialty", "capability.emergency", "capability.training",
        "pay_provider.member_score", "capability.public_health_funds", "governance.management_centres",
    }  # fmt: skip
    assert used("qinglong-2024") - everywhere == {
        "capability.joint_ward", "capability.training", "governance.management_centres",
        "pay_patient.level_one_exam",
    }  # fmt: skip
    assert used("qinhuangdao-2024") == used("lulong-2024") | used("qinglong-2024") <= set(load_levers())


def test_doses_of_the_six_units_come_to_the_published_sums() -> None:
    uses = load_scenario("qinhuangdao-2024").levers
    year = 12 / 9  # the source counts nine months

    def total(path: str) -> float:
        return sum(dict(use.settings).get(path, 0.0) for use in uses)

    assert total("capability.dispatch.person_times") == pytest.approx(8968 * year, rel=0.01)
    assert total("capability.new_techniques.count") == pytest.approx(319 * year, rel=0.01)
    lulong = {path: value for use in load_scenario("lulong-2024").levers for path, value in use.settings}
    assert lulong["capability.dispatch.person_times"] == 1024
    assert lulong["capability.dispatch.stationed"] == 12
    assert lulong["capability.shared_centres.ecg_reports"] == 4245
    assert lulong["capability.shared_centres.image_reports"] == 995
    assert lulong["capability.new_techniques.count"] == 43


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name + end, marks=() if name + end == QUICK else pytest.mark.slow)
        for name in COUNTIES
        for end in ("", BASELINE)
    ],
)
def test_every_scenario_runs(name: str) -> None:
    """With levers by both kernels; without any the day is the one that many tests compare."""
    scenario = load_scenario(name)
    some = soon(scenario.with_dates(until=scenario.start + timedelta(days=40)))
    kernels = ("numba", "numpy") if scenario.levers else ("numba",)
    runs = [run_scenario(some, sample=0.004, kernel=kernel) for kernel in kernels]
    one, *other = (run.indicators.astype({"scope_id": str}).drop(columns="scope_id") for run in runs)
    assert all(one.equals(each) for each in other)
    rows = one[(one["scope"] == "all") & (one["basis"] == "happened")].drop_duplicates("indicator")
    values = rows.set_index("indicator")["value"]
    assert 0.5 < values["in_county_visit_rate"] <= 1
    assert 0 < values["primary_visit_share"] < 1
