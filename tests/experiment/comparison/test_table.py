"""Verdicts of a comparison, by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import pytest

from sim.errors import UserError
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.comparison.plan import make_comparison
from sim.experiment.comparison.precision import next_count
from sim.experiment.comparison.table import COLUMNS, Side, compare, guarded
from sim.experiment.paired import half_width
from sim.experiment.shares import PARTS
from sim.scenario import load_scenario

RATE = Key("in_county_visit_rate", "happened")
COST = Key("own_cost_per_person", "happened", "income_1")
LATE = Key("late_emergency_share", "happened")
CELLS = {"in_county_visit_rate": ([80, 10], [20, 5])}
MORE = {"in_county_visit_rate": ([86, 12], [14, 4])}


def side(name: str, rate: Sequence[float], cost: Sequence[float], central: Sequence[float] = ()) -> Side:
    def outcome(one: float, own: float) -> Outcome:
        return Outcome({RATE: one, COST: own, LATE: 0.1}, CELLS if name == "a" else MORE)

    runs = [outcome(one, own) for one, own in zip(rate, cost, strict=True)]
    return Side(name, runs, [outcome(one, 1.0) for one in central or rate])


def row(table: pd.DataFrame, key: Key, part: str = "") -> dict[str, object]:
    chosen = table[
        (table["indicator"] == key.indicator) & (table["group"] == key.group) & (table["part"] == part)
    ]
    assert len(chosen) == 1
    return {str(name): value for name, value in chosen.iloc[0].items()}


def test_a_difference_with_all_that_belongs_to_it() -> None:
    base = side("a", [0.80, 0.70, 0.75], [500, 500, 500], central=[0.80, 0.79, 0.81])
    other = side("b", [0.82, 0.73, 0.76], [500, 500, 500], central=[0.82, 0.82, 0.82])
    table = compare([base, other])
    assert tuple(table.columns) == COLUMNS
    found = row(table, RATE)
    # differences 0.02, 0.03, 0.01: mean 0.02, sd 0.01; half 4.3027 * 0.01 / sqrt(3) = 0.02484
    assert found["difference"] == pytest.approx(0.02)
    assert found["low"] == pytest.approx(-0.004841, abs=1e-5) and found["verdict"] == "unclear"
    assert found["p_better"] == 1.0
    assert found["effect_low"] == pytest.approx(0.02 - 0.0196)
    # differences 0.02, 0.03, 0.01 with central values have sd 0.01 as well: nothing is left for numbers
    assert found["chance_sd"] == pytest.approx(0.01) and found["parameter_sd"] == pytest.approx(0, abs=1e-9)
    # variances 0.0025 and 0.0021 apart, 0.0001 together
    assert found["variance_reduction"] == pytest.approx(46.0)
    # n = 4: half 3.1824 * 0.01 / 2 = 0.0159 < 0.02: one more tells
    assert found["more_replicates"] == 1
    assert row(table, COST)["verdict"] == "unclear" and row(table, COST)["p_better"] == 0.5


def test_never_better_where_the_poorest_are_harmed() -> None:
    base = side("a", [0.80, 0.70, 0.75], [500, 510, 505])
    other = side("b", [0.90, 0.81, 0.85], [600, 612, 604])
    table = compare([base, other])
    assert row(table, RATE)["verdict"] == "but_harm"
    assert row(table, COST)["verdict"] == "worse"
    assert [one["indicator"] for one in guarded(table, "b")] == ["own_cost_per_person"]
    unharmed = compare([base, side("b", [0.90, 0.81, 0.85], [400, 405, 410])])
    assert row(unharmed, RATE)["verdict"] == "better" and not guarded(unharmed, "b")


def test_parts_add_up_to_the_change() -> None:
    base, other = side("a", [0.8] * 3, [1] * 3), side("b", [0.9] * 3, [1] * 3)
    table = compare([base, other])
    parts = [row(table, RATE, part)["difference"] for part in PARTS]
    assert sum(parts) == pytest.approx(98 / 116 - 90 / 115)  # type: ignore[arg-type]


def test_how_many_replicates_a_precision_takes() -> None:
    low, high = 0.02 - half_width(0.01, 4), 0.02 + half_width(0.01, 4)
    table = pd.DataFrame(
        [dict.fromkeys(COLUMNS, "") | {**RATE._asdict(), "low": low, "high": high}], columns=list(COLUMNS)
    )
    assert next_count(table, 4, 2.0, 100) == 4  # half width 1.59 points
    # 1.2 points: n = 6 gives 2.5706 / sqrt(6) = 1.049; n = 5 gives 2.7764 / sqrt(5) = 1.242
    assert next_count(table, 4, 1.2, 100) == 6
    assert next_count(table, 4, 0.1, 100) == 8  # at most twice as many at once
    assert next_count(table, 4, 0.1, 5) == 5


def test_what_cannot_be_compared() -> None:
    one, other = load_scenario("lulong-2024"), load_scenario("lulong-2024-baseline")
    made = make_comparison([one, other], 0.1)
    assert [(job.seed, job.draw) for job in made.drawn(one, 3)] == [(1, 0), (2, 1), (3, 2)]
    assert [(job.seed, job.draw) for job in made.central(one, 10)] == [(k, 0) for k in range(1, 6)]
    for scenarios, said in (
        ([one], "two scenarios"), ([one, one], "same scenario"),
        ([one, load_scenario("changli-2024")], "other places"),
        ([one, other.with_dates(until=one.start.replace(month=3))], "other days"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=said):
            make_comparison(scenarios, 0.1)
    assert not math.isnan(made.sample)
