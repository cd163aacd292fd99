from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from sim.errors import UserError
from sim.geography import Map, Mode, Option, build_map
from sim.geography.importer import Imported, import_geography
from sim.geography.report import COLUMNS, compare_maps, placement_report
from tests.geography.conftest import LULONG, SIX

PLACES = """code,name_zh,level,parent_code,lon,lat
130324,卢龙县,county,130300,118.87,39.89
130324101,潘庄镇,township,130324,118.90,40.00
130324102,燕河营镇,township,130324,119.00,40.05
130324101201,潘庄村委会,village,130324101,118.91,40.01
130324101202,滤马庄村委会,village,130324101,118.93,40.02
"""
BOX = [[[118.78, 39.7], [119.15, 39.7], [119.15, 40.16], [118.78, 40.16], [118.78, 39.7]]]
ROADS = "roads.geojson feature 1"
COUNTY_ROAD = {"class": "county"}
FACILITIES = "county_code,name_zh,category,beds\n"
LINE = [[118.87, 39.89], [118.90, 40.00], [119.00, 40.05]]


def collection(geometry: str, coordinates: object, **properties: object) -> str:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., Imported]:
    """Write the given files and import them."""

    def run(**files: str) -> Imported:
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        for name, text in files.items():
            (source / name.replace("_", ".")).write_text(text, encoding="utf-8")
        return import_geography(source, tmp_path / "out")

    return run


def test_observed_points_go_over_estimates(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path, lulong: Map
) -> None:
    found = bring(places_csv=PLACES)
    assert (found.places, found.observed, found.boundaries, found.road_km) == (5, 5, 0, 0)
    real = build_map([LULONG], values, tmp_path / "out")
    towns = real.townships.set_index("code")
    assert towns.loc["130324101", ["lon", "lat", "provenance"]].tolist() == [118.90, 40.00, "observed"]
    village = real.villages.set_index("code").loc["130324101202"]
    assert (village["lon"], village["lat"], village["provenance"]) == (118.93, 40.02, "observed")
    assert real.counties["lon"].iloc[0] == 118.87
    assert real.schematic and len(real.villages) == len(lulong.villages)


def test_a_boundary_replaces_the_region(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path
) -> None:
    west = [[[118.80, 39.75], [118.95, 39.75], [118.95, 40.10], [118.80, 40.10], [118.80, 39.75]]]
    assert bring(boundaries_geojson=collection("Polygon", west, code=LULONG)).boundaries == 1
    real = build_map([LULONG], values, tmp_path / "out")
    assert real.villages["lon"].max() < 118.96 and real.villages["lon"].min() > 118.79


def test_real_roads_replace_the_proximity_graph(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path
) -> None:
    found = bring(
        places_csv=PLACES, roads_geojson=collection("LineString", LINE, **{"class": "county", "speed": 60})
    )
    assert found.road_km == pytest.approx(12.49 + 10.18, abs=0.1)
    real = build_map([LULONG], values, tmp_path / "out")
    assert nx.is_connected(real.graph)
    assert sum(data["kind"] == "road" for _, data in real.graph.nodes(data=True)) == 3
    towns = real.townships.set_index("code")
    between = [code for code in ("130324101", "130324102") if code in towns.index]
    km = nx.shortest_path_length(real.graph, *between, weight="km")
    minutes = nx.shortest_path_length(real.graph, *between, weight="car")
    assert km == pytest.approx(10.18, abs=0.1)
    assert minutes == pytest.approx(km, rel=0.05)  # 60 km/h as the file says
    assert np.isfinite(real.minutes[Mode.CAR, :, Option.GENERAL]).all()


def test_separate_pieces_of_road_are_joined(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path
) -> None:
    pieces = [LINE, [[119.05, 39.80], [119.10, 39.82]]]
    bring(roads_geojson=collection("MultiLineString", pieces, **{"class": "township"}))
    real = build_map([LULONG], values, tmp_path / "out")
    assert nx.is_connected(real.graph)


@pytest.mark.parametrize(
    ("wrong", "where", "says"),
    [
        (("130324101201,", "1303241012x1,"), "places.csv:5", "must have 12 digits"),
        (("130324101202,", "130324101201,"), "places.csv:6", "also on line 5"),
        ((",village,130324101,118.91", ",hamlet,130324101,118.91"), "places.csv:5", "must be one of"),
        (("village,130324101,118.91", "village,130324102,118.91"), "places.csv:5", "does not begin its code"),
        (("118.91,40.01", "40.01,118.91"), "places.csv:5", "must be a number from -90 to 90"),
        (("118.91,40.01", "118.91,"), "places.csv:5", "both be given"),
        (("118.91,40.01", "121.50,40.01"), "places.csv:5", "is outside county 130324"),
        (("118.91,40.01", "118.9x,40.01"), "places.csv:5", "must be a number"),
        (("name_zh,level", "name_zh,rank"), "places.csv:1", "column level is missing"),
        (("118.90,40.00", "118.90,40.00,1,2"), "places.csv:3", "cannot be read as CSV"),
    ],
)
def test_a_wrong_line_is_named(
    bring: Callable[..., Imported], wrong: tuple[str, str], where: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as error:
        bring(places_csv=PLACES.replace(*wrong, 1))
    assert error.value.where == where
    assert says in error.value.say("en") and error.value.say("zh") != error.value.say("en")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"boundaries_geojson": "{"}, "boundaries.geojson"),
        ({"boundaries_geojson": "[]"}, "boundaries.geojson"),
        ({"boundaries_geojson": collection("Polygon", BOX, code="卢龙")}, "boundaries.geojson feature 1"),
        ({"boundaries_geojson": collection("Point", [1, 2], code=LULONG)}, "boundaries.geojson feature 1"),
        ({"boundaries_geojson": collection("Polygon", [], code=LULONG)}, "boundaries.geojson feature 1"),
        ({"roads_geojson": collection("LineString", LINE, **{"class": "motorway"})}, ROADS),
        ({"roads_geojson": collection("LineString", LINE, **COUNTY_ROAD, speed=-5)}, ROADS),
        ({"roads_geojson": collection("LineString", [[500, 0], [1, 1]], **COUNTY_ROAD)}, ROADS),
        ({"facilities_csv": f"{FACILITIES}130324,某医院,big,\n"}, "facilities.csv:2"),
        ({"facilities_csv": f"{FACILITIES}999999,某医院,general,\n"}, "facilities.csv:2"),
        ({"facilities_csv": f"{FACILITIES}130324,某医院,general,many\n"}, "facilities.csv:2"),
        ({"facilities_csv": f"{FACILITIES}130324,某卫生院,township_health_centre,\n"}, "facilities.csv:2"),
    ],
)  # fmt: skip
def test_a_wrong_feature_or_facility_is_named(
    bring: Callable[..., Imported], files: dict[str, str], where: str
) -> None:
    with pytest.raises(UserError) as error:
        bring(**files)
    assert error.value.where == where


def test_an_empty_source_and_a_full_target_are_refused(
    bring: Callable[..., Imported], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="holds none of"):
        bring()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(UserError, match="not empty"):
        bring(places_csv=PLACES)


def test_a_folder_that_was_not_imported_or_was_changed_is_refused(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="no imported geography"):
        build_map([LULONG], values, tmp_path)
    bring(places_csv=PLACES)
    (tmp_path / "out" / "places.csv").write_text(PLACES.replace("118.91", "118.92"), encoding="utf-8")
    with pytest.raises(UserError, match="changed after the import"):
        build_map([LULONG], values, tmp_path / "out")


def test_the_report_of_a_map_against_itself_is_zero(lulong: Map) -> None:
    report = compare_maps(lulong, lulong)
    assert report.columns.tolist() == COLUMNS
    minutes = report[report["measure"].str.endswith("minutes by car")]
    assert (minutes["median_difference"] == 0).all() and (minutes["p90_difference"] == 0).all()
    assert (minutes["estimated"] == minutes["real"]).all()


def test_the_report_measures_what_was_moved(
    bring: Callable[..., Imported], values: Mapping[str, float], tmp_path: Path, lulong: Map
) -> None:
    towns = lulong.townships.set_index("code")
    north = towns.loc["130324105", "lat"] + 0.1  # 11.12 km
    text = (
        PLACES.splitlines()[0]
        + f"\n130324105,石门镇,township,130324,{towns.loc['130324105', 'lon']},{north}\n"
    )
    bring(places_csv=text)
    row = (
        placement_report([LULONG], values, tmp_path / "out")
        .set_index("measure")
        .loc["townships: km from the observed point"]
    )
    assert row["n"] == 1 and row["median_difference"] == pytest.approx(11.12, abs=0.01)


@pytest.mark.skipif("COUNTYCARE_GEO_FULL" not in os.environ, reason="no real geography is given")
def test_a_real_geography_of_six_units(values: Mapping[str, float], tmp_path: Path) -> None:
    found = import_geography(Path(os.environ["COUNTYCARE_GEO_FULL"]), tmp_path / "out")
    assert found.observed > 400 and found.boundaries == 18
    real = build_map(SIX, values, tmp_path / "out")
    assert (real.townships["provenance"] == "observed").sum() > 60
    assert (real.villages["provenance"] == "observed").sum() == 58
    report = placement_report(SIX, values, tmp_path / "out").set_index(["county", "measure"])
    townships = report.loc[("all", "townships: km from the observed point")]
    assert townships["n"] >= 55 and townships["median_difference"] < 20
    general = report.loc[("all", "general: minutes by car")]
    assert general["estimated"] == pytest.approx(general["real"], rel=0.15)
