"""A number set by a slider or typed exactly."""

from __future__ import annotations

import math
from collections.abc import Callable

import solara

from sim.errors import Text
from sim.ui.language import say


@solara.component
def Number(
    label: str,
    value: float,
    on_value: Callable[[float], None],
    low: float,
    high: float,
    step: float,
    unit: str = "",
    disabled: bool = False,
    named: bool = True,
) -> None:
    """Show a slider and a box for one number; it is handed on when the slider is let go or the box is left.

    Parameters
    ----------
    label
        Name of the number in the session's language; both controls carry it for readers who cannot see.
    low, high
        Range; nothing outside is handed on.
    step
        Of the slider; the box takes any number within the range.
    unit
        Written after the number.
    named
        Whether the label is seen; it stands elsewhere on the page if not.
    """
    typed, set_typed = solara.use_state("")
    fault, set_fault = solara.use_state("")

    def follow() -> None:
        set_typed(plain(value))
        set_fault("")

    solara.use_memo(follow, [value])

    def take(_widget: object, _event: str, text: object) -> None:
        # The event's own text, not the state's: a drawing under way elsewhere may not have caught up with it.
        read = number_within(str(text or ""), low, high)
        if isinstance(read, Text):
            set_fault(say(read))
            return
        set_fault("")
        if read != value:
            on_value(read)

    with solara.v.Html(tag="div", class_="cc-row", style_="flex-wrap: nowrap"):
        slider = solara.v.Slider(
            v_model=value, min=low, max=high, step=step, label=label if named else None, disabled=disabled,
            hide_details=True, dense=True, attributes={"aria-label": label},
        )  # fmt: skip
        solara.v.use_event(slider, "change", lambda _widget, _event, data: on_value(float(data)))
        box = solara.v.TextField(
            v_model=typed, on_v_model=set_typed, suffix=unit, disabled=disabled, dense=True, outlined=True,
            hide_details="auto", error_messages=[fault] if fault else [], style_="max-width: 150px",
            attributes={"aria-label": f"{label} {unit}".strip(), "inputmode": "decimal"},
        )  # fmt: skip
        solara.v.use_event(box, "change", take)


def number_within(typed: str, low: float, high: float) -> float | Text:
    """Return the number typed, or what would be right; full-width digits and thousands marks are read too."""
    half = typed.translate(_HALF).replace(",", "").strip()
    try:
        number = float(half)
    except ValueError:
        return Text("write a number", "请输入数字")
    if not math.isfinite(number) or not low <= number <= high:
        return Text(f"from {plain(low)} to {plain(high)}", f"须在 {plain(low)} 与 {plain(high)} 之间")
    return number


def plain(number: float) -> str:
    """Return the number as one would type it: no exponent, no zeros at the end."""
    return f"{number:.10f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


_HALF = {ord("０") + one: ord("0") + one for one in range(10)} | {
    ord("．"): ".",
    ord("，"): ",",
    ord("－"): "-",
}
