"""Real names, codes and facts of counties, townships and villages, read from the open data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.errors import UserError
from sim.geography.real import PLACE_COLUMNS, RealGeography
from sim.geography.tables import EXTENT, Tables, records

_COMMITTEE = re.compile(r"(村民委员会|村委会|社区居民委员会|社区居委会|居民委员会|居委会|社区)$")
_URBAN = re.compile(r"(?:社区|居民委员会|居委会)$")
_STREET = re.compile(r"街道(?:第\d+片)?$")
_FIRST_PART = 600
_UNIT = re.compile(r"(满族自治县|自治县|街道|[市县区镇乡旗])$")


@dataclass(frozen=True)
class Places:
    """The places of some counties, in the order the county codes were given.

    Attributes
    ----------
    counties : pd.DataFrame
        ``code, name_zh, name_en, parent_code, lon, lat, population_2020, urban_share, area_km2`` and the
        extent in degrees.
    townships : pd.DataFrame
        ``code, name_zh, name_en, county, lon, lat, population, urban, distance_km, street``; numbers are NaN
        where not known.
    villages : pd.DataFrame
        ``code, name_zh, name_en, township, lon, lat, population, urban, distance_km, county, community``;
        `community` marks an urban residents' committee (居委会 or 社区), `distance_km` is a user's road km to
        the township's seat.
    """

    counties: pd.DataFrame
    townships: pd.DataFrame
    villages: pd.DataFrame


def stem(name: str) -> str:
    """Name of a place without the word for its rank: 卢龙镇 and 卢龙县 both give 卢龙."""
    return _UNIT.sub("", name)


def village_name(name: str) -> str:
    """Name of a village or community without the word for its committee (村民委员会, 居委会)."""
    bare = _COMMITTEE.sub("", name)
    if _URBAN.search(name):
        return f"{bare}社区"
    return bare if bare == name or bare.endswith("村") else f"{bare}村"


def read_places(county_codes: Sequence[str], real: RealGeography | None = None) -> Places:
    """Read the places of some counties from the open data and, over them, from a user's own.

    Raises
    ------
    UserError
        When a code is no county of the data, has no townships, or is given twice.
    """
    real = real or RealGeography()
    everything = _merged(real.places, real.tables)
    facts = real.tables("county_facts").set_index("code")
    for code in county_codes:
        if code not in facts.index:
            known = ", ".join(facts.index)
            raise UserError(
                f"county code {code!r} is not in the data; known: {known}",
                f"数据中没有县级代码 {code!r}；可用：{known}",
            )
    if len(set(county_codes)) < len(county_codes):
        raise UserError("a county code is given twice", "县级代码重复")
    level = {name: everything[everything["level"] == name] for name in ("county", "township", "village")}
    counties = level["county"].set_index("code").loc[list(county_codes)]
    counties = counties.join(facts.drop(columns="name_zh"))
    counties = counties.rename(columns={"name_en_pinyin": "name_en"}).reset_index()
    numbers = ["lon", "lat", "population_2020", "urban_share", "area_km2", *EXTENT]
    counties[numbers] = counties[numbers].apply(pd.to_numeric)
    counties = counties[["code", "name_zh", "name_en", "parent_code", *numbers]]
    level["township"], level["village"] = _split(level["township"], level["village"], real.tables)
    townships = _children(level["township"], counties["code"], "county")
    townships["street"] = townships["name_zh"].str.contains(_STREET)
    villages = _children(level["village"], townships["code"], "township")
    villages["county"] = townships["county"].to_numpy()[villages["township"].to_numpy()]
    villages["community"] = villages["name_zh"].str.contains(_URBAN)
    villages["name_zh"] = villages["name_zh"].map(village_name)
    return Places(counties, townships, villages)


def _merged(own: pd.DataFrame | None, tables: Tables) -> pd.DataFrame:
    """Open places, with a user's names, points, people and urban marks over them and new places added."""
    places = tables("places").assign(population="", urban="", distance_km="")
    if own is None:
        return places
    own = own.reindex(columns=PLACE_COLUMNS, fill_value="")
    named = own["name_en"].where(own["name_en"] != "", own["name_zh"])
    own = own.assign(name_en_pinyin=named).drop(columns=["name_en", "direction"]).set_index("code")
    places = places.set_index("code")
    known = own.index.intersection(places.index)
    for column in ("name_zh", "lon", "lat", "population", "urban", "distance_km"):
        given = own.loc[known, column]
        given = given[given != ""]
        places.loc[given.index, column] = given
    return pd.concat([places, own.loc[own.index.difference(places.index)]]).reset_index()


def _split(
    townships: pd.DataFrame, villages: pd.DataFrame, tables: Tables
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part streets that have several community health centres (社康中心) into as many parts (`centres.csv`).

    The first part keeps the street's code and point, the others get codes from 600 on; its communities are
    shared out in order of code, as evenly as can be.
    """
    listed = tables("centres")
    several = listed[listed["township_code"].isin(list(townships["code"])) & (listed["centres"] != "1")]
    parent = villages["parent_code"].copy()
    added: list[dict[str, Any]] = []
    free: dict[str, int] = {}
    for row in records(several):
        code, parts = str(row["township_code"]), int(row["centres"])
        street = records(townships[townships["code"] == code])[0]
        county = str(street["parent_code"])
        mine = villages.index[villages["parent_code"] == code].sort_values()
        for part in range(1, parts):
            number = free[county] = free.get(county, _FIRST_PART - 1) + 1
            name = {"name_zh": f"{street['name_zh']}第{part + 1}片", "code": f"{county}{number}"}
            name["name_en_pinyin"] = f"{street['name_en_pinyin']} part {part + 1}"
            added.append(street | name | {"lon": "", "lat": "", "population": ""})
            parent[mine[len(mine) * part // parts : len(mine) * (part + 1) // parts]] = name["code"]
    return pd.concat([townships, pd.DataFrame(added)]) if added else townships, villages.assign(
        parent_code=parent
    )


def _children(rows: pd.DataFrame, parents: pd.Series[str], name: str) -> pd.DataFrame:
    position = {code: index for index, code in enumerate(parents)}
    own = rows[rows["parent_code"].isin(list(position))]
    own = own.assign(**{name: own["parent_code"].map(position)}).sort_values([name, "code"], kind="stable")
    own = own.rename(columns={"name_en_pinyin": "name_en"})
    numbers = ["lon", "lat", "population", "urban", "distance_km"]
    own[numbers] = own[numbers].apply(pd.to_numeric)
    return own[["code", "name_zh", "name_en", name, *numbers]].reset_index(drop=True)
