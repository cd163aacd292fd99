from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pytest

from sim.geography import Kind, Map, Mode, Option, build_map
from sim.geography.plane import great_circle_km
from tests.geography.conftest import LULONG

FAR = [o for o in Option if o > Option.PHARMACY]


def node(map_: Map, facility: int) -> str:
    row = map_.facilities.iloc[facility]
    if row["kind"] == Kind.VILLAGE_CLINIC:
        return str(map_.villages["code"].iloc[row["village"]])
    if row["kind"] == Kind.TOWNSHIP_CENTRE:
        return str(map_.townships["code"].iloc[row["township"]])
    return str(row["id"])


@pytest.mark.parametrize("option", FAR)
def test_ways_are_shortest_paths_of_networkx(six: Map, option: Option) -> None:
    villages = np.arange(0, len(six.villages), 97)
    for village in villages.tolist():
        facility = six.options[village, option]
        start = six.villages["code"].iloc[village]
        if facility < 0:
            assert np.isinf(six.minutes[:, village, option]).all()
            continue
        km = nx.shortest_path_length(six.graph, start, node(six, facility), weight="km")
        assert six.road_km[village, option] == pytest.approx(km, rel=1e-5, abs=1e-4)


def test_minutes_are_networkx_paths_and_the_declared_overheads(
    lulong: Map, values: Mapping[str, float]
) -> None:
    inside = 60 * values["geography.settlement_km"]
    seat = str(lulong.townships["code"].iloc[lulong.counties["seat"].iloc[0]])
    for village in range(0, 549, 50):
        start = lulong.villages["code"].iloc[village]
        target = node(lulong, lulong.options[village, Option.OWN_CENTRE])
        path = {m: nx.shortest_path_length(lulong.graph, start, target, weight=m.name.lower()) for m in Mode}
        car = (
            path[Mode.CAR] + inside / values["geography.speed_car_village"] + values["geography.overhead_car"]
        )
        walk = path[Mode.WALK] + inside / values["geography.speed_walk"]
        bus = path[Mode.BUS] + inside / values["geography.speed_walk"] + values["geography.wait_bus"]
        got = lulong.minutes[:, village, Option.OWN_CENTRE]
        assert got[Mode.CAR] == pytest.approx(min(car, walk), rel=1e-5)
        assert got[Mode.BUS] == pytest.approx(min(bus, walk), rel=1e-5)
        limit = values["geography.walk_limit"]
        assert got[Mode.WALK] == pytest.approx(
            walk if walk <= limit else min(walk, max(bus, limit)), rel=1e-5
        )
        ambulance = path[Mode.CAR] / values["geography.speed_ambulance"]
        assert lulong.ambulance[village, Option.OWN_CENTRE] == pytest.approx(ambulance, rel=1e-5, abs=1e-4)
    assert nx.has_path(lulong.graph, seat, "FAR-1")


def test_nothing_is_nearer_than_the_straight_line(six: Map) -> None:
    for option in FAR[:-1]:  # the far destination is a mean of three cities
        has = six.options[:, option] >= 0
        there = six.facilities.iloc[six.options[has, option]]
        here = six.villages[has]
        straight = great_circle_km(here["lon"], here["lat"], there["lon"].to_numpy(), there["lat"].to_numpy())
        assert (six.road_km[has, option] >= straight - 0.05).all()


def test_modes_and_options_are_ordered(six: Map) -> None:
    finite = six.options >= 0
    walk, ebike, bus, car = (six.minutes[m][finite] for m in Mode)
    assert (bus <= walk + 1e-4).all() and (ebike <= walk + 1e-4).all() and (car <= walk + 1e-4).all()
    assert (six.minutes[:, :, Option.OWN_CLINIC] <= six.minutes[:, :, Option.NEAR_CLINIC]).all()
    assert (six.minutes[:, :, Option.CITY] < six.minutes[:, :, Option.FAR]).all()
    assert (six.minutes[:, :, Option.NONE] == 0).all()
    assert (six.minutes[:, :, Option.PHARMACY] == six.minutes[:, :, Option.OWN_CENTRE]).all()
    assert (six.ambulance[finite] <= car + 1e-4).all()


def test_minutes_rise_with_distance(lulong: Map) -> None:
    order = np.argsort(lulong.road_km[:, Option.GENERAL])
    for mode in Mode:
        minutes = lulong.minutes[mode, order, Option.GENERAL]
        assert np.corrcoef(np.arange(len(order)), minutes)[0, 1] > 0.9
        assert minutes[-50:].min() > minutes[:50].max()


def test_detours_are_those_of_the_terrain(lulong: Map, values: Mapping[str, float]) -> None:
    seat = lulong.counties.iloc[0]
    straight = great_circle_km(lulong.villages["lon"], lulong.villages["lat"], seat["lon"], seat["lat"])
    own = lulong.villages["township"] != lulong.counties["seat"].iloc[0]
    ratio = np.median((lulong.road_km[:, Option.GENERAL] / straight)[own.to_numpy()])
    share = {"plain": 0.35, "hill": 0.45, "mountain": 0.2}
    wanted = sum(part * values[f"geography.detour_{name}"] for name, part in share.items())
    assert ratio == pytest.approx(wanted, rel=0.1)


def test_a_longer_detour_and_slower_roads_never_shorten_a_way(
    lulong: Map, values: Mapping[str, float]
) -> None:
    worse = {
        path: value * 1.2 if "detour_" in path and "published" not in path else value
        for path, value in values.items()
    }
    longer = build_map([LULONG], worse)
    has = lulong.options >= 0
    same = has & (longer.options == lulong.options)
    assert (longer.road_km[same] >= lulong.road_km[same] - 1e-3).all()
    slow = build_map(
        [LULONG], {**values, "geography.speed_car_county": 30, "geography.speed_car_village": 15}
    )
    assert (slow.minutes[Mode.CAR][has] >= lulong.minutes[Mode.CAR][has] - 1e-3).all()


def test_the_graph_is_one_piece_with_all_places(six: Map) -> None:
    assert nx.is_connected(six.graph)
    assert set(six.villages["code"]) | set(six.townships["code"]) <= set(six.graph)
    roads = {data["road"] for *_, data in six.graph.edges(data=True)}
    assert roads == {"village", "township", "county", "national", "far"}
    assert {data["kind"] for _, data in six.graph.nodes(data=True)} == {
        "village",
        "township",
        "hospital",
        "outside",
    }
