"""A number that no lever sets, found by a search: exact values, each from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import solara

from sim.declare import Parameter
from sim.errors import Text
from sim.policy.wording import EVIDENCE, quantity, span
from sim.reading import ALWAYS
from sim.scenario.timeline import START_ONLY
from sim.ui.draft import Draft
from sim.ui.language import language, say
from sim.ui.pages.scenario.day import Day
from sim.ui.pages.scenario.dials import choices, name_of, scale_of, step_of
from sim.ui.pages.scenario.faults import sentence
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.number import Number
from sim.ui.widgets.pick import Pick

Values = dict[date, float]
SINCE = Text("From (empty: the start)", "起始日（留空即自始）")
ADD, REMOVE = Text("Another value from a later day", "此后另取一值"), Text("Remove this value", "删除此值")
AT_START = Text("holds for the whole run", "全程不变")
BASE = Text("starting point: {}", "起点：{}")
RANGE = Text("range {}", "范围 {}")
TAKEN = Text("there is a value from this day on already", "该日已有取值")
ON, OFF = Text("on", "开"), Text("off", "关")


def values_of(parameter: Parameter, draft: Draft) -> Values:
    """Values of a number in a draft by day; those of its starting point where the draft gives none."""
    base, path = draft.base, parameter.path
    given = draft.changes.number(path) or base.timeline.get(path, ())
    return dict(given) or {ALWAYS: base.values(base.begin)[path]}


def with_value_on(values: Values, day: date, value: float) -> Values:
    """Return the values with another one from a day on."""
    return dict(sorted((values | {day: value}).items()))


def moved_to(values: Values, day: date, to: date) -> Values | None:
    """Return the values with one of them from another day on; None where that day has one."""
    if to in values and to != day:
        return None
    return dict(sorted((to if one == day else one, value) for one, value in values.items()))


def written(values: Values, begin: date) -> Values:
    """Return the values as a scenario file can say them: the first of several from the warm-up on."""
    if len(values) < 2 or ALWAYS not in values:
        return values
    return {max(day, begin) if day == ALWAYS else day: value for day, value in values.items()}


def next_day(values: Values, draft: Draft) -> date:
    """Return the day offered for another value: the first counted one, then the next month's first."""
    start = draft.base.start
    last = max(values)
    if last < start:
        return start
    return date(last.year + last.month // 12, last.month % 12 + 1, 1)


@solara.component
def NumberRow(parameter: Parameter, draft: Draft, put: Callable[[Draft], None]) -> None:
    """Show a number of the model with its values by day."""
    values = values_of(parameter, draft)
    at_once = parameter.path.startswith(START_ONLY)

    def give(found: Values) -> None:
        put(draft.with_number(parameter.path, written(found, draft.base.begin)))

    with solara.v.Html(tag="div", class_="sc-lever sc-number"):
        solara.v.Html(tag="div", class_="sc-dial-name", children=[say(name_of(parameter))])
        for day in values:
            _Value(parameter, values, day, give, None if at_once else draft.base.begin).key(
                f"{parameter.path}-{list(values).index(day)}"
            )
        told = [say(EVIDENCE[parameter.evidence]), parameter.source]
        room = say(span(parameter.low, parameter.high, parameter.unit))
        if room and parameter.unit not in ("kind", "switch"):
            told.append(say(RANGE).format(room))
        if draft.changes.number(parameter.path) and parameter.unit != "kind":
            before = draft.base.values(draft.base.begin)[parameter.path]
            told.append(say(BASE).format(say(quantity(before, parameter.unit))))
        if at_once:
            told.append(say(AT_START))
        solara.v.Html(tag="p", class_="cc-muted cc-small", children=[" · ".join(one for one in told if one)])
        if not at_once:
            solara.Button(
                say(ADD), icon_name="mdi-plus", text=True, small=True,
                on_click=lambda: give(with_value_on(values, next_day(values, draft), values[max(values)])),
            )  # fmt: skip
        for problem in draft.problems_of(parameter.path):
            Notice(sentence(problem).say(language()), bad=True)


@solara.component
def _Value(
    parameter: Parameter, values: Values, day: date, give: Callable[[Values], None], begin: date | None
) -> None:
    """One value and the day from which it holds; `begin` is the run's first, None for a whole run's value."""

    def set_(value: float) -> None:
        give(with_value_on(values, day, value))

    def move(to: date | None) -> Text | None:
        found = moved_to(values, day, to or ALWAYS)
        if found is None:
            return TAKEN
        give(found)
        return None

    def remove() -> None:
        give({one: value for one, value in values.items() if one != day})

    with solara.v.Html(tag="div", class_="sc-value"):
        _Entry(parameter, values[day], set_)
        if begin:
            Day(say(SINCE), None if day <= begin else day, move)
        if len(values) > 1:
            solara.Button(
                icon_name="mdi-close", icon=True, small=True, on_click=remove,
                attributes={"aria-label": say(REMOVE), "title": say(REMOVE)},
            )  # fmt: skip


@solara.component
def _Entry(parameter: Parameter, value: float, on_value: Callable[[float], None]) -> None:
    """The control of a value: a slider with an exact entry, or a choice of named kinds."""
    label = say(name_of(parameter))
    if parameter.unit in ("kind", "switch"):
        named = choices(parameter) if parameter.unit == "kind" else ((0.0, OFF), (1.0, ON))
        Pick(
            label, f"{value:g}", {f"{one:g}": say(text) for one, text in named},
            lambda chosen: on_value(float(chosen)),
        )  # fmt: skip
        return
    scale = scale_of(parameter.unit)
    Number(
        label, scale.shown(value), lambda shown: on_value(scale.meant(shown)), scale.shown(parameter.low),
        scale.shown(parameter.high), step_of(parameter), say(scale.unit), named=False,
    )  # fmt: skip
