"""Hospitals by name: those of the simulated counties, and the destinations outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.geography.kinds import Kind
from sim.geography.places import stem
from sim.geography.tables import OPEN, Tables, records
from sim.randomness import draw, stream

COLUMNS = [
    "id", "name_zh", "name_en", "kind", "county", "township", "village", "lon", "lat",
    "provenance", "level", "doctors", "beds", "background", "steered_by",
]  # fmt: skip
CATEGORY = {
    "general": Kind.COUNTY_GENERAL, "tcm": Kind.COUNTY_TCM, "mongolian_tcm": Kind.COUNTY_TCM,
    "maternal_child": Kind.COUNTY_MCH, "specialised": Kind.OTHER_HOSPITAL, "private": Kind.OTHER_HOSPITAL,
    "other": Kind.OTHER_HOSPITAL,
}  # fmt: skip
_BEDS = {Kind.COUNTY_GENERAL: "general", Kind.COUNTY_TCM: "tcm", Kind.COUNTY_MCH: "mch"}
_USER_ONLY = ("id", "lon", "lat", "doctors", "background")
_FEWEST_BEDS = 20
_KM_PER_DEGREE = 111.2


def county_hospitals(
    counties: pd.DataFrame, own: pd.DataFrame | None, values: Mapping[str, float], tables: Tables = OPEN
) -> pd.DataFrame:
    """Hospitals that stand in the simulated counties.

    The first general hospital steered by the county leads; one of a kind that is there already, or one
    steered by the city, is an other hospital. A county without another hospital is given one assumed private
    hospital, unless a user brings it whole.

    Parameters
    ----------
    counties : pd.DataFrame
        As in `Map`.
    own : pd.DataFrame or None
        A user's hospitals, which take the place of the listed ones in the counties they name.
    values : mapping
        Reads ``facilities.*`` and ``geography.placement_seed``.
    tables : Tables
        The open tables, or with a user's whole counties.
    """
    rows = []
    for c, county in enumerate(records(counties)):
        found = _classified(_listed(str(county["code"]), own, tables))
        whole = str(county["code"]) in tables.counties
        if not whole and not any(kind == Kind.OTHER_HOSPITAL for kind, _ in found):
            found.append((Kind.OTHER_HOSPITAL, _assumed(str(county["name_zh"]), str(county["name_en"]))))
        others = sum(kind == Kind.OTHER_HOSPITAL and h["level_zh"] != "三级" for kind, h in found)
        for n, (kind, hospital) in enumerate(found, start=1):
            rows.append(_row(f"H-{county['code']}-{n}", c, county, kind, hospital, max(others, 1), values))
    return pd.DataFrame(rows, columns=COLUMNS)


def _listed(county: str, own: pd.DataFrame | None, tables: Tables) -> list[dict[str, str]]:
    """Hospitals of a county: a user's, completed from the open list by name, else the open list."""
    known = tables("hospitals")
    known = known[(known["county_code"] == county) & known["category"].isin(list(CATEGORY))]
    open_list = [dict.fromkeys(_USER_ONLY, "") | row for row in records(known)]
    if own is not None:
        mine = own[(own["county_code"] == county) & own["category"].isin(list(CATEGORY))]
        by_name = {row["name_zh"]: row for row in open_list}
        if len(mine):
            return [
                {key: value or by_name.get(row["name_zh"], {}).get(key, "") for key, value in row.items()}
                for row in records(mine)
            ]
    return open_list


def _classified(listed: list[dict[str, str]]) -> list[tuple[Kind, dict[str, str]]]:
    taken: set[Kind] = set()
    found = []
    for hospital in sorted(listed, key=lambda h: h["steered_by"] not in ("county", "")):
        kind = CATEGORY[hospital["category"]]
        if kind in taken or hospital["steered_by"] == "city":
            kind = Kind.OTHER_HOSPITAL
        taken.add(kind)
        found.append((kind, hospital))
    return found


def _assumed(county_zh: str, county_en: str) -> dict[str, str]:
    return dict.fromkeys(["id", "lon", "lat", "doctors", "beds", "background", "level_zh"], "") | {
        "name_zh": f"{stem(county_zh)}民营医院（假设）",
        "name_en": f"Private hospital of {county_en} (assumed)",
        "steered_by": "private",
    }


def _row(
    id_: str,
    position: int,
    county: Mapping[str, Any],
    kind: Kind,
    hospital: Mapping[str, str],
    others: int,
    values: Mapping[str, float],
) -> dict[str, object]:
    third = hospital["level_zh"] == "三级"
    level = 3 if third else 2
    if third:
        rule = int(values["facilities.city_branch_beds"])
    else:
        rate = values[f"facilities.{_BEDS.get(kind, 'other')}_beds_per_1000"]
        share = others if kind == Kind.OTHER_HOSPITAL else 1
        rule = max(_FEWEST_BEDS, round(float(county["population_2020"]) * rate / share / 1000))
    beds = int(float(hospital["beds"] or rule))
    doctors = float(hospital["doctors"] or round(beds * values[f"facilities.doctors_per_bed_level{level}"]))
    background = values["facilities.city_branch_background" if third else "facilities.county_background"]
    lon, lat = _near_seat(id_, float(county["lon"]), float(county["lat"]), values)
    return {
        "id": hospital["id"] or id_,
        "name_zh": hospital["name_zh"],
        "name_en": hospital["name_en"] or hospital["name_zh"],
        "kind": int(kind),
        "county": position,
        "township": -1,
        "village": -1,
        "lon": float(hospital["lon"] or lon),
        "lat": float(hospital["lat"] or lat),
        "provenance": "observed" if hospital["lon"] else "estimated",
        "level": level,
        "doctors": max(1.0, doctors),
        "beds": beds,
        "background": float(hospital["background"] or background),
        "steered_by": hospital["steered_by"] or "county",
    }


def _near_seat(id_: str, lon: float, lat: float, values: Mapping[str, float]) -> tuple[float, float]:
    """Point about the declared distance from the seat, in a direction drawn by the hospital's id."""
    seed = int(values["geography.placement_seed"])
    way, far = (
        float(draw(stream(f"placement.{part}.{id_}", seed), np.zeros(1, np.uint64))[0])
        for part in ("way", "far")
    )
    degrees = values["facilities.hospital_offset_km"] * (0.5 + far) / _KM_PER_DEGREE
    return (
        lon + degrees * float(np.sin(2 * np.pi * way) / np.cos(np.radians(lat))),
        lat + degrees * float(np.cos(2 * np.pi * way)),
    )


def outside_hospitals(
    counties: pd.DataFrame, values: Mapping[str, float], tables: Tables = OPEN
) -> pd.DataFrame:
    """Make the destinations outside: the city, neighbours, units not simulated, far cities."""
    prefectures = list(counties["parent_code"].unique())
    listed = tables("outside")
    listed = listed[listed["prefecture"].isin(prefectures)].drop_duplicates("id")
    places = [
        (
            str(p["id"]),
            str(p["name_zh"]),
            str(p["name_en"]),
            Kind[str(p["kind"])],
            float(p["lon"]),
            float(p["lat"]),
        )
        for p in records(listed)
    ]
    units = _county_units(prefectures, tables)
    absent = units[~units["code"].isin(list(counties["code"]))]
    for unit in records(absent):
        name_zh, name_en = _leader(str(unit["code"]), tables) or ("", "")
        places.append(
            (f"H-{unit['code']}-1", name_zh, name_en, Kind.NEIGHBOUR, float(unit["lon"]), float(unit["lat"]))
        )
    simulated = float(counties["population_2020"].sum())
    load = _background(simulated / (simulated + float(absent["population_2020"].astype(float).sum())), values)
    rows = []
    for id_, name_zh, name_en, kind, lon, lat in places:
        beds = int(values[f"facilities.{kind.name.lower()}_beds"])
        level = 2 if kind == Kind.NEIGHBOUR else 3
        rows.append({
            "id": id_, "name_zh": name_zh, "name_en": name_en, "kind": int(kind), "county": -1,
            "township": -1, "village": -1, "lon": lon, "lat": lat,
            "provenance": "observed", "level": level,
            "doctors": float(round(beds * values[f"facilities.doctors_per_bed_level{level}"])), "beds": beds,
            "background": load[kind], "steered_by": "outside",
        })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _background(simulated: float, values: Mapping[str, float]) -> dict[Kind, float]:
    """Share of capacity taken by people who are not simulated.

    `simulated` is the simulated counties' part of the people of all county units: the others' use of the city
    is background.
    """
    city = values["facilities.city_background"]
    return {
        Kind.NEIGHBOUR: values["facilities.neighbour_background"],
        Kind.CITY: city + max(0.0, values["facilities.city_load"] - city) * (1 - simulated),
        Kind.FAR: 0.0,
    }


def _county_units(prefectures: list[str], tables: Tables) -> pd.DataFrame:
    """Counties that steer a general hospital of their own (so not the city's central district)."""
    places = tables("places")
    counties = places[(places["level"] == "county") & places["parent_code"].isin(prefectures)]
    counties = counties.merge(tables("county_facts")[["code", "population_2020"]], on="code")
    return counties[[_leader(code, tables) is not None for code in counties["code"]]]


def _leader(county: str, tables: Tables) -> tuple[str, str] | None:
    found = _classified(_listed(county, None, tables))
    if not found or found[0][0] != Kind.COUNTY_GENERAL:
        return None
    return found[0][1]["name_zh"], found[0][1]["name_en"]
