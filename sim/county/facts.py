"""Facts of a whole county from its items, completed from the county of the base scenario."""

from __future__ import annotations

from dataclasses import dataclass

from sim.county.assumed import Assumed
from sim.county.tables import CountyTables
from sim.county.templates import ITEMS
from sim.errors import Text
from sim.geography.tables import records, table
from sim.population.census import BANDS
from sim.scenario import Scenario

OWN_CODE = "990101"
"""Code of a county whose own is not given; no province begins with 99."""
_CENSUS = {
    "urban_share": "urban_share", "men_per_100_women": "men_per_100_women",
    "household_size": "avg_household_size",
}  # fmt: skip
_TERRAIN = ("plain", "hill", "mountain")
_YOUNG = BANDS[:4]  # 0, 1-4, 5-9, 10-14
_SIXTIES = BANDS[13:14]
_OLD = BANDS[14:]
_DIGITS = 6


@dataclass(frozen=True)
class Model:
    """County of the base scenario, whose facts stand in.

    Attributes
    ----------
    name : Text
    facts, place, terrain : dict
        Its rows of the open tables, as text.
    """

    name: Text
    facts: dict[str, str]
    place: dict[str, str]
    terrain: dict[str, str]


def model_county(base: Scenario) -> Model:
    """The first county of the base scenario."""
    code = base.counties[0]

    def row(name: str, column: str) -> dict[str, str]:
        frame = table(name)
        found = records(frame[frame[column] == code])
        return {key: str(cell) for key, cell in found[0].items()} if found else {}

    place = row("places", "code")
    return Model(
        Text(place["name_en_pinyin"], place["name_zh"]), row("county_facts", "code"), place,
        row("terrain", "county_code"),
    )  # fmt: skip


def county_row(tables: CountyTables, model: Model, seat_code: str, assumed: Assumed) -> dict[str, str]:
    """Row of ``counties.csv`` of a geography."""
    items = tables.items
    code = items.text("code") or OWN_CODE
    if not items.text("code"):
        assumed.note(Text("code of the county", "县级代码"), Text(OWN_CODE, OWN_CODE))
    stands_in = Text(f"as in {model.name.en}", f"同{model.name.zh}")
    row = {
        "code": code,
        "name_zh": items.text("name_zh"),
        "name_en": items.text("name_en") or items.text("name_zh"),
        "prefecture_code": f"{code[:4]}00",
        "seat_code": seat_code,
        "population_2020": f"{items.number('population'):.0f}",
        "area_km2": f"{items.number('area_km2'):g}",
        "households_with_65plus_share": model.facts["households_with_65plus_share"],
        "source": "own table of the county office",
    }
    for item, column in _CENSUS.items():
        given = items.number(item)
        row[column] = model.facts[column] if given is None else f"{given:g}"
        if given is None:
            assumed.note(
                _called(item), Text(f"{row[column]}, {stands_in.en}", f"{row[column]}，{stands_in.zh}")
            )
    terrain = {name: items.number(name) for name in _TERRAIN}
    if terrain["plain"] is None:
        assumed.note(Text("plains, hills and mountains", "平原、丘陵、山区比例"), stands_in)
        flat = dict(zip(_TERRAIN, ("1", "0", "0"), strict=True))
        row |= {name: model.terrain.get(name, flat[name]) for name in _TERRAIN}
    else:
        row |= {name: f"{share:g}" for name, share in terrain.items()}
    row |= _ages(tables, model, assumed, stands_in)
    for name in ("lon", "lat"):
        given = items.number(name)
        row[name] = model.place[name] if given is None else f"{given:g}"
    if items.number("lon") is None:
        assumed.note(
            Text("point of the county seat", "县城坐标"),
            Text(f"that of {model.name.en}: only distances are right", f"借用{model.name.zh}，仅里程有意义"),
        )
    return row


def _called(item: str) -> Text:
    return next(one.says for one in ITEMS if one.name == item)


def _ages(tables: CountyTables, model: Model, assumed: Assumed, stands_in: Text) -> dict[str, str]:
    """Shares of the age bands: those of the model county, stretched to the shares that are given."""
    shares = {band: float(model.facts[f"share_{band}"]) for band in BANDS}
    young, old, older = (tables.items.number(f"age_{name}") for name in ("0_14", "60_plus", "65_plus"))
    parts = {group: sum(shares[band] for band in group) for group in (_YOUNG, _SIXTIES, _OLD)}
    base_old = parts[_SIXTIES] + parts[_OLD]
    wanted = dict(parts)
    if young is not None:
        wanted[_YOUNG] = young
    if older is not None:
        wanted[_OLD] = older
        wanted[_SIXTIES] = parts[_SIXTIES] if old is None else old - older
    elif old is not None:
        wanted[_OLD], wanted[_SIXTIES] = (old * parts[one] / base_old for one in (_OLD, _SIXTIES))
    middle = tuple(band for band in BANDS if not any(band in group for group in parts))
    parts[middle] = sum(shares[band] for band in middle)
    wanted[middle] = 1 - sum(wanted.values())
    missing = [
        name for name, given in (("0_14", young), ("60_plus", old), ("65_plus", older)) if given is None
    ]
    for name in missing:
        assumed.note(_called(f"age_{name}"), stands_in)
    assumed.note(Text("ages within these groups", "各年龄组内部结构"), stands_in)
    return {
        f"share_{band}": f"{shares[band] * wanted[group] / parts[group]:.{_DIGITS}f}"
        for group in parts
        for band in group
    }
