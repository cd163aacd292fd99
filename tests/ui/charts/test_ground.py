"""Maps: what is drawn is what the picture holds, in both languages, with the mark of honesty."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from sim.ui.charts.ground import areas, flows, heat, sites
from sim.ui.charts.ground.base import geojson, honesty, lines_of, map_name, month_name, pieces
from tests.pictures import small_picture


def drawn(language: str) -> dict[str, dict[str, Any]]:
    picture = small_picture()
    general = picture.sites.loc[picture.sites["kind"] == "county_general", "id"].iloc[0]
    return {
        "load": sites.load(picture, language),
        "beds": heat.heat(picture, heat.BEDS, language),
        "waits": heat.heat(picture, heat.WAITS, language),
        "flows": flows.flows(picture, "visits", language),
        "travel": areas.travel(picture, "general", "bus", language),
        "catchment": areas.catchment(picture, "township", "visits", language),
        "of": areas.catchment_of(picture, general, "visits", language),
    }


def series(option: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in option["series"] if one.get("id") == name)


def test_every_layer_says_that_it_is_schematic_and_is_plain_data() -> None:
    for language, word in (("zh", "示意图"), ("en", "Schematic")):
        for name, option in drawn(language).items():
            assert option["graphic"][0]["style"]["text"].startswith(word), name
            json.dumps(option, allow_nan=False)
            assert option["geo"]["map"] == map_name(small_picture())


def test_a_ground_that_is_observed_says_so() -> None:
    meta = replace(small_picture().meta, schematic=False)
    assert honesty(meta, "zh") == "地点为实测位置"
    assert "1/5" not in honesty(meta, "zh") and "4/5 个乡镇" in honesty(small_picture().meta, "zh")


def test_layers_by_month_have_a_frame_a_month_with_series_that_exist() -> None:
    for name, option in drawn("zh").items():
        if name in ("travel", "catchment", "of"):
            assert "timeline" not in option
            continue
        assert option["timeline"]["data"] == ["1月", "2月"] and len(option["options"]) == 2
        known = {one.get("id") for one in option["series"]}
        assert {one["id"] for frame in option["options"] for one in frame["series"]} <= known


def test_the_area_of_a_mark_is_its_visits() -> None:
    picture = small_picture()
    marks = series(sites.load(picture, "en"), "county")["data"]
    first, second = sorted(marks, key=lambda one: -one["value"][2])[:2]
    ratio = first["value"][2] / second["value"][2]
    assert (first["symbolSize"] / second["symbolSize"]) ** 2 == pytest.approx(ratio, rel=0.02)
    row = picture.facilities[(picture.facilities["id"] == first["site"])].iloc[0]
    assert first["value"][2] == row["visits"] and f"{row['visits']:,}" in first["tooltip"]["formatter"]


def test_flows_hold_every_visit_of_the_month_once() -> None:
    picture = small_picture()
    frame = flows.flows(picture, "visits", "zh")["options"][1]["series"]
    told = sum(one["value"][2] for one in frame[0]["data"])
    told += sum(line["value"] for lines in frame[1:] for line in lines["data"])
    table = picture.flows[(picture.flows["month"] == "2024-02") & (picture.flows["tier"] != "elsewhere")]
    assert told == table["visits"].sum()


def test_places_too_far_to_be_drawn_lie_apart_at_the_edge() -> None:
    spots = flows.anchors(small_picture())
    assert {"county", "neighbour", "city", "far"} >= set(spots) >= {"county", "far"}
    points = [spots[one] for one in spots]
    assert min(math.dist(a, b) for k, a in enumerate(points) for b in points[:k]) > 0.005


def test_people_by_band_add_up_to_those_with_a_way() -> None:
    shares = areas.people_by_band(small_picture(), "own_centre", "car")
    assert sum(shares) == pytest.approx(1.0) and shares[0] > 0.9  # a small city: by car all is near


def test_the_catchment_of_a_facility_is_its_share_of_a_tier() -> None:
    used = areas.of_tier(small_picture(), "township", "visits")
    assert used.groupby("village")["share"].sum().to_numpy() == pytest.approx(1.0)
    option = drawn("en")["catchment"]
    assert {one["name"] for one in option["geo"]["regions"]} == set(used["village"])


def test_bands_are_open_at_both_ends() -> None:
    low, middle, high = pieces((1.0, 2.0), ("#1", "#2", "#3"), ("a", "b", "c"))
    assert low == {"color": "#1", "label": "a", "lt": 1.0}
    assert middle == {"color": "#2", "label": "b", "gte": 1.0, "lt": 2.0}
    assert high == {"color": "#3", "label": "c", "gte": 2.0}


def test_small_helpers() -> None:
    assert lines_of("a<b", "", "c") == "a&lt;b<br>c"
    assert month_name("2024-03", "zh") == "2024年3月" and month_name("2024-03", "en", alone=True) == "Mar"
    assert areas.faded("#000000", 0.5) == "#808080"
    names = {one["properties"]["name"] for one in geojson(small_picture())["features"]}
    assert names == set(small_picture().villages["code"])
