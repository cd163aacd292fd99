"""A county's places, institutions and destinations in the form in which a geography is brought in."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.county.assumed import Assumed
from sim.county.check import townships, villages
from sim.county.facts import OWN_CODE, Model, county_row
from sim.county.tables import CountyTables, Entry
from sim.county.vocabulary import HOSPITALS
from sim.errors import Text
from sim.geography.facts import to_bearing
from sim.geography.plane import Plane
from sim.geography.tables import records, table

_FIRST_TOWNSHIP, _FIRST_VILLAGE = 100, 200
_KINDS = {
    "NEIGHBOUR": Text("hospitals of neighbouring counties", "邻县医院"),
    "CITY": Text("hospitals of the city", "市级医院"),
    "FAR": Text("hospitals beyond the city", "市外医院"),
}
_BY_RATE = Text("by the declared rates", "按声明的比率")
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Codes:
    """Codes that the county's places are given, by name: the order of the tables, as codes are numbered."""

    county: str
    township: Mapping[str, str]
    village: Mapping[tuple[str, str], str]


def write_ground(
    tables: CountyTables, model: Model, values: Mapping[str, float], folder: Path, assumed: Assumed
) -> Codes:
    """Write the tables that `sim.geography.importer.import_geography` reads.

    Parameters
    ----------
    tables : CountyTables
        Without problems.
    model : Model
        County whose facts stand in.
    values : mapping
        Parameter values; ``geography.detour_*`` and ``facilities.township_doctor_share`` are read.
    folder : Path
        Where ``counties.csv``, ``places.csv``, ``facilities.csv`` and ``outside.csv`` go.
    assumed : Assumed
        What is not given is noted there.

    Returns
    -------
    Codes
    """
    codes, places = _places(tables, assumed)
    seat = codes.township[tables.items.text("seat_township")]
    county = county_row(tables, model, seat, assumed)
    facilities = _facilities(tables, codes, values, assumed)
    _write(folder / "counties.csv", [county])
    _write(folder / "places.csv", places)
    _write(folder / "facilities.csv", facilities)
    _write(folder / "outside.csv", _outside(tables, model, county, values, assumed))
    return codes


def _write(file: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def _place(code: str, name: str, level: str, parent: str, entry: Entry | None) -> dict[str, str]:
    cells = {one: "" if entry is None else _shown(entry.number(one)) for one in ("lon", "lat", "population")}
    urban = "" if entry is None else {"yes": "1", "no": "0"}.get(entry.text("urban"), "")
    return {"code": code, "name_zh": name, "level": level, "parent_code": parent} | cells | {
        "urban": urban,
        "direction": "" if entry is None else entry.text("direction"),
        "distance_km": "" if entry is None else _shown(entry.number("distance_km")),
    }  # fmt: skip


def _places(tables: CountyTables, assumed: Assumed) -> tuple[Codes, Rows]:
    county = tables.items.text("code") or OWN_CODE
    towns, listed = townships(tables), villages(tables)
    codes = Codes(county, {}, {})
    township, village = dict(codes.township), dict(codes.village)
    rows: Rows = []
    made = 0
    for number, town in enumerate(towns, start=_FIRST_TOWNSHIP):
        name = town.text("township")
        code = township[name] = f"{county}{number}"
        rows.append(_place(code, name, "township", county, town))
        mine: list[tuple[str, Entry | None]] = [
            (one.text("village"), one) for one in listed if one.text("township") == name
        ]
        if not mine:
            count = int(town.number("villages") or 0)
            made += count
            mine = [(f"{name}第{one}村（未列名）", None) for one in range(1, count + 1)]
        for place, (called, entry) in enumerate(mine, start=_FIRST_VILLAGE):
            village[name, called] = f"{code}{place}"
            rows.append(_place(f"{code}{place}", called, "village", code, entry))
    elsewhere = [one for one in towns if one.text("township") != tables.items.text("seat_township")]
    _note_places(elsewhere, listed, made, assumed)
    return Codes(county, township, village), rows


def _note_places(towns: Sequence[Entry], listed: Sequence[Entry], made: int, assumed: Assumed) -> None:
    villages_all = len(listed) + made
    by_rule = Text("put on an estimated map by rule", "按规则估计位置")
    for rows, whole, word in (
        (towns, len(towns), Text("townships without point or distance", "乡镇无坐标与里程")),
        (listed, villages_all, Text("villages without point or distance", "村无坐标与里程")),
    ):
        known = sum(one.number("lon") is not None or one.number("distance_km") is not None for one in rows)
        assumed.count(whole - known, whole, word, by_rule)
    away = sum(
        one.number("lon") is None and one.number("distance_km") is not None and not one.text("direction")
        for one in towns
    )
    assumed.count(
        away, len(towns), Text("townships with a distance and no direction", "乡镇有里程无方位"),
        Text("put all round the seat", "环绕县城摆放"),
    )  # fmt: skip
    unknown = villages_all - sum(one.number("population") is not None for one in listed)
    assumed.count(
        unknown, villages_all, Text("villages without people", "村无人口数"),
        Text("the rest of the county's people, by drawn village sizes", "按抽取的村规模分配其余人口"),
    )  # fmt: skip
    assumed.count(
        made, villages_all, Text("villages counted but not listed", "村只有数目未列名"),
        Text("made-up villages stand in", "以虚拟村代替"),
    )  # fmt: skip


def _facilities(tables: CountyTables, codes: Codes, values: Mapping[str, float], assumed: Assumed) -> Rows:
    rows: Rows = []
    listed = tables.sheets["facilities"]
    for entry in listed:
        category, town = entry.text("category"), entry.text("township")
        place = {
            "township_health_centre": codes.township.get(town, ""),
            "village_clinic": codes.village.get((town, entry.text("village")), ""),
        }.get(category, "")
        doctors, technicians = entry.number("doctors"), entry.number("technicians")
        if doctors is None and technicians is not None and category == "township_health_centre":
            doctors = technicians * values["facilities.township_doctor_share"]
        owner = entry.text("owner") or ("private" if category == "private" else "county")
        rows.append({
            "county_code": codes.county, "name_zh": entry.text("name_zh"), "category": category,
            "level_zh": entry.text("level"), "place_code": place, "lon": _shown(entry.number("lon")),
            "lat": _shown(entry.number("lat")), "beds": _shown(entry.number("beds")),
            "doctors": _shown(doctors), "steered_by": owner if category in HOSPITALS else "",
        })  # fmt: skip
    _note_facilities(listed, rows, codes, assumed)
    return rows


def _note_facilities(listed: Sequence[Entry], rows: Rows, codes: Codes, assumed: Assumed) -> None:
    hospitals = [row for row in rows if row["category"] in HOSPITALS]
    for column, word in (
        ("beds", Text("hospitals without beds", "医院无床位数")),
        ("doctors", Text("hospitals without doctors", "医院无医师数")),
    ):
        assumed.count(sum(not row[column] for row in hospitals), len(hospitals), word, _BY_RATE)
    centres = [row for row in rows if row["category"] == "township_health_centre"]
    for column, word in (
        ("beds", Text("township centres without beds", "卫生院无床位数")),
        ("doctors", Text("township centres without staff", "卫生院无人员数")),
    ):
        known = sum(bool(row[column]) for row in centres)
        assumed.count(len(codes.township) - known, len(codes.township), word, _BY_RATE)
    clinics = sum(bool(row["doctors"]) for row in rows if row["category"] == "village_clinic")
    assumed.count(
        len(codes.village) - clinics, len(codes.village),
        Text("village clinics without doctors", "村卫生室无医生数"), _BY_RATE,
    )  # fmt: skip


def _outside(
    tables: CountyTables,
    model: Model,
    county: Mapping[str, str],
    values: Mapping[str, float],
    assumed: Assumed,
) -> Rows:
    """Destinations outside: the user's at their road distance, the model county's for kinds not given."""
    plane = Plane(float(county["lon"]), float(county["lat"]))
    terrain = ("plain", "hill", "mountain")
    detour = sum(float(county[one]) * values[f"geography.detour_{one}"] for one in terrain)
    near = (detour + values["geography.detour_plain"]) / 2
    stretch = {"NEIGHBOUR": near, "CITY": near, "FAR": values["geography.detour_far"]}
    rows: Rows = []
    listed = tables.sheets["destinations"]
    for number, entry in enumerate(listed):
        kind, way = entry.text("kind"), entry.text("direction")
        angle = to_bearing(way) if way else 2 * np.pi * number / len(listed)
        km = (entry.number("distance_km") or 0.0) / stretch[kind]
        point = km * np.array([[np.sin(angle), np.cos(angle)]])
        lon, lat = (float(axis[0]) for axis in plane.to_degrees(point))
        rows.append(_destination(county, len(rows), kind, entry.text("name_zh"), lon, lat, "1"))
    turned = sum(not one.text("direction") for one in listed)
    assumed.count(
        turned,
        len(listed),
        Text("destinations without direction", "去向无方位"),
        Text("put all round", "环绕摆放"),
    )
    for kind, word in _KINDS.items():
        if kind not in {one.text("kind") for one in listed}:
            rows += _borrowed(model, county, kind, len(rows), plane)
            assumed.note(word, Text(f"as far as those of {model.name.en}", f"距离同{model.name.zh}"))
    return rows


def _borrowed(model: Model, county: Mapping[str, str], kind: str, first: int, plane: Plane) -> Rows:
    """Destinations of the model county, as far away and in the same direction."""
    there = Plane(float(model.place["lon"]), float(model.place["lat"]))
    outside = table("outside")
    mine = outside[(outside["prefecture"] == model.place["parent_code"]) & (outside["kind"] == kind)]
    rows: Rows = []
    for number, row in enumerate(records(mine), start=first):
        point = there.to_km(float(row["lon"]), float(row["lat"]))
        lon, lat = (float(axis[0]) for axis in plane.to_degrees(point))
        made = _destination(county, number, kind, _KINDS[kind].zh, lon, lat, str(row["weight"]))
        if kind == "FAR":  # rows of one id are one destination, as far as their mean by weight
            made["id"] = f"OWN-{kind}-{first}"
        rows.append(made | {"name_en": _KINDS[kind].en})
    return rows


def _destination(
    county: Mapping[str, str], number: int, kind: str, name: str, lon: float, lat: float, weight: str
) -> dict[str, str]:
    return {
        "prefecture": county["prefecture_code"], "id": f"OWN-{kind}-{number}", "kind": kind, "name_zh": name,
        "name_en": name, "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "weight": weight,
    }  # fmt: skip
