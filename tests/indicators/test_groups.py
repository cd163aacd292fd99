"""The table of groups: hand-worked numbers, and agreement with the indicators by county."""

from __future__ import annotations

import math
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.declare import defaults
from sim.experiment.run import collect
from sim.indicators import registry
from sim.indicators.burden import SHAPE, Borne, Burden, Each, Facts, cells_of
from sim.indicators.fairness import CONCENTRATION
from sim.indicators.groups import COLUMNS, group_table
from sim.indicators.indicator import UNITS
from tests.indicators.fakes import month_list
from tests.small import county, walk

PEOPLE = 6
FACTS = Facts(
    county=np.zeros(PEOPLE, int),
    income=np.array([0, 0, 4, 4, 4, 2]),
    km=np.array([50.0, 2, 2, 2, 50, 10]),
    age=np.array([70, 30, 30, 30, 30, 5]),
    away=np.array([False, False, False, True, False, False]),
    insurance=np.array([1, 1, 2, 1, 1, 0]),
)


def made(sample: float = 1.0) -> Any:
    """Six people of one county in one year, and what befell them."""
    alive = np.ones(PEOPLE, bool)
    burden = Burden(1, 1)
    burden.begin_year(cells_of(FACTS, np.array([5.0, 15, 30]), np.array([15.0, 45, 65])), alive)
    for person, visits, own in ((0, 4, 30_000), (1, 2, 10_000), (2, 1, 5_000), (3, 1, 0), (5, 2, 5_000)):
        who = np.full(visits, person)
        burden.add(Borne.VISITS, who)
        burden.add_each(Each.VISITS, who)
        burden.add(Borne.OWN, np.array([person]), np.array([own]))
        burden.add_each(Each.OWN, np.array([person]), np.array([own]))
    burden.add(Borne.COUNTY_VISITS, np.array([0, 0, 0, 1, 2, 5]))
    burden.add_each(Each.PRIMARY, np.array([0]))
    signed = np.array([True, True, False, False, False, False])
    for _ in range(12):
        burden.close_month(alive, signed)
    burden.close_year(alive, signed, FACTS.income, np.array([9_000, 0, 0, 0, 5_000]))
    return SimpleNamespace(
        burden=burden,
        values=defaults(),
        sample=sample,
        months=month_list(date(2024, 1, 1), 12),
        start=date(2024, 1, 1),
        map=SimpleNamespace(counties=pd.DataFrame({"code": ["130324"]})),
    )


def cell(table: pd.DataFrame, indicator: str, group: str, dimension: str = "", scope: str = "all") -> Any:
    rows = table[(table.scope == scope) & (table.indicator == indicator) & (table.group == group)]
    rows = rows[rows.dimension == dimension] if dimension else rows
    assert len(rows) == 1, (indicator, group, len(rows))
    return rows.iloc[0]


@pytest.mark.parametrize("scope", ["all", "county"])
def test_hand_worked_groups(scope: str) -> None:
    table = group_table(made())

    def value(indicator: str, group: str) -> float:
        return float(cell(table, indicator, group, scope=scope).value)

    assert value("visits_per_person", "all") == pytest.approx(10 / 6)
    assert value("visits_per_person", "income_1") == 3
    assert value("visits_per_person", "income_5") == pytest.approx(2 / 3)
    assert math.isnan(value("visits_per_person", "income_2"))  # nobody is there
    assert value("own_cost_per_person", "distance_1") == pytest.approx(150 / 3)  # yuan: 100 + 50 + 0
    assert value("own_cost_per_person", "distance_4") == pytest.approx(300 / 2)
    assert value("in_county_visit_share", "absence_2") == 0
    assert value("in_county_visit_share", "absence_1") == pytest.approx(6 / 9)
    assert value("catastrophic_share", "income_1") == 1  # 300 and 100 yuan are above 90
    assert value("catastrophic_share", "income_5") == 0  # 50 is not above 50
    assert value("signed_share", "age_4") == 1
    assert value("signed_served_share", "all") == 0.5
    assert value("visits_per_person", "insurance_1") == 2


def test_hand_worked_gaps_and_index() -> None:
    table = group_table(made())
    poor = cell(table, "own_cost_per_person", "gap", "income")
    assert poor.value == pytest.approx(200 - 50 / 3)
    far = cell(table, "own_cost_per_person", "gap", "distance")
    assert far.value == pytest.approx(150 - 50)
    assert far.group_en == "30 km or more less 0–5 km"
    # Fifths of 2, 1 and 3 people with 200, 50 and 50/3: ranks 1/6, 5/12, 3/4; sum 500.
    index = cell(table, "own_cost_per_person", "concentration")
    assert index.value == pytest.approx(2 * (400 / 6 + 50 * 5 / 12 + 50 * 3 / 4) / 500 - 1)
    assert index.unit == "index"
    assert index.low < index.value < index.high


def test_hand_worked_error_of_a_mean() -> None:
    """Two poor people with 4 and 2 visits: sum 6, squares 20 less 36/2 = 2; half 1.96 * sqrt(2) / 2."""
    row = cell(group_table(made()), "visits_per_person", "income_1")
    half = 1.959963984540054 * math.sqrt(2) / 2
    assert (row.low, row.high) == pytest.approx((3 - half, 3 + half))


def test_a_sample_scales_counts_and_keeps_values_and_errors() -> None:
    whole, part = group_table(made()), group_table(made(sample=0.5))
    for column in ("value", "low", "high"):
        np.testing.assert_allclose(part[column], whole[column], err_msg=column)
    np.testing.assert_allclose(part["numerator"], 2 * whole["numerator"])
    np.testing.assert_allclose(part["n"], whole["n"])


def test_the_table_is_tidy_and_says_everything_twice() -> None:
    table = group_table(made())
    assert tuple(table.columns) == COLUMNS
    assert not table.duplicated(["period", "scope", "scope_id", "dimension", "group", "indicator"]).any()
    assert set(table.unit) <= set(UNITS)
    for column in [name for name in COLUMNS if name.endswith(("_en", "_zh"))]:
        assert table[column].str.len().gt(0).all()
    assert set(table.period) == {"2024"}
    groups = table[table.indicator == "own_cost_per_person"]
    assert len(groups) == 2 * (1 + sum(SHAPE) + 2 + 1)


def test_the_indicators_by_group() -> None:
    found = registry.group_indicators()
    ids = [indicator.id for indicator in found]
    assert len(ids) == len(set(ids))
    assert set(CONCENTRATION) <= set(ids)
    for indicator in found:
        assert indicator.unit in UNITS
        assert indicator.basis == ("happened",)
        assert indicator.label.zh and indicator.definition.zh
        by_county = registry.by_id().get(indicator.id)
        assert by_county is None or by_county.definition == indicator.definition


def test_over_everybody_it_is_what_the_indicators_say() -> None:
    """Where an indicator is given by county and by group, both ways to count give the same."""
    model = county(share=0.02, start=date(2024, 3, 1), kernel="numba")
    model = walk(model, (date(2024, 4, 30) - model.scenario.begin).days + 1)
    model.scenario = model.scenario.with_dates(until=date(2024, 4, 30))
    model.state.burden.close_year(
        model.state.people.alive, model.state.people.signed, model.state.people.income, np.zeros(5, np.int64)
    )
    result = collect(model)
    mine = result.groups[(result.groups.group == "all")].set_index(["scope", "indicator"])
    theirs = result.indicators[result.indicators.basis == "happened"]
    assert set(mine["period"]) == {"2024-03..04"}
    theirs = theirs[theirs.period == "2024-03..04"].set_index(["scope", "indicator"])
    shared = sorted(set(mine.index) & set(theirs.index))
    assert len(shared) >= 2 * 9
    for key in shared:
        assert mine.loc[key, "value"] == pytest.approx(theirs.loc[key, "value"], nan_ok=True), key
        assert mine.loc[key, "low"] == pytest.approx(theirs.loc[key, "low"], nan_ok=True), key
    assert mine.loc[("all", "visits_per_person"), "value"] > 0.3


def test_groups_of_a_dimension_add_up() -> None:
    table = group_table(made()).set_index(["scope", "indicator", "dimension"])
    for indicator in ("visits_per_person", "own_cost_per_person", "catastrophic_share"):
        total = float(table.loc[("all", indicator, "all"), "numerator"])
        for dimension in ("income", "distance", "age", "absence", "insurance"):
            rows = table.loc[("all", indicator, dimension)]
            assert rows["numerator"].sum() == pytest.approx(total), dimension
