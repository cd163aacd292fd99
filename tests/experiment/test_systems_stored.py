"""The stored tables of the systems: made from the scenarios that ship, with their goals, and plausible."""

from __future__ import annotations

import pandas as pd

from sim.experiment.studies import data_folder
from sim.experiment.systems import COLUMNS, SHOWN, systems
from sim.indicators.goals import goal_lines
from sim.indicators.published import read_published
from sim.indicators.registry import by_id
from sim.scenario import load_scenario

STORED = data_folder() / "systems.csv"
MEMBERSHIP = data_folder() / "membership_effect.csv"


def stored() -> pd.DataFrame:
    return pd.read_csv(STORED, keep_default_na=False, na_values=[""])


def test_the_stored_table_is_of_the_systems_that_ship_with_their_goals() -> None:
    table = stored()
    assert tuple(table.columns) == COLUMNS
    assert set(table["scenario"]) == set(systems())
    for name, rows in table.groupby("scenario"):
        goals = {one.indicator: one.value for one in goal_lines(load_scenario(str(name)).goals)}
        held = rows[rows["goal"].notna()]
        assert dict(zip(held["indicator"], held["goal"], strict=True)) == goals
        met = held["with"] >= held["goal"]
        assert (met == (held["met"] == "yes")).all()
        assert set(rows["indicator"]) >= set(SHOWN)


def test_the_stored_table_holds_the_published_figures_beside_the_six_units_and_lulong_only() -> None:
    table = stored()
    beside = table[table["published"].notna()]
    assert set(beside["scenario"]) == {"qinhuangdao-2024", "lulong-2024"}
    known = {(one.period, one.indicator): one.value for one in read_published() if one.kind == "outcome"}
    for row in beside.to_dict("records"):
        assert row["published"] == known[row["period"], row["indicator"]]
    assert len(beside[beside["scenario"] == "qinhuangdao-2024"]) == 14


def test_the_stored_values_are_plausible() -> None:
    table = stored()
    shares = table[table["unit"] == "share"]
    assert shares[["without", "with"]].stack().between(0, 1).all()
    measured = table[table["difference"].notna()]  # a rare event may be missing from a small sample
    assert measured["difference"].between(measured["low"], measured["high"]).all()
    gap = (table["with"] - table["without"] - table["difference"]).abs()
    assert (gap.fillna(0) <= 1e-5 * table["with"].abs().clip(lower=1).fillna(1)).all()
    assert set(table["indicator"]) <= set(by_id())
    assert (table["seeds"] >= 3).all()


def test_the_stored_effect_of_membership_is_of_the_indicators_shown() -> None:
    table = pd.read_csv(MEMBERSHIP)
    assert set(table["indicator"]) == set(SHOWN)
    assert (table["draws"] >= 4).all() and (table[["membership", "chance"]] >= 0).all().all()
