"""Two lives on one axis of dates: where care was sought under each policy, and where the two part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sim.errors import Text
from sim.experiment.circumstances import Changed, FollowedUp, LongTerm
from sim.experiment.deeds import Deeds
from sim.experiment.happenings import Admitted, Chose, Discharged, Ended, Event, TurnedAway, Visited
from sim.experiment.reckoning import TIERS
from sim.experiment.story import Story
from sim.experiment.twin import Twin
from sim.ui.style import INK, LINE, MUTED, PALETTE

LANES = {
    "self": Text("the person", "个人情况"),
    "none": Text("no care, pharmacy", "未就医、药店"),
    "village": Text("village", "村"),
    "township": Text("township", "乡镇"),
    "county": Text("county", "县"),
    "outside": Text("outside", "县外"),
}
"""Rows of a life from the bottom up: what concerns the person alone, then care by tier."""
KINDS = {
    "visit": (Text("visit", "就诊"), "circle"),
    "stay": (Text("stay", "住院"), "rect"),
    "full": (Text("turned away", "未排上号"), "triangle"),
    "without": (Text("no care", "未就医"), "emptyCircle"),
    "pharmacy": (Text("pharmacy", "药店购药"), "diamond"),
    "team": (Text("seen by the team", "团队随访"), "roundRect"),
    "change": (Text("change", "情况变化"), "pin"),
}
"""Marks by kind: what it is called, and its shape."""
SAME, DIFFERS = PALETTE[5], PALETTE[1]
HERE = Text("the lives part", "由此分岔")
TIER_OF = {option: tier for tier, options in TIERS.items() for option in options}


class Mark(NamedTuple):
    """One event on the chart.

    Attributes
    ----------
    kind, lane : str
        Of `KINDS` and `LANES`.
    first, last : date
        Of a stay; the same day of anything else.
    row : int
        Place in `Twin.rows`.
    words : str
    differs, apart : bool
        Whether the day differs between the lives, and by more than money and minutes.
    """

    kind: str
    lane: str
    first: date
    last: date
    row: int
    words: str
    differs: bool
    apart: bool


def marks(twin: Twin, side: int, language: str) -> list[Mark]:
    """Return the marks of one life (0 for A, 1 for B), in order of day."""
    story, deeds = (twin.a, twin.b)[side], Deeds(language)
    found = []
    for k, row in enumerate(twin.rows):
        for event in (row.a, row.b)[side]:
            placed = _placed(event)
            if placed:
                last = _left(story, event) if isinstance(event, Admitted) else event.day
                words = f"{event.day} {deeds.of((row.a, row.b)[side])}"
                found.append(Mark(*placed, event.day, last, k, words, not row.same, row.apart))
    return found


def _placed(event: Event) -> tuple[str, str] | None:
    """Return kind and lane of an event; None of one that another event shows."""
    match event:
        case Chose(place=place) if place.option in ("none", "pharmacy"):
            return "without" if place.option == "none" else "pharmacy", "none"
        case Visited(place=place):
            return "visit", TIER_OF[place.option]
        case TurnedAway(place=place):
            return "full", TIER_OF[place.option]
        case Admitted(place=place):
            return "stay", TIER_OF[place.option]
        case FollowedUp(place=place) | LongTerm(place=place):
            return "team", TIER_OF[place.option]
        case Changed() | Ended(how="death"):
            return "change", "self"
    return None


def _left(story: Story, entered: Admitted) -> date:
    """Last day of a stay; that of the story when it lasts longer."""
    for event in story.events:
        left = isinstance(event, Discharged) and event.place == entered.place and event.need == entered.need
        if left and event.day >= entered.day:
            return event.day
    return story.until


def timelines(twin: Twin, language: str) -> dict[str, Any]:
    """Return the chart: A above, B below, dates aligned; a mark carries the place of its row in ``data.row``.

    Days on which more than money and minutes differs are larger, those that differ at all have a dark rim, so
    that colour is not the only sign.
    """
    dates = twin.a.start.isoformat(), twin.a.until.isoformat()
    names = [one.say(language) for one in LANES.values()]
    tops = ({"top": 48, "height": 128}, {"top": 192, "height": 128})
    # English names of months would come in the language of the browser, not of the page.
    month = {"year": "{yyyy}", "month": "{M}月" if language == "zh" else "{yyyy}-{MM}", "day": "{M}-{d}"}
    return {
        "legend": {
            "top": 0,
            "left": 8,
            "data": [{"name": words.say(language)} for words, _ in KINDS.values()],
        },
        "tooltip": {
            "trigger": "item",
            "formatter": "{b}",
            "confine": True,
            "extraCssText": "max-width: 380px; white-space: normal",
        },
        "grid": [{"left": 130, "right": 20, **place} for place in tops],
        "xAxis": [
            {
                "type": "time",
                "gridIndex": k,
                "min": dates[0],
                "max": dates[1],
                "axisLabel": {"show": k == 1, "formatter": month, "hideOverlap": True},
                "axisTick": {"show": k == 1},
                "splitLine": {"show": True, "lineStyle": {"color": LINE}},
            }
            for k in (0, 1)
        ],
        "yAxis": [
            {
                "type": "category",
                "gridIndex": k,
                "data": names,
                "axisTick": {"show": False},
                "splitLine": {"show": True, "lineStyle": {"color": LINE}},
            }
            for k in (0, 1)
        ],
        "title": [
            {
                "text": letter,
                "left": 4,
                "top": place["top"] + place["height"] // 2 - 14,
                "textStyle": {"fontSize": 20, "color": INK},
            }
            for letter, place in zip("AB", tops, strict=True)
        ],
        "dataZoom": [
            {
                "type": "slider",
                "xAxisIndex": [0, 1],
                "height": 16,
                "bottom": 4,
                "showDetail": False,
                "showDataShadow": False,
                "left": 130,
                "right": 20,
            }
        ],
        "series": [one for side in (0, 1) for one in _series(twin, side, language)],
    }


def _series(twin: Twin, side: int, language: str) -> Iterator[dict[str, Any]]:
    every = marks(twin, side, language)
    lanes = list(LANES)
    for kind, (words, symbol) in KINDS.items():
        mine = [one for one in every if one.kind == kind]
        common = {
            "name": words.say(language),
            "xAxisIndex": side,
            "yAxisIndex": side,
            "itemStyle": {"color": MUTED},
            "cursor": "pointer",
        }
        if kind == "stay":
            yield common | {
                "type": "line",
                "symbol": "rect",
                "symbolSize": 11,
                "connectNulls": False,
                "lineStyle": {"width": 7, "color": MUTED},
                "data": [point for one in mine for point in _bar(one, lanes)],
            }
            continue
        yield common | {
            "type": "scatter",
            "symbol": symbol,
            "data": [
                {
                    "value": [one.first.isoformat(), lanes.index(one.lane)],
                    "name": one.words,
                    "row": one.row,
                    "symbolSize": 15 if one.apart else 11,
                    "itemStyle": _style(one),
                }
                for one in mine
            ],
        }
    if twin.parting:
        early = 2 * (twin.parting - twin.a.start).days < (twin.a.until - twin.a.start).days
        yield {
            "type": "line",
            "name": HERE.say(language),
            "xAxisIndex": side,
            "yAxisIndex": side,
            "data": [],
            "markLine": {
                "symbol": "none",
                "silent": True,
                "data": [{"xAxis": twin.parting.isoformat()}],
                "lineStyle": {"color": DIFFERS, "width": 2, "type": "dashed"},
                "label": {
                    "show": side == 0,
                    "position": "end",
                    "align": "left" if early else "right",
                    "formatter": f"{twin.parting} {HERE.say(language)}",
                    "color": INK,
                },
            },
        }


def _bar(one: Mark, lanes: list[str]) -> list[dict[str, Any]]:
    """Two ends of a stay and a gap before the next."""
    ends = [
        {
            "value": [day.isoformat(), lanes.index(one.lane)],
            "name": one.words,
            "row": one.row,
            "itemStyle": _style(one),
        }
        for day in (one.first, one.last)
    ]
    return [*ends, {"value": [one.last.isoformat(), "-"]}]


def _style(one: Mark) -> dict[str, Any]:
    rim = {"borderColor": INK, "borderWidth": 1.5} if one.differs else {}
    return {"color": DIFFERS if one.apart else SAME, "opacity": 1.0 if one.differs else 0.7, **rim}
