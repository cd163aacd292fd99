"""The pages of the map and of flows: drawn in both languages, with stories of places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import solara

from sim.errors import Text
from sim.experiment.incentive import Line, Moved
from sim.experiment.picture import Picture
from sim.ui import pictures, session
from sim.ui.language import set_language
from sim.ui.pages import flows, map
from sim.ui.pages.flows.behaviour import ACTS, acts
from sim.ui.pages.flows.incentive import decisions, sums
from sim.ui.pages.flows.page import THEMES, FlowsView
from sim.ui.pages.map.layers import LAYERS, busiest
from sim.ui.pages.map.page import MapView
from sim.ui.pages.map.stories import facility_story, village_story
from sim.ui.widgets.runs import caption
from tests.pictures import small_picture, winter


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Every test is a session of its own."""
    session._kept.set({})
    yield
    session._kept.set({})
    set_language("zh")


def texts(element: Any) -> str:
    """Draw something; return all words that stand on it."""
    box, rc = solara.render(solara.AppLayout(children=[element]), handle_error=False)
    try:
        return " ".join(_words(box))
    finally:
        rc.close()


def _words(widget: Any) -> Iterator[str]:
    for child in getattr(widget, "children", ()):
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)
    for name in ("option", "v_model", "label"):
        value = getattr(widget, name, None)
        if value:
            yield str(value)


def test_without_a_run_the_pages_say_what_to_do() -> None:
    set_language("zh")
    for page in (map.Page, flows.Page):
        assert "尚无模拟结果" in texts(page())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_layer_is_drawn_with_the_story_of_the_busiest_place(language: str) -> None:
    set_language(language)
    pictures.show(small_picture(), winter())
    name = small_picture().sites.set_index("id").loc[busiest(small_picture()), f"name_{language}"]
    for layer in LAYERS:
        session.kept("map.layer", "load").set(layer)
        shown = texts(map.Page())
        assert name in shown and LAYERS[layer].label.say(language) in shown
        assert ("示意图" if language == "zh" else "Schematic") in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_theme_is_drawn(language: str) -> None:
    set_language(language)
    pictures.show(small_picture(), winter())
    for theme, label in THEMES.items():
        session.kept("flows.theme", "patients").set(theme)
        assert label.say(language) in texts(flows.Page())


def test_two_runs_stand_side_by_side() -> None:
    set_language("en")
    both = [small_picture(), small_picture()]
    shown = caption(both[0], "en")
    assert texts(MapView(both)).count(shown) == 2
    session.kept("flows.theme", "patients").set("purses")
    words = texts(FlowsView(both))
    assert words.count(shown) == 2


def test_two_pictures_stand_together_only_where_they_were_asked_for_together() -> None:
    set_language("en")
    one = small_picture()
    other = replace(one, meta=replace(one.meta, seed=one.meta.seed + 1, title=Text("The other", "另一个")))
    pictures.show(other, winter())
    pictures.show(one, winter())
    for together in (1, 2):
        session.kept("runs.together", 1).set(together)
        for page in (map.Page, flows.Page):
            assert texts(page()).count("The other") == together - 1


def test_the_latest_picture_comes_first_and_none_twice() -> None:
    picture = small_picture()
    pictures.show(picture, winter())
    pictures.show(picture, winter())
    assert pictures.pictures().value == (picture,)
    assert pictures.scenarios().value[picture.meta.fingerprint].name == winter().name


def test_the_story_of_a_facility_tells_its_numbers() -> None:
    picture = small_picture()
    hospital = busiest(picture)
    rows = picture.facilities[picture.facilities["id"] == hospital]
    told = facility_story(picture, hospital, "en")
    assert f"{rows['visits'].sum():,} outpatient visits" in " ".join(told)
    wait = picture.at_facilities("wait_minutes")[hospital]
    assert f"waited {wait:.0f} min on average" in " ".join(told)
    assert len(facility_story(picture, hospital, "zh")) == len(told)


def test_the_story_of_a_village_tells_where_its_people_go() -> None:
    picture = small_picture()
    use = picture.ways.groupby("village")["visits"].sum()
    told = " ".join(village_story(picture, str(use.idxmax()), "zh"))
    assert f"门急诊 {use.max():,.0f} 人次中" in told and "户籍人口" in told and "示意" in told


def test_every_place_has_a_story(small: Picture) -> None:
    for site in small.sites["id"]:
        assert facility_story(small, site, "zh")
    for village in small.villages["code"]:
        assert village_story(small, village, "en")


@pytest.fixture
def small() -> Picture:
    """The small picture."""
    return small_picture()


def test_behaviours_have_a_column_a_run() -> None:
    table = acts([small_picture(), small_picture()], "en")
    assert list(table.columns) == ["what", "unit", "run_0", "run_1"] and len(table) == len(ACTS)
    assert (table["run_0"] == table["run_1"]).all()


def test_sums_are_said_with_their_units() -> None:
    label = Text("bill", "费用")
    told = sums((Line(label, 12345.0, "fen"), Line(label, 0.25, "share"), Line(label, 1.5, "times")), "en")
    assert told["value"].tolist() == ["123.45 yuan", "25.00 %", "1.500"]
    moved = decisions((Moved(label, 0.1, 0.2, "share"),), "zh")
    assert moved.equals(pd.DataFrame([("费用", "10.00%", "20.00%")], columns=["what", "before", "after"]))
