"""One choice among named values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component
def Pick(
    label: str,
    value: Any,
    choices: Mapping[Any, str],
    on_value: Callable[[Any], None],
    disabled: bool = False,
    width: int | None = None,
) -> None:
    """Show a choice.

    Parameters
    ----------
    label
        Name of the choice in the session's language, also for readers who cannot see.
    value
        Key of what is chosen.
    choices
        What each is called, by key.
    on_value
        Called with the key when another is chosen.
    width
        Greatest width in letters; all there is if None.
    """
    items = [{"text": text, "value": key} for key, text in choices.items()]
    solara.v.Select(
        label=label,
        v_model=value,
        items=items,
        on_v_model=on_value,
        dense=True,
        outlined=True,
        hide_details=True,
        disabled=disabled,
        style_=f"max-width: {width}rem" if width else "",
        attributes={"aria-label": label},
    )
