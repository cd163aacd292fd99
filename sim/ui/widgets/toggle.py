"""One of a few views, chosen by a row of buttons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import solara

from sim.errors import Text
from sim.ui.language import say


@solara.component
def Toggle(
    label: Text,
    offered: Mapping[str, Text],
    chosen: solara.Reactive[str],
    icons: Mapping[str, str] | None = None,
) -> None:
    """Show a button a view; the chosen one is filled, and told as pressed to who cannot see it.

    Parameters
    ----------
    label
        What the buttons choose, for readers who cannot see them together.
    offered
        Views by key.
    chosen
        Takes the key.
    icons
        By key.
    """
    with solara.v.Html(tag="div", class_="cc-toggle", attributes={"role": "group", "aria-label": say(label)}):
        for key, text in offered.items():
            on = chosen.value == key
            solara.Button(
                say(text), icon_name=(icons or {}).get(key), on_click=partial(chosen.set, key), small=True,
                outlined=not on, color="primary", attributes={"aria-pressed": str(on).lower()},
            )  # fmt: skip
