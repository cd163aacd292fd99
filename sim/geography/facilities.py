"""Clinics and township centres, one a village and one a township, beside the hospitals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.geography.hospitals import COLUMNS, county_hospitals, outside_hospitals
from sim.geography.kinds import Kind
from sim.geography.plane import F64
from sim.geography.tables import OPEN, Tables, records


def make_facilities(
    counties: pd.DataFrame,
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    own: pd.DataFrame | None,
    values: Mapping[str, float],
    tables: Tables = OPEN,
) -> pd.DataFrame:
    """All facilities of the simulated counties and the destinations outside.

    Parameters
    ----------
    counties, townships, villages : pd.DataFrame
        As in `Map`; villages with their weights.
    own : pd.DataFrame or None
        A user's facilities (`RealGeography.facilities`): hospitals take the place of the listed ones, clinics
        and centres are matched by ``place_code``.
    values : mapping
        Reads ``facilities.*`` and ``geography.placement_seed``.
    tables : Tables
        The open tables, or with a user's whole counties.

    Returns
    -------
    pd.DataFrame
        Columns of `Map.facilities`, in the order clinics, centres, county hospitals, outside.
    """
    census = counties["population_2020"].to_numpy(float)
    people = villages["weight"].to_numpy() * census[villages["county"].to_numpy()]
    township_people = np.bincount(villages["township"], people, len(townships)).astype(np.float64)
    clinics = _clinics(villages, people, values)
    centres = _centres(townships, township_people, values)
    if own is not None:
        _take_over(clinics, own[own["category"] == "village_clinic"], "VC-")
        _take_over(centres, own[own["category"] == "township_health_centre"], "TC-")
    hospitals = county_hospitals(counties, own, values, tables)
    parts = [clinics, centres, hospitals, outside_hospitals(counties, values, tables)]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)[COLUMNS]


def _clinics(villages: pd.DataFrame, people: F64, values: Mapping[str, float]) -> pd.DataFrame:
    station = villages["community"].to_numpy()
    rates = (values["facilities.village_doctors_per_1000"], values["facilities.station_doctors_per_1000"])
    return pd.DataFrame({
        "id": "VC-" + villages["code"],
        "name_zh": villages["name_zh"] + np.where(station, "卫生服务站", "卫生室"),
        "name_en": villages["name_en"] + np.where(station, " Health Station", " Clinic"),
        "kind": int(Kind.VILLAGE_CLINIC),
        "county": villages["county"],
        "township": villages["township"],
        "village": villages.index,
        "lon": villages["lon"],
        "lat": villages["lat"],
        "provenance": villages["provenance"],
        "level": 1,
        "doctors": _whole(people * np.where(station, rates[1], rates[0]) / 1000),
        "beds": 0,
        "background": 0.0,
        "steered_by": "county",
    })  # fmt: skip


def _centres(townships: pd.DataFrame, people: F64, values: Mapping[str, float]) -> pd.DataFrame:
    street = townships["street"].to_numpy()
    doctors = values["facilities.township_technicians_per_1000"] * values["facilities.township_doctor_share"]
    rates = (values["facilities.township_beds_per_1000"], values["facilities.street_beds_per_1000"])
    beds = np.rint(people * np.where(street, rates[1], rates[0]) / 1000)
    return pd.DataFrame({
        "id": "TC-" + townships["code"],
        "name_zh": townships["name_zh"] + np.where(street, "社区卫生服务中心", "卫生院"),
        "name_en": townships["name_en"] + np.where(street, " Community Health Centre", " Health Centre"),
        "kind": int(Kind.TOWNSHIP_CENTRE),
        "county": townships["county"],
        "township": townships.index,
        "village": -1,
        "lon": townships["lon"],
        "lat": townships["lat"],
        "provenance": townships["provenance"],
        "level": 1,
        "doctors": _whole(people * doctors / 1000),
        "beds": np.minimum(beds, values["facilities.township_beds_max"]).astype(np.int64),
        "background": 0.0,
        "steered_by": "county",
    })  # fmt: skip


def _take_over(made: pd.DataFrame, own: pd.DataFrame, prefix: str) -> None:
    """Put a user's names, doctors, beds and background over the made ones, in place, where they are given."""
    position = {id_: i for i, id_ in enumerate(made["id"])}
    for row in records(own):
        where = position.get(prefix + str(row["place_code"]))
        if where is None:
            continue  # a place of a county that is not simulated
        for column in ("name_zh", "name_en"):
            if row[column]:
                made.loc[where, column] = str(row[column])
        for column in ("doctors", "background"):
            if row[column]:
                made.loc[where, column] = float(row[column])
        if row["beds"]:
            made.loc[where, "beds"] = int(float(row["beds"]))


def _whole(number: F64) -> F64:
    """Whole doctors, at least one."""
    return np.maximum(1.0, np.floor(number + 0.5))
