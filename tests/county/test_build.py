from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from sim.county.build import build_county, stale
from sim.county.facts import OWN_CODE
from sim.county.write import new_county
from sim.declare import load_parameters
from sim.errors import UserError
from sim.experiment.run import run_scenario
from sim.geography.kinds import Kind, Option
from sim.geography.plane import great_circle_km
from sim.population.make import make_people
from sim.problems import ScenarioErrors
from tests.county.conftest import Spoil


def test_the_map_has_what_the_tables_say(folder: Path) -> None:
    built = build_county(folder)
    scenario = built.scenario
    map_ = scenario.map(scenario.values(scenario.begin))
    assert map_.counties["code"].tolist() == [OWN_CODE]
    assert map_.counties["population_2020"].tolist() == [46200]
    assert map_.townships["name_zh"].tolist() == ["青禾镇", "柳溪镇", "石桥镇", "白云乡", "枫岭乡"]
    assert map_.townships["name_zh"][map_.counties["seat"][0]] == "青禾镇"
    assert len(map_.villages) == 10 + 12 + 8 + 7 + 6
    sites = map_.facilities.set_index("name_zh")
    assert sites.loc["青禾县人民医院", ["kind", "beds", "doctors"]].tolist() == [Kind.COUNTY_GENERAL, 210, 64]
    assert sites.loc["石桥镇中心卫生院", "beds"] == 30
    share = load_parameters()["facilities.township_doctor_share"].value
    assert sites.loc["石桥镇中心卫生院", "doctors"] == pytest.approx(26 * share)
    assert sites.loc["石桥村卫生室", "doctors"] == 2
    # nothing is made up beside what the tables say, and nobody's neighbours ship
    assert (map_.facilities["kind"] != Kind.OTHER_HOSPITAL).all()
    assert (map_.facilities["kind"] == Kind.NEIGHBOUR).sum() == 1


def test_distances_are_those_of_the_tables(folder: Path) -> None:
    scenario = build_county(folder).scenario
    map_ = scenario.map(scenario.values(scenario.begin))
    seat = int(map_.counties["seat"][0])
    home = map_.villages["township"].to_numpy()
    centre = np.flatnonzero(home == seat)
    for kind, wanted in (("NEIGHBOUR", 41), ("CITY", 68), ("FAR", 235)):
        km = map_.road_km[centre, Option[kind]]
        assert np.median(km) == pytest.approx(wanted, rel=0.12), kind
    towns = map_.townships.set_index("name_zh")
    (seat_lon, seat_lat), (lon, lat) = (towns.loc[name, ["lon", "lat"]] for name in ("青禾镇", "柳溪镇"))
    assert lon > seat_lon and abs(lat - seat_lat) < 1e-6  # in the east
    detour = load_parameters()["geography.published_detour"].value
    assert great_circle_km(seat_lon, seat_lat, lon, lat) == pytest.approx(14.5 / detour, rel=0.01)


def test_people_and_ages_are_those_of_the_tables(folder: Path) -> None:
    scenario = build_county(folder).scenario
    values = scenario.values(scenario.begin)
    people = make_people(scenario.map(values), values, 1)
    here = people.take(~people.away)
    assert len(here) == 46200
    assert people.away.sum() == 7300
    assert (here.age < 15).mean() == pytest.approx(0.148, abs=1e-3)
    assert (here.age >= 60).mean() == pytest.approx(0.246, abs=1e-3)
    assert (here.age >= 65).mean() == pytest.approx(0.181, abs=1e-3)


def test_own_numbers_stand_and_the_rest_is_told(folder: Path) -> None:
    built = build_county(folder)
    one = built.scenario.parameters["prices.stay.township"]
    assert (one.value, one.evidence) == (215000, "official")
    assert one.source == "own table of 青禾县（虚构）"
    assert built.scenario.parameters["prices.stay.far"].evidence != "official"
    told = [one.say("en") for one in built.assumed]
    assert "mean bill of a stay: far: the base scenario's" in told
    assert "villages counted but not listed (19 of 43): made-up villages stand in" in told
    with (built.data / "assumptions.csv").open(encoding="utf-8-sig") as stream:
        assert len(list(csv.DictReader(stream))) == len(told)


def test_a_number_outside_the_declared_range_is_taken(spoil: Spoil, folder: Path) -> None:
    assert spoil("prices", "县级,228", "县级,390")[0] == []
    one = build_county(folder).scenario.parameters["prices.visit.county"]
    assert (one.value, one.high) == (39000, 39000)


def test_two_communities(spoil: Spoil, folder: Path) -> None:
    spoil(
        "facilities",
        "人民医院,综合医院,,,二级,210,64,,县属,,,,",
        "人民医院,综合医院,,,二级,210,64,,县属,,,1,是",
    )
    spoil(
        "facilities",
        "中医医院,中医医院,,,二级,80,27,,县属,,,,",
        "中医医院,中医医院,,,二级,80,27,,县属,,,2,是",
    )
    assert spoil("places", "白云乡,,7,6900,,26,北,,,", "白云乡,,7,6900,,26,北,,,2")[0] == []
    scenario = build_county(folder).scenario
    sites = scenario.map(scenario.values(scenario.begin)).facilities.set_index("name_zh")
    assert sites.loc["青禾县中医医院", ["community", "leads"]].tolist() == [f"{OWN_CODE}-2", True]
    assert sites.loc["白云乡卫生院", "community"] == f"{OWN_CODE}-2"
    assert sites.loc["石桥镇中心卫生院", "community"] == f"{OWN_CODE}-1"


def test_the_least_that_can_be_given(tmp_path: Path) -> None:
    folder = tmp_path / "least"
    new_county(folder, "csv", {"name_zh": "乙县"})

    def add(table: str, *rows: str) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write("".join(f"{row}\n" for row in rows))

    county = folder / "county.csv"
    text = county.read_text(encoding="utf-8-sig").replace("population,,", "population,20000,")
    text = text.replace("area_km2,,", "area_km2,300,").replace("seat_township,,", "seat_township,甲镇,")
    county.write_text(text, encoding="utf-8")
    add("places", "甲镇,,8,,,,,,,", "乙乡,,5,,,,,,,")
    add("facilities", "乙县医院,综合医院,,,,,,,,,,,")
    built = build_county(folder, tmp_path / "made" / "yi.yaml")
    assert built.file.name == "yi.yaml" and built.data.name == "yi-data"
    result = run_scenario(built.scenario.with_dates(until=built.scenario.start.replace(day=2)), sample=0.05)
    assert result.indicators is not None


def test_the_made_up_county_runs(folder: Path) -> None:
    scenario = build_county(folder).scenario
    result = run_scenario(scenario.with_dates(until=scenario.start.replace(day=31)), sample=0.05)
    table = result.indicators
    share = table[(table["indicator"] == "in_county_visit_rate") & (table["basis"] == "happened")]["value"]
    assert ((share > 0.5) & (share < 1)).all() and len(share)


def test_building_again_replaces_and_nothing_else_is_touched(folder: Path, spoil: Spoil) -> None:
    built = build_county(folder)
    assert not stale(folder, built.file)
    spoil("county", "population,46200", "population,50000")
    assert stale(folder, built.file)
    again = build_county(folder)
    assert again.scenario.hash != built.scenario.hash
    assert not stale(folder, again.file)
    again.file.write_text("base: lulong-2024\n", encoding="utf-8")
    with pytest.raises(UserError, match="was not made from a county's tables"):
        build_county(folder)
    assert again.file.read_text(encoding="utf-8") == "base: lulong-2024\n"


def test_wrong_tables_leave_nothing(folder: Path, spoil: Spoil) -> None:
    spoil("county", "population,46200", "population,x")
    before = sorted(folder.rglob("*"))
    with pytest.raises(ScenarioErrors):
        build_county(folder)
    assert sorted(folder.rglob("*")) == before
