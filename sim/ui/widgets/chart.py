"""A chart with a description that can be read aloud, letters of the right size, and a button to save it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import solara

from sim.errors import Text
from sim.experiment.report.svg import FONTS
from sim.ui.language import say
from sim.ui.style import INK, PALETTE, font_size

SAVE = Text("PNG", "PNG")
SAVE_AS = Text("Save this chart as a picture (PNG)", "将此图保存为图片（PNG）")


@solara.component_vue("save_picture.vue")
def _SavePicture(chart: str, filename: str, label: str, short: str) -> None:
    """Button that saves the drawn chart; the browser makes the picture."""


@solara.component
def Chart(
    option: Mapping[str, Any],
    description: str,
    name: str = "chart",
    height: int = 360,
    maps: Mapping[str, Any] | None = None,
    on_click: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Show an ECharts option.

    Parameters
    ----------
    option
        The chart, without letters' size and description: these are added here.
    description
        One or two sentences in the session's language that say what the chart shows, for readers who
        cannot see it.
    name
        Name of the picture file, without ending.
    height
        Height, px.
    maps
        Maps by name as GeoJSON, registered when the chart is first drawn; another map needs another key.
    on_click
        Called with what was clicked: ``name``, ``seriesName``, ``dataIndex``, ``data``, ``value``.
    """
    element = solara.use_memo(lambda: f"chart-{uuid4().hex}", [])
    with solara.v.Html(tag="figure", class_="cc-figure"):
        _SavePicture(chart=element, filename=f"{name}.png", label=say(SAVE_AS), short=say(SAVE))
        solara.FigureEcharts(
            option=dressed(option, description, font_size()),
            maps=dict(maps or {}),
            on_click=on_click or _ignore,
            attributes={
                "id": element, "style": f"height: {height}px; width: 100%", "role": "img",
                "aria-label": description,
            },
            responsive=True,
        )  # fmt: skip


def dressed(option: Mapping[str, Any], description: str, size: int) -> dict[str, Any]:
    """Return the option with description, colours, letters of `size` px and calm movement.

    What the option says itself stays.
    """
    text = {"fontSize": size, "color": INK, "fontFamily": FONTS}
    legend = option.get("legend")
    if isinstance(legend, Mapping) and legend.get("top") == 0:  # beside the button that saves the chart
        option = {**option, "legend": {"width": "86%", **legend}}
    return {
        "color": list(PALETTE),
        "animationDuration": 300,
        "animationDurationUpdate": 300,
        **option,
        "textStyle": {**text, **option.get("textStyle", {})},
        "aria": {"enabled": True, "label": {"enabled": True, "description": description}},
    }


def _ignore(_clicked: dict[str, Any]) -> None:
    """Take a click that nobody asked for; Solara calls the function without looking whether there is one."""
