"""Membership of communities: what the sources say holds, drawn members fit, bad tables are refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from sim.errors import UserError
from sim.geography import Kind, Map, Option, build_map
from tests.geography.conftest import LULONG

HEADING = "county_code,number,lead,members,centres,villages,residents,clinics\n"
TCM_COMMUNITY = "130321-2"


def of(map_: Map, community: str, kind: Kind) -> pd.DataFrame:
    frame = map_.facilities
    return frame[(frame["community"] == community) & (frame["kind"] == kind)]


def leads(map_: Map) -> dict[str, str]:
    frame = map_.facilities[map_.facilities["leads"]]
    return dict(zip(frame["community"], frame["name_zh"], strict=True))


def served(map_: Map, community: str) -> tuple[int, float]:
    """Rural villages and residents of a community's townships."""
    inside = map_.villages["township"].isin(of(map_, community, Kind.TOWNSHIP_CENTRE)["township"])
    people = map_.villages["weight"] * map_.counties["population_2020"].to_numpy()[map_.villages["county"]]
    return int((inside & ~map_.villages["community"]).sum()), float(people[inside].sum())


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(HEADING + text, encoding="utf-8")
    return path


def test_qinhuangdao_has_nine_communities_two_of_them_led_by_tcm_hospitals(six: Map) -> None:
    found = leads(six)
    assert len(found) == 9 == len(set(six.facilities["community"]) - {""})
    kinds = six.facilities.loc[six.facilities["leads"], "kind"].tolist()
    assert kinds.count(Kind.COUNTY_TCM) == 2
    assert found[TCM_COMMUNITY] == "青龙满族自治县中医院" and found["130306-2"] == "抚宁区中医医院"
    centres = six.facilities[six.facilities["kind"] == Kind.TOWNSHIP_CENTRE]
    assert (centres["community"] != "").all()  # all township centres run by government are members


def test_the_community_of_qinglongs_tcm_hospital_has_the_published_size(six: Map) -> None:
    centres = of(six, TCM_COMMUNITY, Kind.TOWNSHIP_CENTRE)
    villages, people = served(six, TCM_COMMUNITY)
    assert (len(centres), villages) == (9, 148)
    assert people == pytest.approx(129_736, rel=0.02)
    assert "双山子镇卫生院" in set(centres["name_zh"])
    clinics = of(six, TCM_COMMUNITY, Kind.VILLAGE_CLINIC)
    assert set(clinics["township"]) == set(centres["township"])
    # 186 technicians and 177 village doctors are what the declared rates were taken from
    assert clinics["doctors"].sum() == pytest.approx(177, rel=0.1)


def test_another_seed_draws_other_members_that_fit_as_well(values: Mapping[str, float]) -> None:
    drawn = []
    for seed in (1, 2, 3):
        map_ = build_map(["130321"], {**values, "geography.membership_seed": seed})
        drawn.append(set(of(map_, TCM_COMMUNITY, Kind.TOWNSHIP_CENTRE)["name_zh"]))
        villages, people = served(map_, TCM_COMMUNITY)
        assert villages == 148 and people == pytest.approx(129_736, rel=0.02)
    assert len({frozenset(one) for one in drawn}) == 3
    assert set.intersection(*drawn) >= {"双山子镇卫生院"}


def test_the_pilot_of_arun_is_the_banner_hospital_with_three_centres(values: Mapping[str, float]) -> None:
    map_ = build_map(["150721"], values)
    assert leads(map_) == {"150721-1": "阿荣旗人民医院"}
    members = map_.facilities[map_.facilities["community"] != ""]
    by_kind = members["kind"].value_counts()
    assert by_kind[Kind.TOWNSHIP_CENTRE] == 3 and by_kind[Kind.COUNTY_GENERAL] == 1
    assert Kind.COUNTY_TCM not in by_kind
    township = map_.villages.loc[map_.villages["name_zh"] == "太平庄村", "township"].to_list()
    assert set(township) <= set(members["township"])  # the village after which the third centre is called


def test_luohu_is_one_group_of_five_hospitals_and_23_centres(values: Mapping[str, float]) -> None:
    map_ = build_map(["440303"], values)
    group = map_.facilities[map_.facilities["community"] == "440303-1"]
    assert (group["kind"] == Kind.TOWNSHIP_CENTRE).sum() == 23 == len(map_.townships)
    assert (group["kind"] >= Kind.COUNTY_GENERAL).sum() == 5
    assert leads(map_) == {"440303-1": "罗湖区人民医院"}
    assert "深圳市人民医院" not in set(group["name_zh"])  # the city's hospital stands in the district
    assert not (group["kind"] == Kind.VILLAGE_CLINIC).any()
    assert map_.townships["street"].all() and map_.townships["code"].is_unique
    assert len(map_.villages) == 109
    others = set(map_.options[:, Option.OTHER])  # of several, people choose that of the highest level
    assert map_.facilities.loc[list(others), "name_zh"].tolist() == ["深圳市人民医院"]


def test_a_users_table_takes_the_place_of_the_shipped_rows(
    values: Mapping[str, float], tmp_path: Path
) -> None:
    text = f"{LULONG},1,卢龙县医院,*,,,,yes\n{LULONG},2,卢龙县中医院,潘庄镇;卢龙民营医院（假设）,,,,no\n"
    map_ = build_map([LULONG], values, None, write(tmp_path, text))
    assert leads(map_) == {f"{LULONG}-1": "卢龙县医院", f"{LULONG}-2": "卢龙县中医院"}
    second = set(map_.facilities.loc[map_.facilities["community"] == f"{LULONG}-2", "name_zh"])
    assert second == {
        "卢龙县中医院",
        "潘庄镇卫生院",
        "卢龙民营医院（假设）",
    }  # a private hospital joins by name
    clinics = map_.facilities[map_.facilities["kind"] == Kind.VILLAGE_CLINIC]
    assert (clinics["community"] == "").any() and (clinics["community"] == f"{LULONG}-1").any()


def test_hospitals_of_another_name_in_a_users_geography_fall_back_to_one_community(
    values: Mapping[str, float], tmp_path: Path
) -> None:
    from sim.geography.importer import import_geography

    source = tmp_path / "own"
    source.mkdir()
    (source / "facilities.csv").write_text(
        "county_code,name_zh,category\n130321,青龙县总医院,general\n", encoding="utf-8"
    )
    import_geography(source, source / "checked")
    map_ = build_map(["130321"], values, source / "checked")
    assert leads(map_) == {"130321-1": "青龙县总医院"}


@pytest.mark.parametrize(
    ("rows", "line", "en", "zh"),
    [
        ("130324,1,卢龙医院,*,,,,yes\n", 2, "no hospital '卢龙医院'; did you mean", "没有医院"),
        ("130324,1,卢龙县医院,潘家镇,,,,yes\n", 2, "no township or hospital '潘家镇'", "没有乡镇或医院"),
        ("130324,1,卢龙县医院,潘庄镇,,,\n130324,2,卢龙县中医院,潘庄镇,,,\n", 3, "in 130324-1 already", "已"),
        ("130324,1,卢龙县医院,*,,,,\n130324,2,卢龙县中医院,*,,,,\n", 3, "take all other", "其余全部"),
        ("130324,1,卢龙县医院,*,,,,\n130324,1,卢龙县中医院,潘庄镇,,,,\n", 3, "listed twice", "重复"),
        ("130324,1,卢龙县医院,,13,,,yes\n", 2, "13 centres, but 0 are named and 12 are free", "13 个成员"),
        ("130324,1,卢龙县医院,,some,,,yes\n", 2, "centres 'some' must be a whole number", "整数"),
        ("130324,1,卢龙县医院,,,,,yes\n", 2, "name members", "请列出成员"),
        ("130324,1,,*,,,,yes\n", 2, "needs a hospital that leads", "牵头医院"),
        ("130324,1,卢龙县医院,*,,,,maybe\n", 2, "yes or no", "yes 或 no"),
        ("130321,1,青龙满族自治县医院,*,,,,yes\n", 2, "130321 is not simulated here", "没有县级单位"),
        ("13032,1,卢龙县医院,*,,,,yes\n", 2, "six digits", "六位数字"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_in_a_clear_sentence(
    values: Mapping[str, float], tmp_path: Path, rows: str, line: int, en: str, zh: str
) -> None:
    with pytest.raises(UserError) as caught:
        build_map([LULONG], values, None, write(tmp_path, rows))
    assert caught.value.where == f"mine.csv:{line}"
    assert en in caught.value.text.en and zh in caught.value.text.zh


def test_a_wrong_heading_is_refused_with_the_nearest_column(
    values: Mapping[str, float], tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("county_code,number,leads,members\n", encoding="utf-8")
    with pytest.raises(UserError, match="column lead is missing"):
        build_map([LULONG], values, None, path)
    path.write_text("county_code,number,lead,members,center\n", encoding="utf-8")
    with pytest.raises(UserError, match="did you mean 'centres'"):
        build_map([LULONG], values, None, path)
