from __future__ import annotations

import pandas as pd
import pytest

from sim.errors import UserError
from sim.geography.facts import read_facts, to_bearing
from sim.geography.places import read_places, stem, village_name
from sim.geography.real import RealGeography
from sim.geography.tables import table
from tests.geography.conftest import LULONG, SIX


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("达子营村委会", "达子营村"),
        ("东山村村民委员会", "东山村"),
        ("东山村民委员会", "东山村"),
        ("明日星城三区社区居委会", "明日星城三区社区"),
        ("南关居委会", "南关社区"),
        ("山海关林场管理区", "山海关林场管理区"),
    ],
)
def test_village_names_lose_the_committee(listed: str, name: str) -> None:
    assert village_name(listed) == name


def test_stem_makes_a_county_and_its_town_alike() -> None:
    assert stem("卢龙县") == stem("卢龙镇") == "卢龙"
    assert stem("青龙满族自治县") == stem("青龙镇") == "青龙"


def test_counts_of_the_statistics_bureau() -> None:
    places = read_places(SIX)
    assert places.townships.groupby("county").size().tolist() == [12, 25, 16, 8, 5, 7]
    assert places.villages.groupby("county").size().tolist() == [549, 406, 441, 374, 55, 117]
    assert places.townships["street"].sum() == 8
    assert places.counties["population_2020"].tolist() == [333942, 431138, 487989, 291211, 130104, 164989]


def test_codes_contain_their_parents() -> None:
    places = read_places(SIX)
    parents = places.townships["code"].to_numpy()[places.villages["township"].to_numpy()]
    assert all(code.startswith(parent) for code, parent in zip(places.villages["code"], parents, strict=True))


def test_unknown_and_repeated_counties_are_refused() -> None:
    with pytest.raises(UserError, match="'999999' is not in the data"):
        read_places(["999999"])
    with pytest.raises(UserError, match="twice"):
        read_places([LULONG, LULONG])


def test_a_users_point_goes_over_the_open_data_and_new_places_are_added() -> None:
    own = pd.DataFrame(
        [
            ("130324101", "潘庄镇", "township", LULONG, "118.9", "40.0", "", ""),
            ("130324101999", "新村村委会", "village", "130324101", "", "", "700", "1"),
        ],
        columns=["code", "name_zh", "level", "parent_code", "lon", "lat", "population", "urban"],
    )
    places = read_places([LULONG], RealGeography(places=own))
    town = places.townships.set_index("code").loc["130324101"]
    assert (town["lon"], town["lat"]) == (118.9, 40.0)
    village = places.villages.set_index("code").loc["130324101999"]
    assert (village["name_zh"], village["population"], village["urban"]) == ("新村", 700, 1)
    assert len(places.villages) == 550


def test_published_facts_of_lulong() -> None:
    towns = read_places([LULONG]).townships
    facts = read_facts("卢龙县", towns)
    name = {n: i for i, n in enumerate(towns["name_zh"])}
    assert facts.seat == name["卢龙镇"] and facts.seat_known
    assert facts.distance == {name["刘家营乡"]: 25.3}
    assert facts.bearing[name["刘家营乡"]] == pytest.approx(to_bearing("NNE"))
    assert (name["潘庄镇"], name["印庄镇"], to_bearing("S")) in facts.beside
    assert name["下寨乡"] not in facts.bearing  # the page contradicts itself
    assert facts.population is None


def test_a_census_of_all_townships_is_used() -> None:
    towns = read_places(["130322"]).townships
    people = read_facts("昌黎县", towns).population
    assert people is not None
    assert people[towns["name_zh"].tolist().index("昌黎镇")] == 108336


def test_rows_marked_unfit_are_not_used() -> None:
    rows = table("township_facts")
    assert set(rows["use"]) == {"yes", "no"}
    assert not rows[rows["note"].str.contains("DO NOT USE")]["use"].eq("yes").any()
