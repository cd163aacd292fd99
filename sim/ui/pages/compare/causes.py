"""Which measure causes how much, run on demand."""

from __future__ import annotations

from typing import Any

import solara

from sim.errors import Text, UserError
from sim.experiment.attribution.players import make_game
from sim.experiment.attribution.report import HOW, assumed_in
from sim.experiment.attribution.run import runs_of
from sim.experiment.attribution.table import KEYS, Plan, largest
from sim.ui.charts.waterfall import NOTE, waterfall
from sim.ui.language import language, say
from sim.ui.office import Ticket, office
from sim.ui.pages.compare.parts import INDICATOR, named, show, titles_of
from sim.ui.pages.compare.work import Attributed, Found, attributing
from sim.ui.session import kept, session_id
from sim.ui.style import font_size
from sim.ui.widgets.explain import Explain, Notice
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.ticket import Progress, use_ticket

WHAT = Text(
    "Runs the county with every combination of the measures (or with drawn orders where there are many) and "
    "tells what each adds.",
    "对各项措施的所有组合（措施较多时抽取加入次序）逐一模拟，给出每项措施的平均贡献。",
)
OF, BY, COUNT = Text("Scenario", "方案"), Text("Measures", "归因对象"), Text("Replicates", "重复次数")
WAYS = {"lever": Text("lever by lever", "逐项措施"), "family": Text("by family", "按类别")}
START = Text("Find the causes", "开始归因")
TITLE = Text("Attribution", "归因")
COUNTS = (2, 3, 5, 10)


@solara.component
def Causes(found: Found) -> None:
    """Show what to attribute, how many runs that takes, and what came out."""
    titles = titles_of(found)
    name, set_name = solara.use_state(next(iter(titles)))
    way, set_way = solara.use_state("family")
    count, set_count = solara.use_state(COUNTS[0])
    ticket = kept("compare.causes", _none())
    view = use_ticket(ticket.value)
    plan, fault = solara.use_memo(
        lambda: _plan(found, name if name in titles else next(iter(titles)), way, count),
        [id(found), name, way, count],
    )
    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(WHAT)])

    def run() -> None:
        if plan is not None:
            ticket.set(office().submit(session_id(), attributing(session_id(), plan), title=TITLE))

    with solara.v.Html(tag="div", class_="cc-row cc-picks"):
        Pick(say(OF), name, titles, set_name)
        with solara.v.Html(tag="div", class_="cc-narrow"):
            Pick(say(BY), way, {one: say(text) for one, text in WAYS.items()}, set_way)
        with solara.v.Html(tag="div", class_="cc-narrow"):
            Pick(
                say(COUNT),
                str(count),
                {str(one): str(one) for one in COUNTS},
                lambda one: set_count(int(one)),
            )
        if plan is not None:
            runs = runs_of(plan)
            solara.v.Html(
                tag="span", class_="cc-muted", children=[say(Text(f"{runs} runs", f"共 {runs} 次模拟"))]
            )
        solara.Button(
            say(START), icon_name="mdi-play", color="primary", on_click=run,
            disabled=view.waiting or plan is None,
        )  # fmt: skip
    if fault is not None:
        Notice(say(fault), bad=True)
    Progress(ticket.value)
    if view.result is not None:
        _Steps(view.result)


@solara.component
def _Steps(done: Attributed) -> None:
    """Show the steps of one indicator."""
    there = set(done.table["indicator"])
    offered = [key.indicator for key in KEYS if not key.group and key.indicator in there]
    indicator, choose = solara.use_state(offered[0])
    game = done.plan.game
    Pick(say(INDICATOR), indicator, named(offered), choose)
    rows = largest(done.table, indicator)
    first, last = (one.title.say(language()) for one in (game.a, game.b))
    show(waterfall(rows, first, last, language(), font_size()), f"causes-{indicator}", NOTE)
    Explain(f"{say(HOW[done.plan.is_exact])} {say(assumed_in(done.plan))}")


def _plan(found: Found, name: str, way: str, count: int) -> tuple[Plan | None, Text | None]:
    """What to run, or why there is nothing."""
    comparison = found.choice.comparison
    other = next(one for one in comparison.scenarios if one.name == name)
    try:
        game = make_game(comparison.scenarios[0], other, by_family=way == "family")
    except UserError as error:
        return None, error.text
    return Plan(game, comparison.sample, count), None


def _none() -> Ticket[Any] | None:
    return None
