"""The parts below the headline: month by month, for whom, goals, all values."""

from __future__ import annotations

from collections.abc import Sequence

import solara

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.goals import Reached, goals_of, reached
from sim.experiment.comparison.select import by_group, by_month, groups_offered, months_offered
from sim.indicators.burden import DIMENSIONS, Dimension
from sim.ui.charts import goals as goal_chart
from sim.ui.charts import months as month_chart
from sim.ui.charts.common import Option, description_of, height_of
from sim.ui.charts.groups import groups
from sim.ui.language import language, say
from sim.ui.pages.compare.work import Found
from sim.ui.session import kept
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.pick import Pick

INDICATOR, DIMENSION, SHOWN = Text("Indicator", "指标"), Text("Groups", "人群划分"), Text("Shown", "显示")
LEVELS, APART = Text("values", "数值"), Text("differences from the baseline", "与基准的差异")
NO_GROUPS = Text("This indicator is not told by these groups.", "该指标没有按此划分的结果。")
NO_GOALS = Text("No document sets a goal for what is compared here.", "没有文件为所比较的指标设定目标。")
WHICH = Text(
    "Goals of the scenarios compared, or of all documents where these set none. A goal that also holds in "
    "the baseline says nothing about a scenario.",
    "所示为各方案自身设定的目标；方案未设目标时列出各文件的目标。基准也能达到的目标不能说明方案的作用。",
)
GROUP_NOTE = Text(
    "Dots are mean differences, lines their 95 % intervals; hollow and dashed: cannot be told apart.",
    "圆点为均值差，线段为其 95% 区间；空心虚线表示无法区分。",
)
APART_KEY = "apart"
DIMENSION_ORDER = (
    Dimension.AGE, Dimension.INCOME, Dimension.INSURANCE, Dimension.DISTANCE, Dimension.ABSENCE,
)  # fmt: skip


def titles_of(found: Found) -> dict[str, str]:
    """Titles of the scenarios held against the baseline, by name."""
    return {one.name: one.title.say(language()) for one in found.choice.comparison.scenarios[1:]}


def named(ids: Sequence[str]) -> dict[str, str]:
    """Names of indicators by id."""
    return {one: words.labels()[one].say(language()) for one in ids}


def show(option: Option, name: str, note: Text) -> None:
    """Draw a chart with the sentence that tells how to read it."""
    Chart(option, description_of(option), name, height_of(option))
    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(note)])


@solara.component
def ByMonth(found: Found) -> None:
    """Show one indicator by month."""
    offered = months_offered(found.table)
    indicator = kept("compare.month", offered[0])
    apart = kept("compare.apart", True)
    if indicator.value not in offered:
        indicator.set(offered[0])
    with solara.v.Html(tag="div", class_="cc-row cc-picks"):
        Pick(say(INDICATOR), indicator.value, named(offered), indicator.set)
        ways = {"levels": say(LEVELS), APART_KEY: say(APART)}
        Pick(
            say(SHOWN), APART_KEY if apart.value else "levels", ways, lambda one: apart.set(one == APART_KEY)
        )
    rows = by_month(found.table, indicator.value)
    base = found.choice.comparison.scenarios[0].title.say(language())
    option = month_chart.months(
        rows, base, titles_of(found), language(), apart=apart.value, size=font_size()
    )  # fmt: skip
    show(option, f"months-{indicator.value}", month_chart.NOTES[apart.value])


@solara.component
def ByGroup(found: Found) -> None:
    """Show one indicator by groups of people."""
    offered = groups_offered(found.table)
    indicator = kept("compare.group", offered[0])
    dimension = kept("compare.dimension", DIMENSION_ORDER[0].name)
    with solara.v.Html(tag="div", class_="cc-row cc-picks"):
        Pick(say(INDICATOR), indicator.value, named(offered), indicator.set)
        ways = {one.name: say(DIMENSIONS[one]) for one in DIMENSION_ORDER}
        Pick(say(DIMENSION), dimension.value, ways, dimension.set)
    rows = by_group(found.table, indicator.value, Dimension[dimension.value])
    if not rows:
        Empty(say(NO_GROUPS))
        return
    base = found.choice.comparison.scenarios[0]
    option = groups(rows, words.groups(base.values(base.start)), titles_of(found), language(), font_size())
    show(option, f"groups-{indicator.value}-{dimension.value.lower()}", GROUP_NOTE)


@solara.component
def Goals(found: Found) -> None:
    """Show what is reached of the goals, a chart a unit."""
    comparison = found.choice.comparison
    all_ = reached(found.table, goals_of(comparison.scenarios))
    if not all_:
        Empty(say(NO_GOALS))
        return
    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(WHICH)])
    base = comparison.scenarios[0].title.say(language())
    by_unit: dict[str, list[Reached]] = {}
    for one in all_:
        by_unit.setdefault(one.unit, []).append(one)
    for unit, some in by_unit.items():
        option = goal_chart.goals(some, base, titles_of(found), language(), font_size())
        show(option, f"goals-{unit}", goal_chart.NOTE)
    colon = say(Text(": ", "："))
    with solara.v.Html(tag="ul", class_="cc-muted cc-small"):
        for source in dict.fromkeys(f"{say(one.label)}{colon}{one.source}" for one in all_):
            solara.v.Html(tag="li", children=[source])
