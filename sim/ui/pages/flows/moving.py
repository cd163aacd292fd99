"""Patients between tiers, and referrals in both directions."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.ui.charts import funnel, sankeys
from sim.ui.charts.ground.base import month_name
from sim.ui.language import language, say
from sim.ui.session import kept
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.explain import Explain
from sim.ui.widgets.runs import Choice

MONTH, WHOLE = Text("Month", "月份"), Text("all months", "全部月份")
VISITS = Text(
    "From home to where they are first seen, and on to another tier (visits)",
    "从家中到首诊机构，再到其他级别机构（人次）",
)
STAYS = Text("From the last visit to a bed (stays)", "从末次就诊到住院（人次）")
READ = Text(
    "A first visit begins an episode of illness; who is seen again in the same episode at another tier moves "
    "on. Return visits at the same tier are not drawn. A stay comes from the tier of the person's visit "
    "before it; a stay at a township centre from a hospital is one that came down.",
    "首诊指一次病程中的第一次就诊；同一病程在其他级别机构再次就诊即为续诊，同级复诊不画。"
    "住院来自该患者此前最后一次就诊的机构；由医院到乡镇卫生院的住院即为下转。",
)
DESCRIBED = Text(
    "Patients between tiers. First visits: {first:,}. To another tier in the same episode: {again:,}. "
    "Stays: {stays:,}.",
    "患者在各级机构间的流向。首诊 {first:,} 人次，同一病程转往其他级别 {again:,} 人次，住院 {stays:,} 人次。",
)
FUNNEL = Text(
    "{way}: {offered:,} offered, {served:,} ended in care.", "{way}：提出 {offered:,}，完成诊疗 {served:,}。"
)
LINKED = Text(
    "Counts are referrals in all counted months. Orange bars are where they were lost; what came back is a "
    "part of those that ended in care.",
    "为全部统计月份的转诊人次。橙色为流失环节；转回或未能留治者是完成诊疗者的一部分。",
)


@solara.component
def Patients(picture: Picture, alone: bool) -> None:
    """Rivers of visits and of stays, of all months or one."""
    tongue, size = language(), font_size()
    month = kept("flows.month", "")
    named = {"": say(WHOLE)} | {one: month_name(one, tongue) for one in picture.meta.months}
    chosen = month.value if month.value in named else ""
    with solara.v.Html(tag="div", class_="cc-row", style_="margin-top: 6px"):
        Choice(say(MONTH), named, month, 11)
    steps = picture.steps if not chosen else picture.steps[picture.steps["month"] == chosen]
    moved = steps[(steps["step"] == "again") & (steps["origin"] != steps["tier"])]
    told = say(DESCRIBED).format(
        first=int(steps.loc[steps["step"] == "first", "count"].sum()), again=int(moved["count"].sum()),
        stays=int(steps.loc[steps["step"] == "stay", "count"].sum()),
    )  # fmt: skip
    name = f"{picture.meta.scenario}-patients"
    style = "display: grid; gap: 14px; grid-template-columns: 1.5fr 1fr" if alone else ""
    with solara.v.Html(tag="div", style_=style):
        with solara.v.Html(tag="div"):
            solara.v.Html(tag="h3", children=[say(VISITS)])
            Chart(sankeys.patients(picture, tongue, chosen, size), told, name, height=33 * font_size())
        with solara.v.Html(tag="div"):
            solara.v.Html(tag="h3", children=[say(STAYS)])
            Chart(
                sankeys.stays(picture, tongue, chosen, size), told, f"{name}-stays", height=33 * font_size()
            )
    Explain(say(READ))


@solara.component
def Referrals(picture: Picture, alone: bool) -> None:
    """The funnel up, out and down."""
    tongue = language()
    columns = "1fr 1fr 1fr" if alone else "1fr"
    with solara.v.Html(
        tag="div", style_=f"display: grid; gap: 14px; grid-template-columns: {columns}; margin-top: 8px"
    ):
        for way, label in funnel.WAYS.items():
            rows = funnel.stages(picture, way)
            served = next(count for text, count, _ in rows if text is funnel.SERVED)
            told = say(FUNNEL).format(way=say(label), offered=rows[0][1], served=served)
            Chart(
                funnel.funnel(picture, way, tongue, font_size() - 1), told,
                f"{picture.meta.scenario}-referrals-{way}", height=330,
            )  # fmt: skip
    solara.v.Html(tag="p", class_="cc-small cc-muted", children=[say(LINKED)])
