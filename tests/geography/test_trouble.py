from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pytest

from sim.geography import Map, Option, build_map
from sim.geography.trouble import Trouble, road_between
from tests.geography.conftest import LULONG
from tests.geography.test_travel import node


@pytest.fixture(scope="module")
def blocked(lulong: Map, values: Mapping[str, float]) -> tuple[Map, tuple[str, str]]:
    """Lulong with the last edge of the quickest way from the first village to its centre blocked."""
    start = str(lulong.villages["code"].iloc[0])
    centre = node(lulong, lulong.options[0, Option.OWN_CENTRE])
    edge = road_between(lulong.graph, start, centre)
    return build_map([LULONG], values, blocked=[edge]), edge


def test_a_block_lengthens_exactly_the_ways_that_used_the_road(
    lulong: Map, blocked: tuple[Map, tuple[str, str]], values: Mapping[str, float]
) -> None:
    after, (a, b) = blocked
    factor = values["geography.blocked_walk"]
    graph = lulong.graph.copy()
    graph.edges[a, b]["car"] = factor * graph.edges[a, b]["walk"]
    target = node(lulong, lulong.options[0, Option.OWN_CENTRE])
    before = nx.shortest_path_length(lulong.graph, target=target, weight="car")
    around = nx.shortest_path_length(graph, target=target, weight="car")
    same = lulong.options[:, Option.OWN_CENTRE] == lulong.options[0, Option.OWN_CENTRE]
    used = np.array([around[v] > before[v] + 1e-9 for v in lulong.villages["code"]])
    speed = values["geography.speed_ambulance"]
    assert used[same].any() and not used[same].all()
    for village in np.flatnonzero(same).tolist():
        code = lulong.villages["code"].iloc[village]
        was, now = (float(one.ambulance[village, Option.OWN_CENTRE]) * speed for one in (lulong, after))
        assert now == pytest.approx(around[code], rel=1e-5, abs=1e-4)
        assert (now > was) == bool(used[village])
    assert (after.minutes >= lulong.minutes).all()


def test_where_things_lie_stays(lulong: Map, blocked: tuple[Map, tuple[str, str]]) -> None:
    after = lulong.under(Trouble(), blocked[0])
    assert (after.road_km == lulong.road_km).all() and (after.options == lulong.options).all()
    assert not after.shut.any() and not after.absent.any()


def test_a_road_is_the_edge_or_the_link_that_is_missed_most() -> None:
    graph: nx.Graph[str] = nx.Graph()
    minutes = {"ab": 2, "bc": 3, "cd": 4, "be": 6, "ec": 6, "cf": 9, "fd": 9, "dh": 1}
    for (one, other), car in minutes.items():
        graph.add_edge(one, other, car=car)
    assert road_between(graph, "b", "c") == ("b", "c")
    # a b c d h is 10 minutes; around bc it is 19, around cd 24, and there is no way around ab and dh.
    assert road_between(graph, "a", "h") == ("c", "d")
    assert road_between(graph.edge_subgraph([("a", "b"), ("b", "c"), ("c", "d")]), "a", "d") == ("c", "d")


def test_institutions_by_id(lulong: Map) -> None:
    ids = lulong.facilities["id"]
    after = lulong.under(Trouble(shut=(ids[3],), absent=((ids[5], 2),)), lulong)
    assert np.flatnonzero(after.shut).tolist() == [3]
    assert np.flatnonzero(after.absent).tolist() == [5] and after.absent[5] == 2
