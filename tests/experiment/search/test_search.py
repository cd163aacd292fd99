"""The search against a made-up county whose best package is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.cli.screen import Screen
from sim.cli.search import _townships
from sim.errors import Text
from sim.experiment.batch.design import OFF, ON
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.comparison.table import POOREST
from sim.experiment.search.answer import check, discover, distinct, package, table_of
from sim.experiment.search.emulator import fit
from sim.experiment.search.pareto import front, prim
from sim.experiment.search.question import Aim, Question
from sim.experiment.search.read_question import load_question
from sim.experiment.search.search import Searched, Tried, search
from sim.experiment.search.townships import First, first_townships, narrowable
from sim.problems import ScenarioErrors
from sim.scenario import load_scenario

RATE, OWN = Key("in_county_visit_rate", "happened"), Key("out_of_pocket_share", "happened")
POOR = Key("own_cost_per_person", "happened", POOREST)
GOOD, DEAR, IDLE, NUMBER = "contract.kind", "pay_patient.tiers", "referral.platform", "care.admit_here"


def question(most: float = math.inf, bound: float = 0.9) -> Question:
    return Question(
        base=load_scenario("lulong-2024-baseline"), sample=0.1, replicates=2, check=6, runs=80,
        aims=(Aim(RATE, bound, False, 0.01), Aim(OWN, None, True, 0.01)),
        choices={GOOD: (OFF, ON), DEAR: (OFF, ON), IDLE: (OFF, ON), NUMBER: (0.8, 1.0)},
        costs={GOOD: 1e6, DEAR: 5e6, IDLE: 1e6}, most_yuan=most,
    )  # fmt: skip


class County:
    """Made-up results: two levers and a number raise the rate, one of the levers makes care dear."""

    def __init__(self, harm: float = 0.0) -> None:
        self.runs = 0
        self.harm = harm

    def __call__(self, jobs: Sequence[Job]) -> list[Outcome]:
        self.runs += len(jobs)
        return [self.outcome(job) for job in jobs]

    def outcome(self, job: Job) -> Outcome:
        used = {use.lever for use in job.scenario.levers}
        number = job.scenario.values(job.scenario.start)[NUMBER]
        noise = 0.002 * math.sin(7.0 * job.seed) + 0.004 * (job.draw % 2)
        rate = 0.83 + 0.05 * (GOOD in used) + 0.03 * (DEAR in used) + 0.2 * (number - 0.95) + noise
        own = 0.6 + 0.01 * (DEAR in used) - 0.002 * (GOOD in used) + noise
        poor = 500.0 + self.harm * (GOOD in used) + job.seed
        return Outcome({RATE: rate, OWN: own, POOR: poor}, {})


def test_it_finds_the_package_that_reaches_the_goals_with_least_effort() -> None:
    county, asked = County(), question(bound=0.885)
    found = search(asked, county)
    best = found.front[0]
    assert best.miss == 0 and best.point[GOOD] == ON
    assert best.point[DEAR] == OFF and best.point[IDLE] == OFF
    assert county.runs <= asked.runs + asked.replicates
    again = search(asked, County())
    assert [one.point for one in again.tried] == [one.point for one in found.tried]
    assert all(one is not None and one.r2 > 0.9 for one in found.emulators)


def test_it_says_when_nothing_reaches_the_goals() -> None:
    asked = question(bound=0.97)
    found = search(asked, County())
    assert found.front[0].miss > 0
    # nearest: both levers raise the rate, but one makes care dearer: each point counts the same
    assert found.front[0].point[GOOD] == ON and float(found.front[0].point[NUMBER]) > 0.97


def test_packages_are_shown_also_where_none_comes_nearer_than_today() -> None:
    asked = question()
    today = Tried({}, asked.base, np.array([0.83, 0.6]), np.array([7.0, 0.0]), 0.0)
    worse, worst = (
        Tried(
            {GOOD: ON, DEAR: level, IDLE: OFF, NUMBER: 0.95},
            asked.base,
            np.zeros(2),
            np.array([miss, 0.0]),
            1e6,
        )
        for level, miss in ((OFF, 8.0), (ON, 9.0))
    )
    found = Searched(today.values, [today, worst, worse], [None, None])
    assert found.front == [today] and not found.helps
    assert found.worth_checking == [worse, worst]
    assert search(asked, County()).helps


def test_it_spends_no_more_than_is_allowed() -> None:
    found = search(question(most=1.5e6, bound=0.97), County())
    spent = [one.effort for one in found.tried]
    assert max(spent) <= 1.5e6 and all(one.point.get(DEAR, OFF) == OFF for one in found.tried)


def test_the_best_are_checked_over_the_uncertain_numbers() -> None:
    asked = question(bound=0.885)
    found = search(asked, County())
    checked, _ = check(asked, found, County())
    assert checked[0].values.shape == (6, 2) and 0 <= checked[0].chance <= 1
    assert not checked[0].harms
    table = table_of(asked, found, checked)
    assert len(table) == len(found.tried) and table["front"].sum() == len(found.front)
    harmed, _ = check(asked, found, County(harm=50.0))
    assert POOR in next(one for one in harmed if one.tried.point[GOOD] == ON).harms
    half = next((one for one in checked if 0 < one.chance < 1), None)
    if half is not None:
        assert discover(asked, half) is not None


def test_levers_without_what_they_need_come_off() -> None:
    base = question()
    asked = Question(**{**vars(base), "choices": {"contract.benefit": (OFF, ON), DEAR: (OFF, ON)}})
    found = search(asked, County())
    assert all(one.point.get("contract.benefit", OFF) == OFF for one in found.tried)


def test_a_front_and_a_box_by_hand() -> None:
    assert list(front(np.array([[1, 5], [2, 2], [3, 3], [5, 1], [2, 2]]))) == [True, True, False, True, True]
    x = np.linspace(0, 1, 100)[:, None]
    box = prim(x, (x[:, 0] > 0.7))
    assert box.density > 0.95 and box.coverage > 0.6 and box.low[0] > 0.6


def test_an_emulator_learns_a_quadratic_and_says_when_it_does_not() -> None:
    rng = np.random.default_rng(1)
    x = rng.random((40, 3))
    y = 0.5 + 0.2 * x[:, 0] - 0.1 * x[:, 1] * x[:, 2]
    learned = fit(x, y, share=True)
    new = rng.random((20, 3))
    truth = 0.5 + 0.2 * new[:, 0] - 0.1 * new[:, 1] * new[:, 2]
    assert learned.r2 > 0.99 and np.abs(learned.predict(new) - truth).max() < 0.01
    assert fit(x, rng.random(40), share=False).r2 < 0.5


def test_packages_that_nobody_could_tell_apart_are_shown_once() -> None:
    asked = question()

    def tried(rate: float, number: float, idle: str = OFF) -> Tried:
        point = {GOOD: ON, DEAR: OFF, IDLE: idle, NUMBER: number}
        return Tried(point, asked.base, np.array([rate, 0.6]), np.array([0.9 - rate, 0.0]), 1e6)

    # 0.98 and 0.96 are two steps of 0.01 apart, 0.95 is three; a lever more that changes nothing is no news.
    first, near, far = tried(0.88, 0.98), tried(0.879, 0.96), tried(0.878, 0.95)
    idle, other = tried(0.88, 0.9, ON), tried(0.881, 0.98, ON)
    assert distinct(asked, [first, near, far, idle, other]) == [first, far, other]


def test_goals_without_a_scale_are_weighed_by_what_they_are_about() -> None:
    deficit = Aim(Key("fund_balance_per_insured", "happened"), 0.0, False, 10.0)
    assert (deficit.miss(-25.0, -30.0), deficit.miss(0.0, -30.0)) == (2.5, 0.0)
    stays = Aim(Key("discharges_per_100_insured", "happened"), None, True, None)
    assert stays.miss(33.0, 30.0) == pytest.approx(10)  # a hundredth of today's value counts as one
    assert Aim(stays.key, 20.0, True, None).miss(30.0, 40.0) == pytest.approx(25)


class Townships(County):
    """The lever does its good where it is in force, more for each of the people in one township."""

    def outcome(self, job: Job) -> Outcome:
        found = super().outcome(job)
        where = {code for use in job.scenario.levers if use.lever == GOOD for code in use.where.townships}
        gain = {"130324201": 0.02, "130324100": 0.01}.get(next(iter(where), ""), 0.0)
        return Outcome({**found.values, RATE: found.values[RATE] - 0.05 * bool(where) + gain}, {})


def test_which_township_first_is_what_it_gains_for_its_cost() -> None:
    asked = Question(**{**vars(question()), "townships": 4})
    point = {GOOD: ON, DEAR: OFF, IDLE: OFF, NUMBER: 0.95}
    one = Tried(point, asked.scenario(point), np.zeros(2), np.zeros(2), 1e6)
    assert narrowable(asked, one) == [GOOD]
    found = first_townships(asked, one, Townships())
    assert len(found) == 12 and sum(place.share for place in found) == pytest.approx(1)
    best = found[0]
    # Two points nearer to the goal, for its share of a million yuan.
    assert best.code == "130324201" and best.cost == pytest.approx(best.share)
    assert best.gain.value == pytest.approx(2.0 / best.cost)
    assert best.told_from(found[-1]) and not found[-1].told_from(found[-2])
    assert {found[0].code, found[1].code} == {"130324201", "130324100"}
    free = Question(**{**vars(asked), "costs": {}})
    assert first_townships(free, one, Townships())[0].cost == pytest.approx(100 * best.share)
    assert first_townships(question(), one, Townships()) == []


def test_the_answer_names_the_townships(capsys: pytest.CaptureFixture[str]) -> None:
    asked = Question(**{**vars(question()), "townships": 3})
    first, second, third = (
        First(name, Text(name, name), 0.1, 1.0, np.array(gains))
        for name, gains in (("A", [3.0, 3.1, 3.2]), ("B", [2.9, 3.2, 3.0]), ("C", [0.1, 0.0, 0.2]))
    )
    _townships(Screen("en"), asked, [first, second, third])
    told = capsys.readouterr().out
    assert "million yuan" in told and "1. A +3.1 (+2.85 … +3.35)" in told
    assert "cannot be told apart from the first: B\n" in told


GOALS = """\
base: lulong-2024-baseline
sample: 0.1
goals:
  - {indicator: in_county_visit_rate, at_least: 0.9}
  - {indicator: own_cost_per_person, group: income_1, at_most: today}
  - {indicator: fund_balance_per_insured, at_least: 0}
  - {indicator: out_of_pocket_share, at_least: today}
levers:
  contract.kind: [off, on]
  care.admit_here: [0.8, 1.0]
costs: {contract.kind: 1000000}
most_yuan: 2000000
"""


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "goals.yaml"
    file.write_text(GOALS, encoding="utf-8")
    asked = load_question(file)
    assert asked.aims[0] == Aim(RATE, 0.9, False, 0.01)
    assert asked.aims[1].key == POOR and asked.aims[1].bound is None and asked.aims[1].at_most
    assert asked.aims[1].miss(510.0, 500.0) > 0 == asked.aims[1].miss(499.0, 500.0)
    assert asked.aims[2] == Aim(Key("fund_balance_per_insured", "happened"), 0.0, False, 10.0)
    assert asked.aims[3] == Aim(OWN, None, False, 0.01) and asked.townships == 4
    assert asked.yuan({"contract.kind": ON}) == 1e6 and asked.most_yuan == 2e6
    assert package({"contract.kind": ON, "care.admit_here": 0.9}) == "contract.kind, care.admit_here=0.9"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("base: lulong-2024-baseline\n", "", "base: is missing"),
        ("in_county_visit_rate", "in_county_visit_rat", "did you mean"),
        ("at_least: 0.9", "at_least: 0.9, at_most: 1", "no value, or two"),
        ("at_least: 0.9", "at_least: much", "plain number"),
        ("[0.8, 1.0]", "[1.0, 0.8]", "is no range"),
        ("  contract.kind:", "  contract.kinds:", "contract.kind"),
        ("costs: {contract.kind", "costs: {contract.coverage", "may be moved"),
        ("most_yuan: 2000000", "most_yuan: -1", "out of range"),
    ],
)
def test_faults(old: str, new: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "goals.yaml"
    assert old in GOALS
    file.write_text(GOALS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioErrors, match=said):
        load_question(file)
