from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from shapely.geometry import box

from sim.geography import Map, build_map
from sim.geography.places import read_places
from sim.geography.plane import Plane, great_circle_km
from sim.geography.region import bounded_region, prefecture_regions
from sim.geography.tables import table
from tests.geography.conftest import LULONG, SIX

FACTS = table("county_facts").set_index("code")


def test_one_degree_of_latitude_is_111_km() -> None:
    assert great_circle_km(119, 39.5, 119, 40.5) == pytest.approx(111.195, abs=0.01)


def test_plane_and_degrees_are_inverse() -> None:
    plane = Plane(119, 40)
    lon, lat = plane.to_degrees(plane.to_km([118.9, 119.2], [39.8, 40.3]))
    np.testing.assert_allclose(np.stack([lon, lat]), [[118.9, 119.2], [39.8, 40.3]])
    assert np.hypot(*plane.to_km(119.1, 40.1)[0]) == pytest.approx(
        float(great_circle_km(119, 40, 119.1, 40.1)), rel=0.002
    )


def test_regions_have_their_official_area_do_not_overlap_and_stay_in_the_extent(
    values: Mapping[str, float],
) -> None:
    regions = prefecture_regions("130300", values)
    taken: set[tuple[float, float]] = set()
    for code, region in regions.items():
        facts = FACTS.loc[code].to_dict()
        assert region.area_km2 == pytest.approx(float(facts["area_km2"]), rel=0.01)
        lon, lat = region.plane.to_degrees(region.cells)
        assert lon.min() >= float(facts["lon_min"]) and lon.max() <= float(facts["lon_max"])
        assert lat.min() >= float(facts["lat_min"]) and lat.max() <= float(facts["lat_max"])
        cells = {(x, y) for x, y in region.cells.round(3).tolist()}
        assert not taken & cells
        taken |= cells


def test_a_region_contains_its_seat(values: Mapping[str, float]) -> None:
    counties = read_places(SIX).counties.set_index("code")
    for code, region in prefecture_regions("130300", values).items():
        if code in counties.index:
            seat = region.plane.to_km(counties.loc[code, "lon"], counties.loc[code, "lat"])
            assert np.hypot(*(region.cells - seat).T).min() < region.step


def test_a_real_boundary_replaces_the_region() -> None:
    plane = Plane(119, 40)
    region = bounded_region(box(119, 40, 119.2, 40.1), plane, 0.25)
    width, height = plane.to_km(119.2, 40.1)[0]
    assert region.area_km2 == pytest.approx(width * height, rel=0.03)


def test_places_lie_in_the_extent_of_their_county(six: Map) -> None:
    for frame in (six.townships, six.villages):
        bounds = FACTS.loc[six.counties["code"].to_numpy()[frame["county"].to_numpy()]]
        slack = 0.004  # half a cell of jitter
        for axis in ("lon", "lat"):
            assert (frame[axis].to_numpy() >= bounds[f"{axis}_min"].astype(float).to_numpy() - slack).all()
            assert (frame[axis].to_numpy() <= bounds[f"{axis}_max"].astype(float).to_numpy() + slack).all()


def test_the_seat_stands_where_it_is_observed(lulong: Map) -> None:
    seat = lulong.townships.iloc[lulong.counties["seat"].iloc[0]]
    assert (seat["name_zh"], seat["provenance"]) == ("卢龙镇", "observed")
    assert (seat["lon"], seat["lat"]) == pytest.approx((118.87331, 39.8912))
    assert lulong.schematic


def test_published_direction_and_distance_are_met(lulong: Map, values: Mapping[str, float]) -> None:
    town = lulong.townships.set_index("name_zh").loc["刘家营乡"]
    east, north = Plane(118.87331, 39.8912).to_km(town["lon"], town["lat"])[0]
    assert town["provenance"] == "published facts"
    wanted = 25.3 / values["geography.published_detour"]
    assert np.hypot(east, north) == pytest.approx(wanted, rel=0.05)
    assert np.degrees(np.arctan2(east, north)) == pytest.approx(22.5, abs=5)


def test_published_neighbours_are_met(lulong: Map) -> None:
    towns = lulong.townships.set_index("name_zh")
    assert towns.loc["印庄镇", "lat"] < towns.loc["潘庄镇", "lat"]
    assert towns.loc["陈官屯镇", "lon"] > towns.loc["潘庄镇", "lon"]
    assert towns.loc["燕河营镇", "lon"] > towns.loc["潘庄镇", "lon"]
    assert towns.loc["双望镇", "lat"] > towns.loc["刘田各庄镇", "lat"]


def test_streets_lie_in_the_county_town(six: Map) -> None:
    streets = six.townships[six.townships["street"]]
    seats = six.counties.iloc[streets["county"]]
    km = great_circle_km(streets["lon"], streets["lat"], seats["lon"].to_numpy(), seats["lat"].to_numpy())
    assert km.max() < 3.5


def test_townships_of_a_county_keep_apart(six: Map) -> None:
    for _, towns in six.townships[~six.townships["street"]].groupby("county"):
        lon, lat = towns["lon"].to_numpy(), towns["lat"].to_numpy()
        apart = great_circle_km(lon[:, None], lat[:, None], lon, lat) + np.eye(len(towns)) * 1e3
        assert apart.min() > 1.5


def test_villages_have_the_observed_spread_round_their_seat(six: Map, values: Mapping[str, float]) -> None:
    villages = six.villages[~six.villages["urban"]]
    seats = six.townships.iloc[villages["township"]]
    km = great_circle_km(villages["lon"], villages["lat"], seats["lon"].to_numpy(), seats["lat"].to_numpy())
    for percent in (10, 25, 50, 75, 90):
        assert np.percentile(km, percent) == pytest.approx(
            values[f"geography.village_km_p{percent}"], rel=0.25
        )


def test_urban_places_lie_closer_than_villages(six: Map) -> None:
    seats = six.townships.iloc[six.villages["township"]]
    km = great_circle_km(
        six.villages["lon"], six.villages["lat"], seats["lon"].to_numpy(), seats["lat"].to_numpy()
    )
    urban = six.villages["urban"].to_numpy()
    assert np.median(km[urban]) < 0.6 * np.median(km[~urban])


def test_no_two_villages_share_a_point(six: Map) -> None:
    assert not six.villages[["lon", "lat"]].duplicated().any()


def test_the_placement_seed_moves_only_what_is_estimated(lulong: Map, values: Mapping[str, float]) -> None:
    other = build_map([LULONG], {**values, "geography.placement_seed": 2})
    known = (lulong.townships["provenance"] == "observed").to_numpy()
    points, moved = (m.townships[["lon", "lat"]].to_numpy() for m in (lulong, other))
    assert (points[known] == moved[known]).all()
    assert (lulong.villages["lon"] != other.villages["lon"]).all()
    assert lulong.villages["code"].tolist() == other.villages["code"].tolist()


def test_a_county_is_drawn_alike_alone_and_among_others(lulong: Map, six: Map) -> None:
    own = six.villages[six.villages["county"] == 0].reset_index(drop=True)
    np.testing.assert_allclose(
        own[["lon", "lat", "weight"]], lulong.villages[["lon", "lat", "weight"]], rtol=1e-12
    )
