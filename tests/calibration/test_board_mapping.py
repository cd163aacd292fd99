"""How a study's number is computed from two runs, by hand."""

from __future__ import annotations

import math

import pytest

from sim.calibration.board_mapping import Measure, Term
from sim.experiment.batch.outcome import Key, Outcome

VISITS, STAYS, SHARE, SIGNED = (
    Key(name, "happened") for name in ("visits", "discharges", "primary_visit_share", "contract_coverage")
)


def run(**values: float) -> Outcome:
    names = {"visits": VISITS, "stays": STAYS, "share": SHARE, "signed": SIGNED}
    return Outcome({names[name]: value for name, value in values.items()}, {})


def measure(key: Key, way: str, within: str = "", per: str = "", times: float = 1.0) -> Measure:
    return Measure((Term(key),), way, within, per, times)


def test_per_cent_points_and_differences() -> None:
    before, after = run(visits=200.0, share=0.5), run(visits=230.0, share=0.52)
    assert measure(VISITS, "percent").of_pair(before, after) == pytest.approx(15)
    assert measure(SHARE, "points").of_pair(before, after) == pytest.approx(2)
    assert measure(VISITS, "difference", times=0.5).of_pair(before, after) == 15


def test_the_odds_ratio_of_a_share() -> None:
    # 0.6 / 0.4 over 0.5 / 0.5
    assert measure(SHARE, "odds_ratio").of_pair(run(share=0.5), run(share=0.6)) == pytest.approx(1.5)


def test_events_of_a_year_become_a_chance_within_a_month() -> None:
    one = measure(VISITS, "points", within="month")
    assert one.quantity(run(visits=12.0)) == pytest.approx(1 - math.exp(-1))
    assert one.quantity(run(visits=0.0)) == 0


def test_the_effect_on_those_whom_the_policy_reached() -> None:
    one = measure(VISITS, "difference", per="contract_coverage")
    before, after = run(visits=5.0, signed=0.3), run(visits=5.2, signed=0.7)
    assert one.of_pair(before, after) == pytest.approx(0.5)
    assert math.isnan(one.of_pair(before, run(visits=5.2, signed=0.3)))  # nobody was reached


def test_a_weighted_sum_of_values() -> None:
    one = Measure((Term(VISITS, 2.0), Term(STAYS, -1.0)), "difference")
    assert one.of_pair(run(visits=10.0, stays=3.0), run(visits=11.0, stays=7.0)) == (22 - 7) - (20 - 3)


def test_a_missing_value_gives_no_effect() -> None:
    effect = measure(STAYS, "percent").effect([run(visits=1.0)] * 2, [run(visits=1.0)] * 2)
    assert math.isnan(effect.value)
