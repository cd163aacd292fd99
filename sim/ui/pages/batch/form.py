"""The form of a batch: scenario, what varies, how it is combined, how often it is repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import solara

from sim.declare import Parameter
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.policy.wording import percent
from sim.ui.choices import SAMPLES, Offer
from sim.ui.language import language, say
from sim.ui.pages.batch.plan import KINDS, LEVELS, POINTS, REPLICATES, Plan, dials
from sim.ui.widgets.pick import Pick

VARIES = Text("What varies", "改变什么")
BASE = Text("Scenario", "基础方案")
LEVERS = Text("Levers, off and on", "杠杆（关与开）")
NUMBERS = Text("Numbers of levers, over their range", "杠杆的取值（在合理范围内）")
COMBINED = Text("How values are combined", "组合方式")
LEVELS_ = Text("Values of each number", "每个数值取几档")
POINTS_ = Text("Points", "设计点数")
REPLICATES_ = Text("Replicates of each point", "每点重复次数")
DRAWN = Text("Uncertain numbers", "不确定参数")
CENTRAL_ONE = Text("central values", "取中心值")
DRAWN_ONE = Text("another draw in each replicate", "每次重复各抽一组")
SAMPLE = Text("Share of residents simulated", "模拟居民比例")
THREE = "grid-template-columns: repeat(auto-fit, minmax(12em, 1fr))"


@solara.component
def Form(plan: Plan, offers: Mapping[str, Offer], on_plan: Callable[[Plan], None]) -> None:
    """Show the form.

    Parameters
    ----------
    plan
        What is chosen.
    offers
        Scenarios that can be varied, by key.
    on_plan
        Called with another plan.
    """
    levers = load_levers()
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-labelledby": "batch-form"}):
        solara.v.Html(tag="h2", attributes={"id": "batch-form"}, children=[say(VARIES)])
        with solara.Column(gap="14px", style={"padding-top": "8px"}):
            titles = {key: say(one.title) for key, one in offers.items()}
            Pick(say(BASE), plan.base, titles, lambda key: on_plan(plan.on(offers[key])))
            _Several(
                say(LEVERS), plan.levers, {name: say(one.label) for name, one in levers.items()},
                lambda chosen: on_plan(replace(plan, levers=chosen)),
            )  # fmt: skip
            _Several(
                say(NUMBERS), plan.numbers, _numbers(plan.parameters, language()),
                lambda chosen: on_plan(replace(plan, numbers=chosen)),
            )  # fmt: skip
            with solara.v.Html(tag="div", class_="cc-grid", style_=THREE):
                Pick(
                    say(COMBINED), plan.kind, {one: say(text) for one, text in KINDS.items()},
                    lambda kind: on_plan(replace(plan, kind=kind)),
                )  # fmt: skip
                if plan.fills:
                    _Whole(say(POINTS_), plan.points, POINTS, lambda n: on_plan(replace(plan, points=n)))
                else:
                    _Whole(say(LEVELS_), plan.levels, LEVELS, lambda n: on_plan(replace(plan, levels=n)))
                _Whole(
                    say(REPLICATES_), plan.replicates, REPLICATES,
                    lambda n: on_plan(replace(plan, replicates=n)),
                )  # fmt: skip
                Pick(
                    say(DRAWN), str(plan.drawn), {"False": say(CENTRAL_ONE), "True": say(DRAWN_ONE)},
                    lambda chosen: on_plan(replace(plan, drawn=chosen == "True")),
                )  # fmt: skip
                Pick(
                    say(SAMPLE), f"{plan.sample:g}", {f"{one:g}": say(percent(one)) for one in SAMPLES},
                    lambda chosen: on_plan(replace(plan, sample=float(chosen))),
                )  # fmt: skip


@solara.component
def _Whole(label: str, value: int, choices: Sequence[int], on_value: Callable[[int], None]) -> None:
    Pick(label, str(value), {str(one): str(one) for one in choices}, lambda chosen: on_value(int(chosen)))


@solara.component
def _Several(
    label: str,
    chosen: tuple[str, ...],
    choices: Mapping[str, str],
    on_chosen: Callable[[tuple[str, ...]], None],
) -> None:
    """Show a choice of several, found by typing."""
    solara.v.Autocomplete(
        label=label, v_model=list(chosen), multiple=True, chips=True, deletable_chips=True, small_chips=True,
        items=[{"text": text, "value": key} for key, text in choices.items()], dense=True, outlined=True,
        hide_details=True, on_v_model=lambda found: on_chosen(tuple(one for one in found if one in choices)),
        attributes={"aria-label": label},
    )  # fmt: skip


def _numbers(parameters: Mapping[str, Parameter], language: str) -> dict[str, str]:
    """Return what the numbers of levers are called, with their range and unit."""
    return {
        path: f"{parameters[path].label.say(language)} ({one.low:g}–{one.high:g} {parameters[path].unit})"
        for path, one in dials().items()
        if path in parameters
    }
