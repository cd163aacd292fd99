"""Stress tests by hand: which runs, what is summed, what is told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import pytest

from sim.errors import UserError
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.stress.counts import BASIS
from sim.experiment.stress.measures import MEASURES
from sim.experiment.stress.plan import CALM, Stress, make_stress, next_quarter, usual_shocks
from sim.experiment.stress.table import moved_places, sums_from, tabulate
from sim.scenario import Scenario, load_scenario
from sim.scenario.shocks import Kind, Shock

MAY, JUNE = "2024-05", "2024-06"
SHOCK = Shock("closed", Kind.FACILITY, date(2024, 6, 10), places=("TC-1",))


@pytest.fixture(scope="module")
def policies() -> list[Scenario]:
    return [load_scenario(name) for name in ("beidaihe-2024-baseline", "beidaihe-2024")]


def outcome(counts: Mapping[tuple[str, str, str], float]) -> Outcome:
    """Counts by name, scope and month."""
    return Outcome({Key(name, BASIS, "", scope, month): n for (name, scope, month), n in counts.items()}, {})


def test_each_policy_runs_calm_and_under_each_shock_with_the_same_histories(policies: list[Scenario]) -> None:
    stress = make_stress(policies, [], 0.5, 3)
    assert [shock.id for shock in stress.shocks] == ["centre", "road", "doctor", "wave", "advance"]
    jobs = stress.jobs()
    assert len(jobs) == 2 * 6 and {len(runs) for runs in jobs.values()} == {3}
    assert {tuple((job.seed, job.draw) for job in runs) for runs in jobs.values()} == {
        ((1, 0), (2, 1), (3, 2))
    }
    assert len({job.key for runs in jobs.values() for job in runs}) == 36
    assert jobs["beidaihe-2024", CALM][0].scenario.hash == policies[1].hash


def test_the_usual_shocks_name_the_largest_centre(policies: list[Scenario]) -> None:
    shocks = {shock.kind: shock for shock in usual_shocks(policies[0])}
    table = policies[0].map(policies[0].values(policies[0].begin)).facilities.set_index("id")
    (centre,) = shocks[Kind.FACILITY].places
    of_kind = table[(table["kind"] == table.at[centre, "kind"]) & (table["county"] >= 0)]
    assert table.at[centre, "doctors"] == of_kind["doctors"].max()
    assert shocks[Kind.FACILITY].start == date(2024, 4, 1) == shocks[Kind.ADVANCE].start
    assert shocks[Kind.WAVE].start == date(2024, 11, 15)  # the 320th day of a leap year
    assert next_quarter(date(2024, 10, 2)) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("shocks", "word"),
    [
        ([SHOCK], "TC-1"),
        ([Shock("a", Kind.WAVE, date(2024, 5, 1)), Shock("a", Kind.WAVE, date(2024, 6, 1))], "'a'"),
        ([Shock("early", Kind.WAVE, date(2023, 12, 1))], "2024-01-01"),
        ([Shock("late", Kind.WAVE, date(2025, 12, 1))], "2025-12-01"),
        ([Shock("road", Kind.ROAD, date(2024, 5, 1), places=("海滨镇", "哪儿"))], "哪儿"),
    ],
)
def test_shocks_that_cannot_be_are_refused(policies: list[Scenario], shocks: list[Shock], word: str) -> None:
    with pytest.raises(UserError, match=word):
        make_stress(policies, shocks, 1.0, 2)


def test_sums_begin_with_the_month_of_the_shock() -> None:
    one = outcome({("forgone", "", MAY): 100, ("forgone", "", JUNE): 7, ("forgone", "", "2024-07"): 3})
    assert sums_from(one, SHOCK) == {"": {"forgone": 10}}


def made(visits: tuple[float, float], forgone: float, minutes: float) -> Outcome:
    """One June of two places."""
    at = {("outpatient_count", f"facility:{name}", JUNE): n for name, n in zip("AB", visits, strict=True)}
    whole = {"outpatient_count": sum(visits), "forgone": forgone, "travel": minutes, "wait": 0.0}
    return outcome(at | {(name, "", JUNE): n for name, n in whole.items()})


def test_differences_are_paired_and_told_by_place(policies: list[Scenario]) -> None:
    stress = Stress(tuple(policies), (SHOCK,), 1.0, 2)
    first, second = (one.name for one in policies)
    table = tabulate(
        stress,
        {
            (first, CALM): [made((60, 40), 5, 1_000), made((70, 50), 6, 1_200)],
            (first, SHOCK.id): [made((0, 90), 15, 1_800), made((0, 108), 18, 2_160)],
            (second, CALM): [made((60, 40), 5, 1_000), made((70, 50), 6, 1_200)],
            (second, SHOCK.id): [made((0, 95), 10, 1_800), made((0, 113), 11, 2_160)],
        },
    )
    rows = table.set_index(["policy", "measure", "scope"])
    lost = rows.loc[(first, "forgone", "")]
    # 10 and 12 more: mean 11; t for two pairs 12.706 times their standard deviation of √2 over √2.
    assert (lost["before"], lost["after"], lost["difference"]) == (5.5, 16.5, 11)
    assert (lost["low"], lost["high"]) == pytest.approx((11 - 12.706, 11 + 12.706), abs=1e-3)
    assert lost["beyond_first"] == 0
    other = rows.loc[(second, "forgone", "")]
    assert (other["difference"], other["beyond_first"], other["verdict"]) == (5, -6, "worse")
    way = rows.loc[(first, "travel_visit", "")]
    assert (way["before"], way["after"]) == pytest.approx((10, 20))
    assert rows.loc[(first, "travel", ""), "difference"] == pytest.approx((800 + 960) / 2 / 60)
    places = moved_places(table, first, SHOCK.id, "visits", 5)
    assert places[["scope", "difference"]].to_numpy().tolist() == [["facility:A", -65], ["facility:B", 54]]


def test_a_ratio_of_nothing_is_not_told() -> None:
    wait = next(one for one in MEASURES if one.id == "wait")
    assert math.isnan(wait.value({"wait": 5.0}))
    assert wait.value({"wait": 50.0, "outpatient_count": 2.0}) == 2.5  # tenths of a minute
