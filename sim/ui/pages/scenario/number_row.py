"""A number that no lever sets, found by a search: an exact entry and the day from which it holds."""

from __future__ import annotations

from collections.abc import Callable

import solara

from sim.declare import Parameter
from sim.errors import Text
from sim.policy.wording import EVIDENCE
from sim.scenario import ALWAYS
from sim.ui.draft import Draft
from sim.ui.language import language, say
from sim.ui.pages.scenario.dials import name_of, scale_of, step_of
from sim.ui.pages.scenario.faults import sentence
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.number import Number

SINCE = Text("holds from the first day on", "自始生效")


@solara.component
def NumberRow(parameter: Parameter, draft: Draft, put: Callable[[Draft], None]) -> None:
    """Show a number of the model; a change holds from the start of the run."""
    given = draft.changes.number(parameter.path)
    base = draft.base
    value = given[-1][1] if given else base.values(base.begin)[parameter.path]
    scale = scale_of(parameter.unit)
    with solara.v.Html(tag="div", class_="sc-lever"):
        solara.v.Html(tag="div", class_="sc-dial-name", children=[say(name_of(parameter))])
        Number(
            say(name_of(parameter)), scale.shown(value),
            lambda shown: put(draft.with_number(parameter.path, {ALWAYS: scale.meant(shown)})),
            scale.shown(parameter.low), scale.shown(parameter.high), step_of(parameter), say(scale.unit),
            named=False,
        )  # fmt: skip
        told = f"{say(EVIDENCE[parameter.evidence])} · {parameter.source} · {say(SINCE)}"
        solara.v.Html(tag="p", class_="cc-muted cc-small", children=[told])
        for problem in draft.problems_of(parameter.path):
            Notice(sentence(problem).say(language()), bad=True)
