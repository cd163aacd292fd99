"""Layers of the map: what each shows, which chart draws it, and how it is told to who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.ui.charts.ground import areas, flows, heat, sites
from sim.ui.charts.ground.base import Option, honesty


@dataclass(frozen=True)
class Layer:
    """A layer.

    Attributes
    ----------
    id : str
    label : Text
    icon : str
    told : Text
        What the map shows, in a sentence.
    """

    id: str
    label: Text
    icon: str
    told: Text


LAYERS = {
    one.id: one
    for one in (
        Layer("load", Text("Load", "负荷"), "mdi-hospital-building", Text(
            "Facilities by month: the area of a mark is its outpatient visits, its shape the tier.",
            "逐月机构负荷：图形面积为门急诊人次，形状为机构级别。",
        )),
        Layer("flows", Text("Flows", "流向"), "mdi-transit-connection-variant", Text(
            "Lines from each township to county, neighbouring, city and far hospitals by month, as wide as "
            "people go there; circles are care near home.",
            "逐月就医流向：线宽为各乡镇居民前往县级、邻县、市级、市外医院的人次，圆为就近就诊。",
        )),
        Layer("catchment", Text("Catchments", "服务范围"), "mdi-hexagon-multiple-outline", Text(
            "Villages coloured by the facility of the tier that most of their people use, the stronger the "
            "larger its share (white: nobody went); of a chosen facility, its share in every village.",
            "按居民最常使用的机构为各村着色，颜色越深占比越大，白色为无人就诊；选中机构时显示其在各村的占比。",
        )),
        Layer("travel", Text("Travel time", "出行时间"), "mdi-clock-outline", Text(
            "Villages in bands of minutes one way, the darker the farther.",
            "按单程时间分级的各村，颜色越深越远。",
        )),
        Layer("beds", Text("Beds", "床位"), "mdi-hotel", Text(
            "Facilities with beds by month: the area of a mark is its beds, the colour the share in use.",
            "逐月床位：图形面积为床位数，颜色为病床使用率。",
        )),
        Layer("waits", Text("Waiting", "候诊"), "mdi-account-clock-outline", Text(
            "Facilities by month: the area of a mark is its visits, the colour the mean wait in minutes.",
            "逐月候诊：图形面积为门急诊人次，颜色为平均候诊分钟数。",
        )),
    )
}  # fmt: skip


CHOSEN = "chosen"
"""In the place of a tier: the catchment of the facility that was clicked."""


@dataclass(frozen=True)
class Chosen:
    """What is chosen on the page.

    Attributes
    ----------
    layer : str
        Id of a layer.
    goal, mode : str
        Of travel.
    tier, measure : str
        Of catchments; the measure also of flows.
    place : tuple of (str, str)
        Kind (``site`` or ``village``) and id or code of the place that was clicked; empty for none.
    """

    layer: str
    goal: str
    mode: str
    tier: str
    measure: str
    place: tuple[str, str] = ("", "")


def drawn(picture: Picture, chosen: Chosen, language: str, size: int) -> Option:
    """Draw the chosen layer."""
    if chosen.layer == "flows":
        return flows.flows(picture, chosen.measure, language, size)
    if chosen.layer == "travel":
        return areas.travel(picture, chosen.goal, chosen.mode, language, size)
    if chosen.layer == "catchment":
        kind, name = chosen.place
        if chosen.tier == CHOSEN:
            if kind != "site" or name not in set(picture.sites["id"]):
                name = busiest(picture)
            return areas.catchment_of(picture, name, chosen.measure, language, size)
        return areas.catchment(picture, chosen.tier, chosen.measure, language, size)
    if chosen.layer in ("beds", "waits"):
        return heat.heat(picture, heat.BEDS if chosen.layer == "beds" else heat.WAITS, language, size)
    return sites.load(picture, language, size)


def busiest(picture: Picture) -> str:
    """Id of the facility of the county with the most visits."""
    inside = picture.facilities[
        picture.facilities["id"].isin(picture.sites.loc[picture.sites["inside"], "id"])
    ]
    return str(inside.groupby("id")["visits"].sum().idxmax())


def described(picture: Picture, chosen: Chosen, language: str) -> str:
    """Describe the map in words."""
    return f"{LAYERS[chosen.layer].told.say(language)} {honesty(picture.meta, language)}"
