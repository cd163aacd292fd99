"""The story of one place beside the map: sentences and small charts."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pandas as pd
import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.ui import pictures
from sim.ui.charts import story
from sim.ui.charts.ground.base import names_of, place_of
from sim.ui.language import language, say
from sim.ui.pages.map.stories import facility_story, village_story
from sim.ui.pages.person import begin
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart

FACILITY, VILLAGE = Text("Facility", "机构"), Text("Village", "村（社区）")
HOW = Text(
    "Click a facility or a village on the map, or choose one here, for its story.",
    "点击地图上的机构或村，或在此处选择，查看其详情。",
)
MONTHS = Text("By month", "逐月情况")
WHERE = Text("Where its people go", "居民去向")
FOLLOW = Text("Follow people who live here", "跟踪本村居民")
TRUST = Text("What it believes of each place (0–1)", "对各处的信任（口碑，0–1）")


@solara.component
def Place(picture: Picture, chosen: solara.Reactive[tuple[str, str]]) -> None:
    """Pick a place, and read its story."""
    tongue = language()
    kind, name = chosen.value
    sites, villages = solara.use_memo(
        lambda: (_listed(picture.sites, "id", tongue), _listed(picture.villages, "code", tongue)),
        [id(picture), tongue],
    )
    with solara.v.Html(tag="div", style_="display: grid; grid-template-columns: 1fr 1fr; gap: 8px"):
        for what, label, items in (("site", FACILITY, sites), ("village", VILLAGE, villages)):
            _Pick(say(label), items, name if kind == what else None, what, chosen)
    known = {one["value"] for one in (sites if kind == "site" else villages)}
    if not name or name not in known:
        solara.v.Html(tag="p", class_="cc-muted", style_="margin-top: 10px", children=[say(HOW)])
        return
    _Story(picture, kind, name, tongue)


@solara.component
def _Pick(
    label: str, items: list[dict[str, str]], value: str | None, kind: str,
    chosen: solara.Reactive[tuple[str, str]],
) -> None:  # fmt: skip
    solara.v.Autocomplete(
        label=label, items=items, v_model=value, clearable=True, dense=True, outlined=True, hide_details=True,
        on_v_model=lambda one: chosen.set((kind, one) if one else ("", "")), style_="margin-bottom: 8px",
        attributes={"aria-label": label},
    )  # fmt: skip


@solara.component
def _Story(picture: Picture, kind: str, name: str, tongue: str) -> None:
    table, key = (picture.sites, "id") if kind == "site" else (picture.villages, "code")
    size = font_size() - 1
    title = str(place_of(table, key, name)[f"name_{tongue}"])
    told = facility_story if kind == "site" else village_story
    lines = solara.use_memo(lambda: told(picture, name, tongue), [id(picture), kind, name, tongue])
    solara.v.Html(tag="h2", children=[title])
    with solara.v.Html(
        tag="ul", class_="cc-small", style_="padding-left: 18px; margin: 0 0 8px; line-height: 1.4"
    ):
        for line in lines:
            solara.v.Html(tag="li", children=[line])
    if kind == "site":
        if (picture.facilities["id"] == name).any():
            solara.v.Html(tag="h3", children=[say(MONTHS)])
            Chart(
                story.facility_months(picture, name, tongue, size), f"{title}: {' '.join(lines)}",
                f"{name}-months", height=15 * size,
            )  # fmt: skip
        return
    _Follow(picture, name)
    solara.v.Html(tag="h3", children=[say(WHERE)])
    Chart(
        story.where_to(picture, name, tongue, size), f"{title}: {lines[-1]}", f"{name}-where",
        height=66 + 5 * size,
    )  # fmt: skip
    solara.v.Html(tag="h3", children=[say(TRUST)])
    Chart(
        story.trust(picture, name, tongue, size), f"{title}: {say(TRUST)}", f"{name}-trust", height=20 * size
    )  # fmt: skip


@solara.component
def _Follow(picture: Picture, village: str) -> None:
    """Lead to the lives of people of a village under this policy and another, where there is another."""
    scenario = pictures.scenarios().value.get(picture.meta.fingerprint)
    keys = begin.known(scenario) if scenario else None
    if keys:
        row = place_of(picture.villages, "code", village)
        called = Text(str(row["name_en"]), str(row["name_zh"]))
        with solara.v.Html(tag="div", class_="cc-row", style_="margin-bottom: 8px"):
            begin.ToPerson(say(FOLLOW), partial(begin.look_in, village, called, keys))


def _listed(table: pd.DataFrame, key: str, tongue: str) -> list[dict[str, str]]:
    """Places to choose from, by name with their id where several share one."""
    names = names_of(table, key, tongue)
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    return [
        {"text": f"{name}（{code}）" if name in shared else name, "value": code}
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
