"""The page of the map: layers of the county, and the story of the place that was clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.policy.wording import percent
from sim.ui.charts.ground import areas
from sim.ui.charts.ground.base import geojson, map_name
from sim.ui.language import language, say
from sim.ui.pages.map.layers import CHOSEN, LAYERS, Chosen, busiest, described, drawn
from sim.ui.pages.map.place import Place
from sim.ui.session import kept
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.runs import Captions, Choice, OfRuns
from sim.ui.widgets.toggle import Toggle

TITLE = Text("Map", "地图")
ICON = "mdi-map-outline"
NOTHING = Text(
    "No run yet. Choose a scenario above and run it: a 2 % sample takes a few seconds.",
    "尚无模拟结果。请在上方选择方案并开始模拟；2% 抽样数秒即可完成。",
)
LAYER = Text("Layer", "图层")
GOAL, MODE = Text("Way to", "目的地"), Text("Travelling by", "出行方式")
TIER, MEASURE = Text("Tier", "机构级别"), Text("Counted", "统计")
TIERS = {
    "village": Text("village clinics", "村卫生室"), "township": Text("township centres", "乡镇卫生院"),
    "county": Text("county hospitals", "县级医院"), CHOSEN: Text("the chosen facility", "所选机构"),
}  # fmt: skip
WITHIN, BAND = Text("People: {}.", "人口分布：{}。"), Text("{} min {}", "{} 分钟 {}")
HEIGHT, SMALL = 470, 400  # px


@solara.component
def Page() -> None:
    """Map of the latest picture of the session, and of another beside it where one was asked for."""
    OfRuns(TITLE, NOTHING, ICON, lambda shown: MapView(shown).key("-".join(map_name(one) for one in shown)))


@solara.component
def MapView(shown: list[Picture]) -> None:
    """One map with the story beside it, or two maps side by side with the story below.

    Parameters
    ----------
    shown
        One or two pictures, the latest first.
    """
    layer = kept("map.layer", "load")
    goal, mode = kept("map.goal", "general"), kept("map.mode", "bus")
    tier, measure = kept("map.tier", "township"), kept("map.measure", "visits")
    place: solara.Reactive[tuple[str, str]] = kept("map.place", ("site", busiest(shown[0])))

    def clicked(event: Mapping[str, Any]) -> None:
        data = event.get("data") or {}
        for kind in ("site", "village"):
            if isinstance(data, Mapping) and data.get(kind):
                place.set((kind, str(data[kind])))
                return

    with solara.v.Html(tag="div", class_="cc-row cc-noprint", style_="margin: 6px 0; min-height: 42px"):
        Toggle(
            LAYER, {one.id: one.label for one in LAYERS.values()}, layer,
            {one.id: one.icon for one in LAYERS.values()},
        )  # fmt: skip
        if layer.value == "travel":
            Choice(say(GOAL), {key: say(text) for key, text in areas.GOALS.items()}, goal, 12)
            Choice(say(MODE), {key: say(text) for key, text in areas.MODES.items()}, mode, 12)
        if layer.value == "catchment":
            Choice(say(TIER), {key: say(text) for key, text in TIERS.items()}, tier, 13)
        if layer.value in ("catchment", "flows"):
            Choice(say(MEASURE), {key: say(text) for key, text in areas.MEASURED.items()}, measure, 10)
    chosen = Chosen(layer.value, goal.value, mode.value, tier.value, measure.value, place.value)
    alone = len(shown) == 1
    with solara.v.Html(
        tag="div",
        style_="display: grid; gap: 14px; grid-template-columns: minmax(0, "
        + ("1.75fr) minmax(300px, 1fr)" if alone else "1fr) minmax(0, 1fr)"),
    ):
        for picture in shown:
            with solara.v.Html(tag="div", class_="cc-card", style_="padding: 8px 10px; margin: 0"):
                Captions([picture])
                OneMap(picture, chosen, clicked, HEIGHT if alone else SMALL)
        if alone:
            with solara.v.Html(tag="div", class_="cc-card", style_="margin: 0; overflow: hidden"):
                Place(shown[0], place)
    if not alone:
        with solara.v.Html(
            tag="div", style_="display: grid; gap: 14px; grid-template-columns: 1fr 1fr; margin-top: 14px"
        ):
            for picture in shown:
                with solara.v.Html(tag="div", class_="cc-card", style_="margin: 0; overflow: hidden"):
                    Place(picture, place)


@solara.component
def OneMap(
    picture: Picture, chosen: Chosen, clicked: Callable[[Mapping[str, Any]], None], height: int
) -> None:
    """Draw one picture on its ground."""
    tongue, size = language(), font_size()
    option = solara.use_memo(
        lambda: drawn(picture, chosen, tongue, size), [id(picture), chosen, tongue, size]
    )
    ground = solara.use_memo(lambda: {map_name(picture): geojson(picture)}, [id(picture)])
    Chart(
        option, described(picture, chosen, tongue), name=f"{picture.meta.scenario}-{chosen.layer}",
        height=height, maps=ground, on_click=clicked,
    )  # fmt: skip
    below = say(LAYERS[chosen.layer].told)
    if chosen.layer == "travel":
        shares = areas.people_by_band(picture, chosen.goal, chosen.mode)
        told = "；".join if tongue == "zh" else "; ".join
        parts = [say(BAND).format(name, say(percent(share, 0)))
                 for name, share in zip(areas.BAND_NAMES, shares, strict=True)]  # fmt: skip
        below = say(WITHIN).format(told(parts))
    solara.v.Html(
        tag="p", class_="cc-small cc-muted", style_="margin: 4px 0 0; min-height: 2.6em", children=[below]
    )  # fmt: skip
