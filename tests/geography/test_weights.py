from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from sim.geography import Map
from sim.geography.facts import read_facts
from sim.geography.places import read_places
from sim.geography.villages import mark_urban, village_weights

CODES = np.arange(6, dtype=np.uint64)
UNKNOWN = np.full(6, np.nan)


def test_weights_sum_to_one_and_meet_the_urban_share(six: Map) -> None:
    counties = read_places(six.counties["code"].tolist()).counties
    for c, villages in six.villages.groupby("county"):
        assert villages["weight"].sum() == pytest.approx(1)
        assert villages["weight"].min() > 0
        urban = villages.loc[villages["urban"], "weight"].sum()
        assert urban == pytest.approx(counties["urban_share"][int(str(c))], abs=1e-6)


def test_townships_of_changli_have_their_census_proportions(six: Map) -> None:
    towns = read_places(["130322"]).townships
    people = read_facts("昌黎县", towns).population
    assert people is not None
    villages = six.villages[six.villages["county"] == 2]
    share = villages.groupby("township")["weight"].sum().to_numpy()
    # the urban share of 2020 goes before the townships of 2000, so rural ones may give a little
    np.testing.assert_allclose(share, people / people.sum(), atol=0.03)


def test_urban_share_goes_to_urban_places(values: Mapping[str, float]) -> None:
    rank = np.array([2, 1, 0, 0, 0, 0])
    weight = village_weights(CODES, rank, 0.4, np.zeros(6, dtype=np.int64), None, UNKNOWN, values)
    assert weight[:2].sum() == pytest.approx(0.4)
    assert weight.sum() == pytest.approx(1)


def test_given_people_are_kept(values: Mapping[str, float]) -> None:
    own = UNKNOWN.copy()
    own[0] = 0.5
    weight = village_weights(CODES, np.zeros(6, np.int64), 0.0, np.zeros(6, np.int64), None, own, values)
    assert weight[0] == pytest.approx(0.5)
    assert weight[1:].sum() == pytest.approx(0.5)


def test_size_spread_zero_makes_equal_villages(values: Mapping[str, float]) -> None:
    even = {**values, "geography.village_size_spread": 0.0}
    weight = village_weights(CODES, np.zeros(6, np.int64), 0.0, np.zeros(6, np.int64), None, UNKNOWN, even)
    np.testing.assert_allclose(weight, 1 / 6)


def test_urban_marks(values: Mapping[str, float]) -> None:
    towns = pd.DataFrame({"name_zh": ["甲镇", "乙镇", "丙乡"], "street": [False, False, False]})
    community = np.array([False, False, False, False, True, False])
    township = np.array([0, 0, 1, 1, 2, 2])
    shares = {"geography.seat_town_urban_share": 0.5, "geography.town_urban_share": 0.1}
    rank = mark_urban(community, UNKNOWN, township, towns, 0, shares)
    assert rank.tolist() == [
        2,
        0,
        1,
        0,
        2,
        0,
    ]  # half of the seat town, one of a town, committees, no rural township
    given = np.array([0, np.nan, np.nan, 1, np.nan, np.nan])
    assert mark_urban(community, given, township, towns, 0, shares).tolist() == [0, 0, 1, 1, 2, 0]
