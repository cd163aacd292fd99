"""One lever on the page: a switch with one line about it, and when opened its numbers, days and people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import solara

from sim.declare import load_parameters
from sim.errors import Text
from sim.policy.alone import MOST_RAMP
from sim.policy.catalogue import load_levers
from sim.policy.groups import LABELS, NAMES, Trait
from sim.policy.lever import Dial
from sim.policy.use import LeverUse, group_names
from sim.policy.wording import AUTHORITIES, quantity
from sim.reading import ALWAYS
from sim.scenario.grounds import grounds
from sim.ui.draft import Draft
from sim.ui.language import say
from sim.ui.pages.scenario.about import About
from sim.ui.pages.scenario.day import Day
from sim.ui.pages.scenario.dials import choices, marks, name_of, scale_of, step_of
from sim.ui.pages.scenario.faults import Faults
from sim.ui.pages.scenario.uses import (
    altered,
    fresh,
    switched,
    uses_of,
    value_of,
    with_days,
    with_uses,
    with_value,
)
from sim.ui.pages.scenario.where import PickWhere
from sim.ui.widgets.number import Number

Put = Callable[[Draft], None]
CHANGED = Text("changed", "已调整")
ASSUMED = Text("assumption", "假设")
IDENTIFIED = Text("identified", "已识别")
SET = Text("Set", "设定")
FOLD = Text("Fold", "收起")
START, END = Text("From", "起始日"), Text("Last day", "结束日")
RAMP = Text("Days to full effect", "逐步到位天数")
WHO = Text("For whom (empty: everybody)", "面向人群（不选即全部）")
MORE = Text("Also for other places, people or days", "对其他地点、人群或时段另设")
LESS = Text("Take this part away", "删除此项设置")
RANGE = Text("Named values", "常用取值")


@solara.component
def LeverRow(id_: str, draft: Draft, put: Put, is_open: bool, on_open: Callable[[], None]) -> None:
    """Show a lever of the draft.

    Parameters
    ----------
    id_
        Lever.
    put
        Takes the changed draft.
    is_open
        Whether its numbers are shown.
    on_open
        Asked to show or hide them.
    """
    lever = load_levers()[id_]
    uses = uses_of(draft, id_)
    label = say(lever.label)
    with solara.v.Html(tag="div", class_="sc-lever" + (" sc-open" if is_open else "")):
        with solara.v.Html(tag="div", class_="sc-head"):
            solara.v.Switch(
                v_model=bool(uses), on_v_model=lambda on: put(switched(draft, id_, bool(on))), label=label,
                dense=True, hide_details=True, inset=True, class_="sc-switch",
            )  # fmt: skip
            _Chips(id_, draft)
            solara.Button(
                say(FOLD if is_open else SET), text=True, small=True, on_click=on_open,
                attributes={
                    "aria-expanded": str(is_open).lower(),
                    "aria-label": f"{say(FOLD if is_open else SET)} {label}",
                },
            )  # fmt: skip
        solara.v.Html(tag="p", class_="cc-muted cc-small sc-line", children=[say(lever.decision)])
        Faults(draft, id_, put)
        if is_open:
            for at in range(len(uses)):
                _Use(id_, draft, at, put).key(f"{id_}-{at}")
            if not uses:
                solara.v.Html(tag="p", class_="cc-small", children=[say(NOT_ON)])
            with solara.v.Html(tag="div", class_="cc-row"):
                About(id_, draft)
                if uses:
                    solara.Button(
                        say(MORE), icon_name="mdi-plus", text=True, small=True,
                        on_click=lambda: put(with_uses(draft, id_, (*uses, fresh(draft, id_)))),
                    )  # fmt: skip


NOT_ON = Text("Switch it on to set its numbers and days.", "启用后可设定取值与日期。")


@solara.component
def _Chips(id_: str, draft: Draft) -> None:
    lever = load_levers()[id_]
    with solara.v.Html(tag="span", class_="sc-chips"):
        if draft.changes.uses(id_) is not None:
            solara.v.Html(tag="span", class_="cc-chip sc-changed", children=[say(CHANGED)])
        known = grounds(id_, draft.base.posterior).identified
        solara.v.Html(
            tag="span", class_="cc-chip" if known else "cc-chip cc-chip-warn",
            children=[say(IDENTIFIED if known else ASSUMED)],
        )  # fmt: skip
        solara.v.Html(tag="span", class_="cc-chip", children=[say(AUTHORITIES[lever.changed_by])])


@solara.component
def _Use(id_: str, draft: Draft, at: int, put: Put) -> None:
    """One use: its days, its people, its numbers."""
    lever = load_levers()[id_]
    use = uses_of(draft, id_)[at]

    def alter(change: Callable[[LeverUse], LeverUse]) -> None:
        put(altered(draft, id_, at, change))

    with solara.v.Html(tag="div", class_="sc-use"):
        for path, dial in lever.dials.items():
            _Dial(path, dial, value_of(use, path), lambda value, path=path: alter(
                lambda one: with_value(one, path, value)
            )).key(path)  # fmt: skip
        _Days(use, alter)
        if lever.reaches and lever.reaches != ("people",):
            PickWhere(
                use.where, lever, draft.base, lambda where: alter(lambda one: replace(one, where=where))
            )
        if "people" in lever.reaches:
            solara.v.Select(
                v_model=group_names(use.who), on_v_model=lambda names: alter(
                    lambda one: replace(one, who=Trait(sum(NAMES[name] for name in names or ())))
                ),
                items=[
                    {"text": say(text), "value": (trait.name or "").lower()} for trait, text in LABELS.items()
                ],
                label=say(WHO), multiple=True, dense=True, small_chips=True, hide_details=True, outlined=True,
                class_="sc-who",
            )  # fmt: skip
        uses = uses_of(draft, id_)
        if len(uses) > 1:
            solara.Button(
                say(LESS), icon_name="mdi-close", text=True, small=True,
                on_click=lambda: put(with_uses(draft, id_, (*uses[:at], *uses[at + 1 :]))),
            )  # fmt: skip


@solara.component
def _Dial(path: str, dial: Dial, value: float, on_value: Callable[[float], None]) -> None:
    """One number: a switch, a choice of kinds, or a slider with named values and an exact entry."""
    parameter = load_parameters()[path]
    label = say(name_of(parameter))
    if parameter.unit == "switch":
        solara.v.Switch(
            v_model=bool(value), on_v_model=lambda on: on_value(float(bool(on))), label=label, dense=True,
            hide_details=True, inset=True,
        )  # fmt: skip
        return
    if parameter.unit == "kind":
        solara.v.Select(
            v_model=value, on_v_model=lambda kind: on_value(float(kind)), label=label, dense=True,
            items=[{"text": say(text), "value": kind} for kind, text in choices(parameter)],
            hide_details=True, outlined=True, class_="sc-who",
        )  # fmt: skip
        return
    scale = scale_of(parameter.unit)
    with solara.v.Html(tag="div", class_="sc-dial"):
        solara.v.Html(tag="div", class_="sc-dial-name", children=[label])
        with solara.v.Html(
            tag="div", class_="sc-marks", attributes={"role": "group", "aria-label": f"{say(RANGE)}: {label}"}
        ):
            for marked, text in marks(parameter, dial):
                solara.Button(
                    f"{say(text)} {say(quantity(marked, parameter.unit))}", small=True, text=True,
                    on_click=partial(on_value, marked), outlined=marked == value,
                    attributes={"aria-pressed": str(marked == value).lower()},
                )  # fmt: skip
    Number(
        label, scale.shown(value), lambda shown: on_value(scale.meant(shown)), scale.shown(parameter.low),
        scale.shown(parameter.high), step_of(parameter), say(scale.unit), named=False,
    )  # fmt: skip


@solara.component
def _Days(use: LeverUse, alter: Callable[[Callable[[LeverUse], LeverUse]], None]) -> None:
    """From when, until when, and how fast."""
    start = None if use.start == ALWAYS else use.start

    def begin(day: date | None) -> None:
        alter(lambda one: with_days(one, day, one.end, one.ramp_days))

    def end(day: date | None) -> None:
        alter(lambda one: replace(one, end=day))

    def ramp(text: str) -> None:
        if (text or "0").isdecimal():
            alter(lambda one: replace(one, ramp_days=min(int(text or 0), MOST_RAMP)))

    with solara.v.Html(tag="div", class_="cc-row sc-days"):
        Day(say(START), start, begin)
        Day(say(END), use.end, end)
        box = solara.v.TextField(
            v_model=str(use.ramp_days), label=say(RAMP), dense=True, outlined=True, hide_details=True,
            type="number", attributes={"min": "0", "aria-label": say(RAMP)},
        )  # fmt: skip
        solara.v.use_event(box, "change", lambda _widget, _event, text: ramp(str(text or "")))
