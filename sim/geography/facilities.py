"""Clinics, centres and hospitals: real hospitals by name, one clinic a village, one centre a township."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.geography.kinds import Kind
from sim.geography.places import stem, table
from sim.geography.plane import F64
from sim.randomness import draw, stream

COLUMNS = [
    "id", "name_zh", "name_en", "kind", "county", "township", "village", "community", "lon", "lat", "provenance",
    "level", "doctors", "beds", "background", "steered_by",
]  # fmt: skip
_CATEGORY = {"general": Kind.COUNTY_GENERAL, "tcm": Kind.COUNTY_TCM, "mongolian_tcm": Kind.COUNTY_TCM,
             "maternal_child": Kind.COUNTY_MCH}  # fmt: skip


def make_facilities(
    counties: pd.DataFrame, townships: pd.DataFrame, villages: pd.DataFrame, values: Mapping[str, float]
) -> pd.DataFrame:
    """All facilities of the simulated counties and the destinations outside.

    Parameters
    ----------
    counties, townships, villages : pd.DataFrame
        As in `Map`; villages with their weights.
    values : mapping
        Reads ``facilities.*`` and ``geography.placement_seed``.

    Returns
    -------
    pd.DataFrame
        Columns of `Map.facilities`, in the order clinics, centres, county hospitals, outside.
    """
    people = (
        villages["weight"].to_numpy() * counties["population_2020"].to_numpy()[villages["county"].to_numpy()]
    )
    parts = [
        _clinics(counties, villages, people, values),
        _centres(counties, townships, np.bincount(villages["township"], people, len(townships)), values),
        _hospitals(counties, values),
        _outside(counties, values),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _clinics(
    counties: pd.DataFrame, villages: pd.DataFrame, people: F64, values: Mapping[str, float]
) -> pd.DataFrame:
    station = villages["community"].to_numpy()
    rate = np.where(
        station, values["facilities.station_doctors_per_1000"], values["facilities.village_doctors_per_1000"]
    )
    return pd.DataFrame({
        "id": "VC-" + villages["code"],
        "name_zh": villages["name_zh"] + np.where(station, "卫生服务站", "卫生室"),
        "name_en": villages["name_en"] + np.where(station, " Health Station", " Clinic"),
        "kind": int(Kind.VILLAGE_CLINIC),
        "county": villages["county"],
        "township": villages["township"],
        "village": villages.index,
        "community": _community(counties, villages["county"]),
        "lon": villages["lon"],
        "lat": villages["lat"],
        "provenance": villages["provenance"],
        "level": 1,
        "doctors": _whole(people * rate / 1000),
        "beds": 0,
        "background": 0.0,
        "steered_by": "county",
    })  # fmt: skip


def _centres(
    counties: pd.DataFrame, townships: pd.DataFrame, people: F64, values: Mapping[str, float]
) -> pd.DataFrame:
    street = townships["street"].to_numpy()
    doctors = values["facilities.township_technicians_per_1000"] * values["facilities.township_doctor_share"]
    beds = np.where(
        street, values["facilities.street_beds_per_1000"], values["facilities.township_beds_per_1000"]
    )
    return pd.DataFrame({
        "id": "TC-" + townships["code"],
        "name_zh": townships["name_zh"] + np.where(street, "社区卫生服务中心", "卫生院"),
        "name_en": townships["name_en"] + np.where(street, " Community Health Centre", " Health Centre"),
        "kind": int(Kind.TOWNSHIP_CENTRE),
        "county": townships["county"],
        "township": townships.index,
        "village": -1,
        "community": _community(counties, townships["county"]),
        "lon": townships["lon"],
        "lat": townships["lat"],
        "provenance": townships["provenance"],
        "level": 1,
        "doctors": _whole(people * doctors / 1000),
        "beds": np.rint(people * beds / 1000).astype(int),
        "background": 0.0,
        "steered_by": "county",
    })  # fmt: skip


def _hospitals(counties: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    rows = []
    listed = table("hospitals")
    for c, county in enumerate(counties.itertuples()):
        own = listed[(listed["county_code"] == county.code) & listed["category"].isin(list(_CATEGORY))]
        own = own.sort_values("steered_by", key=lambda s: s != "county", kind="stable")
        taken: set[Kind] = set()
        found = []
        for hospital in own.itertuples():
            kind = _CATEGORY[str(hospital.category)]
            if kind in taken or hospital.steered_by == "city":
                kind = Kind.OTHER_HOSPITAL
            taken.add(kind)
            found.append(
                (kind, hospital.name_zh, hospital.name_en, hospital.steered_by, hospital.level_zh == "三级")
            )
        if Kind.OTHER_HOSPITAL not in taken:
            place = stem(str(county.name_zh))
            found.append((Kind.OTHER_HOSPITAL, f"{place}民营医院（假设）", f"Private hospital of {county.name_en} (assumed)",
                          "private", False))  # fmt: skip
        others = sum(kind == Kind.OTHER_HOSPITAL and not third for kind, *_, third in found)
        for n, (kind, name_zh, name_en, steered_by, third) in enumerate(found, start=1):
            beds = _beds(kind, third, float(county.population_2020), max(others, 1), values)
            member = kind != Kind.OTHER_HOSPITAL
            rows.append({
                "id": f"H-{county.code}-{n}", "name_zh": name_zh, "name_en": name_en, "kind": int(kind), "county": c,
                "township": -1, "village": -1, "community": f"{county.code}-1" if member else "",
                "level": 3 if third else 2, "beds": beds,
                "doctors": max(1.0, float(round(beds * values[f"facilities.doctors_per_bed_level{3 if third else 2}"]))),
                "background": values["facilities.city_branch_background" if third else "facilities.county_background"],
                "steered_by": steered_by,
            })  # fmt: skip
    frame = pd.DataFrame(rows)
    seats = counties.loc[frame["county"]]
    way = np.stack([draw(stream(f"placement.hospital.{part}", int(values["geography.placement_seed"])),
                         np.arange(len(frame), dtype=np.uint64)) for part in ("angle", "km")])  # fmt: skip
    km = values["facilities.hospital_offset_km"] * (0.5 + way[1])
    degrees = km / 111.2
    frame["lon"] = seats["lon"].to_numpy() + degrees * np.sin(2 * np.pi * way[0]) / np.cos(
        np.radians(seats["lat"].to_numpy())
    )
    frame["lat"] = seats["lat"].to_numpy() + degrees * np.cos(2 * np.pi * way[0])
    frame["provenance"] = "estimated"
    return frame


def _beds(kind: Kind, third: bool, people: float, others: int, values: Mapping[str, float]) -> int:
    if third:
        return int(values["facilities.city_branch_beds"])
    name = {Kind.COUNTY_GENERAL: "general", Kind.COUNTY_TCM: "tcm", Kind.COUNTY_MCH: "mch"}.get(kind, "other")
    share = 1 / others if name == "other" else 1.0
    return max(20, round(people * values[f"facilities.{name}_beds_per_1000"] * share / 1000))


def _outside(counties: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    """The city, neighbouring counties, units of the prefecture that are not simulated, and far cities."""
    prefectures = list(counties["parent_code"].unique())
    listed = table("outside")
    places = [
        (str(p.id), str(p.name_zh), str(p.name_en), Kind[str(p.kind)], float(str(p.lon)), float(str(p.lat)))
        for p in listed[listed["prefecture"].isin(prefectures)].drop_duplicates("id").itertuples()
    ]
    absent = units(prefectures)
    absent = absent[~absent["code"].isin(list(counties["code"]))]
    for unit in absent.itertuples():
        hospital = general_hospital(str(unit.code))
        if hospital:
            places.append(
                (f"H-{unit.code}-1", *hospital, Kind.NEIGHBOUR, float(str(unit.lon)), float(str(unit.lat)))
            )
    simulated = counties["population_2020"].sum()
    everyone = simulated + absent["population_2020"].astype(float).sum()
    load = _background(float(simulated / everyone), values)
    rows = []
    for id_, name_zh, name_en, kind, lon, lat in places:
        beds = int(values[f"facilities.{kind.name.lower()}_beds"])
        level = 2 if kind == Kind.NEIGHBOUR else 3
        rows.append({
            "id": id_, "name_zh": name_zh, "name_en": name_en, "kind": int(kind), "county": -1, "township": -1,
            "village": -1, "community": "", "lon": lon, "lat": lat, "provenance": "observed", "level": level,
            "beds": beds, "doctors": float(round(beds * values[f"facilities.doctors_per_bed_level{level}"])),
            "background": load[kind], "steered_by": "outside",
        })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _background(simulated: float, values: Mapping[str, float]) -> dict[Kind, float]:
    """Share of capacity taken by people who are not simulated; `simulated` is their share of the county units' people."""
    own = values["facilities.city_background"]
    return {
        Kind.NEIGHBOUR: values["facilities.neighbour_background"],
        Kind.CITY: own + max(0.0, values["facilities.city_load"] - own) * (1 - simulated),
        Kind.FAR: 0.0,
    }


def units(prefectures: list[str]) -> pd.DataFrame:
    """County units of some prefectures that have a county hospital of their own (not the city's central district)."""
    places = table("places")
    counties = places[(places["level"] == "county") & places["parent_code"].isin(prefectures)]
    counties = counties.merge(table("county_facts")[["code", "population_2020"]], on="code")
    return counties[[general_hospital(code) is not None for code in counties["code"]]]


def general_hospital(county: str) -> tuple[str, str] | None:
    """Names (zh, en) of the general hospital that a county steers, or None."""
    listed = table("hospitals")
    own = listed[
        (listed["county_code"] == county)
        & (listed["category"] == "general")
        & (listed["steered_by"] == "county")
    ]
    return (str(own["name_zh"].iloc[0]), str(own["name_en"].iloc[0])) if len(own) else None


def _community(counties: pd.DataFrame, county: pd.Series[int]) -> pd.Series[str]:
    return county.map({c: f"{code}-1" for c, code in enumerate(counties["code"])})


def _whole(number: F64) -> F64:
    """Whole doctors, at least one."""
    return np.maximum(1.0, np.floor(number + 0.5))
