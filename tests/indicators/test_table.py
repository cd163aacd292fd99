"""What must hold for the table of any run."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.indicators import accounts, contracts
from sim.indicators.registry import all as every
from sim.indicators.registry import by_id
from sim.indicators.table import COLUMNS, indicator_table
from sim.indicators.tally import Flow, Person
from tests.indicators.fakes import STOCKS, empty_run, random_run

UNBOUNDED = {"in_county_stay_cost_growth"} | {name for name in by_id() if name.startswith("bed_occupancy")}
AT_THE_END = {one.id for one in accounts.INDICATORS} | {
    "hypertension_control", "contract_coverage", "in_county_stay_cost_growth", "chronic_standard_management",
    "chronic_management_reach", "lead_days_away_share", "posts_to_need",
    *(indicator.id for indicator in contracts.INDICATORS),
}  # fmt: skip
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_shares_lie_between_nought_and_one_and_inside_their_interval(seed: int) -> None:
    table = indicator_table(random_run(seed))
    shares = table[(table["unit"] == "share") & ~table["indicator"].isin(UNBOUNDED)].dropna(subset="value")
    assert shares["value"].between(0, 1).all()
    known = shares.dropna(subset=["low", "high"])
    slack = 1e-12
    assert (known["low"] <= known["value"] + slack).all()
    assert (known["value"] <= known["high"] + slack).all()
    assert known["low"].ge(0).all()
    assert known["high"].le(1).all()


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_counts_add_up_over_months_quarters_and_the_year(seed: int) -> None:
    table = indicator_table(random_run(seed))
    table = table[~table["indicator"].isin(AT_THE_END) & (table["scope"] != "facility")]
    keys = ["scope", "scope_id", "indicator", "basis"]
    wide = table.set_index([*keys, "period"])["numerator"].unstack()
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    np.testing.assert_allclose(wide["2024"], wide[months].sum(axis=1))
    np.testing.assert_allclose(wide["2024Q1-Q3"], wide[months[:9]].sum(axis=1))
    np.testing.assert_allclose(wide["2024Q2"], wide[months[3:6]].sum(axis=1))


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_all_is_the_sum_of_the_counties(seed: int) -> None:
    table = indicator_table(random_run(seed))
    table = table[(table["indicator"] != "in_county_stay_cost_growth") & (table["period"] == "2024")]
    sums = (
        table[table["scope"] == "county"]
        .groupby(["indicator", "basis"], observed=True)["numerator"]
        .sum(min_count=1)
    )
    total = table[table["scope"] == "all"].set_index(["indicator", "basis"])["numerator"]
    np.testing.assert_allclose(total.sort_index(), sums.sort_index())


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_reported_counts_are_never_more_than_what_happened(seed: int) -> None:
    table = indicator_table(random_run(seed))
    table = table[(table["unit"] == "count") & (table["scope"] != "facility")]
    both = table.pivot_table(
        index=["scope", "scope_id", "period", "indicator"], columns="basis", values="value", observed=True
    ).dropna()
    assert len(both)
    assert (both["reported"] <= both["happened"] + 1e-9).all()


def test_a_sample_scales_counts_and_widens_intervals() -> None:
    whole, part = indicator_table(random_run(3)), indicator_table(random_run(3, sample=0.1))
    bigger = indicator_table(random_run(3, size=400))
    counts = (whole["unit"] == "count") & (whole["basis"] == "happened")
    np.testing.assert_allclose(part["value"][counts], 10 * whole["value"][counts])
    rates = (whole["unit"] == "share") & (whole["basis"] == "happened") & ~whole["indicator"].isin(UNBOUNDED)
    np.testing.assert_allclose(part["value"][rates], whole["value"][rates])
    # The interval is that of the events counted: a tenth of the people says no more than they say alone,
    np.testing.assert_allclose(part["low"][rates], whole["low"][rates])
    # and ten times as many events say more.
    one = (
        (whole["indicator"] == "primary_visit_share")
        & (whole["basis"] == "happened")
        & (whole["period"] == "2024")
    )
    assert (bigger["high"] - bigger["low"])[one].lt(0.6 * (whole["high"] - whole["low"])[one]).all()


def test_a_rate_of_a_sample_has_the_interval_of_its_events() -> None:
    run = empty_run(sample=0.01)
    run.person(Person.NEEDS, 1, 100)
    row = (
        indicator_table(run)
        .query("indicator == 'needs_per_person' and period == '2024' and scope == 'all'")
        .iloc[0]
    )
    # 100 needs counted stand for 10,000 of 400,000 people; exact Poisson limits of 100 are 81.36 and 121.63.
    assert row["value"] == 10_000 / 400_000
    assert np.isclose(row["low"], 8_136 / 400_000, rtol=1e-3)
    assert np.isclose(row["high"], 12_163 / 400_000, rtol=1e-3)


def test_nothing_happened_gives_empty_shares_and_zero_counts() -> None:
    table = indicator_table(empty_run())
    visits = table[table["indicator"] == "visits"]
    assert visits["value"].eq(0).all()
    assert table[table["indicator"] == "in_county_visit_rate"]["value"].isna().all()
    assert tuple(table.columns) == COLUMNS


def test_every_row_is_there_once_and_of_the_registry() -> None:
    table = indicator_table(random_run(1))
    keys = ["period", "scope", "scope_id", "indicator", "basis"]
    assert not table.duplicated(keys).any()
    assert set(table["indicator"].astype(str)) == {indicator.id for indicator in every()}
    assert (table["unit"].astype(str) == table["indicator"].astype(str).map(lambda i: by_id()[i].unit)).all()
    whole = (
        table[table["scope"] == "all"]
        .groupby("indicator", observed=True)["basis"]
        .agg(lambda b: tuple(sorted(set(b))))
    )
    assert dict(whole.items()) == {i.id: tuple(sorted(i.basis)) for i in every()}


def changed(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether any value moved, or any end of its range (what the switches leave out shows there)."""
    numbers = ["value", "low", "high"]
    return not np.array_equal(before[numbers].to_numpy(), after[numbers].to_numpy(), equal_nan=True)


def test_every_measure_and_every_stock_moves_some_indicator() -> None:
    before = indicator_table(random_run(7))
    for measure in Flow:
        run = random_run(7)
        run.tally.flow[measure] += 1
        run.tally.facility[measure] += 1
        assert changed(before, indicator_table(run)), measure
    for person in Person:
        run = random_run(7)
        run.tally.people[person] += 1
        assert changed(before, indicator_table(run)), person
    for name in STOCKS:
        run = random_run(7)
        run.snapshots[name][:] += 1
        assert changed(before, indicator_table(run)), name


def test_the_table_survives_a_file(tmp_path: object) -> None:
    path = f"{tmp_path}/indicators.csv"
    table = indicator_table(random_run(2))
    table.to_csv(path, index=False)
    back = pd.read_csv(path, dtype={"scope_id": str, "period": str})
    assert np.allclose(back["value"], table["value"], equal_nan=True)
