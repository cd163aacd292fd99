"""Where the people of each township go for care by month: near home, to the hospitals, out of the county."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.tiers import NAMES, Tier
from sim.geography.tables import records
from sim.policy.wording import percent
from sim.ui.charts.ground.base import Option, ground, lines_of, month_name, names_of, playing
from sim.ui.style import INK, TIER_COLOURS

NEAR = ("village", "township")
AWAY = ("county", "neighbour", "city", "far")
WIDEST, NARROWEST = 14.0, 0.8  # px
LARGEST, SMALLEST = 40.0, 4.0  # px
OUTSIDE = {"left": 76, "right": 76, "top": 70}
"""Margin in px that leaves room for the names of places beyond the ground."""
ROOM = 0.07
"""How far beyond the drawn ground, in its own width, a place lies that is too far to be drawn."""
APART = math.radians(28)
"""Least angle between two such places, so that their names stay apart."""
NEARBY = Text("near home: clinics and centres", "就近：村卫生室、乡镇卫生院")
MEASURES = {"visits": Text("outpatient visits", "门急诊人次"), "stays": Text("discharges", "出院人次")}
COUNT = Text("{count:,.0f} {what} ({share} of the township's)", "{what} {count:,.0f}（占本乡镇 {share}）")
COLOURS = {"county": TIER_COLOURS["county"], **dict.fromkeys(AWAY[1:], TIER_COLOURS["outside"])}


def flows(picture: Picture, measure: str, language: str, size: int = 13) -> Option:
    """Lines from township seats to the tiers beyond, as wide as people go there; circles for care near home.

    Parameters
    ----------
    picture : Picture
    measure : str
        ``visits`` or ``stays``.
    language : str
    size : int
        Letters, px.
    """
    option = ground(picture, language, size)
    option["geo"] |= OUTSIDE
    spots = anchors(picture)
    table = picture.flows.merge(
        picture.townships[["code", "lon", "lat"]], left_on="township", right_on="code", how="left"
    )
    table["share"] = table[measure] / table.groupby(["month", "township"])[measure].transform("sum")
    named = names_of(picture.townships, "code", language)
    near = table[table["tier"].isin(NEAR)].groupby(["month", "township", "lon", "lat"], as_index=False)[
        [measure, "share"]
    ].sum()  # fmt: skip
    away = table[table["tier"].isin(list(spots)) & (table[measure] > 0)]
    widest = max(float(away[measure].max()) if len(away) else 1.0, 1.0)
    most = max(float(near[measure].max()) if len(near) else 1.0, 1.0)

    def series(month: str) -> list[Option]:
        def said(row: Mapping[str, Any], where: str) -> str:
            what = MEASURES[measure].say(language)
            return lines_of(
                f"{named[row['township']]} → {where} · {month_name(month, language)}",
                COUNT.say(language).format(
                    count=row[measure],
                    what=what,
                    share=percent(row["share"], 0).say(language),
                ),
            )

        here = records(near[near["month"] == month])
        lines = [
            {
                "id": tier,
                "data": [
                    {
                        "coords": [[row["lon"], row["lat"]], list(spots[tier])],
                        "lineStyle": {"width": _width(row[measure], widest)},
                        "value": int(row[measure]), "township": row["township"],
                        "tooltip": {"formatter": said(row, _tier(tier, language))},
                    }
                    for row in records(away[(away["month"] == month) & (away["tier"] == tier)])
                ],
            }
            for tier in spots
        ]  # fmt: skip
        circles = {
            "id": "near",
            "data": [
                {
                    "name": named[row["township"]], "value": [row["lon"], row["lat"], int(row[measure])],
                    "township": row["township"],
                    "symbolSize": round(max(SMALLEST, LARGEST * math.sqrt(row[measure] / most)), 1),
                    "tooltip": {"formatter": said(row, NEARBY.say(language))},
                }
                for row in here
            ],
        }  # fmt: skip
        return [circles, *lines]

    first = series(picture.meta.months[0])
    option["series"] += [
        _circles(language) | first[0],
        *(_lines(one["id"], language) | one for one in first[1:]),
    ]
    option["series"].append(_goals(picture, spots, language, size))
    option["legend"] = {
        "data": [NEARBY.say(language)], "left": 4, "top": 28, "padding": 6, "itemWidth": 14,
        "backgroundColor": "rgba(255,255,255,0.85)", "textStyle": {"fontSize": size - 1, "color": INK},
    }  # fmt: skip
    return playing(option, [series(month) for month in picture.meta.months], picture.meta, language, size)


def anchors(picture: Picture) -> dict[str, tuple[float, float]]:
    """Where the lines to each tier end: the county's busiest hospital, and points at the edge of the ground.

    Places beyond the ground are put at its edge in their direction, apart from each other.
    """
    sites = picture.sites
    visits = picture.facilities.groupby("id")["visits"].sum()
    points = np.array([point for _, rings in picture.cells for ring in rings for point in ring])
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    found: dict[str, tuple[float, float]] = {}
    taken: list[float] = []
    for tier in AWAY:
        rows = sites[(sites["tier"] == tier) & (sites["inside"] | (tier != "county"))]
        if not len(rows):
            continue
        busiest = int(rows["id"].map(visits).fillna(0).to_numpy().argmax())
        at = rows[["lon", "lat"]].to_numpy(float)[busiest]
        if tier != "county" and (np.abs(at - middle) > half).any():
            at = _edge(at - middle, middle, half, taken)
        found[tier] = (float(at[0]), float(at[1]))
    return found


def _edge(way: np.ndarray[Any, Any], middle: Any, half: Any, taken: list[float]) -> Any:
    """Point at the edge of the ground in a direction, turned until it is apart from those before it."""
    angle = math.atan2(way[1] / half[1], way[0] / half[0])
    turns = [k * APART / 2 for n in range(1, 25) for k in (n, -n)]
    for turn in [0.0, *turns]:
        if all(abs(math.remainder(angle + turn - one, math.tau)) >= APART for one in taken):
            angle += turn
            break
    taken.append(angle)
    x, y = math.cos(angle), math.sin(angle)
    reach = 1.0 + ROOM
    stretch = reach / max(abs(x), abs(y))
    return middle + half * np.array([x, y]) * stretch


def _width(count: float, widest: float) -> float:
    return round(max(NARROWEST, WIDEST * count / widest), 2)


def _tier(tier: str, language: str) -> str:
    return NAMES[Tier[tier.upper()]].say(language)


def _circles(language: str) -> Option:
    return {
        "name": NEARBY.say(language), "type": "scatter", "coordinateSystem": "geo", "z": 6,
        "cursor": "pointer",
        "itemStyle": {"color": TIER_COLOURS["village"], "opacity": 0.75, "borderColor": "#FFFFFF"},
    }  # fmt: skip


def _lines(tier: str, language: str) -> Option:
    dashed = {"county": "solid", "neighbour": "dotted", "city": "solid", "far": "dashed"}[tier]
    return {
        "name": _tier(tier, language), "type": "lines", "coordinateSystem": "geo", "z": 4, "symbol": "none",
        "lineStyle": {"color": COLOURS[tier], "opacity": 0.55, "curveness": 0.18, "type": dashed},
        "itemStyle": {"color": COLOURS[tier]},
        "emphasis": {"lineStyle": {"opacity": 0.95}},
        "effect": {"show": True, "period": 5, "trailLength": 0, "symbol": "arrow", "symbolSize": 7,
                   "color": COLOURS[tier]},
    }  # fmt: skip


def _goals(picture: Picture, spots: Mapping[str, tuple[float, float]], language: str, size: int) -> Option:
    west, east = picture.villages["lon"].min(), picture.villages["lon"].max()

    def towards(lon: float) -> str:
        return "left" if lon < west else "right" if lon > east else "center"

    return {
        "id": "goals", "type": "scatter", "coordinateSystem": "geo", "z": 8, "silent": True,
        "label": {"show": True, "position": "top", "formatter": "{b}", "fontSize": size, "fontWeight": "bold",
                  "color": INK, "textBorderColor": "#FFFFFF", "textBorderWidth": 3},
        "data": [
            {
                "name": _tier(tier, language), "value": list(at), "label": {"align": towards(at[0])},
                "symbol": "diamond" if tier == "county" else "triangle", "symbolSize": 14,
                "itemStyle": {"color": COLOURS[tier], "borderColor": "#FFFFFF", "borderWidth": 1},
            }
            for tier, at in spots.items()
        ],
    }  # fmt: skip
