from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from sim.geography import Kind, Map, Option, build_map
from sim.geography.hospitals import COLUMNS
from tests.geography.conftest import LULONG, SIX

IN_COUNTY = {
    Option.OWN_CLINIC: Kind.VILLAGE_CLINIC, Option.NEAR_CLINIC: Kind.VILLAGE_CLINIC,
    Option.OWN_CENTRE: Kind.TOWNSHIP_CENTRE, Option.NEAR_CENTRE: Kind.TOWNSHIP_CENTRE,
    Option.GENERAL: Kind.COUNTY_GENERAL, Option.TCM: Kind.COUNTY_TCM, Option.MCH: Kind.COUNTY_MCH,
    Option.OTHER: Kind.OTHER_HOSPITAL,
}  # fmt: skip


def of(six: Map, county: str, kind: Kind) -> list[str]:
    own = six.facilities[(six.facilities["county"] == SIX.index(county)) & (six.facilities["kind"] == kind)]
    return own["name_zh"].tolist()


def test_columns_and_counts(lulong: Map) -> None:
    assert lulong.facilities.columns.tolist() == [*COLUMNS, "community", "leads"]
    kinds = lulong.facilities["kind"].value_counts()
    assert (kinds[Kind.VILLAGE_CLINIC], kinds[Kind.TOWNSHIP_CENTRE]) == (549, 12)
    assert lulong.facilities["id"].is_unique


def test_real_hospitals_by_kind(six: Map) -> None:
    assert of(six, LULONG, Kind.COUNTY_GENERAL) == ["卢龙县医院"]
    assert of(six, LULONG, Kind.COUNTY_TCM) == ["卢龙县中医院"]
    assert of(six, LULONG, Kind.COUNTY_MCH) == ["卢龙县妇幼保健院"]
    assert of(six, "130303", Kind.COUNTY_GENERAL) == ["秦皇岛市山海关人民医院"]
    assert of(six, "130303", Kind.OTHER_HOSPITAL) == ["秦皇岛市工人医院", "中铁山桥集团医院"]
    assert of(six, "130306", Kind.COUNTY_MCH) == []


def test_the_city_hospital_in_changli_is_in_the_county_but_not_steered_by_it(six: Map) -> None:
    row = six.facilities.set_index("name_zh").loc["秦皇岛市第二医院"]
    assert (row["county"], row["kind"], row["level"]) == (SIX.index("130322"), Kind.OTHER_HOSPITAL, 3)
    assert row["steered_by"] == "city"
    assert of(six, "130322", Kind.COUNTY_GENERAL) == ["昌黎县人民医院"]


def test_options_point_at_the_right_kind_in_the_own_county(six: Map) -> None:
    kind, county = six.facilities["kind"].to_numpy(), six.facilities["county"].to_numpy()
    home = six.villages["county"].to_numpy()
    for option, wanted in IN_COUNTY.items():
        there = six.options[:, option]
        has = there >= 0
        assert (kind[there[has]] == wanted).all()
        if option != Option.NEAR_CLINIC:  # the nearest clinic may be over the border
            assert (county[there[has]] == home[has]).all()
    assert (six.options[:, [Option.NONE, Option.PHARMACY]] == -1).all()


def test_own_and_near_differ(six: Map) -> None:
    own, near = six.options[:, Option.OWN_CLINIC], six.options[:, Option.NEAR_CLINIC]
    assert (six.facilities["village"].to_numpy()[own] == np.arange(len(own))).all()
    assert (own != near).all() and (near >= 0).all()
    assert (six.options[:, Option.OWN_CENTRE] != six.options[:, Option.NEAR_CENTRE]).all()


def test_a_neighbour_is_another_countys_hospital_and_a_simulated_one_is_shared(six: Map, lulong: Map) -> None:
    county = six.facilities["county"].to_numpy()
    there = six.options[:, Option.NEIGHBOUR]
    assert (county[there] != six.villages["county"].to_numpy()).all()
    ids = set(six.facilities["id"].to_numpy()[there])
    assert "H-130324-1" in ids and "NB-130283" in ids
    assert "CITY-1" not in ids
    alone = lulong.facilities.set_index("id")
    assert alone.loc["H-130322-1", "kind"] == Kind.NEIGHBOUR and alone.loc["H-130322-1", "county"] == -1
    assert six.facilities.set_index("id").loc["H-130322-1", "kind"] == Kind.COUNTY_GENERAL


def test_background_load_of_the_city_falls_when_more_counties_are_simulated(
    six: Map, lulong: Map, values: Mapping[str, float]
) -> None:
    both = [m.facilities.set_index("id").loc["CITY-1", "background"] for m in (six, lulong)]
    assert both[0] == pytest.approx(values["facilities.city_background"])
    rest = 1 - 333942 / six.counties["population_2020"].sum()
    extra = values["facilities.city_load"] - values["facilities.city_background"]
    assert both[1] == pytest.approx(values["facilities.city_background"] + extra * rest)


def test_doctors_are_whole_and_beds_follow_the_declared_rates(
    lulong: Map, values: Mapping[str, float]
) -> None:
    doctors = lulong.facilities["doctors"]
    assert (doctors >= 1).all() and (doctors == doctors.round()).all()
    general = lulong.facilities.set_index("id").loc["H-130324-1"]
    assert general["beds"] == round(333942 * values["facilities.general_beds_per_1000"] / 1000)
    assert general["doctors"] == round(general["beds"] * values["facilities.doctors_per_bed_level2"])
    centres = lulong.facilities[lulong.facilities["kind"] == Kind.TOWNSHIP_CENTRE]
    people = np.bincount(lulong.villages["township"], lulong.villages["weight"]) * 333942
    rate = values["facilities.township_technicians_per_1000"] * values["facilities.township_doctor_share"]
    np.testing.assert_allclose(centres["doctors"], people * rate / 1000, atol=0.5)
    assert centres["beds"].max() <= values["facilities.township_beds_max"]


def test_members_and_outsiders(six: Map) -> None:
    facilities = six.facilities
    inside = facilities["county"] >= 0
    public = inside & (facilities["kind"] != Kind.OTHER_HOSPITAL)
    members = facilities[public]
    assert (members["community"].str[:6] == six.counties["code"].to_numpy()[members["county"]]).all()
    joined = facilities[~public & (facilities["community"] != "")]
    assert joined["name_zh"].tolist() == ["秦皇岛市第二医院"]  # taken to lead the ninth community
    assert facilities.loc[~inside, "steered_by"].eq("outside").all()
    assert facilities["background"].between(0, 1, inclusive="left").all()


def test_a_users_list_replaces_hospitals_and_completes_clinics(
    values: Mapping[str, float], tmp_path: object
) -> None:
    from pathlib import Path

    from sim.geography.importer import import_geography

    source = Path(str(tmp_path)) / "own"
    source.mkdir()
    pd.DataFrame(
        [
            (LULONG, "卢龙县医院", "general", "", "", "720"),
            (LULONG, "阳光医院", "private", "", "", "90"),
            (LULONG, "潘庄中心卫生院", "township_health_centre", "", "11", "60"),
            (LULONG, "第一卫生室", "village_clinic", "130324101201", "3", ""),
        ],
        columns=["county_code", "name_zh", "category", "place_code", "doctors", "beds"],
    ).to_csv(source / "facilities.csv", index=False)
    import_geography(source, source / "checked")
    map_ = build_map([LULONG], values, source / "checked")
    named = map_.facilities.set_index("name_zh")
    assert (named.loc["卢龙县医院", "beds"], named.loc["卢龙县医院", "kind"]) == (720, Kind.COUNTY_GENERAL)
    assert named.loc["卢龙县医院", "name_en"] == "Lulong County Hospital"
    assert named.loc["阳光医院", "kind"] == Kind.OTHER_HOSPITAL
    assert "卢龙县中医院" not in named.index and (map_.options[:, Option.TCM] == -1).all()
    centre = named.loc["潘庄中心卫生院"]
    assert (centre["id"], centre["doctors"], centre["beds"]) == ("TC-130324101", 11, 60)
    assert named.loc["第一卫生室", "doctors"] == 3
