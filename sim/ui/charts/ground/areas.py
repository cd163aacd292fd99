"""Areas of a map: travel-time bands to a place of care, and who is used by which village (catchments)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.policy.wording import percent
from sim.ui.charts.ground.base import (
    Option,
    ground,
    lines_of,
    map_name,
    names_of,
    pieces,
    place_of,
    with_bands,
)
from sim.ui.charts.ground.sites import SYMBOLS
from sim.ui.style import INK, PALETTE, TIER_COLOURS

BANDS = (15.0, 30.0, 60.0, 90.0)  # minutes
BAND_NAMES = ("< 15", "15–30", "30–60", "60–90", "≥ 90")
BAND_COLOURS = ("#E4F0F7", "#B5D4E9", "#7BB0D6", "#3C7FB8", "#12467F")
"""Light to dark: the farther, the darker; told apart in grey as well."""
MODES = {
    "ebike": Text("e-bike", "电动车"), "car": Text("car", "汽车"), "bus": Text("bus", "公交"),
    "walk": Text("on foot", "步行"), "ambulance": Text("ambulance (road only)", "救护车（仅路上）"),
}  # fmt: skip
GOALS = {
    "own_clinic": Text("own village clinic", "本村卫生室"),
    "own_centre": Text("own township centre", "本乡镇卫生院"),
    "general": Text("county hospital", "县医院"),
    "city": Text("city hospital", "市级医院"),
}
MINUTES = Text("minutes, one way", "单程（分钟）")
TAKES = Text("{:.0f} min to {}", "到{1}单程 {0:.0f} 分钟")
NO_WAY = Text("no way to {}", "无法到达{}")
PEOPLE = Text("{:,.0f} registered people", "户籍人口 {:,.0f} 人")
GOES = Text("{share} of its {what} at this tier: {where}", "在该级机构的{what}中 {share} 在{where}")
TO_THIS = Text("share of {what}, %", "占同级{what}（%）")
NOBODY = Text("nobody went to this tier", "无人到该级机构就诊")
SHARES = (0.05, 0.2, 0.4, 0.6)
SHARE_NAMES = ("< 5", "5–20", "20–40", "40–60", "≥ 60")
NEIGHBOURS = 5
"""Nearest facilities that should have other colours."""


def travel(picture: Picture, goal: str, mode: str, language: str, size: int = 13) -> Option:
    """Villages by the minutes their people need to a place of care.

    Parameters
    ----------
    picture : Picture
    goal : str
        Option, of `GOALS`.
    mode : str
        Of `MODES`.
    language : str
    size : int
        Letters, px.
    """
    minutes = minutes_to(picture, goal, mode)
    where = GOALS[goal].say(language)

    def said(code: str) -> str:
        there = code in minutes.index
        return (
            TAKES.say(language).format(minutes[code], where) if there else NO_WAY.say(language).format(where)
        )

    option = _coloured(picture, minutes, said, language, size)
    option = with_bands(
        option, pieces(BANDS, BAND_COLOURS, BAND_NAMES), MINUTES.say(language), [_last(option)], size
    )
    used = picture.reach.loc[picture.reach["option"] == goal, "facility"].unique().tolist()
    option["series"].append(_points(picture, used, language))
    return option


def minutes_to(picture: Picture, goal: str, mode: str) -> pd.Series[float]:
    """Minutes to a goal by village code; villages without a way are left out."""
    rows = picture.reach[picture.reach["option"] == goal]
    minutes = pd.Series(rows[mode].to_numpy(float), index=rows["village"].astype(str))
    return minutes[minutes.notna() & (minutes < float("inf"))]


def people_by_band(picture: Picture, goal: str, mode: str) -> list[float]:
    """Share of registered people in each band of `BANDS`; whom no way leads there count in none."""
    minutes = minutes_to(picture, goal, mode)
    people = picture.villages.set_index("code")["people"].astype(float)
    band = pd.cut(minutes, [-1.0, *BANDS, float("inf")], right=False, labels=False)
    total = float(people.sum()) or 1.0
    return [float(people.reindex(minutes.index[band == k]).sum()) / total for k in range(len(BANDS) + 1)]


def catchment(picture: Picture, tier: str, measure: str, language: str, size: int = 13) -> Option:
    """Villages coloured by the facility of a tier that most of their people use.

    Parameters
    ----------
    picture : Picture
    tier : str
        ``village``, ``township`` or ``county``.
    measure : str
        ``visits`` or ``stays``.
    """
    used = of_tier(picture, tier, measure)
    top = used.sort_values(["village", measure, "facility"], ascending=[True, False, True])
    top = top.drop_duplicates("village")
    facility_of = dict(zip(top["village"].astype(str), top["facility"].astype(str), strict=True))
    share_of = dict(zip(top["village"].astype(str), top["share"].astype(float), strict=True))
    facilities = sorted(set(facility_of.values()))
    colour = dict(zip(facilities, _apart(picture, facilities), strict=True))
    named = names_of(picture.sites, "id", language)
    what = MEASURED[measure].say(language)

    def said(code: str) -> str:
        if code not in facility_of:
            return NOBODY.say(language)
        where = named[facility_of[code]]
        known = percent(share_of[code], 0).say(language)
        return GOES.say(language).format(share=known, what=what, where=where)

    option = _coloured(picture, pd.Series(dtype=float), said, language, size)
    option["geo"]["regions"] = [
        {
            "name": code,
            "itemStyle": {
                "areaColor": faded(colour[facility], 0.2 + 0.6 * share_of[code]),
                "borderColor": "#FFFFFF", "borderWidth": 0.4,
            },
        }
        for code, facility in facility_of.items()
    ]  # fmt: skip
    option["series"].append(_points(picture, facilities, language, colour, size))
    return option


def catchment_of(picture: Picture, facility: str, measure: str, language: str, size: int = 13) -> Option:
    """Villages by the share of what they use at a facility's tier that falls to the facility."""
    tier = str(place_of(picture.sites, "id", facility)["tier"])
    used = of_tier(picture, tier, measure)
    share = used[used["facility"] == facility].set_index("village")["share"]
    named = names_of(picture.sites, "id", language)
    what = MEASURED[measure].say(language)

    def said(code: str) -> str:
        known = percent(float(share.get(code, 0.0)), 0).say(language)
        return GOES.say(language).format(share=known, what=what, where=named[facility])

    option = _coloured(picture, share, said, language, size)
    option = with_bands(
        option,
        pieces(SHARES, BAND_COLOURS, SHARE_NAMES),
        TO_THIS.say(language).format(what=what),
        [_last(option)],
        size,
    )
    option["series"].append(_points(picture, [facility], language, {facility: PALETTE[1]}, size))
    return option


MEASURED: Mapping[str, Text] = {
    "visits": Text("visits", "门急诊"), "stays": Text("discharges", "出院"),
}  # fmt: skip


def of_tier(picture: Picture, tier: str, measure: str) -> pd.DataFrame:
    """Use of a tier by village and facility, with its share of the village's use of the tier."""
    rows = picture.ways[(picture.ways["tier"] == tier) & (picture.ways["facility"] != "")]
    used = pd.DataFrame(rows.groupby(["village", "facility"], as_index=False)[measure].sum())
    used = used[used[measure] > 0].reset_index(drop=True)
    used["share"] = used[measure] / used.groupby("village")[measure].transform("sum")
    return used


def _coloured(
    picture: Picture, values: pd.Series[float], said: object, language: str, size: int
) -> Option:  # fmt: skip
    """Ground whose villages carry values and notes, as the last series."""
    option = ground(picture, language, size)
    rows = picture.villages.set_index("code")
    data = []
    for code, _ in picture.cells:
        one = rows.loc[code]
        item: Option = {
            "name": code, "village": code,
            "tooltip": {
                "formatter": lines_of(
                    str(one[f"name_{language}"]), PEOPLE.say(language).format(one["people"]), said(code)  # type: ignore[operator]
                )
            },
        }  # fmt: skip
        if code in values.index:
            item["value"] = round(float(values[code]), 4)
        data.append(item)
    option["geo"] |= {"tooltip": {"show": False}, "bottom": 14}  # no months to play
    option["series"].append(
        {
            "id": "areas", "type": "map", "map": map_name(picture), "geoIndex": 0, "data": data,
            "itemStyle": {"borderColor": "#FFFFFF", "borderWidth": 0.4}, "selectedMode": False,
            "emphasis": {"label": {"show": False}, "itemStyle": {"areaColor": None}},
        }
    )  # fmt: skip
    return option


def faded(colour: str, strength: float) -> str:
    """Mix a colour with white, 1 leaving it as it is."""
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


def _last(option: Option) -> int:
    return len(option["series"]) - 1


def _points(
    picture: Picture, facilities: Sequence[str], language: str,
    colour: Mapping[str, str] | None = None, size: int = 13,
) -> Option:  # fmt: skip
    """Marks of some facilities, with names where there are few."""
    rows = picture.sites[picture.sites["id"].isin(list(facilities)) & picture.sites["inside"]]
    few = len(rows) <= 30
    return {
        "id": "points", "type": "scatter", "coordinateSystem": "geo", "z": 9, "cursor": "pointer",
        "label": {"show": few and len(rows) <= 8, "formatter": "{b}", "position": "top", "color": INK,
                  "fontSize": size - 1, "textBorderColor": "#FFFFFF", "textBorderWidth": 3},
        "data": [
            {
                "name": row[f"name_{language}"], "value": [row["lon"], row["lat"]], "site": row["id"],
                "symbol": SYMBOLS[row["tier"]], "symbolSize": 12 if few else 5,
                "itemStyle": {"color": (colour or {}).get(row["id"], TIER_COLOURS[row["tier"]]),
                              "borderColor": "#FFFFFF", "borderWidth": 1.2},
                "tooltip": {"formatter": lines_of(str(row[f"name_{language}"]))},
            }
            for row in rows.to_dict("records")
        ],
    }  # fmt: skip


def _apart(picture: Picture, facilities: Sequence[str]) -> list[str]:
    """Colours for facilities such that those near each other differ."""
    at = picture.sites.set_index("id").loc[list(facilities), ["lon", "lat"]].to_numpy(float)
    chosen: list[int] = []
    for k in range(len(at)):
        away = ((at[:k] - at[k]) ** 2).sum(axis=1)
        near = {chosen[j] for j in away.argsort()[:NEIGHBOURS].tolist()}
        counts = [(c in near, chosen.count(c), c) for c in range(len(PALETTE))]
        chosen.append(min(counts)[2])
    return [PALETTE[c] for c in chosen]
