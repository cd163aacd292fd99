from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from sim.geography.kinds import Mode
from sim.geography.roads import Road, classify, gabriel, speeds, symmetric


def edges(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in gabriel(np.array(points, dtype=float))]


def test_gabriel_drops_an_edge_whose_circle_holds_a_third_point() -> None:
    # circle on (0,0)-(2,0): centre (1,0), radius 1; (1, 0.5) is inside it, (1, 1.5) is not
    assert edges([(0, 0), (2, 0), (1, 0.5)]) == [(0, 2), (1, 2)]
    assert edges([(0, 0), (2, 0), (1, 1.5)]) == [(0, 1), (0, 2), (1, 2)]


def test_gabriel_of_few_or_straight_points() -> None:
    assert edges([(0, 0)]) == []
    assert edges([(0, 0), (5, 5)]) == [(0, 1)]
    assert edges([(0, 0), (1, 0), (3, 0)]) == [(0, 1), (1, 2)]


@given(st.sets(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=25))
def test_gabriel_agrees_with_its_definition_and_joins_all(points: set[tuple[int, int]]) -> None:
    spread = np.array(sorted(points), dtype=float)
    spread += 0.01 * np.stack([np.sin(np.arange(len(spread))), np.cos(np.arange(len(spread)) * 1.7)], axis=1)
    wanted = []
    for a in range(len(spread)):
        for b in range(a + 1, len(spread)):
            middle, radius = (spread[a] + spread[b]) / 2, np.hypot(*(spread[a] - spread[b])) / 2
            if (np.hypot(*(spread - middle).T) >= radius * (1 - 1e-9)).all():
                wanted.append((a, b))
    found = [(int(a), int(b)) for a, b in gabriel(spread)]
    assert found == wanted
    graph = nx.Graph(found)
    assert len(graph) == len(spread) and nx.is_connected(graph)


def test_classes_follow_use() -> None:
    # seats 0 and 1 joined through village 2; village 3 hangs on 2, village 4 on 3; 4-5 leads nowhere shorter
    ends = np.array([[0, 2], [1, 2], [2, 3], [3, 4], [4, 5], [1, 5]])
    length = np.array([1.0, 1.0, 1.0, 1.0, 5.0, 1.0])
    seat_of = np.array([-1, -1, 0, 0, 0, 1])
    road = classify(ends, length, 6, np.array([0, 1]), seat_of)
    assert road.tolist() == [
        Road.COUNTY,
        Road.COUNTY,
        Road.TOWNSHIP,
        Road.TOWNSHIP,
        Road.VILLAGE,
        Road.TOWNSHIP,
    ]


def test_of_parallel_edges_the_lightest_counts() -> None:
    matrix = symmetric(np.array([[0, 1], [1, 0]]), np.array([3.0, 2.0]), 2)
    assert dijkstra(matrix)[0, 1] == 2.0


def test_better_roads_are_faster_and_cars_fastest(values: dict[str, float]) -> None:
    table = speeds(values)
    assert (np.diff(table, axis=1) >= 0).all()
    assert (table[Mode.CAR] >= table[Mode.BUS]).all() and (table[Mode.BUS] > table[Mode.WALK]).all()
    assert table[Mode.EBIKE, Road.VILLAGE] == pytest.approx(values["geography.speed_ebike_village"])
