"""Differences, verdicts and the table, by hand and on a small county."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.errors import UserError
from sim.experiment.ablation.compare import (
    COLUMNS,
    HARM,
    check_claims,
    table,
    verdict,
)
from sim.experiment.ablation.plan import Pair, plan
from sim.experiment.batch.outcome import SHARES, Key
from sim.experiment.comparison.table import POOREST
from sim.experiment.shares import PARTS
from sim.indicators import registry
from sim.policy.catalogue import load_levers
from tests.experiment.ablation import small
from tests.policy.levers import lever

LEVERS = ("contract.benefit", "referral.sharing")
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    pairs = plan(small.package(), LEVERS)
    both = [one for pair in pairs for one in (pair.without, pair.having) if one]
    return table(pairs, {one.hash: [small.outcome(one, seed) for seed in SEEDS] for one in both})


@pytest.mark.parametrize(
    ("claimed", "low", "high", "said"),
    [
        ("up", 0.1, 0.2, "agrees"), ("up", -0.2, -0.1, "disagrees"), ("up", -0.1, 0.1, "unclear"),
        ("down", 0.1, 0.2, "disagrees"), ("down", -0.2, -0.1, "agrees"), ("either", -0.2, -0.1, "agrees"),
        ("either", -0.1, 0.1, "unclear"), ("up", 0.0, 0.0, "unclear"),
        ("down", math.nan, math.nan, "unclear"), ("", 0.1, 0.2, ""),
    ],
)  # fmt: skip
def test_a_verdict_by_hand(claimed: str, low: float, high: float, said: str) -> None:
    assert verdict(claimed, low, high) == said


def test_a_lever_that_does_nothing_differs_by_exactly_nothing(found: pd.DataFrame) -> None:
    rows = found[found["lever"] == "referral.sharing"]
    assert set(rows["mode"]) == {"on_alone", "off_alone"}
    for column in ("difference", "low", "high"):
        values = rows[column].dropna()
        assert len(values) > 50 and (values == 0).all()
    claimed = rows[rows["claimed"] != ""]
    assert set(claimed["verdict"]) == {"unclear"} and set(claimed["indicator"]) == {"down_referrals"}
    assert not set(rows["movement"]) & {"better", "worse"}


def test_a_lever_that_does_something_differs(found: pd.DataFrame) -> None:
    rows = found[(found["lever"] == "contract.benefit") & (found["indicator"] == "out_of_pocket_share")]
    assert len(rows) == 2 and (rows["difference"] != 0).all() and (rows["seeds"] == 2).all()


def test_the_shape_of_the_table(found: pd.DataFrame) -> None:
    assert tuple(found.columns) == COLUMNS
    assert not found.duplicated(["lever", "mode", "indicator", "group", "part", "basis"]).any()
    assert set(found["mechanism_en"]) == {load_levers()[one].acts_through.en for one in LEVERS}
    for _, rows in found.groupby(["lever", "mode"]):
        keys = {Key(*row) for row in rows[["indicator", "basis", "group"]].itertuples(index=False)}
        assert set(HARM) <= keys, "harm is never hidden"
        assert {
            Key(name, "happened") for name in registry.HEADLINE if registry.by_id()[name].happened
        } <= keys
    assert {"forgone_share", "own_cost_per_person"} <= set(found[found["group"] == POOREST]["indicator"])


def test_an_in_county_share_that_changes_is_split_by_source(found: pd.DataFrame) -> None:
    happened = found[(found["basis"] == "happened") & (found["group"] == "")]
    split = 0
    for _, rows in happened[happened["indicator"].isin(SHARES)].groupby(["lever", "mode", "indicator"]):
        whole, parts = rows[rows["part"] == ""], rows[rows["part"] != ""]
        difference = whole["difference"].iloc[0]
        assert list(parts["part"]) == (list(PARTS) if difference else [])
        assert parts["difference"].sum() == pytest.approx(difference, abs=1e-12)
        split += len(parts)
    assert split


def test_what_does_not_apply_has_one_row_that_says_why() -> None:
    pairs = plan(small.package(), ["referral.platform"])
    (row,) = table(pairs[1:], {}).to_dict("records")
    assert (row["mode"], row["verdict"]) == ("off_alone", "not_applicable")
    assert row["note_zh"] == "方案未启用该杠杆"


def test_a_claim_about_no_indicator_is_refused() -> None:
    check_claims(plan(small.package()))  # every claim of the catalogue names an indicator
    wrong = Pair(lever("a.a", {}, claims={"primary_visits_share": "up"}), "on_alone")
    with pytest.raises(UserError, match="primary_visits_share"):
        check_claims([wrong])
